//! A person as that person's own device knows them: the least that joining needs.

use super::{AgeClass, Contact, Id, Lang, Role, texts::plain};
use serde::{Deserialize, Serialize};

pub type PersonId = Id<Person>;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Person {
    pub id: PersonId,
    /// `None` until they have told it.
    #[serde(default)]
    pub name: Option<String>,
    pub contact: Contact,
    /// `None` until they have told it; joining asks for it first.
    #[serde(default)]
    pub age_class: Option<AgeClass>,
    pub roles: Vec<Role>,
    pub lang: Lang,
}

/// Longest name, in characters.
pub const LONGEST_NAME: usize = 120;

/// Why a text is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoName {
    Empty,
    TooLong,
}

/// A name as it is kept: one line, without characters that nobody sees.
pub fn clean_name(name: &str) -> Result<String, NoName> {
    let name = plain(name).split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => Err(NoName::Empty),
        length if length > LONGEST_NAME => Err(NoName::TooLong),
        _ => Ok(name),
    }
}
