//! From a place in a shift to confirmed hours: who may note what and when, logs of several phones that merge, codes, disputes, and what becomes of it all when somebody goes.

use crate::hub::{Hub, Place, id, key, kind, shift};
use meyirim::{
    api::{ApiError, ProblemKind, attendance, session},
    model::{
        Instant, Role,
        attendance::{Hours, How, SEALED_AFTER, What, Why, fold},
        instant::{DAY, HOUR, MINUTE},
        roll::{Attended, Leaders, Listed, NewMark, OwnMark, OwnWhat, Roll},
        rotating,
        session::PersonPatch,
    },
};

crate::on_both!(
    a_shift_from_its_roll_to_sealed_hours,
    only_for_the_own_shift_and_around_its_time,
    an_auditor_leads_no_shift,
    phones_that_were_offline_merge,
    people_check_themselves_in,
    nothing_attended_is_removed,
    nobody_is_left_in_the_log,
    by_the_alphabet,
);

/// The clock, so many hours after the start of the shift of `plan`, which begins in 24.
async fn at_hour(hub: &Hub, starts: Instant, hours: i64) {
    hub.server.app.clock.put_forward(starts.0 + hours * HOUR - hub.now().0);
}

async fn led(hub: &Hub, place: &str) -> (String, Instant) {
    let detail = hub.action(hub.plan(place, 24, 5, true)).await;
    let leader = hub.adult("leader").await;
    let admin = hub.person("admin", None, &[Role::Administrator]).await;
    let named = hub.ask("PUT", &format!("/admin/actions/{place}/shifts/s/leaders")).bearer_auth(&admin).header("idempotency-key", key());
    let named = named.json(&Leaders { leaders: vec![id("leader")] }).send().await.expect("an answer");
    assert_eq!(named.status(), 200, "{}", named.text().await.unwrap_or_default());
    (leader, detail.action.starts())
}

async fn mark(hub: &Hub, token: &str, name: &str, person: &str, what: What, at: Instant, sent: Instant) -> Result<Listed, ApiError> {
    let new = NewMark { id: id(name), person: id(person), what, at };
    hub.call(Some(token), attendance::mark(&id("clean"), &shift(), &new, sent, &key())).await
}

async fn roll(hub: &Hub, token: &str) -> Result<Roll, ApiError> {
    hub.call(Some(token), attendance::roll(&id("clean"), &shift())).await
}

async fn record(hub: &Hub, token: &str) -> Vec<Attended> {
    hub.call(Some(token), attendance::mine()).await.expect("my record")
}

fn came() -> What {
    What::In { how: How::Roll }
}

fn went() -> What {
    What::Out { how: How::Pass }
}

fn confirmed(minutes: u32, reason: Option<&str>) -> What {
    What::Confirmed { minutes, reason: reason.map(str::to_owned) }
}

async fn a_shift_from_its_roll_to_sealed_hours(place: Place) {
    let hub = Hub::on(&place).await;
    let (leader, starts) = led(&hub, "clean").await;
    let me = hub.adult("aigul").await;
    hub.join(&me, "clean", true, &key()).await.expect("joined");
    let shifts = hub.call(Some(&leader), attendance::led()).await.expect("what I lead");
    assert_eq!((shifts.len(), shifts[0].action.as_str()), (1, "clean"));
    assert!(hub.call(Some(&me), attendance::led()).await.expect("nothing").is_empty());
    at_hour(&hub, starts, 0).await;
    let open = roll(&hub, &leader).await.expect("the roll");
    assert_eq!((open.people.len(), open.people[0].name.as_deref(), open.people[0].expected), (1, Some("aigul"), true));
    let now = hub.now();
    mark(&hub, &leader, "m1", "aigul", came(), now, now).await.expect("in");
    // The same mark again, under another key: nothing is twice.
    assert_eq!(mark(&hub, &leader, "m1", "aigul", came(), now, now).await.expect("in").marks.len(), 1);
    at_hour(&hub, starts, 2).await;
    let now = hub.now();
    let listed = mark(&hub, &leader, "m2", "aigul", went(), now, now).await.expect("out");
    let state = fold(&listed.marks, open.span(), open.rule, now, &hub.server.app.zone);
    assert_eq!((state.counted, state.clashes.len()), (Some(120), 0));
    assert_eq!(
        kind(mark(&hub, &leader, "m3", "aigul", confirmed(90, None), now, now).await),
        ProblemKind::Invalid,
        "other minutes want a reason"
    );
    mark(&hub, &leader, "m4", "aigul", confirmed(90, Some("came at half past")), now, now).await.expect("confirmed");
    let mine = record(&hub, &me).await;
    assert_eq!((mine.len(), mine[0].marks.len()), (1, 3));
    assert_eq!(mine[0].marks[2].by_name.as_deref(), Some("leader"), "the trail names who");
    assert_eq!(mine[0].state(now, &hub.server.app.zone).hours.minutes(), 90);
    // I do not agree, and the leader decides again.
    let dispute = |name: &str, reason: &str| {
        let own = OwnMark { id: id(name), what: OwnWhat::Disputed { reason: reason.into() }, at: now };
        attendance::mark_me(&id("clean"), &shift(), &own, now, &key())
    };
    assert_eq!(kind(hub.call(Some(&me), dispute("d0", " ")).await), ProblemKind::Invalid);
    assert_eq!(kind(hub.call(Some(&me), dispute("d0", &"x".repeat(501))).await), ProblemKind::Invalid);
    let disputed = hub.call(Some(&me), dispute("d1", "I was there at ten")).await.expect("disputed");
    assert!(matches!(disputed.state(now, &hub.server.app.zone).hours, Hours::Disputed { minutes: 90, .. }));
    mark(&hub, &leader, "m5", "aigul", confirmed(120, None), now, now).await.expect("confirmed again");
    hub.server.app.clock.put_forward(SEALED_AFTER);
    let later = hub.now();
    assert_eq!(record(&hub, &me).await[0].state(later, &hub.server.app.zone).hours, Hours::Sealed { minutes: 120 });
    assert_eq!(kind(hub.call(Some(&me), dispute("d2", "again")).await), ProblemKind::Sealed);
    assert_eq!(kind(mark(&hub, &leader, "m6", "aigul", confirmed(60, Some("no")), later, later).await), ProblemKind::Sealed);
    let data = hub.call(Some(&me), session::my_data()).await.expect("my data");
    assert_eq!(data.attendance[0].marks.len(), 5);
}

async fn only_for_the_own_shift_and_around_its_time(place: Place) {
    let hub = Hub::on(&place).await;
    let (leader, starts) = led(&hub, "clean").await;
    let other = hub.person("other", None, &[Role::ShiftLeader]).await;
    let (me, coordinator) = (hub.adult("aigul").await, hub.person("serik", None, &[Role::Coordinator]).await);
    hub.server.app.clock.put_forward(-HOUR);
    let Err(ApiError::Problem { problem, .. }) = roll(&hub, &leader).await else { panic!("too early") };
    assert_eq!((problem.kind(), problem.detail), (ProblemKind::NotNow, Some(starts.plus(-DAY).to_string())));
    at_hour(&hub, starts, -1).await;
    let now = hub.now();
    assert_eq!(kind(roll(&hub, &other).await), ProblemKind::Forbidden);
    assert_eq!(kind(roll(&hub, &me).await), ProblemKind::Forbidden);
    assert_eq!(kind(hub.call(None, attendance::roll(&id("clean"), &shift())).await), ProblemKind::SignIn);
    assert_eq!(kind(mark(&hub, &other, "a", "aigul", came(), now, now).await), ProblemKind::Forbidden);
    assert_eq!(kind(mark(&hub, &leader, "b", "nobody", came(), now, now).await), ProblemKind::Invalid);
    assert_eq!(kind(mark(&hub, &leader, "c", "aigul", What::Disputed { reason: "x".into() }, now, now).await), ProblemKind::Invalid);
    assert_eq!(kind(mark(&hub, &leader, "d", "aigul", came(), starts.plus(-3 * HOUR), now).await), ProblemKind::NotNow);
    assert_eq!(
        kind(mark(&hub, &leader, "e", "aigul", confirmed(60, Some("x")), now, now).await),
        ProblemKind::NotNow,
        "not before it begins"
    );
    assert_eq!(kind(mark(&hub, &leader, "f", "aigul", confirmed(1441, Some("x")), now, now).await), ProblemKind::Invalid);
    // Who came without a place is noted all the same; a coordinator may do so everywhere.
    let walked_in = mark(&hub, &coordinator, "g", "aigul", came(), now, now).await.expect("noted");
    assert!(!walked_in.expected && walked_in.marks.len() == 1);
    at_hour(&hub, starts, 3).await;
    let now = hub.now();
    assert_eq!(
        kind(mark(&hub, &leader, "h", "leader", confirmed(120, Some("x")), now, now).await),
        ProblemKind::Forbidden,
        "not one's own hours"
    );
    hub.server.app.clock.put_forward(31 * DAY);
    assert_eq!(kind(roll(&hub, &leader).await), ProblemKind::NotNow);
    assert_eq!(hub.call(Some(&leader), attendance::led()).await.expect("nothing").len(), 0);
    let wrong =
        hub.ask("POST", "/actions/clean/shifts/s/marks").bearer_auth(&leader).header("idempotency-key", key()).header("sent-at", "noon");
    let body = NewMark { id: id("z"), person: id("aigul"), what: came(), at: now };
    assert_eq!(wrong.json(&body).send().await.expect("an answer").status(), 400);
}

async fn an_auditor_leads_no_shift(place: Place) {
    let hub = Hub::on(&place).await;
    let (_, starts) = led(&hub, "clean").await;
    let admin = hub.person("second", None, &[Role::Administrator]).await;
    let auditor = hub.person("auditor", None, &[Role::Auditor]).await;
    hub.adult("aigul").await;
    let named = hub.ask("PUT", "/admin/actions/clean/shifts/s/leaders").bearer_auth(&admin).header("idempotency-key", key());
    let named = named.json(&Leaders { leaders: vec![id("auditor")] }).send().await.expect("an answer");
    assert_eq!(named.status(), 422);
    // Who led it before they became an auditor.
    sqlx::query("INSERT INTO shift_leaders (action, shift, person) VALUES ('clean', 's', 'auditor')")
        .execute(&hub.db().pool)
        .await
        .expect("named");
    at_hour(&hub, starts, 1).await;
    let now = hub.now();
    let Err(ApiError::Problem { problem, .. }) = mark(&hub, &auditor, "a", "aigul", came(), now, now).await else { panic!("refused") };
    assert_eq!((problem.kind(), problem.detail.as_deref()), (ProblemKind::Forbidden, Some("auditor")));
}

async fn phones_that_were_offline_merge(place: Place) {
    let hub = Hub::on(&place).await;
    let (leader, starts) = led(&hub, "clean").await;
    let second = hub.person("serik", None, &[Role::Coordinator]).await;
    let me = hub.adult("aigul").await;
    hub.join(&me, "clean", true, &key()).await.expect("joined");
    at_hour(&hub, starts, 5).await;
    let sent = hub.now();
    // Each phone sends its own log afterwards; the second one's clock is half an hour behind.
    for (token, name, what, minute, sent) in [
        (&second, "b1", came(), 0, sent.plus(-30 * MINUTE)),
        (&leader, "a2", went(), 110, sent),
        (&leader, "a1", came(), 0, sent),
        (&second, "b2", went(), 80, sent.plus(-30 * MINUTE)),
    ] {
        mark(&hub, token, name, "aigul", what, starts.plus(minute * MINUTE), sent).await.expect("noted");
    }
    let open = roll(&hub, &leader).await.expect("the roll");
    let marks = &open.people[0].marks;
    let off: Vec<i64> =
        ["a1", "b1"].iter().map(|name| marks.iter().find(|mark| mark.id == id(name)).expect("there").clock_off / MINUTE).collect();
    assert_eq!(off, [0, 30], "a wrong clock is flagged");
    let state = fold(marks, open.span(), open.rule, sent, &hub.server.app.zone);
    // To the minute: the wrong clock is put right by when the backend heard it.
    let minute = |at: Option<Instant>| at.map(|at| (at.0 - starts.0) / MINUTE);
    assert_eq!((minute(state.checked_in), minute(state.checked_out)), (Some(0), Some(110)));
    let clash: Vec<_> = state.clashes.iter().map(|clash| (clash.why, clash.one.as_str(), clash.other.as_str())).collect();
    assert_eq!(clash, [(Why::TwoIns, "a1", "b1")], "shown with both sides");
    let undone = mark(&hub, &leader, "a3", "aigul", What::Undone { mark: id("b1") }, sent, sent).await.expect("undone");
    assert!(fold(&undone.marks, open.span(), open.rule, sent, &hub.server.app.zone).clashes.is_empty());
}

async fn people_check_themselves_in(place: Place) {
    let hub = Hub::on(&place).await;
    let (leader, starts) = led(&hub, "clean").await;
    let (me, stranger) = (hub.adult("aigul").await, hub.adult("marat").await);
    hub.join(&me, "clean", true, &key()).await.expect("joined");
    at_hour(&hub, starts, 0).await;
    let (open, now) = (roll(&hub, &leader).await.expect("the roll"), hub.now());
    let own = |name: &str, code: String, at: Instant, sent: Instant| {
        let own = OwnMark { id: id(name), what: OwnWhat::In { code }, at };
        attendance::mark_me(&id("clean"), &shift(), &own, sent, &key())
    };
    let code = rotating::code(&open.code_key, now);
    let wrong = format!("{:06}", (code.parse::<u32>().expect("digits") + 1) % 1_000_000);
    assert_eq!(kind(hub.call(Some(&me), own("w", wrong, now, now)).await), ProblemKind::CodeWrong);
    assert_eq!(
        kind(hub.call(Some(&me), own("w", code.clone(), now.plus(-10 * MINUTE), now)).await),
        ProblemKind::CodeWrong,
        "not the code of then"
    );
    assert_eq!(kind(hub.call(Some(&stranger), own("x", code.clone(), now, now)).await), ProblemKind::NotJoined);
    // Kept on a phone that was offline, whose clock is ten minutes ahead.
    hub.server.app.clock.put_forward(3 * HOUR);
    let sent = hub.now().plus(10 * MINUTE);
    let mine = hub.call(Some(&me), own("m", code, now.plus(10 * MINUTE), sent)).await.expect("in");
    assert_eq!(mine.marks[0].what, What::In { how: How::ShiftCode });
    assert!((mine.marks[0].clock_off + 10 * MINUTE).abs() < MINUTE, "flagged: {}", mine.marks[0].clock_off);
    let drift = mine.marks[0].moment().0 - now.0;
    assert!(drift.abs() < MINUTE, "put right: {drift}");
}

async fn nothing_attended_is_removed(place: Place) {
    let hub = Hub::on(&place).await;
    let (leader, starts) = led(&hub, "clean").await;
    hub.adult("aigul").await;
    at_hour(&hub, starts, 0).await;
    let now = hub.now();
    mark(&hub, &leader, "m1", "aigul", came(), now, now).await.expect("in");
    let detail = hub.get("/actions/clean").send().await.expect("an answer");
    let etag = detail.headers()["etag"].clone();
    let mut detail: meyirim::model::ActionDetail = detail.json().await.expect("a detail");
    let admin = |method: &str| {
        hub.ask(method, "/admin/actions/clean").bearer_auth("token-of-admin").header("idempotency-key", key()).header("if-match", &etag)
    };
    assert_eq!(admin("DELETE").send().await.expect("an answer").status(), 422);
    detail.action.shifts[0].id = id("another");
    assert_eq!(admin("PUT").json(&detail).send().await.expect("an answer").status(), 422);
    detail.action.shifts[0].id = shift();
    detail.hours.round = 0;
    assert_eq!(admin("PUT").json(&detail).send().await.expect("an answer").status(), 422);
}

async fn nobody_is_left_in_the_log(place: Place) {
    let hub = Hub::on(&place).await;
    let (leader, starts) = led(&hub, "clean").await;
    let me = hub.adult("aigul").await;
    hub.adult("marat").await;
    hub.join(&me, "clean", true, &key()).await.expect("joined");
    at_hour(&hub, starts, 3).await;
    let now = hub.now();
    mark(&hub, &leader, "m1", "aigul", came(), starts, now).await.expect("in");
    mark(&hub, &leader, "m2", "aigul", confirmed(90, Some("aigul left early")), now, now).await.expect("confirmed");
    mark(&hub, &leader, "m3", "marat", came(), starts, now).await.expect("in");
    hub.call(Some(&me), session::delete_me(&key())).await.expect("gone");
    hub.call(Some(&leader), session::delete_me(&key())).await.expect("gone");
    let rows: Vec<String> = sqlx::query_scalar("SELECT person || ' ' || made_by || ' ' || what FROM marks ORDER BY what")
        .fetch_all(&hub.db().pool)
        .await
        .expect("rows");
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows.iter().all(|row| !row.contains("aigul") && !row.contains("leader")), "{rows:?}");
    assert!(rows[0].contains("\"minutes\":90"), "the number stays: {rows:?}");
    let people = roll(&hub, &hub.person("serik", None, &[Role::Coordinator]).await).await.expect("the roll").people;
    assert!(people.iter().all(|one| one.name.as_deref() != Some("aigul")));
    // Whoever is no more stands last, and says so: nothing can be noted of them.
    assert_eq!(people.iter().map(|one| (one.name.as_deref(), one.deleted)).collect::<Vec<_>>(), [(Some("marat"), false), (None, true)]);
}

/// As in a Kazakh dictionary, wherever the letter stands in Unicode.
async fn by_the_alphabet(place: Place) {
    let hub = Hub::on(&place).await;
    let (leader, starts) = led(&hub, "clean").await;
    for name in ["zhanar", "aliya", "kanat"] {
        let token = hub.adult(name).await;
        let new = match name {
            "zhanar" => "Яна",
            "aliya" => "Әлия",
            _ => "Қанат",
        };
        let patch = PersonPatch { name: Some(new.to_owned()), ..PersonPatch::default() };
        hub.call(Some(&token), session::change_me(&patch, &key())).await.expect("named");
        hub.join(&token, "clean", true, &key()).await.expect("joined");
    }
    at_hour(&hub, starts, 1).await;
    let names: Vec<_> = roll(&hub, &leader).await.expect("the roll").people.into_iter().filter_map(|one| one.name).collect();
    assert_eq!(names, ["Әлия", "Қанат", "Яна"]);
}
