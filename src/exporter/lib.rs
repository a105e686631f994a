//! Writes tables as an Excel workbook (.xlsx). WebAssembly of its own, in a worker of its own (`worker.js`), as the reader of spreadsheets is: it costs nobody anything who exports nothing.
//! Nothing here knows what a roster is.
//!
//! A text is written as a text, whatever it begins with: no cell is ever a formula, so what somebody has typed into a form runs on nobody's computer (OWASP, CSV injection), and a phone number
//! stays one. `rust_xlsxwriter`, as the format is large and what Excel takes for damaged is written nowhere.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use serde::Deserialize;
use std::collections::HashSet;

/// A workbook, as the page sends it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Book {
    pub sheets: Vec<Sheet>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Sheet {
    /// On its tab. What a tab cannot say is left out.
    pub name: String,
    /// How many of the first rows are heads: they stay in sight, and the last of them sorts and filters.
    pub heads: u32,
    pub rows: Vec<Vec<Cell>>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Cell {
    Number(f64),
    Text(String),
}

/// Characters on a tab, at most; and those that cannot be there.
const LONGEST_NAME: usize = 31;
const UNFIT: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];
/// A column is as wide as what stands in it, but no wider, in pixels.
const WIDEST: u32 = 360;

/// The bytes of the file. `Err`: more than a sheet can hold (1,048,576 rows, 16,384 columns, 32,767 characters in a cell).
pub fn write(book: &Book) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let mut names = HashSet::new();
    for (at, sheet) in book.sheets.iter().enumerate() {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(name(&sheet.name, at, &mut names))?;
        fill(worksheet, sheet)?;
    }
    workbook.save_to_buffer()
}

fn fill(worksheet: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    // As text also when somebody goes on typing in the column: else Excel makes 7.7011E+10 of a phone.
    let text = Format::new().set_num_format("@").set_align(FormatAlign::Top).set_text_wrap();
    let head =
        Format::new().set_bold().set_num_format("@").set_background_color(Color::RGB(0xE8_EEF4)).set_border_bottom(FormatBorder::Thin);
    for (row, cells) in (0_u32..).zip(&sheet.rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            let format = if row < sheet.heads { &head } else { &text };
            match cell {
                Cell::Text(empty) if empty.is_empty() => {}
                Cell::Text(words) => drop(worksheet.write_string_with_format(row, column, words, format)?),
                Cell::Number(number) => drop(worksheet.write_number(row, column, *number)?),
            }
        }
    }
    let last = sheet.rows.len() as u32;
    let widest = sheet.rows.iter().map(Vec::len).max().unwrap_or_default() as u16;
    if let (Some(head), Some(widest)) = (sheet.heads.checked_sub(1), widest.checked_sub(1)) {
        worksheet.set_freeze_panes(sheet.heads, 0)?;
        worksheet.set_repeat_rows(0, head)?;
        if last > sheet.heads {
            worksheet.autofilter(head, 0, last - 1, widest)?;
        }
    }
    worksheet.set_autofit_max_width(WIDEST);
    worksheet.autofit();
    worksheet.set_landscape();
    worksheet.set_paper_size(9);
    worksheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

/// What a tab can say, and no other tab says.
fn name(wanted: &str, at: usize, names: &mut HashSet<String>) -> String {
    let plain: String = wanted.chars().filter(|c| !UNFIT.contains(c) && !c.is_control()).collect();
    let plain: String = plain.trim_matches(['\'', ' ']).chars().take(LONGEST_NAME - 4).collect();
    let plain = if plain.is_empty() { (at + 1).to_string() } else { plain };
    // Excel takes two that differ in case for the same.
    let name = if names.insert(plain.to_lowercase()) { plain } else { format!("{plain} {}", at + 1) };
    names.insert(name.to_lowercase());
    name
}

/// The same for the worker: `Err` is the reason.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn write_file(book: &str) -> Result<Vec<u8>, String> {
    let book: Book = serde_json::from_str(book).map_err(|error| error.to_string())?;
    write(&book).map_err(|error| error.to_string())
}
