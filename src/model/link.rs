//! Addresses of pages that content may name. Only `https:` and `http:` survive decoding: `javascript:`, `data:` and the like never
//! reach a screen, so no view has to remember to check.

use super::parsed::parsed;
use super::texts::is_hidden;
use serde::{Deserialize, Deserializer, Serialize};

/// A link that is safe to put into an `href`: http or https, a host, nothing invisible, no credentials, at most 2,000 bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct WebLink(Box<str>);

impl WebLink {
    pub fn new(text: &str) -> Result<Self, &'static str> {
        const WANT: &str = "a link starts with https:// or http:// and names a host";
        let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
        let rest = if lower.starts_with("https://") {
            &text[8..]
        } else if lower.starts_with("http://") {
            &text[7..]
        } else {
            return Err(WANT);
        };
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let clean = !text.chars().any(|c| c.is_whitespace() || c.is_control() || is_hidden(c) || matches!(c, '"' | '<' | '>' | '\\'));
        let names_a_host = authority.starts_with(|c: char| c.is_alphanumeric() || c == '[');
        if clean && names_a_host && !authority.contains('@') && text.len() <= 2000 { Ok(Self(text.into())) } else { Err(WANT) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host, for showing where a link goes.
    pub fn host(&self) -> &str {
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest);
        let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
        host.strip_prefix("www.").unwrap_or(host)
    }
}

impl<'de> Deserialize<'de> for WebLink {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parsed(deserializer, Self::new)
    }
}
