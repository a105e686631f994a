//! Ids of any backend as ids of ours, and back.
//!
//! Ours are safe in a path and as a key of the data base; theirs may be anything. What is not safe is written as `~` and two hexadecimal digits, so that no two of theirs become
//! one of ours, and ours always lead back.

use std::{borrow::Cow, fmt::Write};

fn is_safe(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)
}

/// One of theirs as one of ours. May be longer than an id of ours can be; reading it then says so.
pub fn ours(theirs: Cow<'_, str>) -> Cow<'_, str> {
    let dots = matches!(&*theirs, "." | "..");
    if theirs.bytes().all(is_safe) && !dots {
        return theirs;
    }
    let written = theirs.bytes().fold(String::with_capacity(theirs.len() + 8), |mut id, byte| {
        if is_safe(byte) && !dots {
            id.push(char::from(byte));
        } else {
            // Writing to a String does not fail.
            let _ = write!(id, "~{byte:02x}");
        }
        id
    });
    Cow::Owned(written)
}

/// One of ours as it was theirs; `None` if it never was.
pub fn theirs(ours: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(ours.len());
    let mut rest = ours.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        if byte == b'~' {
            let hex = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(hex, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(byte);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}
