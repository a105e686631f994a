//! Records as they lie on people's devices.
//!
//! The cache is postcard: compact, and without field names, so that a field added, removed or moved in `model` makes old bytes mean
//! something else, silently. The pinned bytes below notice it. **When one of them fails, raise `FORMAT` in `src/store/records.rs`** (the
//! cache is then dropped and filled anew) and pin the new bytes. The outbox is JSON and is never dropped: what is pinned of it
//! must be readable for ever; add new pins beside the old ones.

mod support;

use meyirim::{
    api::{ApiError, Problem, ProblemKind},
    model::{
        Action, ActionDetail, Campaign, Guardian, Indicator, NewsItem, Organisation, Person, Signup, campaign::CampaignKind,
        member::Member, participation::Participation,
    },
    outbox::{Act, Entry, Standing},
};
use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::fmt::Debug;
use support::*;

fn round<T: Serialize + DeserializeOwned + PartialEq + Debug>(record: &T) {
    let bytes = postcard::to_allocvec(record).expect("writes");
    let (read, rest) = postcard::take_from_bytes::<T>(&bytes).expect("reads");
    assert_eq!(&read, record);
    assert!(rest.is_empty(), "bytes were left over");
    let wire = serde_json::to_string(record).expect("writes");
    assert_eq!(&serde_json::from_str::<T>(&wire).expect("reads"), record, "and the same on the wire");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..support::config() })]

    #[test]
    fn actions_come_back(record in any_action()) { round(&record) }
    #[test]
    fn details_come_back(record in any_detail()) { round(&record) }
    #[test]
    fn organisations_come_back(record in any_organisation()) { round(&record) }
    #[test]
    fn indicators_come_back(record in any_indicator()) { round(&record) }
    #[test]
    fn signups_come_back(record in any_signup()) { round(&record) }
    #[test]
    fn persons_come_back(record in any_person()) { round(&record) }

    /// A chunk of the listing, as the store writes it.
    #[test]
    fn chunks_come_back(records in prop::collection::vec(any_action(), 0..4)) { round(&records) }

    /// A row damaged on disk is missing, not a crash. (Bytes that happen to be a record are one.)
    #[test]
    fn damaged_rows_are_no_crash(record in any_action(), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut bytes = postcard::to_allocvec(&record).expect("writes");
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = postcard::from_bytes::<Action>(&bytes);
        bytes.truncate(cut.index(bytes.len()));
        let _ = postcard::from_bytes::<Action>(&bytes);
        let _ = postcard::from_bytes::<Vec<Organisation>>(&bytes);
    }

    #[test]
    fn soup_is_no_record(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = postcard::from_bytes::<Vec<Action>>(&bytes);
        let _ = postcard::from_bytes::<ActionDetail>(&bytes);
        let _ = postcard::from_bytes::<Person>(&bytes);
        let _ = postcard::from_bytes::<Vec<Signup>>(&bytes);
    }
}

// --- Pinned ------------------------------------------------------------------------------------------------------------------------------

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The record from its JSON, its bytes against the pin, and the pin read back.
fn pinned<T: Serialize + DeserializeOwned + PartialEq + Debug>(json: Value, pin: &str) {
    let record: T = serde_json::from_value(json).expect("a record");
    let written = hex(&postcard::to_allocvec(&record).expect("writes"));
    assert_eq!(
        written,
        pin.split_whitespace().collect::<String>(),
        "\nThe layout of {} on people's devices has changed. If that is meant: raise FORMAT in src/store/records.rs, then pin the new bytes here.",
        std::any::type_name::<T>()
    );
    let bytes: Vec<u8> = (0..written.len()).step_by(2).map(|at| u8::from_str_radix(&written[at..at + 2], 16).expect("hex")).collect();
    assert_eq!(postcard::from_bytes::<T>(&bytes).expect("reads"), record);
}

fn action() -> Value {
    json!({
        "id": "a1", "rev": 300, "state": "cancelled", "title": { "kk": "Ақ", "ru": null, "en": "B" }, "direction": "taza_alem",
        "district": "abay", "place": { "ru": "Я" }, "organiser": "o1",
        "shifts": [{
            "id": "s1", "role": { "en": "T" }, "starts": "2026-12-05T05:00:00Z", "ends": "2026-12-05T08:00:00.001Z",
            "seats": { "needed": 5, "most": 200, "taken": 3, "waiting": 1 }, "withdraw_until": "2026-12-04T13:00:00Z",
        }],
        "youngest": "14_17", "hazards": ["heavy_or_harmful"], "waitlist": true, "demo": false, "series": "w1",
    })
}

#[test]
fn an_action() {
    pinned::<Action>(
        action(),
        "026131ac02010104d090d29b000101420201046162617901000102d0af0001026f310102733101000001015480a296c9c86882d0bcd3c8 \
         6805c80103010180829f92c868010101010001027731",
    );
}

#[test]
fn a_detail() {
    pinned::<ActionDetail>(
        json!({
            "action": action(), "about": { "kk": "Ә" }, "requirements": [{ "en": "R" }], "meeting": null, "address": { "ru": "У" },
            "coordinates": { "lat": 42.5, "lon": 69.5, "coarse": true }, "organisers": ["o1", "o2"],
            "source": { "publisher": "P", "url": "https://p.kz", "published": "2025-05" }, "sequence": 2,
            "series": { "day": "2026-12-05", "repeat": { "from": "2026-12-05", "until": "2027-01-31", "every": 2, "on": { "weekly": [6] } }, "apart": true },
            "report": { "came": 9, "minutes": 300, "done": { "ru": "Ж" }, "figures": [{ "what": { "en": "N" }, "count": 40 }], "at": "2026-12-05T09:00:00Z" },
            "called_off": { "at": "2026-12-05T09:00:00Z", "reason": { "ru": "Ж" } },
        }),
        "026131ac02010104d090d29b000101420201046162617901000102d0af0001026f310102733101000001015480a296c9c86882d0bcd3c8 \
         6805c80103010180829f92c868010101010001027731010102d39800000100000101520001000102d0a30001000000000040454000000000006051 \
         400102026f31026f320101500c68747470733a2f2f702e6b7a0107323032352d3035020f006400010a323032362d31322d30350a323032362d31322d30350a \
         323032372d30312d333102000106010109ac0201000102d0960001000001014e28808af4d6c8680101808af4d6c868010001 \
         02d09600",
    );
}

/// Sealed, but in the same form as the cache.
#[test]
fn a_member() {
    pinned::<Member>(
        json!({
            "id": "m1", "rev": 7, "name": "Әсел", "phone": "+77011234567", "email": "a@b.kz", "standing": "paused", "age_class": "14_17", "district": "abay",
            "guardian": null, "since": "2024-09", "directions": ["bilim", "umit"], "skills": [], "languages": ["қазақша"], "groups": ["Эко"], "tags": [],
        }),
        "026d31070108d398d181d0b5d0bb010c2b373730313132333435363701066140622e6b7a0102010101046162617900000107323032342d30 \
         3902050600010ed29bd0b0d0b7d0b0d29bd188d0b00106d0add0bad0be00000000",
    );
}

/// Sealed with the list.
#[test]
fn what_is_known_besides() {
    pinned::<Participation>(
        json!({ "member": "m1", "minutes": 90, "times": 2, "last_seen": "2026-11-22T05:41:07Z", "coming": 1, "parent_until": null, "roles": ["shift_leader"] }),
        "026d315a0201f084ae9cc06801000101",
    );
}

#[test]
fn an_organisation() {
    pinned::<Organisation>(
        json!({
            "id": "o1", "rev": 1, "kind": "social_shop", "name": { "kk": "Ү" }, "directions": ["saulyq", "other"], "district": null,
            "address": { "kk": "А" }, "does": null, "hours": { "en": "H" }, "phone": "+77252000000", "website": "http://o.kz",
            "needs": [{ "what": { "en": "W" }, "amount": { "en": "1" } }],
            "gave": [{ "what": { "en": "G" }, "value": -1, "about": true, "unit": { "en": "U" }, "as_of": "2021", "source": null }],
            "as_of": "2026-01-02", "source": null, "demo": true,
        }),
        "026f3101020102d2ae000002010700010102d090000000010000010148010c2b3737323532303030303030010b687474703a2f2f6f2e6b \
         7a01000001015701000001013101000001014701010000010155043230323100010a323032362d30312d30320001",
    );
}

#[test]
fn an_indicator() {
    pinned::<Indicator>(
        json!({
            "id": "i1", "rev": 2, "name": { "en": "N" }, "value": 96.5, "about": false, "unit": { "en": "%" }, "definition": { "en": "D" },
            "as_of": "2021-06", "source": null, "front": 3, "demo": false,
        }),
        "02693102000001014e0100000000002058400001000001012501000001014407323032312d303600010300",
    );
}

#[test]
fn a_campaign() {
    pinned::<Campaign>(
        json!({
            "id": "c1", "rev": 2, "kind": "housing", "title": { "en": "T" }, "summary": { "en": "S" }, "direction": "bilim", "unit": { "en": "U" }, "definition": { "en": "D" },
            "target": 300, "achieved": { "value": 5, "about": true, "as_of": "2021-06" }, "begins": "2021", "ends": null, "organiser": "o1",
            "source": { "publisher": "P", "url": "https://p.kz", "published": null }, "wall": true, "demo": false,
        }),
        "026331020300000101540000010153010501000001015501000001014401ac0201050107323032312d30360104323032310001026f310101500c68747470733a2f2f702e6b7a000100",
    );
}

/// "Other" is also what a kind of tomorrow reads as; on a device it stays what it is.
#[test]
fn every_kind_of_campaign() {
    let one: Campaign = serde_json::from_str(&fixture("campaign")).expect("a campaign");
    for kind in CampaignKind::ALL {
        round(&Campaign { kind, ..one.clone() });
    }
}

#[test]
fn a_news_item() {
    pinned::<NewsItem>(
        json!({
            "id": "n1", "rev": 2, "title": { "en": "T" }, "text": { "en": "S" }, "published": "2026-11-22T05:41:07.120Z", "until": "2026-11-23T05:41:07Z",
            "source": null, "organisation": "o1", "demo": true,
        }),
        "026e310200000101540000010153e086ae9cc06801f0f4e0eec0680001026f3101",
    );
}

#[test]
fn a_signup() {
    pinned::<Signup>(
        json!({
            "id": "u1", "rev": 3, "action": "a1", "shift": "s1", "standing": { "waitlisted": { "position": 2 } },
            "made_at": "2026-11-22T05:41:07.120Z", "decided_at": "2026-11-22T09:02:33Z", "guardian": "present",
        }),
        "027531030261310273310102e086ae9cc068d0b0f1a7c068010100",
    );
}

#[test]
fn a_person() {
    pinned::<Person>(
        json!({ "id": "p1", "name": "Ә", "contact": "+77010000001", "age_class": "under_14", "roles": ["volunteer", "auditor"], "lang": "ru" }),
        "0270310102d3980c2b3737303130303030303031010002000401",
    );
}

// --- The outbox: for ever ------------------------------------------------------------------------------------------------------------------

/// What version 1 wrote. Never change these; a later version must read them as meant here.
#[test]
fn entries_of_version_one_stay_readable() {
    let join = r#"{"version":1,"key":"1764000000000-4f7c","owner":"p1","act":{"join":{"action":"a1","shift":"s1","or_wait":true,"guardian":"written_consent"}},"made_at":"2026-11-22T05:41:07.12Z","tries":0,"standing":{"waiting":{"not_before":"2026-11-22T05:41:07.12Z"}}}"#;
    let leave = r#"{"version":1,"key":"1764000000001-9a0b","owner":"p1","act":{"leave":{"action":"a1","shift":"s1"}},"made_at":"2026-11-22T05:41:08Z","tries":2,"standing":"sign_in_needed"}"#;
    let wedged = r#"{"version":1,"key":"1764000000002-0001","owner":"p1","act":{"join":{"action":"a1","shift":"s1","or_wait":false,"guardian":null}},"made_at":"2026-11-22T05:41:09Z","tries":1,"standing":{"wedged":{"why":{"Problem":{"problem":{"type":"/problems/full","status":409,"title":"Every place is taken","position":3},"retry_after":null}},"at":"2026-11-22T09:00:00Z"}}}"#;
    let mark = r#"{"version":1,"key":"1764000000003-0002","owner":"p1","act":{"mark":{"action":"a1","shift":"s1","name":"Айгүл","mark":{"id":"m1","person":"p2","what":{"in":{"how":"pass"}},"at":"2026-11-22T05:41:09Z"}}},"made_at":"2026-11-22T05:41:09Z","tries":0,"standing":{"waiting":{"not_before":"2026-11-22T05:41:09Z"}}}"#;
    let own = r#"{"version":1,"key":"1764000000004-0003","owner":"p1","act":{"mark_me":{"action":"a1","shift":"s1","mark":{"id":"m2","what":{"disputed":{"reason":"no"}},"at":"2026-11-22T05:41:09Z"}}},"made_at":"2026-11-22T05:41:09Z","tries":0,"standing":"sign_in_needed"}"#;
    let read = |text: &str| serde_json::from_str::<Entry>(text).expect("reads");
    let act = |or_wait, guardian| Act::Join { action: id("a1"), shift: id("s1"), or_wait, guardian };
    let mut first =
        Entry::new("1764000000000-4f7c".to_owned(), id("p1"), act(true, Some(Guardian::WrittenConsent)), at("2026-11-22T05:41:07.12Z"));
    assert_eq!(read(join), first);
    first.key = "1764000000001-9a0b".to_owned();
    let second = read(leave);
    assert_eq!((second.act, second.tries, second.standing), (Act::Leave { action: id("a1"), shift: id("s1") }, 2, Standing::SignInNeeded));
    let why = ApiError::Problem {
        problem: Problem { position: Some(3), ..Problem::new(ProblemKind::Full, "Every place is taken") }.into(),
        retry_after: None,
    };
    assert_eq!(read(wedged).standing, Standing::Wedged { why, at: at("2026-11-22T09:00:00Z") });
    for text in [join, leave, wedged, mark, own] {
        assert_eq!(
            serde_json::to_string(&read(text)).expect("writes"),
            text,
            "version 1 writes what is pinned; else raise VERSION in src/outbox/entry.rs and add pins"
        );
    }
}
