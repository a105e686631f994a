//! The chain of the audit: whatever is done to it is found, at the first entry that is not as it was.

use meyirim::{
    i18n::catalogue,
    model::{
        Instant, Lang,
        audit::{Broken, Check, Entry, Link, What, check},
    },
};
use proptest::{collection::vec, prelude::*};
use std::collections::BTreeSet;

fn entry(person: &str, act: What, subject: &str, details: &str) -> Entry {
    Entry {
        seq: 0,
        at: Instant(1_764_400_000_123),
        person: person.to_owned(),
        roles: "auditor,volunteer".to_owned(),
        act: act.key().to_owned(),
        subject: subject.to_owned(),
        details: details.to_owned(),
        prev: String::new(),
        hash: String::new(),
    }
}

fn chain(from: Link, entries: Vec<Entry>) -> Vec<Entry> {
    let mut last = from;
    let add = |entry: Entry| {
        let entry = entry.after(&last);
        last = entry.link();
        entry
    };
    entries.into_iter().map(add).collect()
}

fn some() -> impl Strategy<Value = Vec<Entry>> {
    let one = ("[a-z]{1,8}", 0..What::ALL.len(), "[a-z0-9]{0,8}", "[0-9]{1,4}");
    let one = one.prop_map(|(person, act, subject, number)| entry(&person, What::ALL[act], &subject, &format!("{{\"n\":{number}}}")));
    vec(one, 2..12).prop_map(|entries| chain(Link::start(), entries))
}

/// By hand: `printf 'meyirim-audit-1\n1\n...' | sha256sum`. If it fails, chains that were kept can no longer be checked.
#[test]
fn the_hash_is_pinned() {
    let first = entry("p-1", What::MemberViewed, "m-1", "{}").after(&Link::start());
    let text =
        format!("meyirim-audit-1\n1\n2025-11-29T07:06:40.123Z\np-1\nauditor,volunteer\nmember_viewed\nm-1\n{{}}\n{}", "0".repeat(64));
    assert_eq!(first.digest(), sha256(&text));
    assert_eq!(first.hash, "551d19a4d926e13ee217138ea11371e5b45d8cce4968357f11b3802fd59c2a6c");
}

fn sha256(text: &str) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_head_is_written_down_and_read_back() {
    let link = Link { seq: 7, hash: "ab".repeat(32) };
    assert_eq!(link.to_string().parse(), Ok(link.clone()));
    assert_eq!(format!("  7\t{}\n", "AB".repeat(32)).parse(), Ok(link));
    for wrong in [
        "",
        "7",
        "7 abc",
        "x abab",
        &format!("-1 {}", "a".repeat(64)),
        &format!("7 {} more", "a".repeat(64)),
        &format!("7 {}", "g".repeat(64)),
    ] {
        assert_eq!(wrong.parse::<Link>(), Err(()), "{wrong}");
    }
}

#[test]
fn acts_have_words_and_keys_of_their_own() {
    let keys: BTreeSet<_> = What::ALL.map(What::key).into();
    assert_eq!(keys.len(), What::ALL.len());
    for what in What::ALL {
        assert_eq!(What::from_key(what.key()), Some(what));
    }
    for lang in Lang::ALL {
        let words: BTreeSet<_> = What::ALL.map(|what| (catalogue(lang).audit.act)(what)).into();
        assert_eq!(words.len(), What::ALL.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_nobody_touched_is_intact(entries in some(), cut in 0..10_usize) {
        let head = entries[entries.len() - 1].link();
        prop_assert_eq!(check(&Link::start(), &entries, &head), Ok(()));
        // Also from an anchor, after the old ones were cut off.
        let cut = cut.min(entries.len() - 1);
        let anchor = if cut == 0 { Link::start() } else { entries[cut - 1].link() };
        prop_assert_eq!(check(&anchor, &entries[cut..], &head), Ok(()));
    }

    /// One character of one field of one entry.
    #[test]
    fn a_change_is_found(entries in some(), at in any::<prop::sample::Index>(), field in 0..9_usize) {
        let head = entries[entries.len() - 1].link();
        let mut changed = entries.clone();
        let at = at.index(changed.len());
        let one = &mut changed[at];
        match field {
            0 => one.seq += 1,
            1 => one.at = one.at.plus(1),
            2 => one.person.push('x'),
            3 => one.roles.push('x'),
            4 => one.act.push('x'),
            5 => one.subject.push('x'),
            6 => one.details = one.details.replace('{', "{ "),
            7 => one.prev.replace_range(0..1, if one.prev.starts_with('f') { "0" } else { "f" }),
            _ => one.hash.replace_range(0..1, if one.hash.starts_with('f') { "0" } else { "f" }),
        }
        let broken = check(&Link::start(), &changed, &head).expect_err("it is found");
        prop_assert_eq!(broken.seq(), at as u64 + 1);
    }

    /// Made anew with hashes that fit: then the next entry does not follow, or the head is another.
    #[test]
    fn a_forged_entry_is_found(entries in some(), at in any::<prop::sample::Index>()) {
        let head = entries[entries.len() - 1].link();
        let mut forged = entries.clone();
        let at = at.index(forged.len());
        forged[at].person.push('x');
        forged[at].hash = forged[at].digest();
        prop_assert!(check(&Link::start(), &forged, &head).is_err());
    }

    #[test]
    fn a_missing_entry_is_found(entries in some(), at in any::<prop::sample::Index>()) {
        let head = entries[entries.len() - 1].link();
        let mut fewer = entries.clone();
        let at = at.index(fewer.len());
        fewer.remove(at);
        prop_assert_eq!(check(&Link::start(), &fewer, &head), Err(Broken::Missing { seq: at as u64 + 1 }));
    }

    #[test]
    fn swapped_and_slipped_in_entries_are_found(entries in some(), at in any::<prop::sample::Index>(), twice in any::<bool>()) {
        let head = entries[entries.len() - 1].link();
        let mut other = entries.clone();
        let at = at.index(other.len() - 1);
        if twice { other.insert(at, entries[at + 1].clone()) } else { other.swap(at, at + 1) }
        prop_assert!(check(&Link::start(), &other, &head).is_err());
    }

    /// A line feed must not let one entry stand for another.
    #[test]
    fn a_shifted_line_is_no_entry(entries in some()) {
        let mut shifted = entries[0].clone();
        shifted.subject = format!("{}\n{}", shifted.subject, shifted.details);
        shifted.details = String::new();
        let shifted = shifted.after(&Link::start());
        prop_assert_eq!(Check::from(Link::start()).take(&shifted), Err(Broken::Altered { seq: 1 }));
    }

    /// What was written down is held against the anchor too, and what is older than that is not passed over in silence.
    #[test]
    fn an_anchor_is_no_place_to_hide(entries in some(), at in any::<prop::sample::Index>()) {
        let anchor = entries[at.index(entries.len())].link();
        let from = || Check::from(anchor.clone());
        prop_assert!(from().through(Some(anchor.clone())).is_ok());
        let other = Link { seq: anchor.seq, hash: "f".repeat(64) };
        prop_assert_eq!(from().through(Some(other)), Err(Broken::Unwritten { seq: anchor.seq }));
        for seq in 0..anchor.seq + 2 {
            let written = Link { seq, hash: anchor.hash.clone() };
            prop_assert_eq!(from().is_before(&written), seq < anchor.seq);
        }
    }

    /// All of it made anew holds together, and is found out by a head that was written down.
    #[test]
    fn another_chain_is_found_by_what_was_written_down(entries in some(), at in any::<prop::sample::Index>()) {
        let at = at.index(entries.len());
        let written = entries[at].link();
        let mut forged = entries.clone();
        forged[0].person.push('x');
        let forged = chain(Link::start(), forged);
        let head = forged[forged.len() - 1].link();
        prop_assert_eq!(check(&Link::start(), &forged, &head), Ok(()));
        let mut check = Check::from(Link::start()).through(Some(written.clone())).expect("later");
        prop_assert_eq!(forged.iter().try_for_each(|entry| check.take(entry)), Err(Broken::Unwritten { seq: written.seq }));
        // And one that was cut short after it was written down.
        let mut check = Check::from(Link::start()).through(Some(written)).expect("later");
        prop_assert_eq!(entries[..at].iter().try_for_each(|entry| check.take(entry)), Ok(()));
        let head = if at == 0 { Link::start() } else { entries[at - 1].link() };
        prop_assert_eq!(check.end(&head), Err(Broken::Missing { seq: at as u64 + 1 }));
    }
}
