//! In which of four ways a text is written. No guesser of languages (`chardetng`): it tells apart what never comes here, and may be wrong; valid UTF-8 that is not
//! meant as such practically does not occur, and what is left in this country is Windows-1251.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1251};
use serde::Serialize;
use std::borrow::Cow;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Encoding {
    #[serde(rename = "utf-8")]
    Utf8,
    #[serde(rename = "utf-16le")]
    Utf16Le,
    #[serde(rename = "utf-16be")]
    Utf16Be,
    #[serde(rename = "windows-1251")]
    Windows1251,
}

/// Bytes in which zeros are counted.
const SAMPLE: usize = 4096;

/// The text without its byte order mark, and how it was written. What is no character becomes U+FFFD.
pub fn decode(bytes: &[u8]) -> (Encoding, Cow<'_, str>) {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return (Encoding::Utf8, String::from_utf8_lossy(rest));
    }
    match bytes {
        [0xff, 0xfe, rest @ ..] => (Encoding::Utf16Le, UTF_16LE.decode_without_bom_handling(rest).0),
        [0xfe, 0xff, rest @ ..] => (Encoding::Utf16Be, UTF_16BE.decode_without_bom_handling(rest).0),
        _ => wide(bytes).unwrap_or_else(|| narrow(bytes)),
    }
}

/// UTF-16 without a mark: delimiters, digits and line ends have a zero in their upper byte, and next to no character here has one in its lower. At least one character in twenty is such a one.
fn wide(bytes: &[u8]) -> Option<(Encoding, Cow<'_, str>)> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if even.max(odd) * 40 < sample.len().max(1) {
        return None;
    }
    let decoded = |from: &'static encoding_rs::Encoding| from.decode_without_bom_handling_and_without_replacement(bytes);
    if odd > 4 * even {
        decoded(UTF_16LE).map(|text| (Encoding::Utf16Le, text))
    } else if even > 4 * odd {
        decoded(UTF_16BE).map(|text| (Encoding::Utf16Be, text))
    } else {
        None
    }
}

/// UTF-8, even with a few broken characters: read as Windows-1251 all of them would be. Text in Windows-1251 is broken nearly everywhere when read as UTF-8.
fn narrow(bytes: &[u8]) -> (Encoding, Cow<'_, str>) {
    let text = String::from_utf8_lossy(bytes);
    let foreign = text.chars().filter(|c| !c.is_ascii()).count();
    let lost = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    if lost == 0 || lost * 10 < foreign {
        return (Encoding::Utf8, text);
    }
    (Encoding::Windows1251, WINDOWS_1251.decode_without_bom_handling(bytes).0)
}
