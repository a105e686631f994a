//! What has changed since a cursor, in one answer: `GET /changes?since=` and every message of the live stream have this shape.

use super::{Action, Id, Indicator, Organisation, Signup, member::Member};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// A place in the backend's history of changes. Opaque; given back as it came.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Cursor(pub String);

/// Records of one kind that are new or changed, and ids of those that are gone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
pub struct Changed<T> {
    #[serde(default = "Vec::new")]
    pub changed: Vec<T>,
    /// Tombstones.
    #[serde(default = "Vec::new")]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub removed: Vec<Id<T>>,
    /// The ids of all records there are: whatever is not among them is gone. Only from backends that keep no tombstones; ours does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(ignore))]
    pub all: Option<Vec<Id<T>>>,
}

impl<T> Default for Changed<T> {
    fn default() -> Self {
        Self { changed: Vec::new(), removed: Vec::new(), all: None }
    }
}
impl<T> Changed<T> {
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.removed.is_empty() && self.all.is_none()
    }

    /// Tombstones also for those of `known` that are no longer there, where the backend only tells what is.
    pub fn with_the_missing_removed<'a>(mut self, known: impl Iterator<Item = &'a Id<T>>) -> Self
    where
        T: 'a,
    {
        if let Some(all) = self.all.take() {
            let all: HashSet<&Id<T>> = all.iter().collect();
            self.removed.extend(known.filter(|id| !all.contains(id)).cloned());
        }
        self
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeSet {
    /// Ask with this one next time.
    pub cursor: Cursor,
    /// The cursor given was too old or from another data base: drop the cached listings and load them anew.
    #[serde(default)]
    pub reset: bool,
    /// There is more: ask again at once.
    #[serde(default)]
    pub more: bool,
    #[serde(default)]
    pub actions: Changed<Action>,
    #[serde(default)]
    pub organisations: Changed<Organisation>,
    #[serde(default)]
    pub indicators: Changed<Indicator>,
    /// Only those of the person who asks; empty when nobody is signed in.
    #[serde(default)]
    pub signups: Changed<Signup>,
}

/// The same of the association's list, which only some may see: `GET /roster/changes?since=`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RosterChangeSet {
    pub cursor: Cursor,
    #[serde(default)]
    pub reset: bool,
    #[serde(default)]
    pub more: bool,
    #[serde(default)]
    pub members: Changed<Member>,
}
