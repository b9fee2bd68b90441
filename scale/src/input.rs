//! The Parquet files of a run: found, and their columns understood, before anything is asked of anybody.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::arrow::datatypes::{Field, Fields, Schema};
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{
    ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl,
};
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use mithaq_screen::Property;
use url::Url;

use crate::columns::{Columns, ColumnsError};
use crate::error::Error;

/// Files of one table.
pub(crate) struct Input {
    /// The columns that are read, as a table.
    pub(crate) table: Arc<ListingTable>,
    /// What they hold.
    pub(crate) columns: Columns,
    /// The names of those nobody reads.
    pub(crate) ignored: Vec<String>,
    /// How many rows the files say they have.
    pub(crate) rows: u64,
    /// The full path of the file or the folder.
    pub(crate) path: PathBuf,
}

impl Input {
    /// Looks into a Parquet file, or into every file of a folder that ends in `.parquet`.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let path = whole(path)?;
        let wrong = |problem| Error::Columns {
            folder: path.clone(),
            problem,
        };
        let mut read = Read::default();
        let mut urls = Vec::new();
        for file in files(&path)? {
            read.take(&file)?;
            urls.push(url(&file)?);
        }
        let fields: Fields = read.fields.into_iter().map(|(field, _)| field).collect();
        let columns = Columns::of_fields(&fields).map_err(wrong)?;
        if !columns.have_id() {
            return Err(wrong(ColumnsError::NoId));
        }
        let format = Arc::new(ParquetFormat::default());
        let config = ListingTableConfig::new_with_multi_paths(urls)
            .with_listing_options(ListingOptions::new(format).with_file_extension(ENDING))
            .with_schema(Arc::new(Schema::new(fields)));
        Ok(Self {
            table: Arc::new(ListingTable::try_new(config)?),
            columns,
            ignored: read.ignored,
            rows: read.rows,
            path,
        })
    }
}

/// What the files of a folder end in.
const ENDING: &str = ".parquet";

/// The columns of the files looked into so far.
#[derive(Default)]
struct Read {
    /// Those that are read, each with the first file that has it.
    fields: Vec<(Field, PathBuf)>,
    ignored: Vec<String>,
    rows: u64,
}

impl Read {
    fn take(&mut self, path: &Path) -> Result<(), Error> {
        let file = File::open(path).map_err(|error| found(path, &error.to_string()))?;
        let file = ParquetRecordBatchReaderBuilder::try_new(file)
            .map_err(|error| found(path, &error.to_string()))?;
        let rows = file.metadata().file_metadata().num_rows();
        self.rows += u64::try_from(rows).unwrap_or_default();
        for field in file.schema().fields() {
            let name = field.name();
            if Property::named(name).is_none() {
                if !self.ignored.contains(name) {
                    self.ignored.push(name.clone());
                }
                continue;
            }
            match self.fields.iter().find(|(known, _)| known.name() == name) {
                None => self.fields.push((
                    Field::new(name, field.data_type().clone(), true),
                    path.to_owned(),
                )),
                Some((known, _)) if known.data_type() == field.data_type() => {}
                Some((known, other)) => {
                    return Err(Error::Input(format!(
                        "{}: the column `{name}` is {}, and {} in {}; expected one type in all files",
                        path.display(),
                        field.data_type(),
                        known.data_type(),
                        other.display()
                    )));
                }
            }
        }
        Ok(())
    }
}

/// The input's full path, so that it means the same to every executor.
fn whole(path: &Path) -> Result<PathBuf, Error> {
    path.canonicalize()
        .map_err(|error| found(path, &error.to_string()))
}

/// The file itself, or the files of a folder, in the order of their names.
fn files(path: &Path) -> Result<Vec<PathBuf>, Error> {
    let ends = |path: &PathBuf| path.to_string_lossy().ends_with(ENDING);
    let files: Vec<PathBuf> = if path.is_dir() {
        let mut files: Vec<PathBuf> = path
            .read_dir()
            .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
            .map_err(|error| found(path, &error.to_string()))?;
        files.retain(ends);
        files.sort();
        files
    } else {
        Some(path.to_owned()).filter(ends).into_iter().collect()
    };
    if files.is_empty() {
        return Err(found(path, "found none"));
    }
    Ok(files)
}

/// A file by its address: in a path DataFusion would take `*`, `?` and `[` for patterns, and find other files or none.
fn url(path: &Path) -> Result<ListingTableUrl, Error> {
    let url = Url::from_file_path(path).map_err(|()| found(path, "it has no address"))?;
    Ok(ListingTableUrl::parse(url)?)
}

fn found(path: &Path, what: &str) -> Error {
    Error::Input(format!(
        "{}: {what}; expected a Parquet file, or a folder of files, whose names end in {ENDING}",
        path.display()
    ))
}
