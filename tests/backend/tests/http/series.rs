//! Actions that repeat: each date is an action; single dates are skipped or changed; a new rule leaves what people count on, and tells them.

use crate::{
    hub::{Hub, Place, id, key, kind},
    notices::noon,
};
use meyirim::{
    api::{ApiError, Fetched, ProblemKind, actions, notices, series},
    model::{
        ActionDetail, ActionState, Day, NoticeKind, Repeat, Role, Series, SignupState,
        instant::{HOUR, add_days, iso},
        series::{DateChange, Held, Rhythm, SeriesPlan},
    },
};
use meyirim_backend::clock::Clock;

crate::on_both!(
    each_date_is_an_action,
    one_date_is_skipped_and_held_after_all,
    one_date_is_changed,
    the_plan_changes,
    what_was_decided_stays,
    nothing_is_moved_into_the_past,
    two_planners_at_once,
    a_shorter_rule_leaves_nobody_in_the_dark,
    what_makes_no_series,
    who_may
);

const SKIP: DateChange = DateChange { skipped: Some(true), follow: false };
const HOLD: DateChange = DateChange { skipped: Some(false), follow: false };
const FOLLOW: DateChange = DateChange { skipped: None, follow: true };

/// A hub where it is about noon, so that an hour more or less is on the same day whenever the test runs.
async fn at_noon(place: &Place) -> Hub {
    let now = Clock::default().now();
    Hub::with(place, |settings| settings.zone = Some(noon(now))).await
}

/// A daily series of `days` from tomorrow on, at this hour; and an administrator.
async fn daily(hub: &Hub, days: i64) -> (SeriesPlan, Vec<Day>, String) {
    let admin = hub.person("admin", None, &[Role::Administrator]).await;
    let plan = hub.plan("any", 24, 2, true);
    let from = hub.server.app.zone.day(plan.action.starts());
    let repeat = Repeat { from, until: add_days(from, days - 1), every: 1, on: Rhythm::Weekly((1..=7).collect()) };
    let days = repeat.days();
    (SeriesPlan { id: id("daily"), repeat, plan }, days, admin)
}

async fn create(hub: &Hub, admin: &str, plan: &SeriesPlan) -> Result<Series, ApiError> {
    hub.call(Some(admin), series::create(plan, &key())).await
}

async fn read(hub: &Hub, admin: &str) -> (Series, String) {
    let Fetched::New((series, etag)) = hub.call(Some(admin), series::get(&id("daily"))).await.expect("a series") else { panic!("new") };
    (series, etag.expect("an ETag"))
}

async fn change(hub: &Hub, admin: &str, plan: &SeriesPlan) -> Result<Series, ApiError> {
    let (_, etag) = read(hub, admin).await;
    hub.call(Some(admin), series::change(plan, &etag, &key())).await
}

async fn on(hub: &Hub, admin: &str, day: Day, change: DateChange) -> Result<ActionDetail, ApiError> {
    hub.call(Some(admin), series::change_date(&id("daily"), day, change, &key())).await
}

fn named(day: Day) -> String {
    format!("daily-{}", iso(day))
}

async fn detail(hub: &Hub, day: Day) -> Result<ActionDetail, ApiError> {
    match hub.call(None, actions::get(&id(&named(day)), None)).await? {
        Fetched::New((detail, _)) => Ok(detail),
        Fetched::Unchanged => panic!("new"),
    }
}

async fn told(hub: &Hub, token: &str) -> Vec<(NoticeKind, String)> {
    let news = hub.call(Some(token), notices::news()).await.expect("news");
    news.items.into_iter().map(|notice| (notice.kind, notice.action.to_string())).collect()
}

async fn put(hub: &Hub, admin: &str, detail: &ActionDetail) -> u16 {
    let path = format!("/admin/actions/{}", detail.action.id);
    let put = hub.ask("PUT", &path).bearer_auth(admin).header("idempotency-key", key()).header("if-match", "*").json(detail);
    put.send().await.expect("an answer").status().as_u16()
}

async fn each_date_is_an_action(place: Place) {
    let hub = at_noon(&place).await;
    let (plan, days, admin) = daily(&hub, 5).await;
    let made = create(&hub, &admin, &plan).await.expect("made");
    assert_eq!(made.dates.iter().map(|date| (date.day, date.action.to_string(), date.held)).collect::<Vec<_>>(), {
        days.iter().map(|day| (*day, named(*day), Held::default())).collect::<Vec<_>>()
    });
    assert_eq!(read(&hub, &admin).await.0, made);
    let third = detail(&hub, days[2]).await.expect("an action");
    assert_eq!(third.action.starts(), plan.plan.action.starts().plus(48 * HOUR));
    assert_eq!(third.action.series, Some(id("daily")));
    assert_eq!(third.series.as_ref().map(|date| (date.day, date.apart, &date.repeat)), Some((days[2], false, &plan.repeat)));
    // In the listing, in its place; joined like any other.
    let Fetched::New(page) = hub.call(None, actions::list(&actions::ListActions::default())).await.expect("a page") else { panic!() };
    assert_eq!(
        page.items.iter().map(|action| action.id.to_string()).collect::<Vec<_>>(),
        days.iter().map(|day| named(*day)).collect::<Vec<_>>()
    );
    let ann = hub.adult("ann").await;
    let joined = hub.join(&ann, &named(days[2]), false, &key()).await.expect("joined");
    assert_eq!((joined.signup.standing, joined.action.seats().taken), (SignupState::Confirmed, 1));
    assert_eq!(detail(&hub, days[1]).await.expect("an action").action.seats().taken, 0);
    // The same request again makes nothing twice, another one of that name nothing at all.
    assert_eq!(kind(create(&hub, &admin, &plan).await), ProblemKind::Invalid);
    let other = SeriesPlan { id: id("twice"), ..plan };
    let again = key();
    let first = hub.call(Some(&admin), series::create(&other, &again)).await.expect("made");
    assert_eq!(hub.call(Some(&admin), series::create(&other, &again)).await.expect("repeated"), first);
}

async fn one_date_is_skipped_and_held_after_all(place: Place) {
    let hub = at_noon(&place).await;
    let (plan, days, admin) = daily(&hub, 4).await;
    create(&hub, &admin, &plan).await.expect("made");
    let ann = hub.adult("ann").await;
    hub.join(&ann, &named(days[1]), false, &key()).await.expect("joined");
    for _ in 0..2 {
        let off = on(&hub, &admin, days[1], SKIP).await.expect("skipped");
        assert_eq!((off.action.state, off.sequence), (ActionState::Cancelled, 1));
    }
    assert_eq!(told(&hub, &ann).await, [(NoticeKind::Cancelled, named(days[1]))]);
    assert_eq!(kind(hub.join(&hub.adult("ben").await, &named(days[1]), false, &key()).await), ProblemKind::Cancelled);
    // A new plan does not bring it back, and the others follow.
    let mut longer = plan.clone();
    longer.plan.about = longer.plan.action.title.clone().into();
    let changed = change(&hub, &admin, &longer).await.expect("changed");
    assert_eq!(changed.dates.iter().map(|date| date.held.skipped).collect::<Vec<_>>(), [false, true, false, false]);
    let back = on(&hub, &admin, days[1], HOLD).await.expect("held");
    assert_eq!((back.action.state, back.sequence, back.action.seats().taken), (ActionState::Published, 2, 1));
    assert!(told(&hub, &ann).await.contains(&(NoticeKind::Reinstated, named(days[1]))));
    assert_eq!(kind(on(&hub, &admin, add_days(days[3], 1), SKIP).await), ProblemKind::NotFound);
}

async fn one_date_is_changed(place: Place) {
    let hub = at_noon(&place).await;
    let (plan, days, admin) = daily(&hub, 3).await;
    create(&hub, &admin, &plan).await.expect("made");
    let mut moved = detail(&hub, days[1]).await.expect("an action");
    moved.action.shifts[0].starts = moved.action.shifts[0].starts.plus(HOUR);
    moved.action.shifts[0].ends = moved.action.shifts[0].ends.plus(HOUR);
    // Nobody takes a date out of its series by leaving that out.
    (moved.action.series, moved.series) = (None, None);
    assert_eq!(put(&hub, &admin, &moved).await, 200);
    let apart = detail(&hub, days[1]).await.expect("an action");
    assert_eq!((apart.action.series.clone(), apart.series.as_ref().map(|date| date.apart)), (Some(id("daily")), Some(true)));
    // Calling one off is no change of its own.
    let mut off = detail(&hub, days[2]).await.expect("an action");
    off.action.state = ActionState::Cancelled;
    assert_eq!(put(&hub, &admin, &off).await, 200);
    let held = |apart, skipped| Held { skipped, apart };
    let dates = read(&hub, &admin).await.0.dates;
    assert_eq!(dates.iter().map(|date| date.held).collect::<Vec<_>>(), [held(false, false), held(true, false), held(false, true)]);
    // The others get the new title; this one keeps its hour and its words until it follows again.
    let mut other = plan.clone();
    other.plan.action.title = plan.plan.about.clone().expect("a text");
    change(&hub, &admin, &other).await.expect("changed");
    let title = async |day| detail(&hub, day).await.expect("an action").action.title;
    assert_eq!((title(days[0]).await, title(days[1]).await), (other.plan.action.title.clone(), plan.plan.action.title.clone()));
    let back = on(&hub, &admin, days[1], FOLLOW).await.expect("follows");
    assert_eq!((back.action.title, back.series.map(|date| date.apart)), (other.plan.action.title, Some(false)));
    assert_eq!(back.action.shifts[0].starts, plan.plan.action.starts().plus(24 * HOUR));
    // A date is skipped, not deleted.
    let delete = hub.ask("DELETE", &format!("/admin/actions/{}", named(days[0]))).bearer_auth(&admin);
    let delete = delete.header("idempotency-key", key()).header("if-match", "*").send().await.expect("an answer");
    assert_eq!(delete.status(), 422);
}

async fn the_plan_changes(place: Place) {
    let hub = at_noon(&place).await;
    let (plan, days, admin) = daily(&hub, 3).await;
    create(&hub, &admin, &plan).await.expect("made");
    let ann = hub.adult("ann").await;
    let ben = hub.adult("ben").await;
    let cem = hub.adult("cem").await;
    for person in [&ann, &ben] {
        hub.join(person, &named(days[0]), false, &key()).await.expect("joined");
    }
    let waits = hub.join(&cem, &named(days[0]), true, &key()).await.expect("waits");
    assert_eq!(waits.signup.standing, SignupState::Waitlisted { position: 1 });
    // One place more on each date: whoever waits is offered it. Nobody is told of what does not concern them.
    let mut larger = plan.clone();
    larger.plan.action.shifts[0].seats.most = 3;
    let (_, etag) = read(&hub, &admin).await;
    hub.call(Some(&admin), series::change(&larger, &etag, &key())).await.expect("changed");
    assert_eq!(told(&hub, &cem).await, [(NoticeKind::Offer, named(days[0]))]);
    assert_eq!(told(&hub, &ann).await, []);
    // The version is asked for.
    assert_eq!(kind(hub.call(Some(&admin), series::change(&plan, &etag, &key())).await), ProblemKind::Changed);
    // An hour later, and a day longer.
    let mut later = larger.clone();
    let shift = &mut later.plan.action.shifts[0];
    (shift.starts, shift.ends) = (shift.starts.plus(HOUR), shift.ends.plus(HOUR));
    later.repeat.until = add_days(later.repeat.until, 1);
    let changed = change(&hub, &admin, &later).await.expect("changed");
    assert_eq!(changed.dates.len(), 4);
    assert_eq!(told(&hub, &ann).await, [(NoticeKind::Changed, named(days[0]))]);
    let first = detail(&hub, days[0]).await.expect("an action");
    assert_eq!(
        (first.action.starts(), first.action.seats().taken, first.sequence),
        (later.plan.action.starts(), 3, 1),
        "the one that is offered counts"
    );
    assert_eq!(first.series.map(|date| date.repeat), Some(later.repeat.clone()));
    // Once more says nothing to anybody.
    let rev = first.action.rev;
    change(&hub, &admin, &later).await.expect("changed");
    assert_eq!(detail(&hub, days[0]).await.expect("an action").action.rev, rev);
}

async fn what_was_decided_stays(place: Place) {
    let hub = at_noon(&place).await;
    let (plan, days, admin) = daily(&hub, 5).await;
    create(&hub, &admin, &plan).await.expect("made");
    let ann = hub.adult("ann").await;
    hub.join(&ann, &named(days[2]), false, &key()).await.expect("joined");
    // Somebody leads the fourth day, and nobody has joined it. The fifth is a holiday.
    let leaders = meyirim::model::roll::Leaders { leaders: vec![id("ann")] };
    let path = format!("/admin/actions/{}/shifts/s/leaders", named(days[3]));
    let put = hub.ask("PUT", &path).bearer_auth(&admin).header("idempotency-key", key()).json(&leaders).send().await.expect("an answer");
    assert_eq!(put.status(), 200);
    on(&hub, &admin, days[4], SKIP).await.expect("skipped");
    let mut shorter = plan.clone();
    shorter.repeat.until = days[1];
    let changed = change(&hub, &admin, &shorter).await.expect("changed");
    let skipped = |series: &Series| series.dates.iter().map(|date| date.held.skipped).collect::<Vec<_>>();
    assert_eq!(skipped(&changed), [false, false, true, true, true]);
    // Held although the rule has dropped it: the next change of the plan leaves it alone.
    on(&hub, &admin, days[2], HOLD).await.expect("held");
    shorter.plan.about = None;
    assert_eq!(skipped(&change(&hub, &admin, &shorter).await.expect("changed")), [false, false, false, true, true]);
    // And the holiday stays one when the series is as long as before.
    assert_eq!(skipped(&change(&hub, &admin, &plan).await.expect("changed")), [false, false, false, true, true]);
    // A shift that the plan no longer has.
    let mut other = plan.clone();
    other.plan.action.shifts[0].id = id("t");
    change(&hub, &admin, &other).await.expect("changed");
    assert!(told(&hub, &ann).await.contains(&(NoticeKind::Cancelled, named(days[2]))));
    assert_eq!(detail(&hub, days[2]).await.expect("an action").action.seats().taken, 0);
}

async fn nothing_is_moved_into_the_past(place: Place) {
    let hub = at_noon(&place).await;
    let (plan, days, admin) = daily(&hub, 3).await;
    create(&hub, &admin, &plan).await.expect("made");
    // The first date was put off by three days; then its own day goes by.
    let mut late = detail(&hub, days[0]).await.expect("an action");
    let shift = &mut late.action.shifts[0];
    (shift.starts, shift.ends) = (shift.starts.plus(72 * HOUR), shift.ends.plus(72 * HOUR));
    assert_eq!(put(&hub, &admin, &late).await, 200);
    hub.server.app.clock.put_forward(47 * HOUR);
    assert_eq!(kind(on(&hub, &admin, days[0], FOLLOW).await), ProblemKind::Invalid);
    assert_eq!(detail(&hub, days[0]).await.expect("an action").action.starts(), late.action.starts());
    // The second begins in an hour. From now on two hours earlier: not this one.
    let mut earlier = plan.clone();
    let shift = &mut earlier.plan.action.shifts[0];
    (shift.starts, shift.ends) = (shift.starts.plus(-2 * HOUR), shift.ends.plus(-2 * HOUR));
    change(&hub, &admin, &earlier).await.expect("changed");
    let starts = async |day| detail(&hub, day).await.expect("an action").action.starts();
    assert_eq!(starts(days[1]).await, plan.plan.action.starts().plus(24 * HOUR));
    assert_eq!(starts(days[2]).await, plan.plan.action.starts().plus(46 * HOUR));
}

async fn two_planners_at_once(place: Place) {
    let hub = at_noon(&place).await;
    let (plan, days, admin) = daily(&hub, 3).await;
    let mut other = plan.clone();
    (other.repeat.from, other.repeat.until) = (days[2], add_days(days[2], 3));
    let (one, two) = tokio::join!(create(&hub, &admin, &plan), create(&hub, &admin, &other));
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
    let (series, etag) = read(&hub, &admin).await;
    assert_eq!(series.dates.iter().map(|date| date.day).collect::<Vec<_>>(), series.repeat.days());
    // One date is changed while the plan is.
    let first = series.repeat.days()[0];
    let mut moved = detail(&hub, first).await.expect("an action");
    moved.meeting = moved.about.clone();
    let mut plan = SeriesPlan { id: id("daily"), repeat: series.repeat, plan: series.plan };
    plan.plan.action.title = moved.about.clone().expect("a text");
    let key = key();
    let (one, two) = tokio::join!(put(&hub, &admin, &moved), hub.call(Some(&admin), series::change(&plan, &etag, &key)));
    assert_eq!((one, two.is_ok()), (200, true));
    let after = detail(&hub, first).await.expect("an action");
    assert_eq!((after.meeting, after.series.map(|date| date.apart)), (moved.meeting, Some(true)));
}

async fn a_shorter_rule_leaves_nobody_in_the_dark(place: Place) {
    let hub = at_noon(&place).await;
    let (plan, days, admin) = daily(&hub, 4).await;
    create(&hub, &admin, &plan).await.expect("made");
    let ann = hub.adult("ann").await;
    hub.join(&ann, &named(days[3]), false, &key()).await.expect("joined");
    let mut shorter = plan.clone();
    shorter.repeat.until = days[1];
    let changed = change(&hub, &admin, &shorter).await.expect("changed");
    // Nobody had joined the third day; the fourth is called off.
    assert_eq!(
        changed.dates.iter().map(|date| (date.day, date.held.skipped)).collect::<Vec<_>>(),
        [(days[0], false), (days[1], false), (days[3], true)]
    );
    assert_eq!(told(&hub, &ann).await, [(NoticeKind::Cancelled, named(days[3]))]);
    assert_eq!(kind(detail(&hub, days[2]).await), ProblemKind::NotFound);
    // As long as before: the third day is there anew, the fourth stays called off until somebody says otherwise.
    let changed = change(&hub, &admin, &plan).await.expect("changed");
    assert_eq!(changed.dates.iter().map(|date| date.held.skipped).collect::<Vec<_>>(), [false, false, false, true]);
    hub.join(&ann, &named(days[2]), false, &key()).await.expect("joined");
    assert_eq!(detail(&hub, days[2]).await.expect("an action").sequence, 2, "later than the removal");
    // What has begun is history, whatever the rule says.
    hub.server.app.clock.put_forward(49 * HOUR);
    let mut none = plan.clone();
    none.repeat = Repeat { from: days[3], until: days[3], ..none.repeat };
    let changed = change(&hub, &admin, &none).await.expect("changed");
    let skipped: Vec<_> = changed.dates.iter().map(|date| (date.day, date.held.skipped)).collect();
    assert_eq!(skipped, [(days[0], false), (days[1], false), (days[2], true), (days[3], true)]);
    assert_eq!(kind(on(&hub, &admin, days[1], SKIP).await), ProblemKind::Invalid);
}

async fn what_makes_no_series(place: Place) {
    let hub = at_noon(&place).await;
    let (good, days, admin) = daily(&hub, 3).await;
    let refused = async |change: &dyn Fn(&mut SeriesPlan), pointer: &str| {
        let mut plan = good.clone();
        change(&mut plan);
        match create(&hub, &admin, &plan).await {
            Err(ApiError::Problem { problem, .. }) => {
                assert_eq!((problem.kind(), problem.errors[0].pointer.as_str()), (ProblemKind::Invalid, pointer));
            }
            other => panic!("{pointer}: {other:?}"),
        }
    };
    refused(&|plan| plan.repeat.every = 0, "/repeat/every").await;
    refused(&|plan| plan.repeat.on = Rhythm::Weekly(vec![8]), "/repeat/on").await;
    refused(&|plan| plan.repeat.until = add_days(days[0], -1), "/repeat/until").await;
    refused(&|plan| plan.repeat.until = add_days(days[0], 4000), "/repeat/until").await;
    refused(&|plan| (plan.repeat.from, plan.repeat.until) = (add_days(days[0], -30), add_days(days[0], -10)), "/repeat").await;
    refused(&|plan| plan.id = id(&"x".repeat(60)), "/id").await;
    refused(&|plan| plan.plan.action.shifts[0].ends = plan.plan.action.shifts[0].starts, "/plan/action/shifts/0/ends").await;
    // An action that has the id of a date is not overwritten.
    hub.action(hub.plan(&named(days[1]), 24, 2, true)).await;
    refused(&|_| {}, "/id").await;
    assert_eq!(detail(&hub, days[1]).await.expect("an action").action.series, None);
    assert_eq!(kind(hub.call(Some(&admin), series::get(&id("daily"))).await), ProblemKind::NotFound, "nothing is left of it");
    create(&hub, &admin, &SeriesPlan { id: id("other"), ..good.clone() }).await.expect("made");
    for (path, tag, status) in [("other", None, 428), ("daily", Some("*"), 422), ("none", Some("*"), 422)] {
        let put = hub.ask("PUT", &format!("/admin/series/{path}")).bearer_auth(&admin).header("idempotency-key", key());
        let put = tag.into_iter().fold(put, |put, tag| put.header("if-match", tag)).json(&SeriesPlan { id: id("other"), ..good.clone() });
        assert_eq!(put.send().await.expect("an answer").status(), status, "{path}");
    }
    for day in ["2026-13-01", "tomorrow", "2020-01-01"] {
        let put = hub.ask("PUT", &format!("/admin/series/other/dates/{day}")).bearer_auth(&admin).header("idempotency-key", key());
        assert_eq!(put.json(&SKIP).send().await.expect("an answer").status(), 404, "{day}");
    }
}

async fn who_may(place: Place) {
    let hub = at_noon(&place).await;
    let (plan, days, admin) = daily(&hub, 3).await;
    let (ann, coordinator) = (hub.adult("ann").await, hub.person("dina", None, &[Role::Coordinator]).await);
    assert_eq!(kind(create(&hub, &ann, &plan).await), ProblemKind::Forbidden);
    create(&hub, &coordinator, &plan).await.expect("made");
    assert_eq!(kind(hub.call(Some(&ann), series::get(&id("daily"))).await), ProblemKind::Forbidden);
    assert_eq!(kind(on(&hub, &ann, days[1], SKIP).await), ProblemKind::Forbidden);
    assert_eq!(kind(hub.call(None, series::change_date(&id("daily"), days[1], SKIP, &key())).await), ProblemKind::SignIn);
    let (_, etag) = read(&hub, &admin).await;
    assert_eq!(kind(hub.call(Some(&ann), series::change(&plan, &etag, &key())).await), ProblemKind::Forbidden);
}
