//! Changing the list: every change, whether typed, brought by an import, made to a thousand members at once or taken back, is a set of [`Change`]s, merged field by field.
//!
//! A change says what it found and what it makes of it. Where the field still is as it was found, it is changed; where it is as wanted already, nothing happens; where somebody has changed it to
//! something else meanwhile, both are shown ([`Outcome::Clash`]). Sets are changed entry by entry and never clash. What has really been done is itself a change, and its [`Change::inverse`] takes
//! it back, by the same rule: later edits of others stay.
//!
//! Rejected: whole records with a version. Two leaders who correct the phone and the district of the same member in a basement would undo each other's work, and an import could not be taken back
//! once anybody had touched one of its rows.

use super::member::{Field, MOST, Member, Wrong};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A change of one field, in canonical texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Of a field that has one value, or none.
    Value { field: Field, from: Option<String>, to: Option<String> },
    /// Of a field that is a set.
    Entries {
        field: Field,
        /// One that is named twice is added once.
        #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
        add: BTreeSet<String>,
        #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
        remove: BTreeSet<String>,
    },
}

/// What becomes of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is done; this is what was really changed.
    Done(Change),
    /// All of it was so already.
    Same,
    /// Somebody has made something else of the field.
    Clash {
        now: Option<String>,
    },
    Wrong(Wrong),
}

impl Change {
    pub fn field(&self) -> Field {
        match self {
            Self::Value { field, .. } | Self::Entries { field, .. } => *field,
        }
    }

    /// The text that it sets; `None` for an empty field, and for a set.
    pub fn wanted(&self) -> Option<String> {
        match self {
            Self::Value { to, .. } => to.clone(),
            Self::Entries { .. } => None,
        }
    }

    /// What takes it back.
    pub fn inverse(self) -> Self {
        match self {
            Self::Value { field, from, to } => Self::Value { field, from: to, to: from },
            Self::Entries { field, add, remove } => Self::Entries { field, add: remove, remove: add },
        }
    }

    /// Applies it to the member; where that is not [`Outcome::Done`], the member is as before.
    pub fn apply(&self, member: &mut Member) -> Outcome {
        match self.try_apply(member) {
            Ok(outcome) => outcome,
            Err(why) => Outcome::Wrong(why),
        }
    }

    fn try_apply(&self, member: &mut Member) -> Result<Outcome, Wrong> {
        match self {
            Self::Value { field, .. } if field.is_set() => Err(Wrong::Unknown),
            Self::Entries { field, .. } if !field.is_set() => Err(Wrong::Unknown),
            Self::Value { field, from, to } => {
                let to = field.canonical(to.as_deref().unwrap_or_default())?;
                let now = member.value(*field);
                if now == to {
                    return Ok(Outcome::Same);
                }
                if now != *from {
                    return Ok(Outcome::Clash { now });
                }
                member.set_value(*field, to.as_deref())?;
                Ok(Outcome::Done(Self::Value { field: *field, from: now, to }))
            }
            Self::Entries { field, add, remove } => {
                let canonical = |entry: &String| field.canonical(entry).transpose();
                let add = add.iter().filter_map(canonical).collect::<Result<BTreeSet<_>, _>>()?;
                let now = member.entries(*field);
                let new: BTreeSet<_> = add.difference(&now).cloned().collect();
                let gone: BTreeSet<_> = now.intersection(remove).filter(|entry| !add.contains(*entry)).cloned().collect();
                if new.is_empty() && gone.is_empty() {
                    return Ok(Outcome::Same);
                }
                let after: BTreeSet<_> = now.difference(&gone).chain(&new).cloned().collect();
                if after.len() > MOST && after.len() > now.len() {
                    return Err(Wrong::TooMany);
                }
                member.set_entries(*field, after)?;
                Ok(Outcome::Done(Self::Entries { field: *field, add: new, remove: gone }))
            }
        }
    }
}
