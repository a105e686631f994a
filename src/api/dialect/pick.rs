//! Finds the raw JSON at several places of a document in one walk.
//!
//! Translating a record means copying slices of its text into another order, so nothing is read into values that would be written out again: a list of 10,000 read through a
//! profile has to cost little more than one that needs none.

use super::path::{Path, Step};
use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;
use std::fmt;

/// The places to look at, as a tree. Each wanted path has a number: its place in what [`Picker::pick`] gives.
#[derive(Debug, Clone, Default)]
pub struct Picker {
    wanted: Vec<Path>,
    root: Node,
}

/// What stands at the places of a document.
#[derive(Debug, Default)]
pub struct Found<'de> {
    /// Raw, by number; nothing where there is none.
    pub values: Vec<Option<&'de str>>,
    /// The parts of the array that was wanted by its parts, raw.
    pub parts: Option<Vec<&'de str>>,
    /// What stands at the places of each of them instead, if those were asked for, one after another.
    pub each: Option<Vec<Option<&'de str>>>,
}

#[derive(Debug, Clone, Default)]
struct Node {
    /// An array whose parts are wanted, each raw.
    parts: bool,
    /// The whole of what stands here is wanted, under this number.
    number: Option<usize>,
    /// Few: a scan beats a hash.
    below: Vec<(Step, Node)>,
}

impl Picker {
    /// Adds a place and gives its number; the same place has one number.
    pub fn want(&mut self, path: &Path) -> usize {
        if let Some(number) = self.number(path) {
            return number;
        }
        let number = self.wanted.len();
        self.wanted.push(path.clone());
        self.node(path).number = Some(number);
        number
    }

    /// The array at this place is wanted by its parts: a page is long, and need not be walked a second time to cut it.
    pub fn want_parts(&mut self, path: &Path) {
        self.node(path).parts = true;
    }

    fn node(&mut self, path: &Path) -> &mut Node {
        path.0.iter().fold(&mut self.root, |node, step| {
            let at = node.below.iter().position(|(known, _)| known == step).unwrap_or_else(|| {
                node.below.push((step.clone(), Node::default()));
                node.below.len() - 1
            });
            &mut node.below[at].1
        })
    }

    /// The number of a place that is looked at.
    pub fn number(&self, path: &Path) -> Option<usize> {
        self.wanted.iter().position(|wanted| wanted == path)
    }

    /// How many places are looked at.
    pub fn places(&self) -> usize {
        self.wanted.len()
    }

    pub fn path(&self, number: usize) -> &Path {
        &self.wanted[number]
    }

    /// What stands at each place; `None` where there is nothing.
    pub fn pick<'de>(&self, document: &'de str) -> Result<Vec<Option<&'de str>>, serde_json::Error> {
        self.find(document, None).map(|found| found.values)
    }

    /// The same, and the parts of the array that is wanted by them: raw, or what `each` picks of them.
    pub fn find<'de>(&self, document: &'de str, each: Option<&Self>) -> Result<Found<'de>, serde_json::Error> {
        let mut found = Found { values: vec![None; self.wanted.len()], ..Found::default() };
        let mut reader = serde_json::Deserializer::from_str(document);
        At { node: &self.root, each, found: &mut found }.deserialize(&mut reader)?;
        reader.end()?;
        Ok(found)
    }
}

struct At<'a, 'de> {
    node: &'a Node,
    /// What is picked of the parts.
    each: Option<&'a Picker>,
    found: &'a mut Found<'de>,
}

impl<'de> DeserializeSeed<'de> for At<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.node.number {
            // Wanted whole, and perhaps places within it as well: a second walk over the slice.
            Some(number) => {
                let raw: &'de RawValue = serde::Deserialize::deserialize(deserializer)?;
                self.found.values[number] = Some(raw.get());
                if self.node.below.is_empty() && !self.node.parts {
                    return Ok(());
                }
                serde_json::Deserializer::from_str(raw.get()).deserialize_any(self).map_err(D::Error::custom)
            }
            None if self.node.below.is_empty() && !self.node.parts => IgnoredAny::deserialize_any_of(deserializer),
            None => deserializer.deserialize_any(self),
        }
    }
}

trait Skip<'de>: Sized {
    fn deserialize_any_of<D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error>;
}
impl<'de> Skip<'de> for IgnoredAny {
    fn deserialize_any_of<D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_ignored_any(IgnoredAny).map(|_| ())
    }
}

impl<'de> Visitor<'de> for At<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(found) = map.next_key_seed(Which(&self.node.below))? {
            match found {
                Some(node) => map.next_value_seed(At { node, each: self.each, found: self.found })?,
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        if let Some(each) = self.each.filter(|_| self.node.parts) {
            let mut all = Vec::new();
            let mut found = Found { values: vec![None; each.wanted.len()], ..Found::default() };
            while seq.next_element_seed(At { node: &each.root, each: None, found: &mut found })?.is_some() {
                all.extend_from_slice(&found.values);
                found.values.fill(None);
            }
            self.found.each = Some(all);
            return Ok(());
        }
        if self.node.parts {
            let mut parts = Vec::new();
            while let Some(part) = seq.next_element::<&'de RawValue>()? {
                parts.push(part.get());
            }
            self.found.parts = Some(parts);
            return Ok(());
        }
        for index in 0.. {
            let node = self.node.below.iter().find(|(step, _)| *step == Step::Index(index)).map(|(_, node)| node);
            let more = match node {
                Some(node) => seq.next_element_seed(At { node, each: self.each, found: self.found })?.is_some(),
                None => seq.next_element::<IgnoredAny>()?.is_some(),
            };
            if !more {
                break;
            }
        }
        Ok(())
    }

    // A place below something that has no places below is simply not there.
    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// Names of one length often begin alike (`title_kk`, `title_ru`): the last letter tells most of them apart, without a call.
fn same(known: &str, key: &str) -> bool {
    known.len() == key.len() && known.as_bytes().last() == key.as_bytes().last() && known == key
}

/// Which of the wanted members a key is, without keeping the key.
struct Which<'a>(&'a [(Step, Node)]);

impl<'a, 'de> DeserializeSeed<'de> for Which<'a> {
    type Value = Option<&'a Node>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'a> Visitor<'_> for Which<'a> {
    type Value = Option<&'a Node>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }
    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(self.0.iter().find(|(step, _)| matches!(step, Step::Key(known) if same(known, key))).map(|(_, node)| node))
    }
}
