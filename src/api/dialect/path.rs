//! A place in a JSON document, as a profile spells it: `data[0].attributes`, `details.existing`, `$` for the document itself.

use serde::{
    Deserialize, Deserializer,
    de::{Error, Visitor},
};
use std::fmt;

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    Key(Box<str>),
    Index(usize),
}

/// Steps from the outside in; none: the document itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub struct Path(pub Vec<Step>);

/// Why a text is no path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAPath;

impl fmt::Display for NotAPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a path is like `data[0].attributes`, or `$` for the whole")
    }
}

impl Path {
    pub fn new(text: &str) -> Result<Self, NotAPath> {
        if text == "$" {
            return Ok(Self::default());
        }
        let mut steps = Vec::new();
        for part in text.strip_prefix("$.").unwrap_or(text).split('.') {
            let (key, indexes) = part.find('[').map_or((part, ""), |at| part.split_at(at));
            // `[0]` may begin a path, and only there stand without a key.
            if key.is_empty() && !(steps.is_empty() && indexes.starts_with('[')) {
                return Err(NotAPath);
            }
            if !key.is_empty() {
                steps.push(Step::Key(key.into()));
            }
            let mut rest = indexes;
            while !rest.is_empty() {
                let (index, after) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')).ok_or(NotAPath)?;
                steps.push(Step::Index(index.parse().map_err(|_| NotAPath)?));
                rest = after;
            }
        }
        Ok(Self(steps))
    }

    pub fn is_whole(&self) -> bool {
        self.0.is_empty()
    }

    /// The first key: the member of a record that has to be asked for where a server can send only some.
    pub fn head(&self) -> Option<&str> {
        match self.0.first() {
            Some(Step::Key(key)) => Some(key),
            _ => None,
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("$");
        }
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if at == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// By a visitor, because only that way an error stands at the path itself and not at the end of the object around it.
impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Path;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a path")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Path, E> {
                Path::new(text).map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Text)
    }
}
