//! Numbers, dates and times as a person would write them. A spreadsheet holds 77012345678 as 7.7012345678E10 and the first of May as 45413; who imports a list wants neither.

use calamine::{ExcelDateTime, ExcelDateTimeType};

/// Day numbers after the last day of 9999 are no dates in any spreadsheet program.
const AFTER_ALL_DAYS: f64 = 2_958_466.0;
/// Whole numbers up to here are exact.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// What a number format makes of a number, as far as it changes what the number says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    #[default]
    Plain,
    /// At least so many digits: a personal number that begins with zeros.
    Padded(usize),
    Date,
    /// Hours, minutes and seconds that may go over a day.
    Duration,
}

impl Shape {
    /// Of a format code, such as `dd.mm.yyyy` or `000000000000`.
    pub fn of(code: &str) -> Self {
        let code = code.split(';').next().unwrap_or_default();
        if code.len() > 1 && code.len() <= 32 && code.bytes().all(|byte| byte == b'0') {
            return Self::Padded(code.len());
        }
        let (letters, duration) = letters(code);
        if duration {
            Self::Duration
        } else if letters.contains(['d', 'm', 'y', 'h', 's']) && !letters.contains("general") {
            Self::Date
        } else {
            Self::Plain
        }
    }
}

/// A format code in lower case without its literals, colours and conditions, and whether hours, minutes or seconds stand in brackets.
fn letters(code: &str) -> (String, bool) {
    let (mut plain, mut duration) = (String::new(), false);
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => drop(chars.by_ref().find(|c| *c == '"')),
            '\\' | '_' | '*' => drop(chars.next()),
            '[' => {
                let inside = chars.by_ref().take_while(|c| *c != ']').collect::<String>().to_lowercase();
                let unit = |unit: char| !inside.is_empty() && inside.chars().all(|c| c == unit);
                duration |= ['h', 'm', 's'].into_iter().any(unit);
            }
            c => plain.extend(c.to_lowercase()),
        }
    }
    (plain, duration)
}

/// A number of a cell in its shape.
pub fn shaped(value: f64, shape: Shape, from_1904: bool) -> String {
    match shape {
        Shape::Plain => number(value),
        Shape::Padded(digits) => padded(value, digits),
        Shape::Date => moment(&ExcelDateTime::new(value, ExcelDateTimeType::DateTime, from_1904)),
        Shape::Duration => moment(&ExcelDateTime::new(value, ExcelDateTimeType::TimeDelta, from_1904)),
    }
}

/// Without exponent, thousands or a needless ".0"; fifteen digits, as spreadsheet programs keep: what lies behind them is noise of the binary fraction.
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    if value.fract() == 0.0 && value.abs() < EXACT {
        return format!("{value}");
    }
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    if (1e-9..1e21).contains(&rounded.abs()) { rounded.to_string() } else { format!("{rounded:e}") }
}

/// With zeros before it up to so many digits.
pub fn padded(value: f64, digits: usize) -> String {
    if value >= 0.0 { format!("{:0>digits$}", number(value.round())) } else { number(value) }
}

/// `yyyy-mm-dd`, with ` hh:mm` or ` hh:mm:ss` when it has a time; a time alone has no date. What is no moment is a number.
pub fn moment(value: &ExcelDateTime) -> String {
    let days = value.as_f64();
    if !(0.0..AFTER_ALL_DAYS).contains(&days) {
        return number(days);
    }
    if value.is_duration() || days < 1.0 {
        // Below 2^53 by the bound above.
        return clock((days * 86_400.0).round() as u64);
    }
    let (year, month, day, hour, minute, second, milli) = value.to_ymd_hms_milli();
    let seconds = u64::from(hour) * 3600 + u64::from(minute) * 60 + u64::from(second) + u64::from(milli >= 500);
    let date = format!("{year:04}-{month:02}-{day:02}");
    if seconds == 0 { date } else { format!("{date} {}", clock(seconds)) }
}

fn clock(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if seconds == 0 { format!("{hours:02}:{minutes:02}") } else { format!("{hours:02}:{minutes:02}:{seconds:02}") }
}

/// A moment in ISO 8601, `2026-05-01T00:00:00`, as [`moment`] writes it.
pub fn iso_moment(text: &str) -> String {
    let Some((date, time)) = text.split_once('T') else { return text.to_owned() };
    let time = time.trim_end_matches('Z');
    let time = time.split_once('.').map_or(time, |(time, _)| time);
    match time {
        "00:00:00" | "00:00" => date.to_owned(),
        time => format!("{date} {}", time.strip_suffix(":00").filter(|rest| rest.len() == 5).unwrap_or(time)),
    }
}

/// A duration in ISO 8601, `PT09H30M00S`, as [`moment`] writes it; what is none stays as it is.
pub fn iso_duration(text: &str) -> String {
    let seconds = text.strip_prefix("PT").and_then(|rest| {
        let (mut seconds, mut from) = (0_u64, 0);
        for (at, unit) in rest.match_indices(['H', 'M', 'S']) {
            let each = if unit == "H" { 3600 } else { 60_u64.pow(u32::from(unit == "M")) };
            let amount: f64 = rest[from..at].parse().ok()?;
            // Saturates; whatever a file says, it is at most a wrong time.
            seconds = seconds.saturating_add((amount as u64).saturating_mul(each));
            from = at + 1;
        }
        (from == rest.len()).then_some(seconds)
    });
    seconds.map_or_else(|| text.to_owned(), clock)
}
