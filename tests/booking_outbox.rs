//! Bookings that are made without a connection: what the outbox does with them, what a screen shows meanwhile, and that two devices and a phone, with a line that drops requests and answers, never hold a place twice.

mod support;

use meyirim::{
    api::{ApiError, Problem, ProblemKind},
    model::{
        Booking, Instant, PersonId, Texts, Zone,
        booking::{BookingState, Desk, Holder, NewBooking, NoBooking},
        booking_acts::{OwnAct, book, cancel, check_in},
        centre::Centre,
        clash::Span,
        instant::{HOUR, MINUTE},
    },
    outbox::{
        Act, CentreAct, Entry, Record, Sending, Standing,
        bookings::{OwnBooking, merged, own, times},
        entry,
        policy::{self, Enqueue, Next},
    },
};
use proptest::prelude::*;
use std::collections::HashMap;
use support::*;

fn centre() -> Centre {
    let mut centre: Centre = serde_json::from_str(&fixture("centre")).expect("a centre");
    centre.open = (1..=7).map(|weekday| meyirim::model::centre::Open { weekday, from: 0, to: 1440 }).collect();
    centre.closed.clear();
    centre
}

/// Monday, 7 December 2026, 10:00 in Shymkent.
fn ten() -> Instant {
    "2026-12-07T05:00:00Z".parse().expect("a moment")
}

fn zone() -> Zone {
    Zone::fixed("Asia/Almaty", 5 * 3600)
}

fn me() -> PersonId {
    id("me")
}

fn act(booking: &str, place: &str, hour: i64, what: OwnAct) -> CentreAct {
    let (from, to) = (ten().plus(hour * HOUR), ten().plus((hour + 1) * HOUR));
    CentreAct {
        booking: id(booking), resource: id(place), place: Texts::new(None, Some("Место 1"), None).expect("a text"), from, to, what
    }
}

fn entry_of(number: i64, owner: &str, act: CentreAct) -> Entry {
    Entry::new(entry::key(Instant(number), owner), id(owner), Act::Centre(act), Instant(number))
}

fn refused(why: NoBooking) -> ApiError {
    let problem = Problem { detail: Some(why.code().into_owned()), ..Problem::new(ProblemKind::NoBooking, "x") };
    ApiError::Problem { problem: problem.into(), retry_after: None }
}

fn wedged(mut entry: Entry) -> Entry {
    entry.tries = 1;
    entry.standing = Standing::Wedged { why: refused(NoBooking::Taken), at: Instant(9) };
    entry
}

#[test]
fn what_is_done_again_and_what_is_taken_back() {
    let first = entry_of(1, "me", act("b1", "seat-01", 0, OwnAct::Book));
    let put = |entries: &[Entry], booking: &str, what| policy::enqueue(entries, &me(), &Act::Centre(act(booking, "seat-01", 0, what)));
    let one = std::slice::from_ref(&first);
    assert_eq!(put(one, "b1", OwnAct::Book), Enqueue::Already);
    assert_eq!(put(one, "b2", OwnAct::Book), Enqueue::Add);
    assert_eq!(put(one, "b1", OwnAct::GiveUp), Enqueue::TakesBack(first.key.clone()));
    let sent = Entry { tries: 1, ..first.clone() };
    assert_eq!(put(&[sent], "b1", OwnAct::GiveUp), Enqueue::Add, "the backend may have heard of it");
    assert_eq!(put(&[wedged(first.clone())], "b1", OwnAct::GiveUp), Enqueue::TakesBack(first.key.clone()));
    assert_eq!(put(&[wedged(first.clone())], "b1", OwnAct::Book), Enqueue::Replaces(vec![first.key.clone()]));
    assert_eq!(put(&[entry_of(1, "other", act("b1", "seat-01", 0, OwnAct::Book))], "b1", OwnAct::Book), Enqueue::Add);
    // An answer that could not be read may have been a yes.
    let unread = Entry { standing: Standing::Wedged { why: ApiError::TooLarge { bytes: 1 }, at: Instant(9) }, tries: 1, ..first.clone() };
    assert_eq!(put(&[unread], "b1", OwnAct::GiveUp), Enqueue::Add);
    // All of the centre goes out in one line, and what was refused holds nothing up.
    let all = [
        Entry { standing: Standing::Waiting { not_before: Instant(50) }, ..first.clone() },
        entry_of(2, "me", act("b2", "seat-01", 1, OwnAct::Book)),
    ];
    assert_eq!(first.record(), Record::Centre);
    assert_eq!(policy::next(&all, Some(&me()), Instant(10)), Next::WaitUntil(Instant(50)));
    assert_eq!(policy::next(&[wedged(first.clone()), all[1].clone()], Some(&me()), Instant(10)), Next::Send(1));
    // What is free already need not be given up.
    let give_up = entry_of(3, "me", act("b1", "seat-01", 0, OwnAct::GiveUp));
    assert!(policy::already_so(&give_up, &refused(NoBooking::Gone)) && !policy::already_so(&first, &refused(NoBooking::Gone)));
    // It is stored as it was written by the first version that knew of it.
    let text = r#"{"version":1,"key":"0000000000001-me","owner":"me","act":{"centre":{"booking":"b1","resource":"seat-01","place":{"kk":null,"ru":"Место 1","en":null},"from":"2026-12-07T05:00:00Z","to":"2026-12-07T06:00:00Z","what":"book"}},"made_at":"1970-01-01T00:00:00.001Z","tries":0,"standing":{"waiting":{"not_before":"1970-01-01T00:00:00.001Z"}}}"#;
    assert_eq!(serde_json::to_string(&first).expect("writes"), text);
    assert_eq!(serde_json::from_str::<Entry>(text).expect("reads"), first);
}

/// A repeat is the same request: only the header tells when it is sent, by the clock that the button was pressed by.
#[test]
fn a_check_in_is_sent_with_the_time_of_sending_beside_it() {
    let here = entry_of(1, "me", act("b1", "seat-01", 0, OwnAct::Here));
    let request = |now| match here.sending(Instant(now)) {
        Sending::Booking(call) => call.request,
        _ => panic!("a booking"),
    };
    let (first, second) = (request(60_000), request(120_000));
    assert_eq!((&first.path, &first.body), (&second.path, &second.body));
    assert_eq!(
        (first.header_value("sent-at"), second.header_value("sent-at")),
        (Some("1970-01-01T00:01:00Z"), Some("1970-01-01T00:02:00Z"))
    );
}

#[test]
fn a_screen_shows_what_is_known_overlaid_with_what_waits() {
    let rules = centre().rules;
    let known = |name: &str, hour: i64, state| Booking {
        id: id(name),
        resource: id("seat-01"),
        from: ten().plus(hour * HOUR),
        to: ten().plus((hour + 1) * HOUR),
        holder: Holder::Person { id: me(), name: None },
        state,
        rev: 1,
        since: Instant(0),
        made_at: Instant(0),
        series: None,
    };
    let all = [known("b1", 0, BookingState::Booked), known("b2", 1, BookingState::Booked), known("b0", -5, BookingState::Booked)];
    let entries = [
        entry_of(1, "me", act("b3", "seat-01", 3, OwnAct::Book)),
        entry_of(2, "me", act("b1", "seat-01", 0, OwnAct::GiveUp)),
        wedged(entry_of(3, "me", act("b4", "seat-01", 4, OwnAct::Book))),
        entry_of(4, "other", act("b5", "seat-01", 5, OwnAct::Book)),
        entry_of(5, "me", act("gone", "seat-01", 6, OwnAct::GiveUp)),
    ];
    let seen = own(&all, &entries, Some(&me()));
    let told: Vec<(&str, Option<OwnAct>, bool)> =
        seen.iter().map(|one| (one.booking.id.as_str(), one.waits, one.refused.is_some())).collect();
    let want = [
        ("b0", None, false),
        ("b1", Some(OwnAct::GiveUp), false),
        ("b2", None, false),
        ("b3", Some(OwnAct::Book), false),
        ("b4", None, true),
    ];
    assert_eq!(told, want);
    assert!(seen[3].is_provisional() && !seen[2].is_provisional());
    // What counts for what else may be booked: not what is over for nobody came, is about to be given up, or was refused.
    assert_eq!(times(&seen, &rules, ten()).iter().map(|time| (time.starts.0 - ten().0) / HOUR).collect::<Vec<_>>(), [1, 3]);
    assert!(own(&all, &entries, None).is_empty());
    let newer = Booking { rev: 3, ..all[0].clone() };
    assert_eq!(merged(all.to_vec(), newer.clone()).iter().find(|one| one.id == newer.id), Some(&newer));
    let older = Booking { rev: 0, state: BookingState::Cancelled, ..all[0].clone() };
    assert_eq!(merged(all.to_vec(), older)[1].state, BookingState::Booked);
}

// --- A line that drops requests and answers ----------------------------------------------------------------------------------------------

/// As the backend: one after another, and a key is answered as the first time.
struct Backend {
    centre: Centre,
    zone: Zone,
    now: Instant,
    all: Vec<Booking>,
    answers: HashMap<String, Result<Booking, NoBooking>>,
}

impl Backend {
    fn hear(&mut self, entry: &Entry) -> Result<Booking, NoBooking> {
        if let Some(answer) = self.answers.get(&entry.key) {
            return answer.clone();
        }
        let Act::Centre(act) = &entry.act else { panic!("of the centre") };
        let desk = Desk { centre: &self.centre, zone: &self.zone, now: self.now };
        let there = self.all.iter().find(|one| one.id == act.booking).cloned();
        let answer = match (act.what, there) {
            (OwnAct::Book, Some(there)) => Ok(there),
            (OwnAct::Book, None) => {
                let new = NewBooking { resource: act.resource.clone(), from: act.from, to: act.to, made_at: entry.made_at };
                book(
                    &desk,
                    &self.all,
                    &act.booking,
                    &entry.owner.clone().into(),
                    Holder::Person { id: entry.owner.clone(), name: None },
                    &new,
                )
            }
            (_, None) => Err(NoBooking::Gone),
            (OwnAct::GiveUp, Some(there)) => cancel(&desk, &there).map_err(|_| NoBooking::Gone),
            (OwnAct::Here, Some(there)) => {
                check_in(&desk, &self.all, &there, &entry.owner.clone().into(), entry.made_at, false).map_err(|_| NoBooking::Gone)
            }
        };
        if let Ok(booking) = &answer {
            self.all.retain(|one| one.id != booking.id);
            self.all.push(booking.clone());
        }
        self.answers.insert(entry.key.clone(), answer.clone());
        answer
    }
}

/// A device with its outbox and what it was last told.
struct Device {
    owner: PersonId,
    entries: Vec<Entry>,
    known: Vec<Booking>,
}

impl Device {
    fn press(&mut self, act: CentreAct, now: Instant, number: usize) {
        let act = Act::Centre(act);
        match policy::enqueue(&self.entries, &self.owner, &act) {
            Enqueue::Add => {}
            Enqueue::Already => return,
            Enqueue::TakesBack(key) => return self.entries.retain(|entry| entry.key != key),
            Enqueue::Replaces(keys) => self.entries.retain(|entry| !keys.contains(&entry.key)),
        }
        self.entries.push(Entry::new(entry::key(now, &format!("{}-{number}", self.owner)), self.owner.clone(), act, now));
    }

    /// Sends what is due. `heard`: the request arrives; `answered`: its answer comes back.
    fn send(&mut self, backend: &mut Backend, heard: bool, answered: bool) -> bool {
        let Next::Send(at) = policy::next(&self.entries, Some(&self.owner), backend.now) else { return false };
        self.entries[at].tries += 1;
        let answer = heard.then(|| backend.hear(&self.entries[at]));
        let Some(answer) = answer.filter(|_| answered) else { return true };
        match answer {
            Ok(booking) => {
                self.known = merged(std::mem::take(&mut self.known), booking);
                self.entries.remove(at);
            }
            Err(why) if policy::already_so(&self.entries[at], &refused(why)) => drop(self.entries.remove(at)),
            Err(why) => self.entries[at].standing = policy::after_failure(&self.entries[at], refused(why), backend.now, 0.5),
        }
        true
    }
}

#[derive(Debug, Clone)]
enum Step {
    Press { device: usize, booking: usize, place: bool, hour: i64, what: OwnAct },
    Send { device: usize, heard: bool, answered: bool },
    Wait { minutes: i64 },
}

fn steps() -> impl Strategy<Value = Step> {
    let what = prop_oneof![6 => Just(OwnAct::Book), 2 => Just(OwnAct::GiveUp), 2 => Just(OwnAct::Here)];
    prop_oneof![
        4 => (0..3_usize, 0..8_usize, any::<bool>(), 0..4_i64, what).prop_map(|(device, booking, place, hour, what)| Step::Press { device, booking, place, hour, what }),
        5 => (0..3_usize, any::<bool>(), any::<bool>()).prop_map(|(device, heard, answered)| Step::Send { device, heard, answered }),
        1 => (1..40_i64).prop_map(|minutes| Step::Wait { minutes }),
    ]
}

fn is_sound(backend: &Backend) -> bool {
    let holding: Vec<&Booking> = backend.all.iter().filter(|one| one.holds(&backend.centre.rules, backend.now)).collect();
    let apart = |a: &Booking, b: &Booking| !Span::overlaps(a.time(), b.time()) || (a.resource != b.resource && a.person() != b.person());
    holding.iter().enumerate().all(|(at, a)| holding[at + 1..].iter().all(|b| apart(a, b)))
}

proptest! {
    #![proptest_config(config())]

    /// Two devices and the phone of one of the two people, with or without a network, in whatever order.
    #[test]
    fn no_place_is_held_twice_over_a_bad_line(steps in proptest::collection::vec(steps(), 1..80)) {
        let mut backend = Backend { centre: centre(), zone: zone(), now: ten().plus(-HOUR), all: Vec::new(), answers: HashMap::new() };
        let mut devices: Vec<Device> =
            ["me", "other", "me"].map(|owner| Device { owner: id(owner), entries: Vec::new(), known: Vec::new() }).into();
        for (number, step) in steps.iter().enumerate() {
            match step {
                Step::Wait { minutes } => backend.now = backend.now.plus(minutes * MINUTE),
                Step::Press { device, booking, place, hour, what } => {
                    // Ids are random: no two devices make the same.
                    let name = format!("b{device}-{booking}-{hour}-{place}");
                    let wanted = act(&name, if *place { "seat-01" } else { "room-small" }, *hour, *what);
                    devices[*device].press(wanted, backend.now, number);
                }
                Step::Send { device, heard, answered } => drop(devices[*device].send(&mut backend, *heard, *answered)),
            }
            prop_assert!(is_sound(&backend));
        }
        // The network is back: everything is decided, and what a device shows as booked is what the backend has.
        for device in &mut devices {
            while device.send(&mut backend, true, true) {}
            prop_assert!(device.entries.iter().all(Entry::is_wedged));
        }
        prop_assert!(is_sound(&backend));
        for device in &devices {
            let seen: Vec<OwnBooking> = own(&device.known, &device.entries, Some(&device.owner));
            for one in seen.iter().filter(|one| one.counts(&backend.centre.rules, backend.now)) {
                let there = backend.all.iter().find(|other| other.id == one.booking.id);
                prop_assert!(there.is_some_and(|there| there.person() == Some(&device.owner)));
            }
        }
        // What is sent is what the contract says.
        for entry in devices.iter().flat_map(|device| &device.entries) {
            prop_assert!(matches!(entry.sending(backend.now), Sending::Booking(_)));
        }
    }
}
