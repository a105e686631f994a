//! How many text messages a text takes. A network carries 140 bytes: 160 letters of the GSM alphabet (3GPP TS 23.038), which is Latin and Greek, or 70 of anything else, Kazakh and Russian among it.
//! A longer text is cut into parts that name each other, which takes 6 bytes of each: 153 or 67.

/// The basic alphabet, and what takes two places in it.
const BASIC: &str =
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENDED: &str = "\u{c}^{}\\[~]|€";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// In the GSM alphabet; else in UCS-2.
    pub gsm: bool,
    /// Places taken: letters of the GSM alphabet, or units of UTF-16.
    pub units: usize,
    pub segments: usize,
}

pub fn of(text: &str) -> Size {
    let gsm = text.chars().all(|c| BASIC.contains(c) || EXTENDED.contains(c));
    let width = |c: char| if gsm { 1 + usize::from(EXTENDED.contains(c)) } else { c.len_utf16() };
    let (whole, part) = if gsm { (160, 153) } else { (70, 67) };
    let units = text.chars().map(width).sum();
    if units <= whole {
        return Size { gsm, units, segments: usize::from(units > 0) };
    }
    // What takes two places is not cut in two.
    let (mut segments, mut taken) = (1, 0);
    for width in text.chars().map(width) {
        if taken + width > part {
            segments += 1;
            taken = 0;
        }
        taken += width;
    }
    Size { gsm, units, segments }
}
