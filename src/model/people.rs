//! People with an account, as an administrator sees them who gives roles: whom to give one is looked up by contact or name, never listed.

use super::{Contact, PersonId, can::Rights, texts::plain};
use serde::{Deserialize, Serialize};

/// Letters of a name that have to be typed before anybody is looked up.
pub const FEWEST: usize = 3;
/// Longest text that is looked up, in characters.
pub const LONGEST: usize = 120;
/// People that one answer holds, at most.
pub const MOST: usize = 20;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Look {
    /// A whole contact, or a part of a name.
    pub text: String,
}

/// What is meant by a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sought {
    Contact(Contact),
    Name(String),
}

/// Why a text finds nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoLook {
    TooShort,
    TooLong,
}

impl Look {
    pub fn sought(&self) -> Result<Sought, NoLook> {
        let text = plain(&self.text).split_whitespace().collect::<Vec<_>>().join(" ");
        if let Ok(contact) = Contact::parse(&text) {
            return Ok(Sought::Contact(contact));
        }
        match text.chars().count() {
            0..FEWEST => Err(NoLook::TooShort),
            length if length > LONGEST => Err(NoLook::TooLong),
            _ => Ok(Sought::Name(text)),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Found {
    pub id: PersonId,
    #[serde(default)]
    pub name: Option<String>,
    pub contact: Contact,
    pub rights: Rights,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundPeople {
    pub people: Vec<Found>,
    /// There are more: the text is to be made longer.
    pub more: bool,
}

/// Roles and organisations that are to be somebody's, and what whoever gives them has seen: who gives on what has changed meanwhile hears of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Give {
    pub before: Rights,
    pub rights: Rights,
}
