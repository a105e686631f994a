//! Reads what people give to an import of a roster into tables of text: a CSV file or pasted text, an Excel workbook, an OpenDocument spreadsheet. WebAssembly of its own, in a worker of
//! its own (`worker.js`): it costs nobody anything who imports nothing, and a file that takes long to read does not hold up the page. Nothing here knows what a roster is; a cell is text as
//! a person reads it, and which column is the phone is decided by whoever shows the table.
//!
//! What a file is, its first bytes say, never its name: "list.xls" is HTML as often as not. A file comes from anywhere, so everything that it makes us hold is counted (`table.rs`) and
//! everything that it unpacks to is measured beforehand (`archive.rs`).
//!
//! Libraries where they can be held to that: `csv`, `encoding_rs`, `zip`, and `calamine` for .xlsx, cell by cell. Not calamine for the two other kinds: its reader of .ods lays out whatever
//! repeats a few bytes claim (up to 100 million cells), and never comes back from a `content.xml` that ends early; its reader of .xls reserves as many cells as a record of 14 bytes claims, panics
//! on records and sectors that point elsewhere, and copies a text as often as it is named. Neither can be bounded from outside, and what both have to do for a table of text is small
//! (`ods.rs`; `ole.rs`, `xls.rs`, `xls_text.rs`).

mod archive;
mod content;
mod encoding;
mod ods;
mod ole;
mod table;
mod text;
mod values;
mod xls;
mod xls_text;
mod xlsx;

pub use encoding::Encoding;
use serde::Serialize;
use table::Budget;

/// Bytes of the largest file that is looked at: 20 MiB.
pub const MOST_BYTES: usize = 20 << 20;
/// Rows of a sheet that are read; the ones beyond are only counted.
pub const MOST_ROWS: usize = 100_000;
/// Columns of a sheet; a file with something beyond is refused, because half a row is worse than none.
pub const MOST_COLUMNS: usize = 200;
/// Bytes that all parts of a zipped file may unpack to together: 200 MiB.
pub const MOST_UNPACKED: u64 = 200 << 20;
/// How many times its packed size a part of over 1 MiB may unpack to.
pub const MOST_RATIO: u64 = 200;

/// All that was in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Book {
    /// Those with anything in them, in the file's order, hidden ones too; at least one.
    pub sheets: Vec<Sheet>,
    pub kind: Kind,
}

/// One table of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sheet {
    /// As its tab says; for text the file's name without its ending.
    pub name: String,
    /// `rows[i]` is line i + 1 as a spreadsheet program numbers them: empty rows above and between stay, as empty lists. Empty cells at a row's end and empty rows at the sheet's end are cut.
    /// A cell with nothing but white space is empty. Merged cells: the first has the value, the others are empty. Line breaks in a cell are `\n`.
    pub rows: Vec<Vec<String>>,
    /// How many rows with anything in them lie beyond the first [`MOST_ROWS`].
    pub left_out: usize,
}

/// What a file turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "format", rename_all = "snake_case")]
pub enum Kind {
    Text { encoding: Encoding, delimiter: char },
    Xlsx,
    Xls,
    Ods,
}

/// Why there is no table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "why", content = "detail", rename_all = "snake_case")]
pub enum Unreadable {
    /// Not one cell has anything in it.
    Empty,
    /// More than [`MOST_BYTES`].
    TooLarge { bytes: usize },
    /// Small, but unpacks to more than [`MOST_UNPACKED`] or [`MOST_RATIO`], or its cells repeat to more than a tab should hold.
    Bomb,
    /// Asks for a password.
    Password,
    /// A web page saved under a spreadsheet's name, as old web systems export.
    Html,
    /// Something else: a PDF, a picture, a text document, a binary workbook (.xlsb).
    NotASheet,
    /// A sheet, but damaged; what the reader said, in English, for a bug report.
    Broken(String),
    /// Something stands beyond column [`MOST_COLUMNS`].
    TooManyColumns,
}

/// The tables in a file. `name` is only shown: it becomes the name of a text's only sheet.
///
/// # Errors
/// See [`Unreadable`].
pub fn read(bytes: &[u8], name: &str) -> Result<Book, Unreadable> {
    if bytes.len() > MOST_BYTES {
        return Err(Unreadable::TooLarge { bytes: bytes.len() });
    }
    let mut budget = Budget::default();
    let (sheets, kind) = match content::of(bytes) {
        content::Content::Zip => zipped(bytes, &mut budget)?,
        content::Content::Ole => (xls::read(&ole::workbook(bytes)?, &mut budget)?, Kind::Xls),
        content::Content::Text => text::read(bytes, name, &mut budget)?,
        content::Content::Other => return Err(Unreadable::NotASheet),
    };
    if sheets.is_empty() { Err(Unreadable::Empty) } else { Ok(Book { sheets, kind }) }
}

fn zipped(bytes: &[u8], budget: &mut Budget) -> Result<(Vec<Sheet>, Kind), Unreadable> {
    let mut archive = archive::open(bytes)?;
    let kind = archive::kind(&mut archive)?;
    let sheets = match kind {
        Kind::Ods => ods::read(&mut archive, budget)?,
        _ => xlsx::read(bytes, budget)?,
    };
    Ok((sheets, kind))
}

/// What a reader that is not ours said of a file.
fn broken(error: impl std::fmt::Display) -> Unreadable {
    Unreadable::Broken(error.to_string())
}

/// [`read`] as JSON: `{"ok": Book}` or `{"failed": Unreadable}`.
pub fn read_to_json(bytes: &[u8], name: &str) -> String {
    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Answer {
        Ok(Book),
        Failed(Unreadable),
    }
    let answer = read(bytes, name).map_or_else(Answer::Failed, Answer::Ok);
    // Plain text and numbers under plain names: there is nothing in it that JSON cannot say.
    serde_json::to_string(&answer).unwrap_or_default()
}

/// What `worker.js` calls.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn read_file(bytes: &[u8], name: &str) -> String {
    read_to_json(bytes, name)
}
