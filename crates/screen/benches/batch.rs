//! A batch from file to file: `ROWS=1000000 OFAC=FOLDER cargo bench -p mithaq-screen --features parquet --bench batch` prints
//! rows, seconds, rows a second and peak memory, for CSV and, with the feature, for Parquet.
//!
//! Input: made-up travellers (`travellers/`), one in ten thousand listed; the UN list, and OFAC's folder where `OFAC` says
//! where it is. 100,000 rows where `ROWS` says nothing; a thread a core, or `JOBS`.
#![allow(
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a table is what it is for"
)]

mod travellers;

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;
use mithaq_notice::{Notice, list};
use mithaq_screen::batch::{Format, Job, Stamp, Start, Summary, run_file};
use mithaq_screen::{Admit, Index, Options, Query};
use travellers::{Traveller, Travellers};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let rows: usize = std::env::var("ROWS").map_or(Ok(100_000), |rows| rows.parse())?;
    let folder = tempfile::tempdir()?;
    let notices = notices()?;
    let csv = folder.path().join("travellers.csv");
    write_csv(&csv, rows, &notices)?;
    let index = Index::build(notices.iter().cloned().map(|notice| (notice, 0)));
    println!("{rows} travellers against {} notices", index.len());
    println!(
        "{:12} {:>9} {:>9} {:>12} {:>10} {:>9}",
        "input", "rows", "seconds", "rows/s", "with hits", "peak MB"
    );
    screen("CSV", &index, &csv, Format::JsonLines)?;
    #[cfg(feature = "parquet")]
    {
        let parquet = folder.path().join("travellers.parquet");
        write_parquet(&parquet, rows, &notices)?;
        screen("Parquet", &index, &parquet, Format::Parquet)?;
    }
    Ok(())
}

fn screen(what: &str, index: &Index, input: &Path, format: Format) -> Result<()> {
    let at: Timestamp = "2026-03-01T00:00:00Z".parse()?;
    let options = Options::default();
    let search = |query: &Query| index.search(query, &options, Admit::All, at);
    let stamp = Stamp {
        at,
        rest: [].into(),
    };
    let jobs = std::env::var("JOBS")
        .ok()
        .and_then(|jobs| jobs.parse().ok());
    let job = Job {
        format,
        jobs,
        ..Job::default()
    };
    let output = input.with_extension("out");
    let started = Instant::now();
    let begin = (stamp, Start::Anew);
    let summary: Summary = run_file(input, search, &output, &job, begin, &mut ())?;
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "{what:12} {:>9} {seconds:>9.1} {:>12.0} {:>10} {:>9.1}",
        summary.rows,
        summary.rows as f64 / seconds,
        summary.with_hits,
        peak_megabytes()?
    );
    Ok(())
}

fn notices() -> Result<Vec<Arc<Notice>>> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let mut notices = list::read(&data.join("un_consolidated.xml"))?.notices;
    if let Some(folder) = std::env::var_os("OFAC") {
        notices.extend(list::read(Path::new(&folder))?.notices);
    }
    Ok(notices.into_iter().map(Arc::new).collect())
}

fn write_csv(path: &Path, rows: usize, notices: &[Arc<Notice>]) -> Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    let mut line = String::from(Traveller::HEADER);
    for traveller in Travellers::new(5, notices).take(rows) {
        traveller.write(&mut line);
        file.write_all(line.as_bytes())?;
        line.clear();
    }
    Ok(file.flush()?)
}

/// Row groups of 128 k rows, snappy, dictionaries: as pandas and Spark write them.
#[cfg(feature = "parquet")]
fn write_parquet(path: &Path, rows: usize, notices: &[Arc<Notice>]) -> Result<()> {
    use arrow_array::{ArrayRef, RecordBatch, StringArray};
    use parquet::arrow::ArrowWriter;
    use parquet::basic::Compression;
    use parquet::file::properties::WriterProperties;

    let mut travellers = Travellers::new(5, notices).take(rows);
    let batch_of = |rows: &[Traveller]| {
        let column = |text: fn(&Traveller) -> &str| -> ArrayRef {
            Arc::new(
                rows.iter()
                    .map(|row| Some(text(row)))
                    .collect::<StringArray>(),
            )
        };
        RecordBatch::try_from_iter([
            ("id", column(|t| &t.id)),
            ("name", column(|t| &t.name)),
            ("birthDate", column(|t| &t.birth_date)),
            ("nationality", column(|t| t.nationality)),
            ("gender", column(|t| t.gender)),
            ("passportNumber", column(|t| &t.passport)),
        ])
    };
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(1 << 17))
        .build();
    let empty = batch_of(&[])?;
    let mut writer = ArrowWriter::try_new(File::create(path)?, empty.schema(), Some(properties))?;
    loop {
        let rows: Vec<Traveller> = travellers.by_ref().take(4_096).collect();
        if rows.is_empty() {
            break;
        }
        writer.write(&batch_of(&rows)?)?;
    }
    writer.close()?;
    Ok(())
}

/// The most memory this process ever held, as Linux counts it.
fn peak_megabytes() -> Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1));
    Ok(kilobytes.ok_or("no VmHWM")?.parse::<f64>()? / 1_000.0)
}
