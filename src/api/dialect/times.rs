//! How a backend writes moments. Ours are RFC 3339 in UTC.

use super::fields::text;
use crate::model::{Instant, instant};
use serde::Deserialize;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Times {
    /// `2026-11-22T10:00:00.123456+05:00`, read with any offset, written with `Z`.
    #[default]
    Rfc3339,
    /// `2026-11-22 05:00:00.123Z`: a space for the `T`.
    Space,
    /// `Sun, 22 Nov 2026 05:00:00 GMT`.
    Rfc1123,
    /// Milliseconds since 1970.
    EpochMs,
    /// Seconds since 1970.
    EpochS,
    /// `{"__type": "Date", "iso": "2026-11-22T05:00:00.000Z"}`.
    IsoObject,
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

impl Times {
    /// From raw JSON.
    pub fn read(self, raw: &str) -> Option<Instant> {
        match self {
            Self::EpochMs => number(raw).map(Instant),
            Self::EpochS => number(raw)?.checked_mul(1000).map(Instant),
            Self::IsoObject => {
                #[derive(Deserialize)]
                struct Wrapped {
                    iso: String,
                }
                serde_json::from_str::<Wrapped>(raw).ok()?.iso.parse().ok()
            }
            Self::Rfc3339 | Self::Space | Self::Rfc1123 => self.read_text(&raw.starts_with('"').then(|| text(raw))?),
        }
    }

    /// Raw JSON in this form as raw JSON in ours, where that is only a matter of copying: what is read as a moment right afterwards need not be read as one here.
    pub fn copied(self, raw: &str, out: &mut String) -> bool {
        let is_plain = |separator: u8| {
            let bytes = raw.as_bytes();
            // "2026-11-29 13:30:00Z", with a fraction or without.
            bytes.len() >= 22
                && bytes[11] == separator
                && bytes.ends_with(b"Z\"")
                && bytes[1..bytes.len() - 2].iter().all(|byte| byte.is_ascii_digit() || b"-:.T ".contains(byte))
        };
        match self {
            Self::Rfc3339 if is_plain(b'T') => out.push_str(raw),
            Self::Space if is_plain(b' ') => {
                out.push_str(&raw[..11]);
                out.push('T');
                out.push_str(&raw[12..]);
            }
            _ => return false,
        }
        true
    }

    fn read_text(self, text: &str) -> Option<Instant> {
        match self {
            Self::Rfc1123 => rfc1123(text),
            // Reading takes the space as well.
            _ => text.parse().ok(),
        }
    }

    /// As a plain text, for a query.
    pub fn text(self, at: Instant) -> String {
        match self {
            Self::Rfc3339 | Self::IsoObject => full(at),
            Self::Space => full(at).replacen('T', " ", 1),
            Self::EpochMs => at.0.to_string(),
            Self::EpochS => at.0.div_euclid(1000).to_string(),
            Self::Rfc1123 => {
                let day = instant::day_number(instant::day_of_number(at.0.div_euclid(instant::DAY)));
                let date = instant::day_of_number(day);
                let clock = &at.to_string()[11..19];
                let weekday = WEEKDAYS[day.rem_euclid(7) as usize];
                format!(
                    "{weekday}, {:02} {} {:04} {clock} GMT",
                    date.day(),
                    MONTHS[usize::from(date.month().unsigned_abs()) - 1],
                    date.year()
                )
            }
        }
    }

    /// As JSON, for a body.
    pub fn json(self, at: Instant) -> String {
        match self {
            Self::EpochMs | Self::EpochS => self.text(at),
            Self::IsoObject => format!(r#"{{"__type":"Date","iso":"{at}"}}"#),
            _ => format!("\"{}\"", self.text(at)),
        }
    }

    /// Whether two different moments within a second may be written alike.
    pub fn is_coarse(self) -> bool {
        matches!(self, Self::Rfc1123 | Self::EpochS)
    }
}

/// With all digits of the milliseconds: servers that keep moments as texts compare them letter by letter, and `00Z` would come after `00.500Z`.
fn full(at: Instant) -> String {
    let text = at.to_string();
    let seconds = text.split(['.', 'Z']).next().unwrap_or_default();
    format!("{seconds}.{:03}Z", at.0.rem_euclid(1000))
}

/// Also one written as a text, and one with a fraction of nothing (`1763787600000.0`).
fn number(raw: &str) -> Option<i64> {
    let raw = raw.trim_matches('"');
    let whole = raw.split_once('.').map_or(raw, |(whole, fraction)| if fraction.bytes().all(|b| b == b'0') { whole } else { raw });
    whole.parse().ok()
}

/// `Sun, 22 Nov 2026 05:00:00 GMT`; the weekday is not checked, servers are known to get it wrong.
fn rfc1123(text: &str) -> Option<Instant> {
    let mut parts = text.split_once(", ")?.1.split(' ');
    let day: u8 = parts.next()?.parse().ok()?;
    let month = parts.next()?;
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    let year: u16 = parts.next()?.parse().ok()?;
    let clock = parts.next()?;
    (parts.next()? == "GMT" && parts.next().is_none()).then_some(())?;
    format!("{year:04}-{month:02}-{day:02}T{clock}Z").parse().ok()
}
