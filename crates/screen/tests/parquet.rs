//! Batch files in Parquet.
#![cfg(feature = "parquet")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod scene;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, Date32Array, DictionaryArray, Int64Array, LargeStringArray, RecordBatch,
    StringArray, StringViewArray, StructArray,
};
use mithaq_screen::batch::{
    BatchError, Format, Job, Listener, Progress, Refusal, Stamp, Start, Summary, run, run_file,
};
use mithaq_screen::{Admit, Hit, Options, Query};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use scene::{UN_INDEX, day};

fn search(query: &Query) -> Vec<Hit> {
    UN_INDEX.search(query, &Options::default(), Admit::All, day())
}

fn begin(start: Start) -> (Stamp, Start) {
    let (at, rest) = (day(), [].into());
    (Stamp { at, rest }, start)
}

struct Desk {
    folder: tempfile::TempDir,
    input: PathBuf,
}

impl Desk {
    fn with(table: &RecordBatch, compression: Compression) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("in.parquet");
        let properties = WriterProperties::builder()
            .set_compression(compression)
            .set_max_row_group_row_count(Some(700))
            .build();
        let file = File::create(&input).unwrap();
        let mut writer = ArrowWriter::try_new(file, table.schema(), Some(properties)).unwrap();
        writer.write(table).unwrap();
        writer.close().unwrap();
        Self { folder, input }
    }

    fn output(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    fn run(
        &self,
        format: Format,
        start: Start,
        listener: &mut dyn Listener,
    ) -> Result<(Vec<u8>, Summary), BatchError> {
        let job = Job {
            format,
            ..Job::default()
        };
        let summary = run_file(
            &self.input,
            search,
            &self.output(),
            &job,
            begin(start),
            listener,
        )?;
        Ok((std::fs::read(self.output()).unwrap(), summary))
    }
}

fn table(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter(columns).unwrap()
}

fn strings(texts: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(texts.to_vec()))
}

const NAMES: [Option<&str>; 4] = [
    Some("اياد اغ غالي"),
    Some("Jean Dupont"),
    None,
    Some("Mokhtar Belmokhtar"),
];
const CSV: &str =
    "name,birthDate\nاياد اغ غالي,1958\nJean Dupont,\n,\nMokhtar Belmokhtar,1972-06-01\n";

#[test]
fn a_parquet_file_is_answered_as_the_same_rows_in_csv_whatever_type_holds_the_texts() {
    let mut expected = Vec::new();
    let csv = run(
        CSV.as_bytes(),
        search,
        &mut expected,
        &Job::default(),
        &mut (),
    )
    .unwrap();
    let births = || strings(&[Some("1958"), None, None, Some("1972-06-01")]);
    let mut list = ListBuilder::new(StringBuilder::new());
    for name in NAMES {
        list.append_option(name.map(|name| [Some(name)]));
    }
    let of_types: [ArrayRef; 5] = [
        strings(&NAMES),
        Arc::new(LargeStringArray::from(NAMES.to_vec())),
        Arc::new(StringViewArray::from(NAMES.to_vec())),
        Arc::new(NAMES.into_iter().collect::<DictionaryArray<Int32Type>>()),
        Arc::new(list.finish()),
    ];
    let zstd = Compression::ZSTD(ZstdLevel::default());
    for names in of_types {
        let held = names.data_type().clone();
        for compression in [Compression::UNCOMPRESSED, Compression::SNAPPY, zstd] {
            let rows = table(vec![("name", Arc::clone(&names)), ("birthDate", births())]);
            let (answers, summary) = Desk::with(&rows, compression)
                .run(Format::JsonLines, Start::Anew, &mut ())
                .unwrap();
            assert_eq!(answers, expected, "{held} {compression:?}");
            assert_eq!((summary.rows, summary.screened), (csv.rows, csv.screened));
            let refused = summary.first_refused[0].to_string();
            assert!(
                refused.starts_with("row 3: the row has neither"),
                "{refused}"
            );
        }
    }
}

#[test]
fn a_birth_date_may_be_a_day_or_a_year() {
    let name = || strings(&[Some("Mokhtar Belmokhtar")]);
    let rule = |births: ArrayRef| {
        let desk = Desk::with(
            &table(vec![("name", name()), ("birthDate", births)]),
            Compression::SNAPPY,
        );
        let (answers, _) = desk.run(Format::JsonLines, Start::Anew, &mut ()).unwrap();
        let answer: serde_json::Value = serde_json::from_slice(&answers).unwrap();
        let why = answer["hits"][0]["why"].as_array().unwrap().clone();
        let birth = why.iter().find(|why| why["field"] == "birth-date").unwrap();
        birth["rule"].clone()
    };
    // 1972-06-01 is 882 days after 1970-01-01.
    assert_eq!(rule(Arc::new(Date32Array::from(vec![882]))), "same-day");
    assert_eq!(rule(Arc::new(Int64Array::from(vec![1972]))), "same-year");
}

#[test]
fn a_column_of_the_wrong_type_is_named_with_what_was_found_and_expected() {
    let ids = || strings(&[Some("1")]);
    let numbers = || -> ArrayRef { Arc::new(Int64Array::from(vec![7])) };
    let nested: ArrayRef = Arc::new(StructArray::from(table(vec![("given", ids())])));
    let errors: Vec<String> = [
        table(vec![("id", ids()), ("name", numbers())]),
        table(vec![("name", nested)]),
        table(vec![("name", ids()), ("passportNumber", numbers())]),
        table(vec![("id", ids())]),
        table(vec![("first", ids())]),
    ]
    .iter()
    .map(|rows| {
        let desk = Desk::with(rows, Compression::SNAPPY);
        let error = desk
            .run(Format::JsonLines, Start::Anew, &mut ())
            .unwrap_err();
        assert_eq!(desk.folder.path().read_dir().unwrap().count(), 1);
        error.to_string()
    })
    .collect();
    insta::assert_snapshot!(errors.join("\n"));
}

#[test]
fn a_parquet_file_that_is_cut_or_damaged_is_refused_and_never_panics() {
    let rows = table(vec![("name", strings(&NAMES))]);
    let whole = std::fs::read(Desk::with(&rows, Compression::SNAPPY).input).unwrap();
    let desk = Desk::with(&rows, Compression::SNAPPY);
    for length in [4, 8, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&desk.input, &whole[..length]).unwrap();
        let error = desk.run(Format::Csv, Start::Anew, &mut ()).unwrap_err();
        assert!(
            error.to_string().contains("the table cannot be read"),
            "{error}"
        );
    }
    let mut refused = 0;
    for at in 0..whole.len() {
        // A sign alone, and bits that make other numbers, lengths and kinds of it.
        for flipped in [0x80, 0x55] {
            let mut damaged = whole.clone();
            damaged[at] ^= flipped;
            std::fs::write(&desk.input, &damaged).unwrap();
            // Some bytes hold what is not read, and some a letter of a name; the others are an error that leaves nothing.
            if desk.run(Format::Csv, Start::Anew, &mut ()).is_err() {
                refused += 1;
                assert!(!desk.folder.path().join(".out.part").exists(), "{at}");
            }
        }
    }
    assert!(
        refused > whole.len() / 2,
        "{refused} of {}",
        whole.len() * 2
    );
}

fn answers_of(path: &Path) -> Vec<RecordBatch> {
    let file = File::open(path).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    reader.build().unwrap().map(Result::unwrap).collect()
}

#[test]
fn answers_in_parquet_have_a_row_a_hit_and_a_row_for_who_has_none() {
    let rows = table(vec![("name", strings(&NAMES))]);
    let desk = Desk::with(&rows, Compression::SNAPPY);
    desk.run(Format::Parquet, Start::Anew, &mut ()).unwrap();
    let answers = answers_of(&desk.output());
    let text = |column: &str, row: usize| {
        let column = answers[0].column_by_name(column).unwrap();
        let texts = column.as_any().downcast_ref::<StringArray>().unwrap();
        texts.is_valid(row).then(|| texts.value(row).to_owned())
    };
    let ids: Vec<_> = (0..answers[0].num_rows())
        .map(|row| text("id", row).unwrap())
        .collect();
    assert!(ids.contains(&"1".to_owned()) && ids.contains(&"4".to_owned()));
    let nobody = ids.iter().position(|id| id == "2").unwrap();
    assert_eq!((text("hit", nobody), text("caption", nobody)), (None, None));
    assert_eq!(text("reference", 0).as_deref(), Some("QDi.316"));
    assert_eq!(
        answers[0]
            .column_by_name("why")
            .unwrap()
            .data_type()
            .to_string(),
        "List(Utf8)"
    );
}

struct Killed {
    after: u64,
}

impl Listener for Killed {
    fn progress(&mut self, progress: Progress) {
        assert!(progress.rows <= self.after, "killed");
    }
    fn refused(&mut self, _: &Refusal) {}
}

#[test]
fn an_interrupted_run_over_parquet_goes_on_to_the_same_bytes() {
    let names: Vec<Option<&str>> = (0..3_000).map(|row| NAMES[row % 4]).collect();
    let rows = table(vec![("name", strings(&names))]);
    for format in [Format::Parquet, Format::Csv] {
        let (whole, summary) = Desk::with(&rows, Compression::SNAPPY)
            .run(format, Start::Anew, &mut ())
            .unwrap();
        let desk = Desk::with(&rows, Compression::SNAPPY);
        let killed = std::panic::catch_unwind(|| {
            let _ = desk.run(format, Start::Anew, &mut Killed { after: 2_048 });
        });
        assert!(killed.is_err() && !desk.output().exists());
        let gone_on = desk.run(format, Start::GoOn, &mut ()).unwrap();
        assert_eq!(gone_on.1, summary);
        assert!(gone_on.0 == whole, "{format:?}");
        assert_eq!(desk.folder.path().read_dir().unwrap().count(), 2);
    }
}
