//! Tables as files that spreadsheets open: CSV by RFC 4180, in UTF-8 with the mark by which Excel knows it, and what an Excel workbook is made of.

use super::Lang;
use serde::Serialize;

/// Lines of cells as CSV. What a spreadsheet would take for a formula gets an apostrophe before it: a name that somebody typed must not run on a leader's computer (OWASP, CSV injection). A phone
/// number, which begins with a plus and has only digits and spaces after it, is none and stays as it is. Parted as a spreadsheet in `lang` expects it: where the comma stands in numbers, by semicolons.
pub fn csv(lang: Lang, lines: impl IntoIterator<Item = Vec<String>>) -> String {
    let parted = if lang == Lang::En { "," } else { ";" };
    let mut text = String::from("\u{feff}");
    for line in lines {
        text.push_str(&line.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(parted));
        text.push_str("\r\n");
    }
    text
}

fn quoted(cell: &str) -> String {
    let phone = cell.strip_prefix('+').is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || c == ' '));
    let formula = !phone && cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains(['"', ',', ';', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

/// A workbook, as the writer (`src/exporter`) takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Book {
    pub sheets: Vec<Sheet>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sheet {
    /// On its tab.
    pub name: String,
    /// How many of the first rows are heads.
    pub heads: u32,
    pub rows: Vec<Vec<Cell>>,
}

/// A text stays a text, whatever it looks like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Cell {
    Number(u64),
    Text(String),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
