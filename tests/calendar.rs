//! The calendar file, held against RFC 5545: what a calendar reads is what was meant, whatever stands in the texts. Read back by a small
//! reader of its own, which shares no code with the writer.

mod support;

use meyirim::{
    i18n::dates::utc_offset,
    model::{
        ActionId, Coordinates, Lang, ShiftId,
        calendar::{Event, Status, When, file, uid},
        hub::Hub,
        instant::HOUR,
    },
};
use proptest::prelude::*;
use support::*;

fn names() -> (ActionId, ShiftId) {
    (id("badam-bank-2026-12-05"), id("s1"))
}

fn event<'a>(names: &'a (ActionId, ShiftId), text: &'a str) -> Event<'a> {
    Event {
        action: &names.0,
        shift: &names.1,
        host: "meyirim.kz",
        stamp: at("2026-11-22T09:00:00Z"),
        when: When::Times { starts: at("2026-12-05T05:00:00Z"), ends: at("2026-12-05T08:00:00Z") },
        sequence: 1,
        status: Status::Confirmed,
        title: "«Таза жаға»: Бадам өзені",
        place: Some("Бадам өзенінің жағасы"),
        coordinates: None,
        text,
        url: "https://meyirim.kz/actions/badam-bank-2026-12-05",
        lang: Lang::Kk,
    }
}

/// Content lines, unfolded.
fn lines(file: &str) -> Vec<String> {
    file.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
}

/// The values of a property.
fn values<'a>(lines: &'a [String], name: &str) -> Vec<&'a str> {
    lines.iter().filter_map(|line| line.strip_prefix(name)?.strip_prefix(':')).collect()
}

fn unescape(value: &str) -> String {
    let mut text = String::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(c) => text.push(c),
                None => panic!("a lone backslash: {value:?}"),
            },
            ';' | ',' => panic!("unmarked {c}: {value:?}"),
            c => text.push(c),
        }
    }
    text
}

#[test]
fn a_file_as_a_calendar_gets_it() {
    let names = names();
    let text = file(&event(&names, "Қоқыс жинаймыз; қолғап береміз, су ала келіңіз.\nКөпірдің жанында"));
    assert_eq!(
        lines(&text),
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Meyirim//Hub//KK",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            "BEGIN:VEVENT",
            "UID:s1.badam-bank-2026-12-05@meyirim.kz",
            "DTSTAMP:20261122T090000Z",
            "DTSTART:20261205T050000Z",
            "DTEND:20261205T080000Z",
            "SEQUENCE:1",
            "STATUS:CONFIRMED",
            "SUMMARY:«Таза жаға»: Бадам өзені",
            "LOCATION:Бадам өзенінің жағасы",
            "DESCRIPTION:Қоқыс жинаймыз\\; қолғап береміз\\, су ала келіңіз.\\nКөпірдің жанында",
            "URL:https://meyirim.kz/actions/badam-bank-2026-12-05",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            "TRIGGER:-P1D",
            "DESCRIPTION:«Таза жаға»: Бадам өзені",
            "END:VALARM",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            "TRIGGER:-PT2H",
            "DESCRIPTION:«Таза жаға»: Бадам өзені",
            "END:VALARM",
            "END:VEVENT",
            "END:VCALENDAR",
        ]
    );
}

#[test]
fn a_whole_day_is_a_date_and_ends_before_the_next() {
    let names = names();
    let day = jiff::civil::date(2026, 12, 31);
    let text = lines(&file(&Event { when: When::Days { first: day, last: day }, ..event(&names, "") }));
    assert_eq!(values(&text, "DTSTART;VALUE=DATE"), ["20261231"]);
    assert_eq!(values(&text, "DTEND;VALUE=DATE"), ["20270101"]);
    assert_eq!(values(&text, "TRIGGER"), ["-PT6H"], "nobody is woken at midnight");
}

#[test]
fn what_is_called_off_rings_no_more() {
    let names = names();
    let text = lines(&file(&Event { status: Status::Cancelled, sequence: 2, ..event(&names, "") }));
    assert_eq!(values(&text, "STATUS"), ["CANCELLED"]);
    assert_eq!(values(&text, "SEQUENCE"), ["2"]);
    assert!(!text.iter().any(|line| line == "BEGIN:VALARM"));
    let text = lines(&file(&Event { status: Status::Tentative, ..event(&names, "") }));
    assert_eq!(values(&text, "STATUS"), ["TENTATIVE"]);
    assert_eq!(values(&text, "TRIGGER").len(), 2);
}

#[test]
fn an_end_that_is_not_after_the_start_is_left_out() {
    let (names, starts) = (names(), at("2026-12-05T05:00:00Z"));
    for ends in [starts, starts.plus(-HOUR), starts.plus(999)] {
        let text = lines(&file(&Event { when: When::Times { starts, ends }, ..event(&names, "") }));
        assert!(values(&text, "DTEND").is_empty(), "{ends}");
    }
}

#[test]
fn only_a_point_that_is_known_goes_in() {
    let names = names();
    let point = |coarse| Some(Coordinates { lat: 42.315, lon: 69.5869, coarse });
    let geo = |coordinates| values(&lines(&file(&Event { coordinates, ..event(&names, "") })), "GEO").join("");
    assert_eq!(geo(point(false)), "42.315000;69.586900");
    assert_eq!(geo(point(true)), "");
    assert_eq!(geo(None), "");
}

#[test]
fn one_shift_has_one_name() {
    let (a, b) = (id("a"), id("b"));
    assert_eq!(uid(&a, &id("1"), "x.kz"), uid(&a, &id("1"), "x.kz"));
    assert_ne!(uid(&a, &id("1"), "x.kz"), uid(&a, &id("2"), "x.kz"));
    assert_ne!(uid(&a, &id("1"), "x.kz"), uid(&b, &id("1"), "x.kz"));
}

proptest! {
    #![proptest_config(support::config())]

    #[test]
    fn whatever_is_written_is_read_back(title in "[\\PC;,:\\\\«»қңөәіұүһғ]{0,120}", text in "([\\PC\n\\\\;,👩🌾]{0,60}){0,6}") {
        let names = names();
        let file = file(&Event { title: &title, place: Some(&text), ..event(&names, &text) });
        for line in file.split_terminator("\r\n") {
            prop_assert!(line.len() <= 75, "{} octets: {line:?}", line.len());
            prop_assert!(!line.contains(['\r', '\n']));
        }
        prop_assert!(file.ends_with("END:VCALENDAR\r\n"));
        let lines = lines(&file);
        prop_assert_eq!(unescape(values(&lines, "SUMMARY")[0]), title.as_str());
        prop_assert_eq!(unescape(values(&lines, "LOCATION")[0]), text.as_str());
        prop_assert_eq!(unescape(values(&lines, "DESCRIPTION")[0]), text.as_str());
    }

    #[test]
    fn no_control_character_gets_through(text in "[\\x00-\\x1f\\x7fa]{0,40}") {
        let names = names();
        let file = file(&event(&names, &text));
        prop_assert!(!file.replace("\r\n", "").chars().any(char::is_control));
    }
}

// --- The rest of when and where ----------------------------------------------------------------------------------------------------------

#[test]
fn offsets_read_as_people_write_them() {
    for (seconds, text) in [(5 * 3600, "UTC+5"), (19_800, "UTC+5:30"), (0, "UTC+0"), (-3 * 3600, "UTC−3"), (-12_600, "UTC−3:30")] {
        assert_eq!(utc_offset(seconds), text);
    }
}

#[test]
fn a_place_is_found_on_the_hubs_map_or_the_devices_own() {
    let hub = |map: Option<&str>| Hub { map: map.map(str::to_owned), ..serde_json::from_str(&fixture("hub")).expect("a hub") };
    let point = Some(Coordinates { lat: 42.315, lon: 69.5869, coarse: false });
    let by_name = hub(Some("https://2gis.kz/shymkent/search/{query}"));
    assert_eq!(by_name.map_link("Абай, 1", None), "https://2gis.kz/shymkent/search/%D0%90%D0%B1%D0%B0%D0%B9%2C%201");
    assert_eq!(by_name.map_link("a/../b?c#d", point), "https://2gis.kz/shymkent/search/a%2F%2E%2E%2Fb%3Fc%23d");
    assert_eq!(by_name.map_link("", point), "geo:42.315,69.5869?q=42.315,69.5869");
    let by_point = hub(Some("https://www.openstreetmap.org/?mlat={lat}&mlon={lon}"));
    assert_eq!(by_point.map_link("Абай", point), "https://www.openstreetmap.org/?mlat=42.315&mlon=69.5869");
    assert_eq!(by_point.map_link("a b", None), "geo:0,0?q=a%20b");
    assert_eq!(hub(None).map_link("a", None), "geo:0,0?q=a");
    assert_eq!(hub(None).map_link("a", point), "geo:42.315,69.5869?q=42.315,69.5869");
    assert_eq!(hub(Some("javascript:alert({query})")).map_link("a", None), "geo:0,0?q=a", "a map is a web page");
}
