//! Numbers and plural forms.

use crate::model::Lang;

/// Russian needs three forms (1 место, 2 места, 5 мест), English two, Kazakh one: after a numeral its noun stays singular.
pub fn russian<'a>(n: u64, one: &'a str, few: &'a str, many: &'a str) -> &'a str {
    match (n % 10, n % 100) {
        (1, rest) if rest != 11 => one,
        (2..=4, rest) if !(12..=14).contains(&rest) => few,
        _ => many,
    }
}

pub fn english<'a>(n: u64, one: &'a str, many: &'a str) -> &'a str {
    if n == 1 { one } else { many }
}

/// Digits in groups of three: with a no-break space in Kazakh and Russian, with a comma in English. Up to one decimal.
pub fn number(lang: Lang, value: f64) -> String {
    let (group, point) = match lang {
        Lang::En => (',', '.'),
        _ => ('\u{a0}', ','),
    };
    let tenths = (value.abs() * 10.0).round() as u64;
    let digits = (tenths / 10).to_string();
    let mut text = String::new();
    if value < 0.0 {
        text.push('−');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    if !tenths.is_multiple_of(10) {
        text.push(point);
        text.push_str(&(tenths % 10).to_string());
    }
    text
}

pub fn count(lang: Lang, value: u64) -> String {
    number(lang, value as f64)
}

/// A number of bytes as people read it: "4,2 МБ", "4.2 MB". In thousands, as the browser and the phone's own settings count.
pub fn size(lang: Lang, bytes: f64) -> String {
    let units = match lang {
        Lang::En => ["B", "KB", "MB", "GB"],
        _ => ["Б", "КБ", "МБ", "ГБ"],
    };
    let (mut value, mut unit) = (bytes, 0);
    while value >= 999.5 && unit < 3 {
        value /= 1000.0;
        unit += 1;
    }
    // Whole from ten on: tenths of a large figure say more than anybody knows.
    let value = if unit == 0 || value >= 10.0 { value.round() } else { value };
    format!("{}\u{a0}{}", number(lang, value), units[unit])
}
