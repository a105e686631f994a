//! Ids as types: an action's id cannot be passed where a shift's is wanted.
//!
//! A phantom parameter rather than a macro that writes a newtype per resource: one implementation, and error messages that name
//! the resource. The text is what the backend gave us and is never taken apart.

use super::parsed::parsed;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{cmp::Ordering, fmt, hash::Hash, hash::Hasher, marker::PhantomData, str::FromStr};

/// Longest id that is accepted, in bytes. Longer ones are a mistake or an attack: ids become URLs and database keys.
pub const LONGEST: usize = 64;

/// The id of a `T`: 1 to [`LONGEST`] bytes out of `A-Z a-z 0-9 - _ . ~`, so that it is safe in a path and as a key. Not `.` or `..`.
pub struct Id<T> {
    text: Box<str>,
    of: PhantomData<fn() -> T>,
}

/// Why a text is no id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an id has 1 to {LONGEST} characters out of A-Z a-z 0-9 - _ . ~")
    }
}
impl std::error::Error for NotAnId {}

impl<T> Id<T> {
    pub fn new(text: &str) -> Result<Self, NotAnId> {
        let fits = (1..=LONGEST).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~".contains(&b))
            && text != "."
            && text != "..";
        if fits { Ok(Self { text: text.into(), of: PhantomData }) } else { Err(NotAnId) }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<T> FromStr for Id<T> {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        Self::new(text)
    }
}
impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), of: PhantomData }
    }
}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}
impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}
impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parsed(deserializer, Self::new)
    }
}
