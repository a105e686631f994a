//! A kiosk's day and the marks that are made at it: whom it may expect, by pass and by digits, and what the backend thinks of what it hears.

use crate::{
    hub::{Hub, Place, id, key, kind, shift},
    kiosk::{by, by_phone, day, mark, morning, noted, organisation, paired},
};
use meyirim::{
    api::{ApiError, Fetched, ProblemKind, attendance, kiosk},
    model::{
        ActionState,
        attendance::{How, What},
        instant::{DAY, HOUR, MINUTE, add_days},
        kiosk::day::{InOrOut, Match, Who, typed},
        roll::Roll,
        rotating,
    },
};

crate::on_both!(whom_to_expect, only_what_is_on_at_its_place, noted_by_pass_and_by_seat, a_pass_that_is_not_good, a_clock_a_day_off,);

async fn roll(hub: &Hub, token: &str) -> Roll {
    hub.call(Some(token), attendance::roll(&id("clean"), &shift())).await.expect("the roll")
}

async fn whom_to_expect(place: Place) {
    let (hub, admin) = morning(&place).await;
    hub.action(hub.plan("clean", 1, 5, false)).await;
    let aigul = by_phone(&hub, "Қымбат", "+77011234567").await;
    let marat = hub.adult("marat").await;
    for token in [&aigul, &marat] {
        hub.join(token, "clean", false, &key()).await.expect("joined");
    }
    let (secret, _) = paired(&hub, &admin, "One", None).await;
    let Fetched::New((first, etag)) = hub.call(None, kiosk::day(&secret, None)).await.expect("the day") else { panic!() };
    assert_eq!((first.open.len(), first.expected.len(), first.as_of), (1, 2, first.as_of.max(hub.now().plus(-MINUTE))));
    let zone = &hub.server.app.zone;
    assert_eq!(first.until, zone.start_of(add_days(zone.day(hub.now()), 1)));
    let text = serde_json::to_string(&first).expect("writes");
    assert!(!text.contains("Қымбат") && !text.contains("marat") && !text.contains("7011234567"), "{text}");
    let typed = |last: &str, letter: &str| typed(last, letter).expect("typed");
    let Match::One(her) = first.by_digits(&typed("4567", "q")) else { panic!("{first:?}") };
    assert!(matches!(first.by_pass(&id("p77011234567")), Match::One(same) if same.seat == her.seat));
    assert!(matches!(first.by_pass(&id("marat")), Match::One(him) if him.digits.is_none()), "no phone is known");
    assert_eq!(first.by_digits(&typed("4567", "a")), Match::Nobody);
    assert!(!her.here && !her.left);
    // The same, until something changes.
    let again = hub.call(None, kiosk::day(&secret, etag.as_deref())).await.expect("as it was");
    assert!(matches!(again, Fetched::Unchanged));
    let in_at = hub.now();
    noted(&hub, &secret, &mark("k1", "clean", Who::Seat { seat: her.seat.clone() }, InOrOut::In, in_at)).await.expect("in");
    let Fetched::New((after, _)) = hub.call(None, kiosk::day(&secret, etag.as_deref())).await.expect("changed") else { panic!() };
    assert!(matches!(after.by_digits(&typed("4567", "q")), Match::One(her) if her.here && !her.left));
    // Another device, and another day, have other names for the same.
    let (other, _) = paired(&hub, &admin, "Two", None).await;
    let others = day(&hub, &other).await;
    assert!(others.salt != first.salt && others.expected.iter().all(|one| first.expected.iter().all(|known| known.seat != one.seat)));
    // The code is the shift's own.
    let coordinator_roll = roll(&hub, &admin).await;
    assert_eq!(rotating::code(&first.open[0].code_key, in_at), rotating::code(&coordinator_roll.code_key, in_at));
}

async fn only_what_is_on_at_its_place(place: Place) {
    let (hub, admin) = morning(&place).await;
    organisation(&hub, "eco").await;
    organisation(&hub, "med").await;
    let mut night = by(hub.plan("night", -12, 5, false), "eco");
    night.action.shifts[0].ends = hub.now().plus(HOUR);
    let mut off = by(hub.plan("off", 1, 5, false), "eco");
    off.action.state = ActionState::Cancelled;
    let mut together = by(hub.plan("together", 3, 5, false), "med");
    together.organisers.push(id("eco"));
    let all = [
        by(hub.plan("clean", 1, 5, false), "eco"),
        by(hub.plan("over", -3, 5, false), "eco"),
        by(hub.plan("yesterday", -20, 5, false), "eco"),
        by(hub.plan("tomorrow", 20, 5, false), "eco"),
        by(hub.plan("other", 1, 5, false), "med"),
    ];
    for detail in all.into_iter().chain([night, off, together]) {
        hub.action(detail).await;
    }
    let (secret, _) = paired(&hub, &admin, "One", Some("eco")).await;
    let open = async |secret: &str| {
        let mut open: Vec<String> = day(&hub, secret).await.open.iter().map(|one| one.action.to_string()).collect();
        open.sort();
        open
    };
    assert_eq!(open(&secret).await, ["clean", "night", "over", "together"]);
    let (whole, _) = paired(&hub, &admin, "Two", None).await;
    assert_eq!(open(&whole).await, ["clean", "night", "other", "over", "together"]);
    // Those of the night are still there to be noted as gone, for a while.
    hub.server.app.clock.put_forward(2 * HOUR);
    assert!(open(&secret).await.contains(&"night".to_owned()));
    hub.server.app.clock.put_forward(2 * HOUR);
    assert!(!open(&secret).await.contains(&"night".to_owned()));
}

async fn noted_by_pass_and_by_seat(place: Place) {
    let (hub, admin) = morning(&place).await;
    organisation(&hub, "eco").await;
    hub.action(by(hub.plan("clean", 1, 5, false), "eco")).await;
    hub.action(hub.plan("other", 4, 5, false)).await;
    let (aigul, marat) = (by_phone(&hub, "Айгүл", "+77011234567").await, hub.adult("marat").await);
    for token in [&aigul, &marat] {
        hub.join(token, "clean", false, &key()).await.expect("joined");
        hub.join(token, "other", false, &key()).await.expect("joined");
    }
    let (secret, device) = paired(&hub, &admin, "By the door", Some("eco")).await;
    let token = hub.call(Some(&marat), attendance::pass()).await.expect("a pass").token;
    let pass = Who::Pass { token };
    let list = day(&hub, &secret).await;
    let Match::One(seat) = list.by_pass(&id("p77011234567")) else { panic!() };
    let seat = Who::Seat { seat: seat.seat.clone() };
    let came = hub.now();
    let by_seat = mark("k1", "clean", seat.clone(), InOrOut::In, came);
    for _ in 0..2 {
        noted(&hub, &secret, &by_seat).await.expect("in");
        noted(&hub, &secret, &mark("k2", "clean", pass.clone(), InOrOut::In, came)).await.expect("in");
    }
    let mut people = roll(&hub, &admin).await.people;
    people.sort_by_key(|one| one.name.clone());
    let whats: Vec<_> = people.iter().map(|one| one.marks.iter().map(|mark| mark.what.clone()).collect::<Vec<_>>()).collect();
    assert_eq!(whats, [vec![What::In { how: How::Pass }], vec![What::In { how: How::Digits }]]);
    let trail = &people[0].marks[0];
    assert_eq!((trail.by.as_str(), trail.by_name.as_deref()), (&*format!("kiosk.{}", device.id), Some("By the door")));
    // Another's shift, one that there is not, a seat that nobody has, somebody without a place.
    let refused = async |mark| kind(noted(&hub, &secret, &mark).await);
    assert_eq!(refused(mark("k3", "other", pass.clone(), InOrOut::In, came)).await, ProblemKind::NotFound);
    assert_eq!(refused(mark("k4", "nowhere", pass.clone(), InOrOut::In, came)).await, ProblemKind::NotFound);
    assert_eq!(refused(mark("k5", "clean", Who::Seat { seat: id("none") }, InOrOut::In, came)).await, ProblemKind::NotFound);
    let stranger = hub.call(Some(&hub.adult("stranger").await), attendance::pass()).await.expect("a pass").token;
    assert_eq!(refused(mark("k6", "clean", Who::Pass { token: stranger }, InOrOut::In, came)).await, ProblemKind::NotFound);
    // Another device cannot use what this one was told.
    let (other, _) = paired(&hub, &admin, "Two", Some("eco")).await;
    assert_eq!(kind(noted(&hub, &other, &mark("k7", "clean", seat.clone(), InOrOut::Out, came)).await), ProblemKind::NotFound);
    // Too early and too late, and out in between.
    assert_eq!(refused(mark("k8", "clean", seat.clone(), InOrOut::In, came.plus(-3 * HOUR))).await, ProblemKind::NotNow);
    hub.server.app.clock.put_forward(3 * HOUR);
    noted(&hub, &secret, &mark("k9", "clean", seat, InOrOut::Out, hub.now())).await.expect("out");
    let Match::One(gone) = list.by_pass(&id("p77011234567")) else { panic!() };
    let after = day(&hub, &secret).await;
    assert!(after.expected.iter().any(|one| one.seat == gone.seat && one.left && !one.here));
    // The trail outlives the device.
    let wipe = meyirim::model::kiosk::DevicePatch { wipe: true, ..Default::default() };
    hub.call(Some(&admin), kiosk::change(&device.id, &wipe, &key())).await.expect("to be wiped");
    crate::kiosk::beat(&hub, &secret).await.expect("wiped");
    assert!(roll(&hub, &admin).await.people.iter().flat_map(|one| &one.marks).all(|mark| mark.by_name.as_deref() == Some("By the door")));
}

async fn a_pass_that_is_not_good(place: Place) {
    let (hub, admin) = morning(&place).await;
    hub.action(hub.plan("clean", 1, 5, false)).await;
    let marat = hub.adult("marat").await;
    hub.join(&marat, "clean", false, &key()).await.expect("joined");
    let (secret, _) = paired(&hub, &admin, "One", None).await;
    let token = hub.call(Some(&marat), attendance::pass()).await.expect("a pass").token;
    let code_wrong = async |name: &str, token: String| {
        let mark = mark(name, "clean", Who::Pass { token }, InOrOut::In, hub.now());
        assert_eq!(kind(noted(&hub, &secret, &mark).await), ProblemKind::CodeWrong, "{name}");
    };
    code_wrong("k1", "no.token.".to_owned()).await;
    code_wrong("k2", "🙂".to_owned()).await;
    let (head, signature) = token.rsplit_once('.').expect("signed");
    code_wrong("k3", format!("{head}.{}", signature.chars().rev().collect::<String>())).await;
    // What else the hub signs is no pass.
    let keys: (String,) = sqlx::query_as("SELECT kid FROM signing_keys").fetch_one(&hub.db().pool).await.expect("a key");
    assert!(!keys.0.is_empty());
    // A repeat of what was refused stays so; ended, it was still good before.
    let before = hub.now();
    hub.server.app.clock.put_forward(MINUTE);
    hub.call(Some(&marat), attendance::end_passes(&key())).await.expect("ended");
    hub.server.app.clock.put_forward(MINUTE);
    code_wrong("k4", token.clone()).await;
    noted(&hub, &secret, &mark("k5", "clean", Who::Pass { token: token.clone() }, InOrOut::In, before)).await.expect("it was good then");
    let fresh = hub.call(Some(&marat), attendance::pass()).await.expect("a new one").token;
    noted(&hub, &secret, &mark("k6", "clean", Who::Pass { token: fresh.clone() }, InOrOut::In, hub.now())).await.expect("in");
    // Run out.
    hub.server.app.clock.put_forward(31 * DAY);
    hub.action(hub.plan("later", 1, 5, false)).await;
    hub.join(&marat, "later", false, &key()).await.expect("joined");
    let late = mark("k7", "later", Who::Pass { token: fresh }, InOrOut::In, hub.now());
    assert_eq!(kind(noted(&hub, &secret, &late).await), ProblemKind::CodeWrong);
}

/// A device that believes it is tomorrow: its marks are put right by what it says of its clock.
async fn a_clock_a_day_off(place: Place) {
    let (hub, admin) = morning(&place).await;
    hub.action(hub.plan("clean", 1, 5, false)).await;
    let marat = by_phone(&hub, "Марат", "+77011234567").await;
    hub.join(&marat, "clean", false, &key()).await.expect("joined");
    let (secret, _) = paired(&hub, &admin, "One", None).await;
    let list = day(&hub, &secret).await;
    let seat = Who::Seat { seat: list.expected[0].seat.clone() };
    let ahead = hub.now().plus(DAY);
    let mark = mark("k1", "clean", seat, InOrOut::In, ahead);
    let sent: Result<(), ApiError> = hub.call(None, kiosk::mark(&secret, &mark, ahead)).await;
    sent.expect("in");
    // One that lost its battery says the strangest things, and breaks nothing.
    for (name, moment) in [("k2", "0000-01-01T00:00:00Z"), ("k3", "9999-12-31T23:59:59Z")] {
        let moment = moment.parse().expect("a moment");
        let seat = Who::Seat { seat: list.expected[0].seat.clone() };
        let strange = crate::kiosk::mark(name, "clean", seat, InOrOut::Out, moment);
        let refused = kind(noted(&hub, &secret, &strange).await);
        assert!(matches!(refused, ProblemKind::NotFound | ProblemKind::NotNow), "{name} {refused:?}");
        hub.call(None, kiosk::beat(&secret, &crate::kiosk::tale(moment, Vec::new()))).await.expect("told");
        let somebody = crate::kiosk::walk_in(&format!("w-{name}"), "clean", &format!("Адам {name}"), moment);
        let heard = crate::kiosk::walk(&hub, &secret, &somebody).await;
        assert!(heard.is_ok() || matches!(kind(heard), ProblemKind::NotNow), "{name}");
    }
    let noted = roll(&hub, &admin).await.people.into_iter().find_map(|one| one.marks.into_iter().next()).expect("a mark");
    assert!((noted.moment().0 - hub.now().0).abs() < MINUTE && noted.clock_off < -23 * HOUR, "{noted:?}");
}
