//! The half of a profile that says where a backend's records are, and how each becomes one of ours.

use super::{path::Path, profile::Changes};
use crate::model::Lang;
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};
use serde_json::Value;
use std::{collections::BTreeMap, fmt};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Resources {
    pub actions: Option<Resource>,
    pub organisations: Option<Resource>,
    pub indicators: Option<Resource>,
    pub signups: Option<Resource>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// Path of the list below the base; a query in it is sent with every request for it.
    pub list: String,
    /// Path of one record, with `{id}`.
    #[serde(default)]
    pub item: Option<String>,
    /// Where a record is changed, if elsewhere (a list may be a view), with `{id}`.
    #[serde(default)]
    pub write: Option<String>,
    #[serde(default)]
    pub id: IdKind,
    /// Their names of what is asked for by: `ends`, `updated`, `action`, `person`.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
    /// Their field to sort by, so that pages do not shift while they are read.
    #[serde(default)]
    pub sort: Option<String>,
    /// Where signups can be counted, if records do not say how many there are.
    #[serde(default)]
    pub counted: Option<Counted>,
    /// In place of the profile's `changes`.
    #[serde(default)]
    pub changes: Option<Changes>,
    pub fields: Specs,
    /// Further fields of the detail of an action.
    #[serde(default)]
    pub detail: Specs,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// A list with a record for each place taken.
    pub list: String,
    /// The action's id in it.
    pub action: Path,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdKind {
    #[default]
    String,
    Integer,
}

/// Fields of ours, and where their values come from.
pub type Specs = BTreeMap<String, FieldSpec>;

/// `"path"`, or `[{...}]` for a list of one that is made of the same record, or an object that says more.
#[derive(Debug, Clone)]
pub enum FieldSpec {
    At(Path),
    One(Specs),
    Change(Box<Change>),
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Change {
    pub at: Option<Path>,
    #[serde(rename = "const")]
    pub constant: Option<Value>,
    /// In place of what is missing, null or an empty text.
    pub or: Option<Value>,
    /// Their words to ours.
    pub map: Option<BTreeMap<String, String>>,
    #[serde(rename = "as")]
    pub reading: Option<Reading>,
    /// A text in several languages.
    pub texts: Option<TextPaths>,
    /// The first number less the second: places taken, where the server keeps those that are free.
    pub less: Option<(Path, Path)>,
    /// A prefix that is not part of the value.
    pub strip: Option<String>,
    /// The number of signups for this record, by the resource's `counted`.
    pub counted: Option<bool>,
    pub fields: Option<Specs>,
    /// An array, each of whose parts is translated by `fields`.
    pub each: Option<Path>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextPaths {
    #[serde(default)]
    pub kk: Option<Path>,
    #[serde(default)]
    pub ru: Option<Path>,
    #[serde(default)]
    pub en: Option<Path>,
}

/// How a value is read. A text of one language: `{"text": "ru"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    Time,
    /// The day of a moment or date.
    Day,
    Id,
    Number,
    /// A moment as a version that grows.
    Stamp,
    Text(Lang),
}

impl<'de> Deserialize<'de> for FieldSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = FieldSpec;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a path, a list of one, or an object that says more")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<FieldSpec, E> {
                Path::new(text).map(FieldSpec::At).map_err(E::custom)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<FieldSpec, A::Error> {
                let only = seq.next_element::<Specs>()?;
                let more = seq.next_element::<serde::de::IgnoredAny>()?;
                match (only, more) {
                    (Some(specs), None) => Ok(FieldSpec::One(specs)),
                    _ => Err(serde::de::Error::custom("a list that is made of the record itself has exactly one part")),
                }
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<FieldSpec, A::Error> {
                Ok(FieldSpec::Change(Box::new(Change::deserialize(MapAccessDeserializer::new(map))?)))
            }
        }
        deserializer.deserialize_any(Any)
    }
}
