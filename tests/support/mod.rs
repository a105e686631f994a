//! What several test files share: fixtures, replies, and made-up records of any shape.
#![allow(dead_code, reason = "every test file is a program of its own and uses its own part of this")]

pub mod centre;
pub mod dialect;
pub mod members;
pub mod requests;
pub mod store;

use meyirim::{
    api::{Reply, Request},
    model::{
        Action, ActionState, AgeClass, Direction, Hazard, Id, Instant, Seats, Shift, Texts,
        action::{ActionDetail, Coordinates},
        called_off::CalledOff,
        contact::Contact,
        indicator::Indicator,
        instant::add_days,
        organisation::{Gift, Need, Organisation, OrganisationKind},
        person::Person,
        report::{Figure, Report},
        series::Rhythm,
        signup::{Signup, SignupState},
        source::Source,
        *,
    },
};
use proptest::{collection::vec, option, prelude::*};
use std::path::{Path, PathBuf};

/// A failure shows its smallest input; whoever mends it writes that down as a test with a name. No files of seeds beside the tests.
pub fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

pub const JSON: &str = "application/json";

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text of `tests/fixtures/{name}.json`.
pub fn fixture(name: &str) -> String {
    let path = root().join("tests/fixtures").join(format!("{name}.json"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A 200 with the fixture as its body.
pub fn reply(name: &str) -> Reply {
    json(200, &fixture(name))
}

pub fn json(status: u16, body: &str) -> Reply {
    answer(status, &[("content-type", JSON)], body.as_bytes())
}

pub fn answer(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Reply {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Reply { status, headers, body: body.to_vec(), translated: None }
}

pub fn with_header(mut reply: Reply, name: &str, value: &str) -> Reply {
    reply.headers.push((name.to_owned(), value.to_owned()));
    reply
}

/// Method and path, as a line that is easy to read in a failing test.
pub fn line(request: &Request) -> String {
    format!("{} {}", request.method.as_str(), request.path)
}

pub fn id<T>(text: &str) -> Id<T> {
    Id::new(text).unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

pub fn at(text: &str) -> Instant {
    text.parse().unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

/// An action that anybody may join at any time before 2026-12-05, 10:00 in Shymkent.
pub fn plain_action() -> Action {
    let shift = Shift {
        id: id("s1"),
        role: None,
        starts: at("2026-12-05T05:00:00Z"),
        ends: at("2026-12-05T08:00:00Z"),
        seats: Seats { needed: 5, most: 20, taken: 3, waiting: 0 },
        withdraw_until: None,
    };
    Action {
        id: id("badam-bank"),
        rev: 1,
        state: ActionState::Published,
        title: Texts::new(Some("Бадам өзенінің жағасы"), Some("Берег реки Бадам"), None).expect("a title"),
        direction: Direction::TazaAlem,
        district: None,
        place: None,
        organiser: None,
        series: None,
        shifts: vec![shift],
        youngest: AgeClass::Under14,
        hazards: Vec::new(),
        waitlist: true,
        demo: false,
    }
}

pub fn person_of(class: Option<AgeClass>) -> Person {
    Person {
        id: id("p1"),
        name: None,
        contact: Contact::parse("aigerim@example.kz").expect("an address"),
        age_class: class,
        roles: vec![Role::Volunteer],
        lang: Lang::Kk,
    }
}

/// Every file of the repository that is not made by a build. A walk and not `git ls-files`, so that it also works from a tarball.
pub fn files(below: &str) -> Vec<PathBuf> {
    const MADE: [&str; 9] = [
        "target",
        "dist",
        "node_modules",
        "test-results",
        "playwright-report",
        "schemathesis-report",
        ".git",
        ".hypothesis",
        ".schemathesis",
    ];
    let mut found = Vec::new();
    let mut folders = vec![root().join(below)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() {
                if !MADE.iter().any(|made| name == *made) {
                    folders.push(path);
                }
            // In a second work tree of the same repository `.git` is a file.
            } else if kind.is_file() && name != ".git" {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

// Any record. Sizes are small: shape is what is tried, not volume.

prop_compose! {
    pub fn any_id()(text in "[A-Za-z0-9_~-]{1,12}") -> String { text }
}

/// Within what RFC 3339 can write.
pub fn any_instant() -> impl Strategy<Value = Instant> {
    (-62_000_000_000_000_i64..250_000_000_000_000).prop_map(Instant)
}

pub fn any_texts() -> impl Strategy<Value = Texts> {
    (option::of("[А-Яа-яӘәҒғҚқҢңӨөҰұҮүҺһІі «»]{1,20}"), option::of("[А-Яа-яЁё -]{1,20}"), option::of("[A-Za-z ,.]{1,20}"))
        .prop_filter_map("nothing to read", |(kk, ru, en)| Texts::new(kk.as_deref(), ru.as_deref(), en.as_deref()))
}

pub fn any_partial_date() -> impl Strategy<Value = PartialDate> {
    (0_i16..=9999, option::of((1_i8..=12, option::of(1_i8..=28)))).prop_map(|(year, rest)| PartialDate {
        year,
        month: rest.map(|(month, _)| month),
        day: rest.and_then(|(_, day)| day),
    })
}

/// Numbers as people write them: serde_json reads those exactly, while the last bit of a number of seventeen digits may differ.
fn decimal(most: i64) -> impl Strategy<Value = f64> {
    (-most * 10_000..=most * 10_000).prop_map(|tenthousandths| tenthousandths as f64 / 10_000.0)
}

fn any_source() -> impl Strategy<Value = Source> {
    ("[a-z.]{1,12}", "[a-z]{1,8}", option::of(any_partial_date())).prop_map(|(publisher, path, published)| Source {
        publisher,
        url: WebLink::new(&format!("https://example.kz/{path}")).expect("a link"),
        published,
    })
}

pub fn any_age() -> impl Strategy<Value = AgeClass> {
    prop::sample::select(&AgeClass::ALL[..])
}

pub fn any_hazards() -> impl Strategy<Value = Vec<Hazard>> {
    prop::sample::subsequence(vec![Hazard::EmergencyRelief, Hazard::HeavyOrHarmful, Hazard::ConvictSupport], 0..=3)
}

pub fn any_guardian() -> impl Strategy<Value = Option<Guardian>> {
    prop::sample::select(vec![None, Some(Guardian::WrittenConsent), Some(Guardian::Present)])
}

pub fn any_day() -> impl Strategy<Value = Day> {
    (0..4000_i64).prop_map(|days| add_days(jiff::civil::date(2023, 1, 1), days))
}

/// A rule that makes sense, if it has dates.
pub fn any_repeat() -> impl Strategy<Value = Repeat> {
    let on = prop_oneof![
        prop::sample::subsequence(vec![1_u8, 2, 3, 4, 5, 6, 7], 1..=7).prop_map(Rhythm::Weekly),
        (1..=31_u8).prop_map(Rhythm::MonthlyOnDay),
        (prop::sample::select(vec![-1_i8, 1, 2, 3, 4]), 1..=7_u8).prop_map(|(nth, weekday)| Rhythm::MonthlyOnWeekday { nth, weekday }),
    ];
    (any_day(), 0..800_i64, 1..=12_u8, on).prop_map(|(from, length, every, on)| Repeat { from, until: add_days(from, length), every, on })
}

prop_compose! {
    pub fn any_shift()(
        id in any_id(), role in option::of(any_texts()), starts in any_instant(), length in 0..86_400_000_i64,
        (needed, most, taken, waiting) in any::<(u32, u32, u32, u32)>(), withdraw_until in option::of(any_instant()),
    ) -> Shift {
        let seats = Seats { needed, most, taken, waiting };
        Shift { id: self::id(&id), role, starts, ends: starts.plus(length), seats, withdraw_until }
    }
}

prop_compose! {
    pub fn any_action()(
        (id, rev, cancelled, waitlist, demo) in (any_id(), any::<u64>(), any::<bool>(), any::<bool>(), any::<bool>()),
        (title, place, district, organiser, series) in (any_texts(), option::of(any_texts()), option::of("[a-z_]{1,9}"), option::of(any_id()), option::of(any_id())),
        direction in prop::sample::select(&Direction::ALL[..]),
        shifts in vec(any_shift(), 1..4), youngest in any_age(), hazards in any_hazards(),
    ) -> Action {
        let state = if cancelled { ActionState::Cancelled } else { ActionState::Published };
        let (organiser, series) = (organiser.map(|organiser| self::id(&organiser)), series.map(|series| self::id(&series)));
        Action { id: self::id(&id), rev, state, title, direction, district, place, organiser, shifts, youngest, hazards, waitlist, demo, series }
    }
}

prop_compose! {
    pub fn any_report()(
        came in any::<u32>(), minutes in any::<u32>(), done in option::of(any_texts()), at in any_instant(),
        figures in vec((any_texts(), any::<u32>()).prop_map(|(what, count)| Figure { what, count }), 0..3),
    ) -> Report {
        Report { came, minutes, done, figures, at }
    }
}

prop_compose! {
    pub fn any_detail()(
        action in any_action(), about in option::of(any_texts()), requirements in vec(any_texts(), 0..3),
        meeting in option::of(any_texts()), address in option::of(any_texts()),
        coordinates in option::of((decimal(90), decimal(180), any::<bool>())),
        organisers in vec(any_id(), 0..3), source in option::of(any_source()), sequence in any::<u32>(), leader in any::<bool>(),
        report in option::of(any_report()),
        series in option::of((any_repeat(), any::<bool>()).prop_map(|(repeat, apart)| Occurrence { day: repeat.from, repeat, apart })),
        (at, reason) in (option::of(any_instant()), option::of(any_texts())),
    ) -> ActionDetail {
        let called_off = (action.state == ActionState::Cancelled).then_some(CalledOff { at, reason });
        let (hours, cover) = (HoursRule::default(), if leader { CoverRule::LeaderAgrees } else { CoverRule::Free });
        let coordinates = coordinates.map(|(lat, lon, coarse)| Coordinates { lat, lon, coarse });
        let organisers = organisers.iter().map(|organiser| id(organiser)).collect();
        ActionDetail { action, about, requirements, meeting, address, coordinates, organisers, source, sequence, hours, cover, series, report, called_off }
    }
}

fn any_gift() -> impl Strategy<Value = Gift> {
    (any_texts(), any::<i64>(), any::<bool>(), any_texts(), any_partial_date(), option::of(any_source()))
        .prop_map(|(what, value, about, unit, as_of, source)| Gift { what, value, about, unit, as_of, source })
}

prop_compose! {
    pub fn any_organisation()(
        (id, rev, name, demo) in (any_id(), any::<u64>(), any_texts(), any::<bool>()),
        kind in prop::sample::select(vec![
            OrganisationKind::Fund, OrganisationKind::LegalEntity, OrganisationKind::SocialShop,
            OrganisationKind::VolunteerOrganisation, OrganisationKind::Centre, OrganisationKind::Institution,
        ]),
        directions in prop::sample::subsequence(&Direction::ALL[..], 0..4),
        (district, address, does) in (option::of("[a-z_]{1,9}"), option::of(any_texts()), option::of(any_texts())),
        (hours, phone, website) in (option::of(any_texts()), option::of(Just("+77252000000")), option::of("[a-z]{1,8}")),
        needs in vec((any_texts(), option::of(any_texts())), 0..3), gave in vec(any_gift(), 0..3),
        as_of in option::of(any_partial_date()), source in option::of(any_source()),
    ) -> Organisation {
        let website = website.map(|host| WebLink::new(&format!("https://{host}.kz")).expect("a link"));
        let needs = needs.into_iter().map(|(what, amount)| Need { what, amount }).collect();
        let (id, phone) = (self::id(&id), phone.map(str::to_owned));
        Organisation { id, rev, kind, name, directions, district, address, does, hours, phone, website, needs, gave, as_of, source, demo }
    }
}

prop_compose! {
    pub fn any_indicator()(
        (id, rev, name, about, demo) in (any_id(), any::<u64>(), any_texts(), any::<bool>(), any::<bool>()),
        value in option::of(decimal(1_000_000_000)), unit in option::of(any_texts()), definition in option::of(any_texts()),
        as_of in any_partial_date(), source in option::of(any_source()), front in option::of(any::<u8>()),
    ) -> Indicator {
        Indicator { id: self::id(&id), rev, name, value, about, unit, definition, as_of, source, front, demo }
    }
}

prop_compose! {
    pub fn any_signup()(
        (id, action, shift, rev) in (any_id(), any_id(), any_id(), any::<u64>()),
        standing in prop_oneof![
            Just(SignupState::Confirmed),
            Just(SignupState::Withdrawn),
            Just(SignupState::Lapsed),
            any_instant().prop_map(|until| SignupState::Offered { until }),
            any::<u32>().prop_map(|position| SignupState::Waitlisted { position }),
        ],
        made_at in any_instant(), decided_at in any_instant(), guardian in any_guardian(),
        cover in prop::sample::select(vec![None, Some(Cover::Asked), Some(Cover::Open)]),
    ) -> Signup {
        Signup { id: self::id(&id), rev, action: self::id(&action), shift: self::id(&shift), standing, made_at, decided_at, guardian, cover }
    }
}

prop_compose! {
    pub fn any_person()(
        id in any_id(), name in option::of("[А-Яа-яӘәІі ]{1,20}"),
        contact in prop_oneof!["7[067][0-9]{8}", "[a-z]{1,8}@[a-z]{1,8}\\.kz"],
        age_class in option::of(any_age()),
        roles in prop::sample::subsequence(
            vec![Role::Volunteer, Role::ShiftLeader, Role::Coordinator, Role::AssociationLeader, Role::Auditor, Role::Administrator], 1..=6,
        ),
        lang in prop::sample::select(&Lang::ALL[..]),
    ) -> Person {
        Person { id: self::id(&id), name, contact: Contact::parse(&contact).expect("a contact"), age_class, roles, lang }
    }
}
