//! The records of an .xls workbook, and the texts in them. A record may go on in the next one, a text in the middle of it, and from there on be written in another way: that is what most of this is
//! about.

use crate::{
    Unreadable, broken, ole,
    table::{Budget, ROW},
};
use encoding_rs::{Encoding, IBM866, WINDOWS_1251, WINDOWS_1252, X_MAC_CYRILLIC};

/// How texts are written in a workbook.
#[derive(Debug, Clone, Copy)]
pub enum Script {
    /// Since Excel 97: one byte (Latin) or two (UTF-16) a character.
    Unicode,
    /// Excel 5 and 95: bytes of a code page.
    Bytes(&'static Encoding),
}

/// The encoding of a code page; what is not known is taken for the one of this country.
pub fn code_page(number: u16) -> &'static Encoding {
    match number {
        1252 => WINDOWS_1252,
        866 => IBM866,
        10_007 => X_MAC_CYRILLIC,
        _ => WINDOWS_1251,
    }
}

/// A record's content, with that of the records that continue it.
pub struct Pieces<'a> {
    pieces: Vec<&'a [u8]>,
    /// Which piece is read.
    piece: usize,
    /// Where in it.
    at: usize,
}

impl<'a> Pieces<'a> {
    pub fn new(pieces: Vec<&'a [u8]>) -> Self {
        Self { pieces, piece: 0, at: 0 }
    }

    /// What is left of the piece that is read; of the next when this one is through. Nothing at the end.
    fn rest(&mut self) -> &'a [u8] {
        while let Some(piece) = self.pieces.get(self.piece) {
            if self.at < piece.len() {
                return &piece[self.at..];
            }
            self.piece += 1;
            self.at = 0;
        }
        &[]
    }

    pub fn u8(&mut self) -> Result<u8, Unreadable> {
        let byte = *self.rest().first().ok_or_else(|| broken("a record ends early"))?;
        self.at += 1;
        Ok(byte)
    }

    pub fn u16(&mut self) -> Result<u16, Unreadable> {
        Ok(u16::from_le_bytes([self.u8()?, self.u8()?]))
    }

    pub fn u32(&mut self) -> Result<u32, Unreadable> {
        Ok(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    pub fn u64(&mut self) -> Result<u64, Unreadable> {
        Ok(u64::from(self.u32()?) | u64::from(self.u32()?) << 32)
    }

    /// Bytes up to the end.
    pub fn left(&self) -> usize {
        let rest: usize = self.pieces.iter().skip(self.piece).map(|piece| piece.len()).sum();
        rest.saturating_sub(self.at)
    }

    pub fn skip(&mut self, mut count: usize) -> Result<(), Unreadable> {
        while count > 0 {
            let here = self.rest().len().min(count);
            if here == 0 {
                return Err(broken("a record ends early"));
            }
            self.at += here;
            count -= here;
        }
        Ok(())
    }

    /// A text of so many characters, in a cell or in the name of a sheet.
    pub fn text(&mut self, script: Script, length: usize) -> Result<String, Unreadable> {
        match script {
            Script::Unicode => {
                let flags = self.u8()?;
                self.letters(length, flags & 1 != 0)
            }
            Script::Bytes(encoding) => {
                let bytes: Result<Vec<u8>, _> = (0..length).map(|_| self.u8()).collect();
                Ok(encoding.decode_without_bom_handling(&bytes?).0.into_owned())
            }
        }
    }

    /// A text of the workbook's table, with how its letters look, which is passed over.
    fn rich_text(&mut self) -> Result<String, Unreadable> {
        let length = usize::from(self.u16()?);
        let flags = self.u8()?;
        let runs = if flags & 8 != 0 { usize::from(self.u16()?) } else { 0 };
        let extra = if flags & 4 != 0 { self.u32()? as usize } else { 0 };
        let text = self.letters(length, flags & 1 != 0)?;
        self.skip(runs * 4)?;
        self.skip(extra)?;
        Ok(text)
    }

    /// Characters of one byte or two; where a piece ends among them, the next begins by saying anew which.
    fn letters(&mut self, length: usize, mut wide: bool) -> Result<String, Unreadable> {
        let mut units = Vec::new();
        let mut piece = self.piece;
        while units.len() < length {
            let rest = self.rest();
            if self.piece != piece {
                piece = self.piece;
                wide = self.u8()? & 1 != 0;
                continue;
            }
            let wanted = length - units.len();
            let taken = if wide { rest.len().min(2 * wanted) & !1 } else { rest.len().min(wanted) };
            if taken == 0 {
                return Err(broken("a text ends early"));
            }
            let part = &rest[..taken];
            if wide {
                units.extend(part.as_chunks().0.iter().map(|unit| u16::from_le_bytes(*unit)));
            } else {
                units.extend(part.iter().map(|unit| u16::from(*unit)));
            }
            self.at += taken;
        }
        Ok(String::from_utf16_lossy(&units))
    }
}

/// The workbook's table of texts, which its cells name by number.
///
/// # Errors
/// [`Unreadable::Broken`]; [`Unreadable::Bomb`] when the file's budget is used up.
pub fn table(mut pieces: Pieces, budget: &mut Budget) -> Result<Vec<String>, Unreadable> {
    pieces.skip(4)?;
    let count = pieces.u32()?;
    let mut texts = Vec::new();
    for _ in 0..count {
        // Some programs count more than they write.
        if pieces.rest().is_empty() {
            break;
        }
        let text = pieces.rich_text()?;
        budget.take(ROW + text.len())?;
        texts.push(text);
    }
    Ok(texts)
}

/// A record of a workbook.
pub struct Record<'a> {
    pub kind: u16,
    pub pieces: Pieces<'a>,
}

/// The records of a workbook from some place on, each with those that continue it.
pub struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

const CONTINUE: u16 = 0x3c;

impl<'a> Records<'a> {
    pub fn new(stream: &'a [u8], at: usize) -> Self {
        Self { stream, at }
    }

    fn one(&mut self) -> Option<(u16, &'a [u8])> {
        let kind = ole::u16_at(self.stream, self.at)?;
        let length = usize::from(ole::u16_at(self.stream, self.at + 2)?);
        let content = self.stream.get(self.at + 4..self.at + 4 + length)?;
        self.at += 4 + length;
        Some((kind, content))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (kind, content) = self.one()?;
        let mut pieces = vec![content];
        while ole::u16_at(self.stream, self.at) == Some(CONTINUE) {
            let Some((_, content)) = self.one() else { break };
            pieces.push(content);
        }
        Some(Record { kind, pieces: Pieces::new(pieces) })
    }
}
