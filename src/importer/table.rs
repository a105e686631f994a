//! A sheet as it fills, cell by cell in whatever order its file has them, and what all sheets of a file together may take up. Counted here, once, for all kinds of files: a few bytes of a
//! spreadsheet can stand for much (a text named a million times, a row repeated to the end of the sheet), and each kind has its own way to say so.

use crate::{MOST_COLUMNS, MOST_ROWS, Sheet, Unreadable};

/// Bytes that the tables of one file may take up, roughly: 256 MiB. A full sheet of [`MOST_ROWS`] and [`MOST_COLUMNS`] fits, with 80 MB of text in it.
const MOST_HELD: usize = 256 << 20;
/// What a cell counts for beside its text.
const CELL: usize = 8;
/// What a row counts for beside its cells, and a text that is kept to be named later.
pub const ROW: usize = 24;

/// What is left of what a file may make us hold or do.
pub struct Budget(usize);

impl Default for Budget {
    fn default() -> Self {
        Self(MOST_HELD)
    }
}

impl Budget {
    /// # Errors
    /// [`Unreadable::Bomb`] when it is used up.
    pub fn take(&mut self, amount: usize) -> Result<(), Unreadable> {
        self.0 = self.0.checked_sub(amount).ok_or(Unreadable::Bomb)?;
        Ok(())
    }
}

/// A sheet that fills.
pub struct Table<'b> {
    rows: Vec<Vec<String>>,
    left_out: usize,
    /// The row that was left out last: its other cells do not count again.
    last_left_out: Option<usize>,
    budget: &'b mut Budget,
}

impl<'b> Table<'b> {
    pub fn new(budget: &'b mut Budget) -> Self {
        Self { rows: Vec::new(), left_out: 0, last_left_out: None, budget }
    }

    /// Writes a cell; both numbers count from 0. White space alone is no cell.
    ///
    /// # Errors
    /// [`Unreadable::TooManyColumns`], or [`Unreadable::Bomb`] when the file's budget is used up.
    pub fn put(&mut self, row: usize, column: usize, text: &str) -> Result<(), Unreadable> {
        self.pass()?;
        if text.trim().is_empty() {
            return Ok(());
        }
        if row >= MOST_ROWS {
            if self.last_left_out != Some(row) {
                self.left_out += 1;
                self.last_left_out = Some(row);
            }
            return Ok(());
        }
        if column >= MOST_COLUMNS {
            return Err(Unreadable::TooManyColumns);
        }
        self.reach(row, column)?;
        self.budget.take(text.len())?;
        self.rows[row][column] = with_plain_breaks(text);
        Ok(())
    }

    /// Counts what is passed over: it holds nothing, but a file may have it passed over again and again.
    ///
    /// # Errors
    /// [`Unreadable::Bomb`] when the file's budget is used up.
    pub fn pass(&mut self) -> Result<(), Unreadable> {
        self.budget.take(1)
    }

    /// Makes room for a cell, within the bounds.
    fn reach(&mut self, row: usize, column: usize) -> Result<(), Unreadable> {
        if row >= self.rows.len() {
            self.budget.take((row + 1 - self.rows.len()) * ROW)?;
            self.rows.resize_with(row + 1, Vec::new);
        }
        let cells = &mut self.rows[row];
        if column >= cells.len() {
            self.budget.take((column + 1 - cells.len()) * CELL)?;
            cells.resize_with(column + 1, String::new);
        }
        Ok(())
    }

    /// Adds the sheet to the others, if anything is in it.
    pub fn finish(self, name: String, sheets: &mut Vec<Sheet>) {
        if !self.rows.is_empty() || self.left_out > 0 {
            sheets.push(Sheet { name, rows: self.rows, left_out: self.left_out });
        }
    }
}

fn with_plain_breaks(text: &str) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() }
}
