//! The hub's zone, from the data base of zones that jiff carries: what the app asks the browser for. Computed once, at start; all that tells people a time uses it.

use jiff::{
    Timestamp,
    tz::{TimeZone, TimeZoneDatabase},
};
use meyirim::model::{Instant, Zone};

/// Changes of the offset are told from 2000 on, and so many of them at most: two a year, for longer than any action is planned ahead.
const FROM: i64 = 946_684_800;
const CHANGES: usize = 200;

/// `Err`: there is no zone of that name.
pub fn hub_zone(name: &str) -> Result<Zone, String> {
    let zone = TimeZoneDatabase::bundled().get(name).map_err(|error| format!("zone {name}: {error}"))?;
    let from = Timestamp::from_second(FROM).map_err(|error| error.to_string())?;
    Ok(table(name, &zone, from))
}

fn table(name: &str, zone: &TimeZone, from: Timestamp) -> Zone {
    let mut before = zone.to_offset(from).seconds();
    let first = before;
    let mut changes = Vec::new();
    for change in zone.following(from).take(CHANGES) {
        let offset = change.offset().seconds();
        // A zone may change its name, or what it calls summer, and leave the clocks alone.
        if offset != before {
            changes.push((Instant(change.timestamp().as_millisecond()), offset));
            before = offset;
        }
    }
    Zone::with_changes(name, first, &changes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offset(name: &str, at: &str) -> i32 {
        let at: Instant = at.parse().expect("a moment");
        hub_zone(name).expect("a zone").offset_at(at)
    }

    #[test]
    fn clocks_of_the_city_and_of_others() {
        // Kazakhstan has one zone since 1 March 2024.
        assert_eq!(offset("Asia/Almaty", "2024-02-01T00:00:00Z"), 6 * 3600);
        assert_eq!(offset("Asia/Almaty", "2026-11-22T00:00:00Z"), 5 * 3600);
        assert_eq!(offset("Europe/Berlin", "2026-07-01T00:00:00Z"), 2 * 3600);
        assert_eq!(offset("Europe/Berlin", "2040-12-01T00:00:00Z"), 3600);
        assert!(hub_zone("Asia/Nowhere").is_err());
    }
}
