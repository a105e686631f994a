//! The query of a request, read strictly: an unknown, doubled or unreadable parameter is an error that names it. A parameter that is
//! silently dropped would answer another question than the one that was asked.

use crate::failure::{Failure, Result};
use axum::http::Uri;
use meyirim::api::ProblemKind;
use percent_encoding::percent_decode_str;
use std::{fmt::Display, str::FromStr};

pub struct Params {
    pairs: Vec<(String, String)>,
    errors: Vec<(String, String)>,
}

impl Params {
    pub fn read(uri: &Uri, known: &[&str]) -> Self {
        let mut params = Self { pairs: Vec::new(), errors: Vec::new() };
        for pair in uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let decoded = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8().map(|text| text.into_owned());
            let (Ok(name), Ok(value)) = (decoded(name), decoded(value)) else {
                params.errors.push(("".to_owned(), "is not UTF-8".to_owned()));
                continue;
            };
            if !known.contains(&name.as_str()) {
                params.wrong(&name, "is not a parameter of this request");
            } else if params.pairs.iter().any(|(other, _)| *other == name) {
                params.wrong(&name, "is there twice");
            } else {
                params.pairs.push((name, value));
            }
        }
        params
    }

    fn wrong(&mut self, name: &str, detail: impl Into<String>) {
        let name: String = name.chars().take(40).collect();
        self.errors.push((name.replace('~', "~0").replace('/', "~1"), detail.into()));
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// `None` when it is missing, and also when it is wrong: then [`Params::done`] fails.
    pub fn get<T: FromStr<Err: Display>>(&mut self, name: &str) -> Option<T> {
        self.get_with(name, |text| text.parse().map_err(|error: T::Err| error.to_string()))
    }

    pub fn get_with<T>(&mut self, name: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        match read(self.text(name)?) {
            Ok(value) => Some(value),
            Err(detail) => {
                self.wrong(name, detail);
                None
            }
        }
    }

    /// `limit`: 1 to `most`.
    pub fn limit(&mut self, usual: u32, most: u32) -> u32 {
        let in_range = |text: &str| match text.parse::<u32>() {
            Ok(limit) if (1..=most).contains(&limit) && text.bytes().all(|b| b.is_ascii_digit()) => Ok(limit),
            _ => Err(format!("is a number from 1 to {most}")),
        };
        self.get_with("limit", in_range).unwrap_or(usual)
    }

    /// Fails if anything was wrong, naming all of it.
    pub fn done(self) -> Result<()> {
        if self.errors.is_empty() {
            return Ok(());
        }
        let failure = Failure::new(ProblemKind::Malformed, "The query cannot be read");
        Err(self.errors.into_iter().fold(failure, |failure, (name, detail)| failure.field(format!("/query/{name}"), detail)))
    }
}
