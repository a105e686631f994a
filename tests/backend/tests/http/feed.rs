use crate::hub::{Hub, Place, id, key};
use meyirim::{
    api::{Fetched, actions, changes},
    model::{ActionDetail, ActionState, ChangeSet, Cursor, Role, SignupState, instant::DAY},
};
use meyirim_backend::app;
use serde_json::Value;

crate::on_both!(what_changed_and_what_is_gone, a_cursor_that_is_no_good, many_changes, the_city_changes, only_ones_own_signups, begun_anew);

async fn since(hub: &Hub, token: Option<&str>, cursor: &Cursor) -> ChangeSet {
    let changes = hub.call(token, changes::since(cursor)).await.expect("changes");
    assert!(changes.bad.is_empty());
    changes.set
}

async fn start(hub: &Hub) -> Cursor {
    let Fetched::New(page) = hub.call(None, actions::list(&Default::default())).await.unwrap() else { panic!() };
    page.changes.unwrap()
}

/// Changes an action as a coordinator does.
async fn admin(hub: &Hub, token: &str, method: &str, path: &str, etag: Option<&str>, body: Option<&ActionDetail>) -> reqwest::Response {
    let mut ask = hub.ask(method, path).bearer_auth(token).header("idempotency-key", key());
    if let Some(etag) = etag {
        ask = ask.header("if-match", etag);
    }
    if let Some(body) = body {
        ask = ask.json(body);
    }
    ask.send().await.unwrap()
}

async fn read(hub: &Hub, action: &str) -> (ActionDetail, String) {
    let Fetched::New((detail, etag)) = hub.call(None, actions::get(&id(action), None)).await.unwrap() else { panic!() };
    (detail, etag.unwrap())
}

async fn what_changed_and_what_is_gone(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("one", 24, 5, true)).await;
    hub.action(hub.plan("two", 24, 5, true)).await;
    let chief = hub.person("chief", None, &[Role::Coordinator]).await;
    let cursor = start(&hub).await;
    assert!(since(&hub, None, &cursor).await.actions.is_empty());
    let me = hub.adult("aigul").await;
    let joined = hub.join(&me, "one", true, &key()).await.expect("joined");
    let (_, etag) = read(&hub, "two").await;
    assert_eq!(admin(&hub, &chief, "DELETE", "/admin/actions/two", Some(&etag), None).await.status(), 204);
    let set = since(&hub, Some(&me), &cursor).await;
    assert_eq!(set.actions.changed, [joined.action]);
    assert_eq!(set.actions.removed, [id("two")]);
    assert_eq!(set.signups.changed, [joined.signup]);
    assert!(!set.reset && !set.more);
    assert!(since(&hub, Some(&me), &set.cursor).await.signups.is_empty());
    let deleted = hub.get("/actions/two").send().await.unwrap();
    assert_eq!(deleted.status(), 404);
}

async fn a_cursor_that_is_no_good(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("one", 24, 5, true)).await;
    let good = start(&hub).await;
    let (epoch, number) = good.0.rsplit_once('.').unwrap();
    let ahead = format!("{epoch}.{}", number.parse::<i64>().unwrap() + 5);
    for other in ["other.1".to_owned(), "nonsense".to_owned(), "1".to_owned(), ahead, format!("{epoch}.-1")] {
        let set = since(&hub, None, &Cursor(other.clone())).await;
        assert!(set.reset && set.actions.is_empty(), "{other}");
        assert_eq!(set.cursor, good);
    }
    // So old that tombstones after it are forgotten.
    let chief = hub.person("chief", None, &[Role::Administrator]).await;
    let (_, etag) = read(&hub, "one").await;
    assert_eq!(admin(&hub, &chief, "DELETE", "/admin/actions/one", Some(&etag), None).await.status(), 204);
    assert!(!since(&hub, None, &good).await.reset);
    hub.server.app.clock.put_forward(91 * DAY);
    app::purge(&hub.server.app).await.expect("purged");
    assert!(since(&hub, None, &good).await.reset);
    let after = start(&hub).await;
    assert!(!since(&hub, None, &after).await.reset);
}

/// More than fit into one answer: page by page, each record once, in as many answers as it takes.
async fn many_changes(place: Place) {
    let hub = Hub::on(&place).await;
    let cursor = start(&hub).await;
    let mut w = hub.db().write().await.unwrap();
    let first = w.revs(2_500).await.unwrap();
    for number in 0..2_500 {
        let mut plan = hub.plan(&format!("a{number}"), 24, 5, true);
        plan.action.rev = first as u64 + number;
        meyirim_backend::records::put_detail(&mut w, &plan).await.unwrap();
    }
    w.commit().await.unwrap();
    let (mut cursor, mut ids, mut answers) = (cursor, Vec::new(), 0);
    loop {
        let set = since(&hub, None, &cursor).await;
        ids.extend(set.actions.changed.into_iter().map(|action| action.id.to_string()));
        (cursor, answers) = (set.cursor, answers + 1);
        if !set.more {
            break;
        }
    }
    assert_eq!((answers, ids.len()), (3, 2_500));
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 2_500);
}

async fn the_city_changes(place: Place) {
    let hub = Hub::on(&place).await;
    let chief = hub.person("chief", None, &[Role::Coordinator]).await;
    let people = hub.people(3).await;
    let mut plan = hub.plan("fresh", 24, 1, true);
    plan.action.shifts[0].seats.taken = 77;
    let cursor = start(&hub).await;
    assert_eq!(admin(&hub, &people[0], "POST", "/admin/actions", None, Some(&plan)).await.status(), 403);
    let made = admin(&hub, &chief, "POST", "/admin/actions", None, Some(&plan)).await;
    assert_eq!(made.status(), 201);
    let etag = made.headers()["etag"].to_str().unwrap().to_owned();
    let made: ActionDetail = made.json().await.unwrap();
    assert_eq!(made.action.shifts[0].seats.taken, 0, "counts are ours");
    assert_eq!(since(&hub, None, &cursor).await.actions.changed, vec![made.action.clone()]);
    assert_eq!(admin(&hub, &chief, "POST", "/admin/actions", None, Some(&plan)).await.status(), 422);

    for token in &people {
        hub.join(token, "fresh", true, &key()).await.expect("joined");
    }
    // Somebody has seen an older version.
    let path = "/admin/actions/fresh";
    assert_eq!(admin(&hub, &chief, "PUT", path, Some(&etag), Some(&made)).await.status(), 412);
    assert_eq!(admin(&hub, &chief, "PUT", path, None, Some(&made)).await.status(), 428);
    // More places: those who wait are offered them.
    let (mut detail, etag) = read(&hub, "fresh").await;
    detail.action.shifts[0].seats.most = 2;
    let changed: ActionDetail = admin(&hub, &chief, "PUT", path, Some(&etag), Some(&detail)).await.json().await.unwrap();
    let seats = changed.action.shifts[0].seats;
    assert_eq!((seats.taken, seats.waiting, changed.sequence), (2, 1, 0));
    let set = since(&hub, Some(&people[2]), &cursor).await;
    assert_eq!(set.signups.changed[0].standing, SignupState::Waitlisted { position: 1 });
    // Called off: calendars must hear of it.
    let (mut detail, etag) = read(&hub, "fresh").await;
    detail.action.state = ActionState::Cancelled;
    let off: ActionDetail = admin(&hub, &chief, "PUT", path, Some(&etag), Some(&detail)).await.json().await.unwrap();
    assert_eq!((off.action.state, off.sequence), (ActionState::Cancelled, 1));
    // Nonsense in a whole action.
    let (detail, etag) = read(&hub, "fresh").await;
    for (pointer, value, errors) in [
        ("/action/shifts/0/ends", Value::from("2020-01-01T00:00:00Z"), "/action/shifts/0/ends"),
        ("/action/shifts/0/seats/needed", 99.into(), "/action/shifts/0/seats/needed"),
        ("/action/shifts", Value::Array(Vec::new()), "/action/shifts"),
        ("/action/title", serde_json::json!({ "ru": " " }), "/action/title"),
        ("/action/direction", "health".into(), "/action/direction"),
        ("/action/id", "other".into(), "/action/id"),
    ] {
        let mut body = serde_json::to_value(&detail).unwrap();
        *body.pointer_mut(pointer).unwrap() = value;
        let answer = hub.ask("PUT", path).bearer_auth(&chief).header("idempotency-key", key()).header("if-match", &etag).json(&body);
        let answer = answer.send().await.unwrap();
        assert_eq!(answer.status(), 422, "{pointer}");
        let problem: Value = answer.json().await.unwrap();
        assert_eq!(problem["errors"][0]["pointer"], errors);
    }
}

async fn only_ones_own_signups(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("one", 24, 5, true)).await;
    let cursor = start(&hub).await;
    let people = hub.people(2).await;
    hub.join(&people[0], "one", true, &key()).await.expect("joined");
    assert_eq!(since(&hub, Some(&people[0]), &cursor).await.signups.changed.len(), 1);
    assert!(since(&hub, Some(&people[1]), &cursor).await.signups.is_empty());
    assert!(since(&hub, None, &cursor).await.signups.is_empty());
    // A session that has ended counts as nobody; what is public stays readable.
    assert_eq!(since(&hub, Some("ended"), &cursor).await.actions.changed.len(), 1);
}

/// `--fresh` is another data base to everyone who knew the old one.
async fn begun_anew(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("one", 24, 5, true)).await;
    let known = start(&hub).await;
    hub.server.stop().await;
    let same = Hub::on(&place).await;
    assert!(!since(&same, None, &known).await.reset);
    same.server.stop().await;
    let anew = Hub::with(&place, |settings| settings.fresh = true).await;
    assert!(since(&anew, None, &known).await.reset);
    assert_eq!(anew.get("/actions/one").send().await.unwrap().status(), 404);
}
