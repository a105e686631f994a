//! Reading a value from a text of JSON or postcard.
//!
//! Through a visitor instead of an owned string first: no allocation for 20,000 ids and times at start, and the error stands at the text itself, so that
//! the JSON path names the field and not the record around it.

use serde::{
    Deserializer,
    de::{self, Visitor},
};
use std::fmt;

pub(super) fn parsed<'de, D, T, E>(deserializer: D, parse: impl FnOnce(&str) -> Result<T, E>) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    E: fmt::Display,
{
    deserializer.deserialize_str(Parse(parse))
}

struct Parse<F>(F);

impl<'de, F, T, E> Visitor<'de> for Parse<F>
where
    F: FnOnce(&str) -> Result<T, E>,
    E: fmt::Display,
{
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<R: de::Error>(self, text: &str) -> Result<T, R> {
        (self.0)(text).map_err(R::custom)
    }
}
