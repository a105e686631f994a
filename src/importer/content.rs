//! What a file is, by its content. A short list of what people take for a list of names, and not a library of all magic numbers: whatever is not on it and is no text is refused all the same.

use crate::Unreadable;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// A zip: .xlsx, .ods, or something else.
    Zip,
    /// Microsoft's older container: .xls, an encrypted .xlsx, or something else.
    Ole,
    /// Perhaps text; see [`refused`].
    Text,
    /// Certainly no sheet.
    Other,
}

/// PDF, RTF, PNG, JPEG, GIF, RAR, 7-Zip, gzip.
const OTHERS: [&[u8]; 8] = [b"%PDF-", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08"];

pub fn of(bytes: &[u8]) -> Content {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        Content::Zip
    } else if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        Content::Ole
    } else if OTHERS.iter().any(|magic| bytes.starts_with(magic)) {
        Content::Other
    } else {
        Content::Text
    }
}

/// What marks a web page, at its very beginning or behind an XML declaration.
const HTML: [&str; 9] = ["<!doctype html", "<html", "<head", "<meta", "<style", "<body", "<table", "<div", "<font"];
/// A web page saved as one file ("web archive").
const MHTML: &str = "mime-version:";
/// Characters of the beginning in which a web page behind a declaration or a comment shows itself.
const BEGINNING: usize = 1024;

/// Why decoded text is no table, if it is none.
pub fn refused(text: &str) -> Option<Unreadable> {
    let start: String = text.trim_start().chars().take(BEGINNING).collect::<String>().to_ascii_lowercase();
    if start.starts_with(MHTML) || HTML.iter().any(|mark| start.starts_with(mark)) {
        return Some(Unreadable::Html);
    }
    if start.starts_with("<?xml") || start.starts_with("<!--") {
        let page = start.contains("<html") || start.contains("<!doctype html");
        return Some(if page { Unreadable::Html } else { Unreadable::NotASheet });
    }
    let picture = start.starts_with("<svg");
    (picture || is_binary(text)).then_some(Unreadable::NotASheet)
}

/// Text has no zero bytes and next to no other control characters; of random bytes one in eight is one.
fn is_binary(text: &str) -> bool {
    let odd = |c: &char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1a}');
    text.contains('\0') || text.chars().filter(odd).count() * 50 > text.chars().count()
}
