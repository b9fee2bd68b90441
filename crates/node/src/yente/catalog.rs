//! All datasets at one moment, and the parts of them a question is about.

use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::answer::Refusal;
use super::dataset::Dataset;
use super::entity::Stored;
use super::params::Params;

/// The name of everything.
pub(super) const EVERYTHING: &str = "default";

/// All datasets. Immutable; whoever holds one is not disturbed by the next.
#[derive(Debug, Default)]
pub(super) struct Catalog {
    pub(super) datasets: Vec<Arc<Dataset>>,
}

/// Which datasets a question is about.
#[derive(Debug)]
pub(super) struct Scope {
    name: String,
    /// Only these of them, where any are named.
    wanted: Vec<String>,
    /// None of these.
    unwanted: Vec<String>,
}

impl Scope {
    /// All datasets of this name.
    pub(super) fn of(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            wanted: Vec::new(),
            unwanted: Vec::new(),
        }
    }

    /// Those of them that the request includes and does not exclude.
    pub(super) fn narrowed(name: &str, params: &Params) -> Self {
        Self {
            wanted: params.texts("include_dataset"),
            unwanted: params.texts("exclude_dataset"),
            ..Self::of(name)
        }
    }

    /// Whether a dataset is among them.
    pub(super) fn takes(&self, dataset: &str) -> bool {
        let named = |names: &[String]| names.iter().any(|name| name == dataset);
        (self.name == EVERYTHING || self.name == dataset)
            && (self.wanted.is_empty() || named(&self.wanted))
            && !named(&self.unwanted)
    }
}

/// Where an id leads.
pub(super) enum Place<'a> {
    /// To this entity.
    Here(&'a Stored),
    /// To an entity that has another id now.
    Moved(String),
}

impl Catalog {
    /// The datasets a question is about.
    ///
    /// # Errors
    /// 404 where no dataset has the name asked for.
    pub(super) fn scope(&self, scope: &Scope) -> Result<Vec<&Dataset>, Refusal> {
        if !self.has(&scope.name) {
            return Err(Refusal::not_found("No such dataset."));
        }
        let all = self.datasets.iter().map(Arc::as_ref);
        Ok(all.filter(|dataset| scope.takes(&dataset.name)).collect())
    }

    /// Whether there is a dataset of this name, or it means all.
    pub(super) fn has(&self, name: &str) -> bool {
        name == EVERYTHING || self.title(name).is_some()
    }

    /// The title of a dataset.
    pub(super) fn title(&self, name: &str) -> Option<&str> {
        let mut named = self.datasets.iter().filter(|dataset| dataset.name == name);
        named.next().map(|dataset| dataset.title.as_str())
    }

    /// Where an id leads, in whichever dataset.
    pub(super) fn place(&self, id: &str) -> Option<Place<'_>> {
        if let Some(stored) = self.entity(id) {
            return Some(Place::Here(stored));
        }
        self.datasets.iter().find_map(|dataset| {
            let now = dataset.at(dataset.referent(id)?)?.entity()?;
            Some(Place::Moved(now.id))
        })
    }

    /// The entity with this id, in whichever dataset.
    pub(super) fn entity(&self, id: &str) -> Option<&Stored> {
        self.datasets
            .iter()
            .find_map(|dataset| dataset.at(dataset.position(id)?))
    }

    /// The entities that name this id in a property.
    pub(super) fn naming<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Stored> {
        self.datasets.iter().flat_map(move |dataset| {
            let positions = dataset.naming(id).iter();
            positions.filter_map(|position| dataset.at(*position))
        })
    }

    /// A mark that changes whenever what clients read of the catalog does.
    pub(super) fn mark(&self) -> String {
        let mut hash = Sha256::new();
        for dataset in &self.datasets {
            hash.update(format!("{}:{}\n", dataset.name, dataset.version));
        }
        let digest = hash.finalize();
        let hex: String = digest.iter().take(20).map(|b| format!("{b:02x}")).collect();
        format!("\"{hex}\"")
    }
}
