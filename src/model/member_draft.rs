//! What somebody has written about a member in a form, or wants of many at once, and the changes that follow from it.

use super::{
    batch::Edit,
    member::{Field, MOST, Member, Wrong},
    member_edit::Change,
};
use std::collections::{BTreeMap, BTreeSet};

/// A form about one member, field by field as it was written: see [`Field`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    pub values: BTreeMap<Field, String>,
    pub entries: BTreeMap<Field, BTreeSet<String>>,
}

/// What is wrong in a form, at most one thing a field.
pub type Faults = BTreeMap<Field, Wrong>;

impl Draft {
    /// The form as it is opened.
    pub fn of(member: &Member) -> Self {
        let (sets, values): (Vec<Field>, Vec<Field>) = Field::ALL.into_iter().partition(|field| field.is_set());
        Self {
            values: values.into_iter().map(|field| (field, member.value(field).unwrap_or_default())).collect(),
            entries: sets.into_iter().map(|field| (field, member.entries(field))).collect(),
        }
    }

    /// What the form makes of the member it was opened with. A field that the form says nothing of stays as it is. `Err`: nothing may be sent.
    pub fn changes(&self, before: &Member) -> Result<Vec<Change>, Faults> {
        let mut faults = Faults::new();
        let mut changes = Vec::new();
        for field in Field::ALL {
            let change = if field.is_set() { self.entries_change(field, before) } else { self.value_change(field, before) };
            match change {
                Ok(change) => changes.extend(change),
                Err(why) => {
                    faults.insert(field, why);
                }
            }
        }
        if faults.is_empty() { Ok(changes) } else { Err(faults) }
    }

    fn value_change(&self, field: Field, before: &Member) -> Result<Option<Change>, Wrong> {
        let Some(text) = self.values.get(&field) else { return Ok(None) };
        let (from, to) = (before.value(field), field.canonical(text)?);
        if field == Field::Name && to.is_none() {
            return Err(Wrong::Nameless);
        }
        Ok((from != to).then_some(Change::Value { field, from, to }))
    }

    fn entries_change(&self, field: Field, before: &Member) -> Result<Option<Change>, Wrong> {
        let Some(wanted) = self.entries.get(&field) else { return Ok(None) };
        let now = before.entries(field);
        let wanted = wanted.iter().filter_map(|entry| field.canonical(entry).transpose()).collect::<Result<BTreeSet<_>, _>>()?;
        if wanted.len() > MOST && wanted.len() > now.len() {
            return Err(Wrong::TooMany);
        }
        let (add, remove): (BTreeSet<_>, BTreeSet<_>) =
            (wanted.difference(&now).cloned().collect(), now.difference(&wanted).cloned().collect());
        Ok((!add.is_empty() || !remove.is_empty()).then_some(Change::Entries { field, add, remove }))
    }
}

/// What is wanted of everybody who was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// A field with one value; `None` empties it.
    Set {
        field: Field,
        to: Option<String>,
    },
    /// An entry of a set.
    Add {
        field: Field,
        entry: String,
    },
    Remove {
        field: Field,
        entry: String,
    },
}

impl Wish {
    /// The edit that makes it so; `None` where it is so already.
    pub fn edit(&self, member: &Member) -> Option<Edit> {
        let one = |entry: &String| BTreeSet::from([entry.clone()]);
        let change = match self {
            Self::Set { field, to } => {
                let from = member.value(*field);
                (from != *to).then(|| Change::Value { field: *field, from, to: to.clone() })
            }
            Self::Add { field, entry } => {
                let new = !member.entries(*field).contains(entry);
                new.then(|| Change::Entries { field: *field, add: one(entry), remove: BTreeSet::new() })
            }
            Self::Remove { field, entry } => {
                let there = member.entries(*field).contains(entry);
                there.then(|| Change::Entries { field: *field, add: BTreeSet::new(), remove: one(entry) })
            }
        }?;
        Some(Edit::new(member.id.clone(), vec![change]))
    }
}
