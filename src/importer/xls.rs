//! Excel's workbooks before 2007 (.xls), which accounting programs and old web systems still write: a row of records, first those of the workbook, then each sheet's. Read here and not by
//! `calamine`, see `lib.rs`. Excel 97 and later, and 5 and 95; what is older is no container and comes out as [`Unreadable::NotASheet`].

use crate::{
    Sheet, Unreadable, broken, ole,
    table::{Budget, Table},
    values::{self, Shape},
    xls_text::{self, Pieces, Record, Records, Script},
};
use std::collections::HashMap;

const EOF: u16 = 0x0a;
const BOF: u16 = 0x0809;
/// What the first record of a workbook since Excel 97 says.
const BIFF8: u16 = 0x0600;
/// The kind of a sheet with cells; others are charts and macros.
const WORKSHEET: u8 = 0;

/// All sheets with anything in them, from the stream of a workbook.
///
/// # Errors
/// [`Unreadable::Broken`], [`Unreadable::Password`], and those of [`Table::put`].
pub fn read(stream: &[u8], budget: &mut Budget) -> Result<Vec<Sheet>, Unreadable> {
    let book = Workbook::of(stream, budget)?;
    let mut sheets = Vec::new();
    for (name, from) in &book.sheets {
        let mut table = Table::new(budget);
        book.read_sheet(Records::new(stream, *from), &mut table)?;
        table.finish(name.clone(), &mut sheets);
    }
    Ok(sheets)
}

/// What the cells of all sheets share.
struct Workbook {
    script: Script,
    from_1904: bool,
    texts: Vec<String>,
    /// What each of the styles that cells name by number makes of a number.
    shapes: Vec<Shape>,
    /// Names, and where in the stream the sheet begins.
    sheets: Vec<(String, usize)>,
}

impl Workbook {
    fn of(stream: &[u8], budget: &mut Budget) -> Result<Self, Unreadable> {
        let unicode = ole::u16_at(stream, 0) == Some(BOF) && ole::u16_at(stream, 4) == Some(BIFF8);
        let script = if unicode { Script::Unicode } else { Script::Bytes(xls_text::code_page(0)) };
        let mut book = Self { script, from_1904: false, texts: Vec::new(), shapes: Vec::new(), sheets: Vec::new() };
        let (mut codes, mut styles) = (HashMap::new(), Vec::new());
        for Record { kind, mut pieces } in Records::new(stream, 0) {
            match kind {
                0x2f => return Err(Unreadable::Password),
                0x22 => book.from_1904 = pieces.u16()? == 1,
                0x42 if !unicode => book.script = Script::Bytes(xls_text::code_page(pieces.u16()?)),
                0x041e => drop(codes.insert(pieces.u16()?, format_code(&mut pieces, book.script)?)),
                0xe0 => {
                    pieces.skip(2)?;
                    styles.push(pieces.u16()?);
                }
                0x85 => book.sheets.extend(bound_sheet(&mut pieces, book.script)?),
                0xfc => book.texts = xls_text::table(pieces, budget)?,
                EOF => {
                    book.shapes = styles.into_iter().map(|id| shape(id, &codes)).collect();
                    return Ok(book);
                }
                _ => {}
            }
        }
        Err(broken("the workbook ends early"))
    }

    fn read_sheet(&self, records: Records, table: &mut Table) -> Result<(), Unreadable> {
        // Charts lie in the sheet, between a beginning and an end of their own.
        let mut depth = 0_usize;
        // The cell whose formula gave a text: it comes in a record of its own.
        let mut awaited = None;
        for Record { kind, pieces } in records {
            table.pass()?;
            match kind {
                BOF => depth += 1,
                EOF if depth <= 1 => return Ok(()),
                EOF => depth -= 1,
                _ if depth > 1 => {}
                kind => self.read_cell(kind, pieces, &mut awaited, table)?,
            }
        }
        Err(broken("a sheet ends early"))
    }

    /// One record of a sheet: a cell, several cells of a row, or something else.
    fn read_cell(&self, kind: u16, mut from: Pieces, awaited: &mut Option<(usize, usize)>, table: &mut Table) -> Result<(), Unreadable> {
        if kind == 0x0207 {
            let length = usize::from(from.u16()?);
            let text = from.text(self.script, length)?;
            return awaited.take().map_or(Ok(()), |(row, column)| table.put(row, column, &text));
        }
        if !matches!(kind, 0x06 | 0xbd | 0xd6 | 0xfd | 0x0203 | 0x0204 | 0x0205 | 0x027e) {
            return Ok(());
        }
        let (row, column) = (usize::from(from.u16()?), usize::from(from.u16()?));
        if kind == 0xbd {
            return self.read_numbers(row, column, from, table);
        }
        let style = from.u16()?;
        let text = match kind {
            0xfd => return table.put(row, column, self.texts.get(from.u32()? as usize).map_or("", String::as_str)),
            0x0203 => self.number(f64::from_bits(from.u64()?), style),
            0x027e => self.number(packed(from.u32()?), style),
            0x0205 => outcome(from.u8()?, from.u8()?),
            0x06 => match from.u64()?.to_le_bytes() {
                [0, .., 0xff, 0xff] => {
                    *awaited = Some((row, column));
                    String::new()
                }
                [1, _, value, .., 0xff, 0xff] => outcome(value, 0),
                [.., 0xff, 0xff] => String::new(),
                value => self.number(f64::from_le_bytes(value), style),
            },
            _ => {
                let length = usize::from(from.u16()?);
                from.text(self.script, length)?
            }
        };
        table.put(row, column, &text)
    }

    /// Numbers side by side in one record, up to its end, where the last column's number stands.
    fn read_numbers(&self, row: usize, first: usize, mut from: Pieces, table: &mut Table) -> Result<(), Unreadable> {
        let count = from.left().saturating_sub(2) / 6;
        for column in first..first + count {
            let style = from.u16()?;
            table.put(row, column, &self.number(packed(from.u32()?), style))?;
        }
        Ok(())
    }

    fn number(&self, value: f64, style: u16) -> String {
        let shape = self.shapes.get(usize::from(style)).copied().unwrap_or_default();
        values::shaped(value, shape, self.from_1904)
    }
}

/// A sheet's name and place, unless it is a chart or a macro.
fn bound_sheet(pieces: &mut Pieces, script: Script) -> Result<Option<(String, usize)>, Unreadable> {
    let from = pieces.u32()? as usize;
    pieces.skip(1)?;
    let kind = pieces.u8()?;
    let length = usize::from(pieces.u8()?);
    let name = pieces.text(script, length)?;
    Ok((kind == WORKSHEET).then_some((name, from)))
}

fn format_code(pieces: &mut Pieces, script: Script) -> Result<String, Unreadable> {
    let length = match script {
        Script::Unicode => usize::from(pieces.u16()?),
        Script::Bytes(_) => usize::from(pieces.u8()?),
    };
    pieces.text(script, length)
}

/// Of a number format: one of the workbook's, or one of those that every Excel knows.
fn shape(id: u16, codes: &HashMap<u16, String>) -> Shape {
    match (codes.get(&id), id) {
        (Some(code), _) => Shape::of(code),
        (None, 14..=22 | 27..=36 | 45 | 47 | 50..=58) => Shape::Date,
        (None, 46) => Shape::Duration,
        _ => Shape::Plain,
    }
}

/// TRUE, FALSE, or nothing for an error.
fn outcome(value: u8, is_error: u8) -> String {
    match (is_error, value) {
        (0, 0) => "FALSE".to_owned(),
        (0, _) => "TRUE".to_owned(),
        _ => String::new(),
    }
}

/// A number in four bytes: thirty bits of a whole number or the upper ones of a fraction, and whether it is a hundred times too large.
fn packed(value: u32) -> f64 {
    let number = if value & 2 != 0 { f64::from(value.cast_signed() >> 2) } else { f64::from_bits(u64::from(value & !3) << 32) };
    if value & 1 != 0 { number / 100.0 } else { number }
}
