//! Joining at a kiosk: who is taken and who is not, and the race for the last place.

use crate::{
    hub::{Hub, Place, id, key, kind, shift},
    kiosk::{by, by_phone, day, mark, morning, noted, organisation, paired, phone, seats, today, walk, walk_in, wrong},
};
use meyirim::{
    api::{ProblemKind, attendance, kiosk},
    model::{
        ActionState, AgeClass, Guardian, Hazard, Role,
        attendance::{How, What},
        instant::{DAY, HOUR, MINUTE},
        kiosk::{
            day::{InOrOut, Match, Who, typed},
            walk_in::{Parent, WalkIn},
        },
    },
};
use std::sync::Arc;

crate::on_both!(
    somebody_walks_in,
    what_is_wrong_is_pointed_at,
    rules_are_kept,
    nobody_has_two_shifts,
    who_walks_in_is_there,
    a_race_for_the_last_places,
    handed_over_late,
);

async fn under_another_key(hub: &Hub, secret: &str, walk_in: &WalkIn) -> u16 {
    let mut request = kiosk::walk_in(secret, walk_in, hub.now()).request;
    for (_, value) in request.headers.iter_mut().filter(|(name, _)| name == "idempotency-key") {
        *value = key();
    }
    hub.reply(None, &request).await.expect("an answer").status
}

async fn somebody_walks_in(place: Place) {
    let (hub, admin) = morning(&place).await;
    hub.action(hub.plan("clean", 2, 5, true)).await;
    let (secret, device) = paired(&hub, &admin, "One", None).await;
    let name = " 🦊 Айгүл   «\u{202e}Су» 👩‍👩‍👧 ";
    let somebody = WalkIn { phone: phone("8 701 123 45 67"), ..walk_in("w1", "clean", name, hub.now()) };
    for _ in 0..2 {
        walk(&hub, &secret, &somebody).await.expect("taken");
    }
    // The same again under another key, as long after that answers are no more.
    assert_eq!(under_another_key(&hub, &secret, &somebody).await, 204);
    assert_eq!(seats(&hub, "clean").await.taken, 1);
    // On the roll like everybody else.
    let roll = hub.call(Some(&admin), attendance::roll(&id("clean"), &shift())).await.expect("the roll");
    assert_eq!(roll.people.len(), 1);
    assert_eq!((roll.people[0].name.as_deref(), roll.people[0].expected), (Some("🦊 Айгүл «Су» 👩‍👩‍👧"), true));
    // The device knows a seat now, and no name.
    let list = day(&hub, &secret).await;
    let Match::One(seat) = list.by_digits(&typed("4567", "а").expect("typed")) else {
        panic!("{list:?}");
    };
    let came = mark("k1", "clean", Who::Seat { seat: seat.seat.clone() }, InOrOut::In, hub.now());
    noted(&hub, &secret, &came).await.expect("in");
    let now = today(&hub, &admin).await;
    assert_eq!((now.shifts.len(), now.devices.len(), now.refused.len(), now.shifts[0].missing(now.as_of)), (1, 1, 0, 0));
    let her = &now.shifts[0].people[0];
    assert!(her.is_here() && her.expected);
    let told = her.walked_in.as_ref().expect("walked in");
    assert_eq!((told.phone.clone(), &told.device, told.id.as_str()), (phone("+77011234567"), &device.id, "w1"));
    assert_eq!(kind(hub.call(Some(&hub.adult("marat").await), kiosk::today()).await), ProblemKind::Forbidden);
    assert_eq!(kind(hub.call(Some(&hub.person("x", None, &[Role::Auditor]).await), kiosk::today()).await), ProblemKind::Forbidden);
    today(&hub, &admin).await;
    let looked: Vec<String> =
        sqlx::query_scalar("SELECT details FROM audit WHERE act = 'today_viewed'").fetch_all(&hub.db().pool).await.expect("told");
    assert_eq!(looked, ["{\"people\":1,\"refused\":0,\"whole\":true}"], "once an hour");
}

async fn what_is_wrong_is_pointed_at(place: Place) {
    let (hub, admin) = morning(&place).await;
    hub.action(hub.plan("clean", 2, 5, false)).await;
    let (secret, _) = paired(&hub, &admin, "One", None).await;
    let parent = |name: &str| Some(Parent { how: Guardian::Present, name: name.to_owned(), phone: None });
    let good = |name: &str| walk_in(name, "clean", "Айгүл", hub.now());
    for (bad, kind, field) in [
        (WalkIn { name: "ә".repeat(1000), ..good("w1") }, ProblemKind::Invalid, "/name"),
        (WalkIn { name: "\u{200b}\n".to_owned(), ..good("w2") }, ProblemKind::Invalid, "/name"),
        (WalkIn { agreed: false, ..good("w3") }, ProblemKind::Invalid, "/agreed"),
        (WalkIn { age_class: AgeClass::Under14, ..good("w4") }, ProblemKind::GuardianNeeded, "/parent"),
        (WalkIn { age_class: AgeClass::Under14, parent: parent(" "), ..good("w5") }, ProblemKind::Invalid, "/parent/name"),
    ] {
        assert_eq!(wrong(walk(&hub, &secret, &bad).await), (kind, field.to_owned()), "{bad:?}");
    }
    let send = async |bad: &serde_json::Value| {
        let sent = hub.ask("POST", "/kiosks/me/walk-ins").header("authorization", format!("Kiosk {secret}"));
        sent.header("idempotency-key", key()).json(bad).send().await.expect("an answer")
    };
    for number in ["123", "+7 555 123 45 67", "телефон", "12345678901234567890", ""] {
        let mut bad = serde_json::to_value(good("w6")).expect("writes");
        bad["phone"] = number.into();
        let answer = send(&bad).await;
        assert_eq!(answer.status(), 422, "{number}");
        assert!(answer.text().await.expect("a text").contains("\"/phone\""), "{number}");
    }
    let kept: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM walk_ins").fetch_one(&hub.db().pool).await.expect("a number");
    assert_eq!(kept, 0, "what was not agreed to, or is none, is not kept");
    // A child with a parent is taken; of a grown-up's parent nothing is kept.
    walk(&hub, &secret, &WalkIn { age_class: AgeClass::Under14, parent: parent("Гүлнар"), ..good("w7") }).await.expect("taken");
    walk(&hub, &secret, &WalkIn { parent: parent("Гүлнар"), name: "Марат".to_owned(), ..good("w8") }).await.expect("taken");
    let people = today(&hub, &admin).await.shifts.remove(0).people;
    let parents: Vec<_> = people.iter().map(|one| one.walked_in.as_ref().and_then(|told| told.parent.clone()).map(|it| it.name)).collect();
    assert_eq!(parents, [Some("Гүлнар".to_owned()), None]);
    // Another device cannot speak of the same.
    let (other, _) = paired(&hub, &admin, "Two", None).await;
    assert_eq!(wrong(walk(&hub, &other, &good("w7")).await).1, "/id");
}

async fn rules_are_kept(place: Place) {
    let (hub, admin) = morning(&place).await;
    organisation(&hub, "eco").await;
    let plan = |name: &str, begins| by(hub.plan(name, begins, 5, false), "eco");
    let mut hard = plan("hard", 2);
    hard.action.hazards = vec![Hazard::HeavyOrHarmful];
    let mut off = plan("off", 2);
    off.action.state = ActionState::Cancelled;
    for detail in [plan("clean", 2), plan("runs", -1), plan("over", -3), plan("tomorrow", 24), hard, off, hub.plan("other", 2, 5, false)] {
        hub.action(detail).await;
    }
    let (secret, _) = paired(&hub, &admin, "One", Some("eco")).await;
    let then = hub.now();
    let ask = async |name: &str, action: &str| walk(&hub, &secret, &walk_in(name, action, "Айгүл", then)).await;
    ask("w1", "runs").await.expect("people come late");
    for (number, (action, expected)) in [
        ("over", ProblemKind::Started),
        ("tomorrow", ProblemKind::NotNow),
        ("off", ProblemKind::Cancelled),
        ("other", ProblemKind::NotFound),
        ("nowhere", ProblemKind::NotFound),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("x{number}");
        assert_eq!(kind(ask(&name, action).await), expected, "{action}");
        assert_eq!(kind(ask(&name, action).await), expected, "{action}, again");
        assert_eq!(
            under_another_key(&hub, &secret, &walk_in(&name, action, "Айгүл", then)).await,
            expected.status(),
            "{action}, once more"
        );
    }
    let teen = WalkIn { age_class: AgeClass::From14To17, ..walk_in("t1", "hard", "Марат", hub.now()) };
    assert_eq!(kind(walk(&hub, &secret, &teen).await), ProblemKind::Age);
    let nowhere = WalkIn { shift: id("none"), ..walk_in("n1", "clean", "Марат", hub.now()) };
    assert_eq!(kind(walk(&hub, &secret, &nowhere).await), ProblemKind::NotFound);
    assert_eq!(seats(&hub, "clean").await.taken, 0);
    let people: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM persons WHERE contact LIKE '%.invalid'")
        .fetch_one(&hub.db().pool)
        .await
        .expect("a number");
    assert_eq!(people, 1, "who is refused is no person");
}

async fn nobody_has_two_shifts(place: Place) {
    let (hub, admin) = morning(&place).await;
    let mut two = hub.plan("clean", 2, 5, false);
    let mut later = two.action.shifts[0].clone();
    (later.id, later.starts, later.ends) = (id("s2"), later.starts.plus(3 * HOUR), later.ends.plus(3 * HOUR));
    two.action.shifts.push(later);
    hub.action(two).await;
    hub.action(hub.plan("other", 2, 5, false)).await;
    let aigul = by_phone(&hub, "Айгүл", "+77011234567").await;
    hub.join(&aigul, "clean", false, &key()).await.expect("joined");
    let (one, _) = paired(&hub, &admin, "One", None).await;
    let (two, _) = paired(&hub, &admin, "Two", None).await;
    let marat = |name: &str| walk_in(name, "clean", "Марат", hub.now());
    walk(&hub, &one, &marat("w1")).await.expect("taken");
    let again = WalkIn { shift: id("s2"), name: "МАРАТ".to_owned(), ..marat("w2") };
    assert_eq!(kind(walk(&hub, &two, &again).await), ProblemKind::Clash, "one shift an action");
    let namesake = WalkIn { id: id("w8"), phone: phone("+77770000001"), ..again.clone() };
    walk(&hub, &two, &namesake).await.expect("one of them has told no phone");
    assert_eq!(kind(walk(&hub, &one, &WalkIn { id: id("w9"), shift: shift(), ..namesake }).await), ProblemKind::Clash);
    walk(&hub, &two, &WalkIn { id: id("w10"), age_class: AgeClass::From14To17, ..again }).await.expect("a younger one");
    walk(&hub, &two, &WalkIn { action: id("other"), ..marat("w3") }).await.expect("another action");
    // Who has an account and a place.
    let her = WalkIn { phone: phone("+77011234567"), ..walk_in("w4", "clean", "айгул", hub.now()) };
    assert_eq!(kind(walk(&hub, &two, &her).await), ProblemKind::Clash);
    walk(&hub, &two, &WalkIn { id: id("w5"), phone: phone("+77011234568"), ..her }).await.expect("somebody of the same name");
    // At once on both: one is taken.
    let (a, b) = (walk_in("w6", "clean", "Сәуле", hub.now()), walk_in("w7", "clean", "Сауле", hub.now()));
    let (a, b) = tokio::join!(walk(&hub, &one, &a), walk(&hub, &two, &b));
    assert_eq!([a.is_ok(), b.is_ok()].iter().filter(|ok| **ok).count(), 1, "{a:?} {b:?}");
}

/// Without a phone no digits lead to them, and the device has no new list yet.
async fn who_walks_in_is_there(place: Place) {
    let (hub, admin) = morning(&place).await;
    hub.action(hub.plan("clean", 1, 1, false)).await;
    hub.action(hub.plan("other", 1, 1, false)).await;
    let (secret, _) = paired(&hub, &admin, "One", None).await;
    let (other, _) = paired(&hub, &admin, "Two", None).await;
    let came = |name: &str, action: &str, who: &str| mark(name, action, Who::WalkIn { walk_in: id(who) }, InOrOut::In, hub.now());
    assert_eq!(kind(noted(&hub, &secret, &came("k0", "clean", "w1")).await), ProblemKind::NotFound, "not before");
    walk(&hub, &secret, &walk_in("w1", "clean", "Айгүл", hub.now())).await.expect("taken");
    assert_eq!(kind(walk(&hub, &secret, &walk_in("w2", "clean", "Марат", hub.now())).await), ProblemKind::Full);
    noted(&hub, &secret, &came("k1", "clean", "w1")).await.expect("in");
    for (secret, mark) in [(&secret, came("k2", "clean", "w2")), (&secret, came("k3", "other", "w1")), (&other, came("k4", "clean", "w1"))]
    {
        assert_eq!(kind(noted(&hub, secret, &mark).await), ProblemKind::NotFound, "{mark:?}");
    }
    let roll = hub.call(Some(&admin), attendance::roll(&id("clean"), &shift())).await.expect("the roll");
    assert_eq!((roll.people.len(), &roll.people[0].marks[0].what), (1, &What::In { how: How::WalkIn }));
    assert!(day(&hub, &secret).await.expected[0].here);
}

/// Two kiosks that come back to the network and people with phones: no more have a place than there are.
async fn a_race_for_the_last_places(place: Place) {
    let (hub, admin) = morning(&place).await;
    hub.action(hub.plan("clean", 2, 4, true)).await;
    let phones = hub.people(6).await;
    let (one, _) = paired(&hub, &admin, "One", None).await;
    let (two, _) = paired(&hub, &admin, "Two", None).await;
    let hub = Arc::new(hub);
    let mut asks = tokio::task::JoinSet::new();
    for (number, token) in phones.into_iter().enumerate() {
        for (device, secret) in [("a", &one), ("b", &two)] {
            let (hub, secret) = (hub.clone(), secret.clone());
            asks.spawn(async move {
                let name = format!("{device}{number}");
                match walk(&hub, &secret, &walk_in(&name, "clean", &format!("Адам {name}"), hub.now())).await {
                    Ok(()) => true,
                    refused => {
                        assert_eq!(kind(refused), ProblemKind::Full);
                        false
                    }
                }
            });
        }
        let hub = hub.clone();
        asks.spawn(async move { hub.join(&token, "clean", false, &key()).await.is_ok() });
    }
    let got = asks.join_all().await.into_iter().filter(|got| *got).count();
    assert_eq!(got, 4);
    let (seats, now) = (seats(&hub, "clean").await, today(&hub, &admin).await);
    assert_eq!((seats.taken, seats.waiting, now.shifts[0].people.len()), (4, 0, 4));
    let walked_in = now.shifts[0].people.iter().filter(|one| one.walked_in.is_some()).count();
    assert_eq!(now.refused.len(), 12 - walked_in, "everybody else is there to be talked to");
}

/// A kiosk that had no network: who stood there in time has a place, if there is one.
async fn handed_over_late(place: Place) {
    let (hub, admin) = morning(&place).await;
    hub.action(hub.plan("clean", 1, 1, true)).await;
    let (secret, _) = paired(&hub, &admin, "One", None).await;
    let then = hub.now();
    hub.server.app.clock.put_forward(5 * HOUR);
    walk(&hub, &secret, &walk_in("w1", "clean", "Айгүл", then)).await.expect("taken");
    assert_eq!(kind(walk(&hub, &secret, &walk_in("w2", "clean", "Марат", then)).await), ProblemKind::Full);
    assert_eq!(kind(walk(&hub, &secret, &walk_in("w3", "clean", "Сәуле", hub.now())).await), ProblemKind::Started);
    // By a clock that is a day behind, and says so.
    hub.action(hub.plan("next", 1, 1, true)).await;
    let behind = hub.now().plus(-DAY);
    let late = walk_in("w4", "next", "Сәуле", behind);
    hub.call(None, kiosk::walk_in(&secret, &late, behind)).await.expect("taken");
    let at = today(&hub, &admin).await.shifts.remove(1).people.remove(0).walked_in.expect("walked in").at;
    assert!((at.0 - hub.now().0).abs() < MINUTE);
}
