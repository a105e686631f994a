//! Excel's workbooks since 2007 (.xlsx, .xlsm), by `calamine`, cell by cell and never by its `worksheet_range`: that lays out every cell between the first and the last, so that two cells in
//! opposite corners of a sheet are seventeen thousand million.

use crate::{
    Sheet, Unreadable, broken,
    table::{Budget, Table},
    values::{self, Shape},
};
use calamine::{DataRef, Reader, Style, Xlsx, XlsxError};
use std::{borrow::Cow, io::Cursor};

/// Sheets of a workbook. Each is looked up among all, and several may be one and the same part of the zip, read anew each time.
const MOST_SHEETS: usize = 1000;

/// All sheets with anything in them. The archive must have been measured: see `archive.rs`.
///
/// # Errors
/// [`Unreadable::Broken`], [`Unreadable::Password`], and those of [`Table::put`].
pub fn read(bytes: &[u8], budget: &mut Budget) -> Result<Vec<Sheet>, Unreadable> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    if book.sheet_names().len() > MOST_SHEETS {
        return Err(Unreadable::Bomb);
    }
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let mut cells = match book.worksheet_cells_reader(&name) {
            Ok(cells) => cells,
            // A sheet that is one big chart.
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(unreadable(error)),
        };
        let shapes: Vec<Shape> = cells.styles().iter().map(shape).collect();
        let mut table = Table::new(budget);
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(unreadable)? {
            let (row, column) = cell.get_position();
            let shape = shapes.get(style).copied().unwrap_or_default();
            table.put(row as usize, column as usize, &text(cell.get_value(), shape))?;
        }
        table.finish(name, &mut sheets);
    }
    Ok(sheets)
}

fn unreadable(error: XlsxError) -> Unreadable {
    match error {
        XlsxError::Password => Unreadable::Password,
        error => broken(error),
    }
}

fn shape(style: &Style) -> Shape {
    style.number_format.as_ref().map_or(Shape::Plain, |format| Shape::of(&format.format_code))
}

/// Dates are found by calamine; of the shape only leading zeros are taken.
fn text<'a>(value: &'a DataRef, shape: Shape) -> Cow<'a, str> {
    match (value, shape) {
        (DataRef::String(text), _) => Cow::Borrowed(text),
        (DataRef::SharedString(text), _) => Cow::Borrowed(text),
        (DataRef::Float(value), Shape::Padded(digits)) => values::padded(*value, digits).into(),
        (DataRef::Float(value), _) => values::number(*value).into(),
        (DataRef::Int(value), _) => value.to_string().into(),
        (DataRef::Bool(true), _) => "TRUE".into(),
        (DataRef::Bool(false), _) => "FALSE".into(),
        (DataRef::DateTime(value), _) => values::moment(value).into(),
        (DataRef::DateTimeIso(value), _) => values::iso_moment(value).into(),
        (DataRef::DurationIso(value), _) => values::iso_duration(value).into(),
        (DataRef::Error(_) | DataRef::Empty, _) => "".into(),
    }
}
