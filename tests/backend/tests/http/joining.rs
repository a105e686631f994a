use crate::hub::{Hub, Place, id, key, kind, shift};
use meyirim::{
    api::{ApiError, ProblemKind, signups},
    model::{ActionState, AgeClass, Guardian, Hazard, Role, SignupState, instant::HOUR, signup::JoinBody},
};
use std::sync::Arc;

crate::on_both!(
    a_race_for_eight_places,
    a_race_with_a_line,
    the_line_moves_up,
    offers_run_out,
    clashes,
    two_clashing_at_once,
    rest,
    ages,
    states,
    clocks
);

async fn a_race_for_eight_places(place: Place) {
    let hub = Arc::new(Hub::on(&place).await);
    hub.action(hub.plan("clean", 24, 8, true)).await;
    let mut asks = tokio::task::JoinSet::new();
    for token in hub.people(30).await {
        let hub = hub.clone();
        asks.spawn(async move { hub.join(&token, "clean", false, &key()).await });
    }
    let answers = asks.join_all().await;
    let (got, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!(got.len(), 8);
    assert!(got.iter().flatten().all(|answer| answer.signup.standing == SignupState::Confirmed));
    for error in refused {
        let Err(ApiError::Problem { problem, .. }) = error else { panic!("{error:?}") };
        assert_eq!((problem.kind(), problem.position), (ProblemKind::Full, Some(1)));
    }
    let seats = seats(&hub, "clean").await;
    assert_eq!((seats.taken, seats.waiting), (8, 0));
    Arc::into_inner(hub).unwrap().server.stop().await;
}

async fn a_race_with_a_line(place: Place) {
    let hub = Arc::new(Hub::on(&place).await);
    hub.action(hub.plan("clean", 24, 3, true)).await;
    let mut asks = tokio::task::JoinSet::new();
    for token in hub.people(12).await {
        let hub = hub.clone();
        asks.spawn(async move { hub.join(&token, "clean", true, &key()).await });
    }
    let mut positions: Vec<_> = asks
        .join_all()
        .await
        .into_iter()
        .map(|answer| match answer.expect("joined").signup.standing {
            SignupState::Confirmed => 0,
            SignupState::Waitlisted { position } => position,
            other => panic!("{other:?}"),
        })
        .collect();
    positions.sort_unstable();
    assert_eq!(positions, [0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
}

async fn seats(hub: &Hub, action: &str) -> meyirim::model::Seats {
    let detail = hub.call(None, meyirim::api::actions::get(&id(action), None)).await.expect("the action");
    let meyirim::api::Fetched::New((detail, _)) = detail else { panic!() };
    detail.action.seats()
}

async fn standing(hub: &Hub, token: &str) -> SignupState {
    let page = hub.call(Some(token), signups::list()).await.expect("signups");
    let meyirim::api::Fetched::New(page) = page else { panic!() };
    page.items[0].standing
}

async fn the_line_moves_up(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("clean", 24, 1, true)).await;
    let people = hub.people(4).await;
    for token in &people {
        hub.join(token, "clean", true, &key()).await.expect("joined");
    }
    assert_eq!(standing(&hub, &people[3]).await, SignupState::Waitlisted { position: 3 });
    // The second in the line gives up: only those behind move.
    let left = hub.leave(&people[2], "clean", &key()).await.expect("left");
    assert_eq!(left.signup.standing, SignupState::Withdrawn);
    assert_eq!(standing(&hub, &people[1]).await, SignupState::Waitlisted { position: 1 });
    assert_eq!(standing(&hub, &people[3]).await, SignupState::Waitlisted { position: 2 });
    // The place becomes free: the first is offered it, for a quarter of the time that is left at most.
    let left = hub.leave(&people[0], "clean", &key()).await.expect("left");
    assert_eq!((left.action.shifts[0].seats.taken, left.action.shifts[0].seats.waiting), (1, 1));
    let SignupState::Offered { until } = standing(&hub, &people[1]).await else { panic!() };
    assert!(until > hub.now().plus(5 * HOUR) && until <= hub.now().plus(6 * HOUR));
    assert_eq!(standing(&hub, &people[3]).await, SignupState::Waitlisted { position: 1 });
    // It is held for them, and taken by joining; twice is once.
    let stranger = hub.adult("stranger").await;
    assert_eq!(kind(hub.join(&stranger, "clean", false, &key()).await), ProblemKind::Full);
    for _ in 0..2 {
        let taken = hub.join(&people[1], "clean", false, &key()).await.expect("taken");
        assert_eq!((taken.signup.standing, taken.action.shifts[0].seats.taken), (SignupState::Confirmed, 1));
    }
    assert_eq!(kind(hub.leave(&people[0], "clean", &key()).await), ProblemKind::NotJoined);
    // Back again: at the end, with the same signup.
    let again = hub.join(&people[0], "clean", true, &key()).await.expect("joined");
    assert_eq!(again.signup.standing, SignupState::Waitlisted { position: 2 });
    assert_eq!(again.signup.id, left.signup.id);
    assert!(again.signup.rev > left.signup.rev);
    // Joining what one has changes nothing.
    let same = hub.join(&people[0], "clean", true, &key()).await.expect("joined");
    assert_eq!(same.signup, again.signup);
}

/// Offers go down the line: one lets go, one says nothing, one is too late.
async fn offers_run_out(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("clean", 48, 1, true)).await;
    let people = hub.people(5).await;
    for token in &people {
        hub.join(token, "clean", true, &key()).await.expect("joined");
    }
    hub.leave(&people[0], "clean", &key()).await.expect("left");
    let offered = |standing: SignupState| matches!(standing, SignupState::Offered { .. });
    assert!(offered(standing(&hub, &people[1]).await));
    // Lets go: the next is asked at once, and those behind move up.
    hub.leave(&people[1], "clean", &key()).await.expect("let go");
    assert!(offered(standing(&hub, &people[2]).await));
    assert_eq!(standing(&hub, &people[4]).await, SignupState::Waitlisted { position: 2 });
    // Says nothing: nothing happens before the time is over, and then the next is asked without anybody doing anything.
    assert_eq!(meyirim_backend::signups::end_offers(&hub.server.app).await.expect("looked"), 0);
    hub.server.app.clock.put_forward(12 * HOUR + 1);
    assert_eq!(meyirim_backend::signups::end_offers(&hub.server.app).await.expect("looked"), 1);
    assert_eq!(standing(&hub, &people[2]).await, SignupState::Lapsed);
    assert!(offered(standing(&hub, &people[3]).await));
    assert_eq!(standing(&hub, &people[4]).await, SignupState::Waitlisted { position: 1 });
    // Too late, though nobody has looked yet: refused, and the next is asked all the same.
    hub.server.app.clock.put_forward(9 * HOUR + 1);
    assert_eq!(kind(hub.join(&people[3], "clean", false, &key()).await), ProblemKind::Full);
    assert_eq!(standing(&hub, &people[3]).await, SignupState::Lapsed);
    assert!(offered(standing(&hub, &people[4]).await));
    assert_eq!(seats(&hub, "clean").await.taken, 1);
    // Whoever let an offer go by may stand in line again, at its end.
    let again = hub.join(&people[2], "clean", true, &key()).await.expect("joined");
    assert_eq!(again.signup.standing, SignupState::Waitlisted { position: 1 });
}

async fn clashes(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("one", 24, 5, false)).await;
    hub.action(hub.plan("two", 25, 5, false)).await;
    hub.action(hub.plan("three", 26, 5, false)).await;
    let me = hub.adult("aigul").await;
    hub.join(&me, "one", false, &key()).await.expect("joined");
    let Err(ApiError::Problem { problem, .. }) = hub.join(&me, "two", false, &key()).await else { panic!() };
    assert_eq!((problem.kind(), problem.action.as_deref()), (ProblemKind::Clash, Some("one")));
    // Touching is no clash.
    hub.join(&me, "three", false, &key()).await.expect("joined");
    // What was given up takes no time.
    hub.leave(&me, "one", &key()).await.expect("left");
    hub.leave(&me, "three", &key()).await.expect("left");
    hub.join(&me, "two", false, &key()).await.expect("joined");
}

async fn two_clashing_at_once(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("one", 24, 5, false)).await;
    hub.action(hub.plan("two", 25, 5, false)).await;
    for round in 0..5 {
        let me = hub.adult(&format!("person{round}")).await;
        let (first, second) = (key(), key());
        let (a, b) = tokio::join!(hub.join(&me, "one", false, &first), hub.join(&me, "two", false, &second));
        assert_eq!([a.is_ok(), b.is_ok()].iter().filter(|ok| **ok).count(), 1, "{a:?} {b:?}");
    }
}

/// Two hours at a time: three shifts within a day are too many for a minor, and what was over an hour ago still counts.
async fn rest(place: Place) {
    let hub = Hub::on(&place).await;
    for (name, begins) in [("one", 1), ("two", 10), ("three", 20), ("late", 30)] {
        hub.action(hub.plan(name, begins, 5, false)).await;
    }
    let teen = hub.person("teen", AgeClass::From14To17, &[Role::Volunteer]).await;
    hub.join(&teen, "one", false, &key()).await.expect("joined");
    hub.join(&teen, "two", false, &key()).await.expect("joined");
    hub.server.app.clock.put_forward(4 * HOUR);
    let Err(ApiError::Problem { problem, .. }) = hub.join(&teen, "three", false, &key()).await else { panic!() };
    assert_eq!((problem.kind(), problem.action.as_deref()), (ProblemKind::Rest, Some("two")));
    assert!(problem.detail.is_some_and(|detail| detail.contains("5 hours")));
    hub.join(&teen, "late", false, &key()).await.expect("a day after the first");
    hub.join(&hub.adult("aigul").await, "three", false, &key()).await.expect("joined");
}

async fn ages(place: Place) {
    let hub = Hub::on(&place).await;
    let mut hard = hub.plan("hard", 24, 5, false);
    hard.action.hazards = vec![Hazard::HeavyOrHarmful];
    hub.action(hard).await;
    let mut grown = hub.plan("grown", 48, 5, false);
    grown.action.youngest = AgeClass::From14To17;
    hub.action(grown).await;
    hub.action(hub.plan("open", 72, 5, false)).await;
    let unknown = hub.person("unknown", None, &[Role::Volunteer]).await;
    let teen = hub.person("teen", AgeClass::From14To17, &[Role::Volunteer]).await;
    let child = hub.person("child", AgeClass::Under14, &[Role::Volunteer]).await;
    assert_eq!(kind(hub.join(&unknown, "open", false, &key()).await), ProblemKind::AgeUnknown);
    let Err(ApiError::Problem { problem, .. }) = hub.join(&teen, "hard", false, &key()).await else { panic!() };
    assert_eq!((problem.kind(), problem.hazard), (ProblemKind::Age, Some(Hazard::HeavyOrHarmful)));
    hub.join(&teen, "grown", false, &key()).await.expect("joined");
    assert_eq!(kind(hub.join(&child, "grown", false, &key()).await), ProblemKind::Age);
    assert_eq!(kind(hub.join(&child, "open", false, &key()).await), ProblemKind::GuardianNeeded);
    let body = JoinBody { or_wait: false, guardian: Some(Guardian::Present), made_at: hub.now() };
    let answer = hub.call(Some(&child), signups::join(&id("open"), &shift(), &body, &key())).await.expect("joined");
    assert_eq!(answer.signup.guardian, Some(Guardian::Present));
}

async fn states(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("begun", -1, 5, false)).await;
    let mut off = hub.plan("off", 24, 5, false);
    off.action.state = ActionState::Cancelled;
    hub.action(off).await;
    let mut strict = hub.plan("strict", 24, 1, false);
    strict.action.shifts[0].withdraw_until = Some(hub.now().plus(12 * HOUR));
    hub.action(strict).await;
    let me = hub.adult("aigul").await;
    let other = hub.adult("marat").await;
    assert_eq!(kind(hub.join(&me, "begun", false, &key()).await), ProblemKind::Started);
    assert_eq!(kind(hub.join(&me, "off", false, &key()).await), ProblemKind::Cancelled);
    assert_eq!(kind(hub.join(&me, "nowhere", false, &key()).await), ProblemKind::NotFound);
    hub.join(&me, "strict", false, &key()).await.expect("joined");
    let Err(ApiError::Problem { problem, .. }) = hub.join(&other, "strict", true, &key()).await else { panic!() };
    assert_eq!((problem.kind(), problem.position), (ProblemKind::Full, None), "no waitlist is kept");
    hub.server.app.clock.put_forward(13 * HOUR);
    assert_eq!(kind(hub.leave(&me, "strict", &key()).await), ProblemKind::TooLate);
}

/// The moment of the button is the device's word; one from the future is cut down to now.
async fn clocks(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("one", 24, 5, false)).await;
    hub.action(hub.plan("two", 48, 5, false)).await;
    let me = hub.adult("aigul").await;
    let then = hub.now().plus(-3 * HOUR);
    let body = JoinBody { or_wait: false, guardian: None, made_at: then };
    let early = hub.call(Some(&me), signups::join(&id("one"), &shift(), &body, &key())).await.expect("joined");
    assert_eq!(early.signup.made_at, then);
    assert!(early.signup.decided_at > then);
    let body = JoinBody { made_at: hub.now().plus(3 * HOUR), ..body };
    let ahead = hub.call(Some(&me), signups::join(&id("two"), &shift(), &body, &key())).await.expect("joined");
    assert_eq!(ahead.signup.made_at, ahead.signup.decided_at);
    let noted: i64 = sqlx::query_scalar("SELECT clock_ahead FROM signups WHERE action = 'two'").fetch_one(&hub.db().pool).await.unwrap();
    assert_eq!(noted, 1);
}
