//! Answers as Arrow holds them: `{id, refused, hits: [{notice, subject, reference, score, band, caption, matched}], answer}`.

use std::sync::{Arc, LazyLock};

use datafusion::arrow::array::{
    ArrayRef, Float64Builder, LargeStringBuilder, ListArray, StringBuilder, StructArray,
};
use datafusion::arrow::buffer::{NullBuffer, OffsetBuffer};
use datafusion::arrow::datatypes::{DataType, Field, Fields};
use datafusion::arrow::error::ArrowError;
use mithaq_screen::batch::{Band, Format};
use mithaq_screen::{Field as Evidence, Hit, Language};

fn field(name: &str, data_type: DataType) -> Field {
    Field::new(name, data_type, true)
}

static HIT: LazyLock<Fields> = LazyLock::new(|| {
    Fields::from(vec![
        field("notice", DataType::Utf8),
        field("subject", DataType::Utf8),
        field("reference", DataType::Utf8),
        field("score", DataType::Float64),
        field("band", DataType::Utf8),
        field("caption", DataType::Utf8),
        field("matched", DataType::Utf8),
    ])
});

/// The fields of an answer:
///
/// * `id`: the row's, as text, trimmed; null where it has none.
/// * `refused`: why the row was not screened; null where it was.
/// * `hits`: the possible matches, the best first, each with the notice, its subject, the list's own reference, the score, its
///   band (`0.9`, `0.8`, `0.7` or `below`), the notice in one line, and the listed name that matched. Null where refused.
/// * `answer`: the line `mithaq screen` writes for the row, reasons included, without its end. Null where refused, or where
///   rows have no id.
pub(crate) static ANSWER: LazyLock<Fields> = LazyLock::new(|| {
    let hit = Field::new_list_field(DataType::Struct(HIT.clone()), true);
    Fields::from(vec![
        // Texts a row brings may fill more than one array of 2 GiB a batch.
        field("id", DataType::LargeUtf8),
        field("refused", DataType::LargeUtf8),
        field("hits", DataType::List(Arc::new(hit))),
        field("answer", DataType::LargeUtf8),
    ])
});

/// Collects the answers to one batch of rows.
#[derive(Default)]
pub(crate) struct Answers {
    id: LargeStringBuilder,
    refused: LargeStringBuilder,
    answer: LargeStringBuilder,
    /// How many hits each row has, and whether it was screened.
    lengths: Vec<usize>,
    screened: Vec<bool>,
    notice: StringBuilder,
    subject: StringBuilder,
    reference: StringBuilder,
    score: Float64Builder,
    band: StringBuilder,
    caption: StringBuilder,
    matched: StringBuilder,
}

impl Answers {
    /// The row was refused.
    pub(crate) fn refuse(&mut self, id: Option<&str>, why: &str) {
        self.id.append_option(id);
        self.refused.append_value(why);
        self.answer.append_null();
        self.lengths.push(0);
        self.screened.push(false);
    }

    /// The row was screened.
    pub(crate) fn push(&mut self, id: Option<&str>, hits: &[Hit], language: Language) {
        self.id.append_option(id);
        self.refused.append_null();
        let line = id.map(|id| Format::JsonLines.answer(id, hits, language));
        self.answer
            .append_option(line.as_deref().map(str::trim_end));
        self.lengths.push(hits.len());
        self.screened.push(true);
        for hit in hits {
            self.push_hit(hit);
        }
    }

    fn push_hit(&mut self, hit: &Hit) {
        let notice = &hit.notice;
        let listing = notice.listing.as_ref();
        let name = hit.why.iter().find(|why| why.field == Evidence::Name);
        self.notice.append_value(notice.id.as_str());
        self.subject.append_value(notice.subject_id.as_str());
        self.reference
            .append_option(listing.map(|listing| listing.reference.as_str()));
        self.score.append_value(hit.score.get());
        self.band.append_value(band(Band::of(hit.score)));
        self.caption.append_value(&hit.caption);
        self.matched
            .append_option(name.map(|name| name.listed.as_str()));
    }

    /// The array, of type [`ANSWER`].
    pub(crate) fn finish(mut self) -> Result<StructArray, ArrowError> {
        let hits: Vec<ArrayRef> = vec![
            Arc::new(self.notice.finish()),
            Arc::new(self.subject.finish()),
            Arc::new(self.reference.finish()),
            Arc::new(self.score.finish()),
            Arc::new(self.band.finish()),
            Arc::new(self.caption.finish()),
            Arc::new(self.matched.finish()),
        ];
        let lists = ListArray::try_new(
            Arc::new(Field::new_list_field(DataType::Struct(HIT.clone()), true)),
            OffsetBuffer::from_lengths(self.lengths),
            Arc::new(StructArray::try_new(HIT.clone(), hits, None)?),
            Some(NullBuffer::from(self.screened)),
        )?;
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.id.finish()),
            Arc::new(self.refused.finish()),
            Arc::new(lists),
            Arc::new(self.answer.finish()),
        ];
        StructArray::try_new(ANSWER.clone(), columns, None)
    }
}

const fn band(band: Band) -> &'static str {
    match band {
        Band::From90 => "0.9",
        Band::From80 => "0.8",
        Band::From70 => "0.7",
        Band::Below => "below",
    }
}
