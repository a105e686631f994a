//! The rules of notices: reminded once and only in time, nobody woken up, each wish for itself, and nothing told that is no longer true.

mod support;

use meyirim::{
    i18n::{InLanguages, Place, catalogue, notices::Letters},
    model::{
        Action, ActionDetail, ActionState, Instant, Lang, NoticeKind, Shift, SignupState, Texts, Wishes, Zone,
        instant::{DAY, HOUR, MINUTE},
        notice::{Channel, Facts, due, holds, of_change, reminds_at},
    },
};
use proptest::prelude::*;
use std::collections::BTreeSet;
use support::*;

fn hub() -> Zone {
    Zone::fixed("Asia/Almaty", 5 * 3600)
}

const REMINDERS: [NoticeKind; 2] = [NoticeKind::DayBefore, NoticeKind::TwoHours];

fn action(state: ActionState, shifts: Vec<Shift>) -> Action {
    let json: serde_json::Value = serde_json::from_str(&fixture("action")).expect("JSON");
    let action: Action = serde_json::from_value(json["action"].clone()).expect("an action");
    Action { state, shifts, ..action }
}

fn a_shift(starts: Instant) -> Shift {
    let json: serde_json::Value = serde_json::from_str(&fixture("action")).expect("JSON");
    let first: Shift = serde_json::from_value(json["action"]["shifts"][0].clone()).expect("a shift");
    Shift { starts, ends: starts.plus(2 * HOUR), ..first }
}

#[test]
fn by_the_clock_on_the_wall() {
    let at = |kind, starts| reminds_at(kind, at(starts), &hub()).expect("a reminder").to_string();
    assert_eq!(at(NoticeKind::DayBefore, "2026-11-28T10:00:00+05:00"), "2026-11-27T05:00:00Z");
    assert_eq!(at(NoticeKind::TwoHours, "2026-11-28T10:00:00+05:00"), "2026-11-28T03:00:00Z");
    // At night: at eight in the evening before, which for an early shift is less than a day.
    assert_eq!(at(NoticeKind::DayBefore, "2026-11-28T22:00:00+05:00"), "2026-11-27T15:00:00Z");
    assert_eq!(at(NoticeKind::DayBefore, "2026-11-28T07:59:00+05:00"), "2026-11-27T15:00:00Z");
    assert_eq!(at(NoticeKind::DayBefore, "2026-11-28T00:30:00+05:00"), "2026-11-27T15:00:00Z");
    assert_eq!(at(NoticeKind::DayBefore, "2026-11-28T08:00:00+05:00"), "2026-11-27T03:00:00Z");
    for kind in [NoticeKind::Offer, NoticeKind::Changed, NoticeKind::Cancelled] {
        assert_eq!(reminds_at(kind, Instant(0), &hub()), None);
    }
}

proptest! {
    #[test]
    fn a_change_tells_what_concerns_whoever_has_a_place(before in any_detail(), state in any_action().prop_map(|other| other.state), change in 0..4usize, at: prop::sample::Index) {
        use ActionState::{Cancelled, Published};
        let mut after = ActionDetail { action: Action { state, ..before.action.clone() }, ..before.clone() };
        let changed = at.index(before.action.shifts.len());
        match change {
            1 => after.action.shifts[changed].starts = after.action.shifts[changed].starts.plus(-1),
            2 => drop(after.action.shifts.remove(changed)),
            3 => after.meeting = Texts::new(None, None, Some(if before.meeting.is_some() { "elsewhere, and not there" } else { "here" })),
            _ => {}
        }
        // An action has no two shifts by one id.
        let ids: BTreeSet<_> = before.action.shifts.iter().map(|shift| &shift.id).collect();
        prop_assume!(ids.len() == before.action.shifts.len());
        for (at, shift) in before.action.shifts.iter().enumerate() {
            let it = at == changed;
            let expected = match (before.action.state, state) {
                (Published, Cancelled) => Some(NoticeKind::Cancelled),
                (Cancelled, Published) => (change != 2 || !it).then_some(NoticeKind::Reinstated),
                (Cancelled, Cancelled) => None,
                (Published, Published) if change == 3 || (change == 1 && it) => Some(NoticeKind::Changed),
                (Published, Published) => (change == 2 && it).then_some(NoticeKind::Cancelled),
            };
            prop_assert_eq!(of_change(&before, Some(&after), shift), expected);
            prop_assert_eq!(of_change(&before, Some(&before), shift), None);
            let removed = (before.action.state == Published).then_some(NoticeKind::Cancelled);
            prop_assert_eq!(of_change(&before, None, shift), removed);
        }
    }
}

proptest! {
    /// Always on the local day before, never at night, and with time left.
    #[test]
    fn nobody_is_woken_up(starts in 1_700_000_000_000_i64..1_900_000_000_000, east in -12_i32..14) {
        let zone = Zone::fixed("x", east * 3600);
        let starts = Instant(starts / MINUTE * MINUTE);
        let at = reminds_at(NoticeKind::DayBefore, starts, &zone).expect("a reminder");
        prop_assert!((8..22).contains(&zone.local(at).hour()));
        prop_assert_eq!(zone.day_number(at) + 1, zone.day_number(starts));
        prop_assert!(starts.0 - at.0 >= 4 * HOUR && starts.0 - at.0 <= DAY + 4 * HOUR);
    }

    /// A hub that looks again and again finds one stretch of time in which a reminder is due: after its moment, before the shift, and not for who joined later.
    #[test]
    fn due_once_and_only_in_time(start in 0_i64..96, joined in -80_i64..96, step in 1_i64..120) {
        let starts = Instant(1_764_000_000_000 + start * HOUR / 2);
        let joined = Instant(1_764_000_000_000 + joined * HOUR);
        for kind in REMINDERS {
            let at = reminds_at(kind, starts, &hub()).expect("a reminder");
            let mut stretches = 0;
            let mut before = false;
            let mut now = at.plus(-3 * HOUR);
            while now < starts.plus(HOUR) {
                let is_due = due(kind, starts, joined, &hub(), now);
                prop_assert!(!is_due || (joined <= at && at <= now && now < starts));
                stretches += usize::from(is_due && !before);
                before = is_due;
                now = now.plus(step * MINUTE);
            }
            prop_assert!(stretches <= 1);
            prop_assert_eq!(due(kind, starts, joined, &hub(), at), joined <= at);
        }
    }

    /// One wish changes one thing.
    #[test]
    fn wishes(kind in 0_usize..NoticeKind::WISHES.len(), push in any::<bool>(), wanted in any::<bool>()) {
        let (kind, channel) = (NoticeKind::WISHES[kind], Channel::ALL[usize::from(push)]);
        let changed = Wishes::default().with(kind, channel, wanted);
        for other in NoticeKind::WISHES {
            for by in Channel::ALL {
                let expected = if (other, by) == (kind, channel) { wanted } else { Wishes::default().wants(other, by) };
                prop_assert_eq!(changed.wants(other, by), expected);
            }
        }
        let text = serde_json::to_string(&changed).expect("JSON");
        prop_assert_eq!(serde_json::from_str::<Wishes>(&text).expect("wishes"), changed);
    }

    /// Whatever happened meanwhile: who has left hears nothing of a shift that takes place, what is over is never told, a reminder is of the time that holds, and of two
    /// changes only the latest is told.
    #[test]
    fn only_what_is_true(
        kind in 0_usize..NoticeKind::ALL.len(),
        standing in 0_usize..6,
        called_off in any::<bool>(),
        there in any::<bool>(),
        version in 0_i64..4,
        last in 0_i64..4,
        hours in -30_i64..30,
    ) {
        let now = Instant(1_764_000_000_000);
        let kind = NoticeKind::ALL[kind];
        let shift = a_shift(now.plus(hours * HOUR));
        let until = now.plus(HOUR);
        let standing = [
            None,
            Some(SignupState::Confirmed),
            Some(SignupState::Waitlisted { position: 1 }),
            Some(SignupState::Withdrawn),
            Some(SignupState::Lapsed),
            Some(SignupState::Offered { until }),
        ][standing];
        let action = action(if called_off { ActionState::Cancelled } else { ActionState::Published }, vec![shift.clone()]);
        let facts = Facts { action: Some(&action), shift: there.then_some(&shift), last_change: last, standing, ends: shift.ends };
        let live = matches!(standing, Some(SignupState::Confirmed | SignupState::Waitlisted { .. } | SignupState::Offered { .. }));
        let told = holds(kind, version, &facts, now);
        prop_assert!(!told || now < shift.ends);
        let of_the_past = matches!(kind, NoticeKind::StandIn | NoticeKind::Covered | NoticeKind::ConsentEnded);
        prop_assert!(!told || live || !there || of_the_past, "who has left");
        match kind {
            NoticeKind::Changed | NoticeKind::Reinstated => prop_assert_eq!(told, live && there && !called_off && version >= last && now < shift.ends),
            NoticeKind::Cancelled => prop_assert_eq!(told, ((live && called_off) || !there) && version >= last && now < shift.ends),
            // To whoever has no place, while one can be had.
            NoticeKind::StandIn => prop_assert_eq!(told, !live && there && !called_off && now < shift.starts && !shift.seats.is_full()),
            NoticeKind::Covered | NoticeKind::ConsentEnded => {
                prop_assert_eq!(told, standing == Some(SignupState::Withdrawn) && there && !called_off && now < shift.ends);
            }
            // Of another moment than the one that holds.
            _ => prop_assert!(!told),
        }
        let confirmed = standing == Some(SignupState::Confirmed);
        let reminded = holds(NoticeKind::TwoHours, shift.starts.0, &facts, now);
        prop_assert_eq!(reminded, confirmed && there && !called_off && now < shift.starts);
        let offered = matches!(standing, Some(SignupState::Offered { .. }));
        prop_assert_eq!(holds(NoticeKind::Offer, until.0, &facts, now), offered && !called_off);
        prop_assert!(!holds(NoticeKind::Offer, until.0, &facts, until));
    }
}

#[test]
fn by_name() {
    for kind in NoticeKind::ALL {
        assert_eq!(NoticeKind::from_key(kind.key()), Some(kind));
        assert_eq!(serde_json::to_value(kind).expect("JSON"), kind.key());
    }
    assert_eq!(NoticeKind::from_key("birthday"), None);
    let usual = Wishes::default();
    assert!(!usual.wants(NoticeKind::TwoHours, Channel::Email) && usual.wants(NoticeKind::TwoHours, Channel::Push));
}

/// Every kind has words of its own, in each language, with the title in them.
#[test]
fn words() {
    assert_eq!(<Letters as InLanguages>::ALL.len(), 3);
    for lang in Lang::ALL {
        let (words, letters) = (&catalogue(lang).notices, Place::<Letters>::of(lang));
        let mut headings: Vec<String> = NoticeKind::ALL.iter().map(|kind| (letters.heading)(*kind, "«Badam»")).collect();
        assert!(headings.iter().all(|heading| heading.contains("«Badam»")));
        assert!(NoticeKind::ALL.iter().all(|kind| (letters.first)(*kind, "Badam", "2").contains("Badam")));
        headings.sort();
        headings.dedup();
        assert_eq!(headings.len(), NoticeKind::ALL.len(), "{lang:?}");
        let mut kinds = words.kinds.to_vec();
        kinds.sort_unstable();
        kinds.dedup();
        assert_eq!(kinds.len(), NoticeKind::WISHES.len());
        let mut lines: Vec<_> = NoticeKind::ALL.iter().map(|kind| (words.line)(*kind)).collect();
        lines.sort_unstable();
        lines.dedup();
        assert_eq!(lines.len(), NoticeKind::ALL.len(), "{lang:?}");
    }
}
