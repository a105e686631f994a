//! Calling off: the reason as it is kept, from when on nobody is checked in, and the text message to those without an account.

mod support;

use meyirim::{
    i18n::called_off::{because, written},
    model::{
        ActionDetail, ActionState, Instant, Lang, Texts, Zone,
        called_off::{About, CalledOff, LONGEST, clean, is_closed, settle, too_long},
        message::{Channel, Languages, Written, faults},
    },
};
use proptest::{option, prelude::*};
use support::{any_detail, any_texts, config};

const NOW: Instant = Instant(1_800_000_000_000);

fn texts(kk: &str, ru: &str) -> Texts {
    Texts::new(Some(kk), Some(ru), None).expect("texts")
}

fn off(mut detail: ActionDetail, reason: Option<Texts>) -> ActionDetail {
    detail.action.state = ActionState::Cancelled;
    detail.called_off = Some(CalledOff { at: Some(NOW), reason });
    detail
}

#[test]
fn a_reason_is_one_short_line() {
    let reason = clean(&texts("  Дауыл\n\n\tсоғады \u{202e}", "Штормовое\u{7}предупреждение")).expect("a reason");
    assert_eq!((reason.get(Lang::Kk), reason.get(Lang::Ru)), (Some("Дауыл соғады"), Some("Штормовоепредупреждение")));
    assert_eq!(too_long(&texts("а", &"б".repeat(LONGEST))), None);
    assert_eq!(too_long(&texts("а", &"б".repeat(LONGEST + 1))), Some(Lang::Ru));
    assert_eq!(too_long(&texts(&"🌪".repeat(1_000), "б")), Some(Lang::Kk));
    assert_eq!(too_long(&texts(&format!("а{}б", " ".repeat(1_000)), "в")), None, "what is not kept does not count");
    assert_eq!(
        because(&Texts::new(Some("Дауыл"), None, None).expect("a text"), Lang::En),
        "Reason: Дауыл",
        "one language stands in for another"
    );
}

#[test]
fn what_is_told_holds_or_does_not() {
    use ActionState::{Cancelled, Published};
    for about in About::ALL {
        assert_eq!(About::from_key(about.key()), Some(about));
        assert_ne!(about.holds(Some(Published)), about.holds(Some(Cancelled)));
        assert_eq!(about.holds(None), about == About::CalledOff, "what was taken out is as good as called off");
    }
}

#[test]
fn each_hears_what_is_news_to_them() {
    use About::{CalledOff, Held, Moved};
    for knows in [false, true] {
        let moved = (!knows).then_some(Moved);
        for last in [None, Some((Held, true)), Some((Moved, false))] {
            assert_eq!(CalledOff.news(last, knows), Some(CalledOff));
            assert_eq!((Held.news(last, knows), Moved.news(last, knows)), (moved, moved), "who has not heard that it was off");
        }
        assert_eq!(CalledOff.news(Some((CalledOff, true)), knows), None, "not twice");
        assert_eq!(CalledOff.news(Some((CalledOff, false)), knows), Some(CalledOff), "unless it could not be sent");
        for sent in [false, true] {
            assert_eq!(Held.news(Some((CalledOff, sent)), knows), Some(Held));
            assert_eq!(Moved.news(Some((CalledOff, sent)), knows), Some(Held), "first of all that it takes place");
        }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn it_says_so_only_where_it_is_off(after in any_detail(), was_off: bool, reason in option::of(any_texts()), was_there: bool) {
        let mut before = after.clone();
        before.action.state = if was_off { ActionState::Cancelled } else { ActionState::Published };
        before.called_off = was_off.then_some(CalledOff { at: Some(NOW.plus(-1)), reason });
        let mut settled = after.clone();
        settle(was_there.then_some(&before), &mut settled, NOW);
        prop_assert_eq!(settled.called_off.is_some(), after.action.state == ActionState::Cancelled);
        if let Some(off) = &settled.called_off {
            let known = before.off().filter(|_| was_there);
            prop_assert_eq!(off.at, known.as_ref().map_or(Some(NOW), |known| known.at), "whatever a client says of when");
            if let Some(given) = &after.called_off {
                prop_assert_eq!(&off.reason, &given.reason.as_ref().and_then(clean));
            }
            let mut silent = ActionDetail { called_off: None, ..settled.clone() };
            settle(Some(&settled), &mut silent, NOW.plus(1));
            prop_assert_eq!(&silent, &settled, "who does not speak of it changes nothing of it");
        }
        let mut held = settled.clone();
        held.action.state = ActionState::Published;
        settle(Some(&settled), &mut held, NOW);
        prop_assert!(held.off().is_none() && !is_closed(&held, NOW));
    }

    #[test]
    fn who_came_before_was_there(detail in any_detail(), minutes in 1i64..1_000) {
        let detail = off(detail, None);
        prop_assert!(is_closed(&detail, NOW) && is_closed(&detail, NOW.plus(minutes * 60_000)));
        prop_assert!(!is_closed(&detail, NOW.plus(-minutes * 60_000)));
    }

    /// Whatever titles and reasons say: the hub sends nothing that it would not take from somebody.
    #[test]
    fn a_text_message_is_one_that_may_be_sent(detail in any_detail(), reason in "\\PC{1,220}|[🌪👩‍🚒🇰🇿{}]{1,210}|[{a-z}]{1,200}") {
        let detail = off(detail, Texts::new(Some(&reason), None, None));
        let zone = Zone::fixed("Asia/Almaty", 5 * 3_600);
        for about in About::ALL {
            for shift in &detail.action.shifts {
                let all: Languages = Lang::ALL.into_iter().map(|lang| (lang, written(about, &detail, shift, lang, &zone, NOW))).collect();
                prop_assert_eq!(faults(&all, &[Channel::Text]), Default::default());
                let is_plain = |written: &Written| !written.body.contains(['{', '}', '\n']);
                prop_assert!(all.values().all(is_plain));
            }
        }
    }
}
