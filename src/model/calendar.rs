//! An action for somebody's own calendar: iCalendar text, RFC 5545.
//!
//! The crate `icalendar` was weighed: it brings chrono (a second library of time beside jiff), nom, iso8601 and uuid for what is one object of fixed
//! shape here, and takes the time of writing from a clock that wasm does not have. What it would have spared is below, in
//! [`escape`] and [`fold`]. Times are written in UTC, so no calendar needs a definition of the hub's zone; a whole day is written as a date.

use super::{Action, ActionId, Coordinates, Day, Instant, Lang, Shift, ShiftId, Texts, Zone};
use std::fmt::{self, Write};

/// How sure it is that the person goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The place is theirs.
    Confirmed,
    /// Not yet, or they only want to keep it in mind.
    Tentative,
    /// The action was called off.
    Cancelled,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    Times {
        starts: Instant,
        ends: Instant,
    },
    /// Whole days, both included.
    Days {
        first: Day,
        last: Day,
    },
}

/// One shift as an event. Texts are in the reader's language already.
#[derive(Debug, Clone, PartialEq)]
pub struct Event<'a> {
    pub action: &'a ActionId,
    pub shift: &'a ShiftId,
    /// Of the hub, `meyirim.kz`: makes the event's name unique in the world.
    pub host: &'a str,
    /// When this text is written.
    pub stamp: Instant,
    pub when: When,
    /// Counts the changes that people must hear of; a calendar takes the larger one.
    pub sequence: u32,
    pub status: Status,
    pub title: &'a str,
    pub place: Option<&'a str>,
    pub coordinates: Option<Coordinates>,
    pub text: &'a str,
    /// Of the action's page.
    pub url: &'a str,
    pub lang: Lang,
}

/// What the event is called by calendars: the same whenever and by whomever it is written, so that a second file changes the first
/// event and adds no other.
pub fn uid(action: &ActionId, shift: &ShiftId, host: &str) -> String {
    format!("{shift}.{action}@{host}")
}

/// What the event is called: the role as well, where an action has several shifts.
pub fn title(action: &Action, shift: &Shift, lang: Lang) -> String {
    let say = |texts: &Texts| texts.show(lang).text.to_owned();
    match &shift.role {
        Some(role) if action.shifts.len() > 1 => format!("{}: {}", say(&action.title), say(role)),
        _ => say(&action.title),
    }
}

/// Where it is: the place, and the address if there is one.
pub fn place(action: &Action, address: Option<&Texts>, lang: Lang) -> String {
    let parts: Vec<&str> = [action.place.as_ref(), address].into_iter().flatten().map(|texts| texts.show(lang).text).collect();
    parts.join(", ")
}

/// The calendar file of one event.
pub fn file(event: &Event) -> String {
    let mut out = begun(event.lang);
    write_event(&mut out, event);
    out.line("END", "VCALENDAR");
    out.0
}

/// A calendar that is read again and again, under a name of its own. What is no longer in it goes from the reader's calendar.
pub fn feed(name: &str, lang: Lang, events: &[Event]) -> String {
    let mut out = begun(lang);
    // The name twice: RFC 7986, and what programs understood before it. So with how often to look.
    out.text("NAME", name);
    out.text("X-WR-CALNAME", name);
    out.line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    out.line("X-PUBLISHED-TTL", "PT1H");
    for event in events {
        write_event(&mut out, event);
    }
    out.line("END", "VCALENDAR");
    out.0
}

fn begun(lang: Lang) -> Lines {
    let mut out = Lines(String::new());
    out.line("BEGIN", "VCALENDAR");
    out.line("VERSION", "2.0");
    out.line("PRODID", format_args!("-//Meyirim//Hub//{}", lang.code().to_uppercase()));
    out.line("CALSCALE", "GREGORIAN");
    out.line("METHOD", "PUBLISH");
    out
}

fn write_event(out: &mut Lines, event: &Event) {
    out.line("BEGIN", "VEVENT");
    out.text("UID", &uid(event.action, event.shift, event.host));
    out.line("DTSTAMP", utc(event.stamp));
    match event.when {
        When::Times { starts, ends } => {
            out.line("DTSTART", utc(starts));
            // An end that is not after the start is not allowed; without one the event is a moment.
            if utc(ends) > utc(starts) {
                out.line("DTEND", utc(ends));
            }
        }
        When::Days { first, last } => {
            out.line("DTSTART;VALUE=DATE", date(first));
            // The end is the first day that no longer belongs to it.
            if let Ok(end) = last.tomorrow() {
                out.line("DTEND;VALUE=DATE", date(end));
            }
        }
    }
    out.line("SEQUENCE", event.sequence);
    out.line(
        "STATUS",
        match event.status {
            Status::Confirmed => "CONFIRMED",
            Status::Tentative => "TENTATIVE",
            Status::Cancelled => "CANCELLED",
        },
    );
    out.text("SUMMARY", event.title);
    if let Some(place) = event.place {
        out.text("LOCATION", place);
    }
    // A point that is a kilometre off would send people to the wrong door.
    if let Some(point) = event.coordinates.filter(|point| !point.coarse) {
        out.line("GEO", format_args!("{:.6};{:.6}", point.lat, point.lon));
    }
    out.text("DESCRIPTION", event.text);
    out.line("URL", event.url);
    if event.status != Status::Cancelled {
        // Before a whole day both would ring around midnight: there it is six in the evening before.
        let triggers: &[&str] = if matches!(event.when, When::Times { .. }) { &["-P1D", "-PT2H"] } else { &["-PT6H"] };
        for trigger in triggers {
            out.line("BEGIN", "VALARM");
            out.line("ACTION", "DISPLAY");
            out.line("TRIGGER", trigger);
            out.text("DESCRIPTION", event.title);
            out.line("END", "VALARM");
        }
    }
    out.line("END", "VEVENT");
}

/// 20261205T050000Z
fn utc(at: Instant) -> String {
    let local = Zone::fixed("UTC", 0).local(at);
    format!("{}T{:02}{:02}{:02}Z", date(local.date()), local.hour(), local.minute(), local.second())
}

fn date(day: Day) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// Content lines, each ended by CRLF and folded.
struct Lines(String);

impl Lines {
    fn line(&mut self, name: &str, value: impl fmt::Display) {
        let mut line = String::new();
        // Writing into a String does not fail.
        let _ = write!(line, "{name}:{value}");
        fold(&line, &mut self.0);
    }

    fn text(&mut self, name: &str, value: &str) {
        self.line(name, escape(value));
    }
}

/// A value of the type TEXT: what has a meaning in a content line is marked, other control characters are left out.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// Longest line, in octets, without its end.
const LONGEST: usize = 75;

/// Breaks a long line: each further piece begins with a space that the reader takes away. Counted in octets, but never through a letter: a Kazakh
/// one has two.
fn fold(line: &str, out: &mut String) {
    let mut width = 0;
    for c in line.chars() {
        if width + c.len_utf8() > LONGEST {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out.push_str("\r\n");
}
