//! A spreadsheet as the reader (`src/importer`) gives it: tables of texts, or why it is none.

use serde::Deserialize;
use std::sync::Arc;

/// The reader's answer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Ok(Book),
    Failed(Unreadable),
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Book {
    pub sheets: Vec<Sheet>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Sheet {
    pub name: String,
    /// Row 0 is the first line of the sheet.
    pub rows: Arc<Vec<Vec<String>>>,
    /// Rows beyond what is read.
    pub left_out: usize,
}

/// Why there is no table in a file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "why", content = "detail", rename_all = "snake_case")]
pub enum Unreadable {
    Empty,
    TooLarge {
        bytes: u64,
    },
    /// Small, and far too large once it is unpacked.
    Bomb,
    Password,
    /// A web page that was saved as a spreadsheet.
    Html,
    NotASheet,
    TooManyColumns,
    Broken(String),
}
