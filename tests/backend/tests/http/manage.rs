//! Those who plan: drafts that nobody else sees, publishing, and reports that add up to the hub's figures.

use crate::hub::{Hub, Place, id, key, kind, shift};
use meyirim::{
    api::{ApiError, Fetched, ProblemKind, actions, attendance, changes, indicators, manage, series},
    model::{
        ActionDetail, Cursor, Direction, Indicator, Instant, NoticeKind, Repeat, Role, Texts,
        action_draft::{ActionDraft, KeptDraft, MOST_DRAFTS, PutDraft},
        attendance::{How, What},
        instant::{HOUR, add_days},
        report::{Closing, Figure, NewReport},
        roll::NewMark,
        series::{Rhythm, SeriesPlan},
    },
    routes::MANAGE_WORDS,
};

crate::on_both!(
    a_draft_is_seen_by_those_who_plan_alone,
    two_planners_on_one_draft,
    publishing_removes_the_draft,
    nobody_publishes_what_another_has_gone_on_writing,
    what_makes_no_draft,
    a_report_waits_for_the_end_and_reaches_everybody,
    two_numbers_want_a_reason,
    reports_add_up_to_figures,
    what_is_called_off_after_its_report_does_not_count,
    a_change_keeps_the_report,
    who_may
);

fn form(title: &str) -> ActionDraft {
    let mut form = ActionDraft::blank();
    form.title.kk = title.to_owned();
    form
}

async fn planner(hub: &Hub, name: &str) -> String {
    hub.person(name, None, &[Role::Coordinator]).await
}

async fn put(hub: &Hub, token: &str, draft: &str, rev: u64, form: ActionDraft) -> Result<KeptDraft, ApiError> {
    hub.call(Some(token), manage::put_draft(&id(draft), &PutDraft { rev, form }, &key())).await
}

async fn drafts(hub: &Hub, token: &str) -> Vec<String> {
    hub.call(Some(token), manage::drafts()).await.expect("drafts").items.into_iter().map(|draft| draft.id.to_string()).collect()
}

async fn detail(hub: &Hub, action: &str) -> (ActionDetail, String) {
    let Fetched::New((detail, etag)) = hub.call(None, actions::get(&id(action), None)).await.expect("an action") else { panic!("new") };
    (detail, etag.expect("an ETag"))
}

async fn report(hub: &Hub, token: &str, action: &str, new: &NewReport) -> Result<ActionDetail, ApiError> {
    let (_, etag) = detail(hub, action).await;
    hub.call(Some(token), manage::report(&id(action), new, &etag, &key())).await.map(|(detail, _)| detail)
}

async fn closing(hub: &Hub, token: &str, action: &str) -> Closing {
    hub.call(Some(token), manage::closing(&id(action))).await.expect("what was noted")
}

fn came(came: u32) -> NewReport {
    NewReport { came, why: None, done: Texts::new(None, Some("Собрали мусор"), None), figures: Vec::new() }
}

fn at_hour(hub: &Hub, starts: Instant, hours: i64) {
    hub.server.app.clock.put_forward(starts.0 + hours * HOUR - hub.now().0);
}

async fn head(hub: &Hub) -> i64 {
    hub.db().head().await.expect("a number")
}

async fn a_draft_is_seen_by_those_who_plan_alone(place: Place) {
    let hub = Hub::on(&place).await;
    let (ann, ben) = (planner(&hub, "ann").await, planner(&hub, "ben").await);
    let before = head(&hub).await;
    let kept = put(&hub, &ann, "spring", 0, form("Көктем")).await.expect("kept");
    assert_eq!((kept.rev, kept.by_name.as_deref(), kept.form.title.kk.as_str()), (1, Some("ann"), "Көктем"));
    assert_eq!(head(&hub).await, before, "no list, feed or stream has anything new");
    assert_eq!(drafts(&hub, &ben).await, ["spring"]);
    assert_eq!(hub.call(Some(&ben), manage::draft(&id("spring"))).await.expect("a draft"), kept);
    // Nobody else meets it anywhere.
    let Fetched::New(page) = hub.call(None, actions::list(&actions::ListActions::default())).await.expect("a page") else { panic!("new") };
    assert!(page.items.is_empty());
    assert_eq!(kind(hub.call(None, actions::get(&id("spring"), None)).await), ProblemKind::NotFound);
    let set = hub.call(None, changes::since(&Cursor(format!("{}.0", hub.db().epoch)))).await;
    if let Ok(set) = set {
        assert!(set.set.actions.is_empty());
    }
    assert_eq!(kind(hub.join(&hub.adult("cem").await, "spring", false, &key()).await), ProblemKind::NotFound);
    hub.call(Some(&ben), manage::drop_draft(&id("spring"), 1, &key())).await.expect("gone");
    assert!(drafts(&hub, &ann).await.is_empty());
}

async fn two_planners_on_one_draft(place: Place) {
    let hub = Hub::on(&place).await;
    let (ann, ben) = (planner(&hub, "ann").await, planner(&hub, "ben").await);
    put(&hub, &ann, "spring", 0, form("Бір")).await.expect("kept");
    assert_eq!(kind(put(&hub, &ben, "spring", 0, form("Басқа")).await), ProblemKind::Changed, "there is one already");
    assert_eq!(put(&hub, &ben, "spring", 1, form("Екі")).await.expect("kept").by_name.as_deref(), Some("ben"));
    assert_eq!(kind(put(&hub, &ann, "spring", 1, form("Үш")).await), ProblemKind::Changed);
    assert_eq!(kind(put(&hub, &ann, "autumn", 3, form("Күз")).await), ProblemKind::Changed, "there is none");
    assert_eq!(kind(hub.call(Some(&ann), manage::drop_draft(&id("spring"), 1, &key())).await), ProblemKind::Changed);
    // The same request again is answered as the first time.
    let (again, draft) = (key(), PutDraft { rev: 2, form: form("Төрт") });
    let first = hub.call(Some(&ann), manage::put_draft(&id("spring"), &draft, &again)).await.expect("kept");
    assert_eq!(hub.call(Some(&ann), manage::put_draft(&id("spring"), &draft, &again)).await.expect("repeated"), first);
}

async fn publishing_removes_the_draft(place: Place) {
    let hub = Hub::on(&place).await;
    let ann = planner(&hub, "ann").await;
    put(&hub, &ann, "one", 0, form("Бір")).await.expect("kept");
    put(&hub, &ann, "many", 0, form("Көп")).await.expect("kept");
    // What is refused removes nothing.
    let mut wrong = hub.plan("one", 24, 2, true);
    wrong.action.shifts[0].ends = wrong.action.shifts[0].starts;
    assert_eq!(kind(hub.call(Some(&ann), manage::create(&wrong, &key())).await), ProblemKind::Invalid);
    // Where the id of an action would stand, a page stands already.
    for word in MANAGE_WORDS {
        assert_eq!(kind(hub.call(Some(&ann), manage::create(&hub.plan(word, 24, 2, true), &key())).await), ProblemKind::Invalid);
    }
    assert_eq!(drafts(&hub, &ann).await.len(), 2);
    let (made, etag) = hub.call(Some(&ann), manage::publish(&hub.plan("one", 24, 2, true), 1, &key())).await.expect("made");
    assert_eq!((made.action.id.as_str(), etag.is_some(), made.report), ("one", true, None));
    assert_eq!(drafts(&hub, &ann).await, ["many"]);
    let plan = hub.plan("any", 24, 2, true);
    let from = hub.server.app.zone.day(plan.action.starts());
    let repeat = Repeat { from, until: add_days(from, 10), every: 1, on: Rhythm::Weekly((1..=7).collect()) };
    hub.call(Some(&ann), series::publish(&SeriesPlan { id: id("many"), repeat, plan }, 1, &key())).await.expect("made");
    assert!(drafts(&hub, &ann).await.is_empty());
    // A phone that was offline comes late with its draft.
    for published in ["one", "many"] {
        assert_eq!(kind(put(&hub, &ann, published, 0, form("Кеш")).await), ProblemKind::Invalid);
    }
}

async fn nobody_publishes_what_another_has_gone_on_writing(place: Place) {
    let hub = Hub::on(&place).await;
    let (ann, ben) = (planner(&hub, "ann").await, planner(&hub, "ben").await);
    let plan = hub.plan("spring", 24, 2, true);
    let from = hub.server.app.zone.day(plan.action.starts());
    let repeat = Repeat { from, until: add_days(from, 10), every: 1, on: Rhythm::Weekly((1..=7).collect()) };
    let many = SeriesPlan { id: id("spring"), repeat, plan: plan.clone() };
    put(&hub, &ann, "spring", 0, form("Бір")).await.expect("kept");
    put(&hub, &ben, "spring", 1, form("Екі")).await.expect("kept");
    assert_eq!(kind(hub.call(Some(&ann), manage::publish(&plan, 1, &key())).await), ProblemKind::Changed);
    assert_eq!(kind(hub.call(Some(&ann), series::publish(&many, 1, &key())).await), ProblemKind::Changed);
    assert_eq!(kind(hub.call(Some(&ann), manage::create(&plan, &key())).await), ProblemKind::Changed, "who knows of none has seen nothing");
    assert_eq!(hub.call(Some(&ben), manage::draft(&id("spring"))).await.expect("still there").form, form("Екі"));
    assert_eq!(kind(hub.call(None, actions::get(&id("spring"), None)).await), ProblemKind::NotFound);
    let again = key();
    hub.call(Some(&ann), manage::publish(&plan, 2, &again)).await.expect("published");
    hub.call(Some(&ann), manage::publish(&plan, 2, &again)).await.expect("as the first time");
    assert!(drafts(&hub, &ben).await.is_empty());
    assert_eq!(kind(put(&hub, &ben, "spring", 2, form("Кеш")).await), ProblemKind::Changed);
    assert!(drafts(&hub, &ben).await.is_empty(), "it does not come back");
}

async fn what_makes_no_draft(place: Place) {
    let hub = Hub::on(&place).await;
    let ann = planner(&hub, "ann").await;
    let mut large = form("Үлкен");
    large.about.ru = "я".repeat(40_000);
    assert_eq!(kind(put(&hub, &ann, "large", 0, large).await), ProblemKind::TooLarge);
    let sent = hub.ask("PUT", "/admin/drafts/odd").bearer_auth(&ann).header("idempotency-key", key());
    let odd = sent.json(&serde_json::json!({ "rev": 0, "form": { "direction": "sideways" } })).send().await.expect("an answer");
    assert_eq!(odd.status(), 422);
    // A form that makes no sense yet is a draft all the same.
    let mut sense = form("");
    sense.shifts.values_mut().for_each(|shift| shift.day = "tomorrow".to_owned());
    assert_eq!(put(&hub, &ann, "sense", 0, sense.clone()).await.expect("kept").form, sense);
    let mut w = hub.db().write().await.expect("writes");
    for number in 1..MOST_DRAFTS {
        sqlx::query("INSERT INTO drafts (id, rev, changed_at, person, form) VALUES ($1, 1, 0, 'ann', '{}')")
            .bind(format!("d{number}"))
            .execute(w.conn())
            .await
            .expect("stored");
    }
    w.commit().await.expect("commits");
    assert_eq!(kind(put(&hub, &ann, "more", 0, form("Көп")).await), ProblemKind::Invalid);
    put(&hub, &ann, "sense", 1, form("Бар")).await.expect("those that are there are still changed");
}

async fn a_report_waits_for_the_end_and_reaches_everybody(place: Place) {
    let hub = Hub::on(&place).await;
    let admin = hub.person("admin", None, &[Role::Administrator]).await;
    let starts = hub.action(hub.plan("clean", 24, 5, true)).await.action.starts();
    let me = hub.adult("aigul").await;
    hub.join(&me, "clean", true, &key()).await.expect("joined");
    let Err(ApiError::Problem { problem, .. }) = report(&hub, &admin, "clean", &came(3)).await else { panic!("too early") };
    assert_eq!((problem.kind(), problem.detail), (ProblemKind::NotNow, Some(starts.plus(2 * HOUR).to_string())));
    at_hour(&hub, starts, 3);
    let noted = closing(&hub, &admin, "clean").await;
    assert_eq!((noted.noted.came, noted.noted.places, noted.report), (None, 1, None));
    let (before, etag) = detail(&hub, "clean").await;
    let new =
        NewReport { figures: vec![Figure { what: Texts::new(None, Some("Мешков"), None).expect("a text"), count: 40 }], ..came(3) };
    let after = report(&hub, &admin, "clean", &new).await.expect("reported");
    let written = after.report.clone().expect("a report");
    assert_eq!((written.came, written.minutes, written.figures[0].count), (3, 0, 40));
    assert!(after.action.rev > before.action.rev);
    assert_eq!(detail(&hub, "clean").await.0, after, "everybody sees it");
    assert_eq!(kind(hub.call(Some(&admin), manage::report(&id("clean"), &new, &etag, &key())).await), ProblemKind::Changed);
    // Nobody who was there is told of a change: nothing changed for them.
    let news = hub.call(Some(&me), meyirim::api::notices::news()).await.expect("news");
    assert!(news.items.iter().all(|notice| notice.kind != NoticeKind::Changed));
    assert_eq!(hub.call(Some(&admin), manage::reported()).await.expect("a list").items, [id("clean")]);
    // Corrected, it replaces the first.
    assert_eq!(report(&hub, &admin, "clean", &came(4)).await.expect("corrected").report.expect("a report").came, 4);
    assert_eq!(hub.call(Some(&admin), manage::reported()).await.expect("a list").items.len(), 1);
    let mut off = hub.plan("off", -48, 5, true);
    off.action.state = meyirim::model::ActionState::Cancelled;
    hub.action(off).await;
    assert_eq!(kind(report(&hub, &admin, "off", &came(1)).await), ProblemKind::Cancelled);
    let missing = manage::report(&id("nothing"), &came(1), "*", &key());
    assert_eq!(kind(hub.call(Some(&admin), missing).await), ProblemKind::NotFound);
    let sent = hub.ask("PUT", "/admin/actions/clean/report").bearer_auth(&admin).header("idempotency-key", key()).json(&came(4));
    assert_eq!(sent.send().await.expect("an answer").status(), 428);
}

async fn mark(hub: &Hub, token: &str, name: &str, person: &str, what: What) {
    let (new, now) = (NewMark { id: id(name), person: id(person), what, at: hub.now() }, hub.now());
    hub.call(Some(token), attendance::mark(&id("clean"), &shift(), &new, now, &key())).await.expect("noted");
}

async fn two_numbers_want_a_reason(place: Place) {
    let hub = Hub::on(&place).await;
    let (admin, leader) = (hub.person("admin", None, &[Role::Administrator]).await, planner(&hub, "leader").await);
    let starts = hub.action(hub.plan("clean", 24, 5, true)).await.action.starts();
    for name in ["aigul", "ben", "cem"] {
        hub.join(&hub.adult(name).await, "clean", true, &key()).await.expect("joined");
    }
    at_hour(&hub, starts, 0);
    let here = || What::In { how: How::Roll };
    for (name, person, what) in [("m1", "aigul", here()), ("m2", "ben", here()), ("m3", "cem", What::Absent)] {
        mark(&hub, &leader, name, person, what).await;
    }
    at_hour(&hub, starts, 3);
    mark(&hub, &leader, "m4", "aigul", What::Confirmed { minutes: 120, reason: None }).await;
    let noted = closing(&hub, &admin, "clean").await.noted;
    assert_eq!((noted.came, noted.minutes, noted.open, noted.places), (Some(2), 120, 1, 3));
    let Err(ApiError::Problem { problem, .. }) = report(&hub, &admin, "clean", &came(3)).await else { panic!("without a reason") };
    assert_eq!((problem.kind(), problem.errors[0].pointer.as_str()), (ProblemKind::Invalid, "/why"));
    let why = |why: &str| NewReport { why: Some(why.to_owned()), ..came(3) };
    assert_eq!(kind(report(&hub, &admin, "clean", &why("  ")).await), ProblemKind::Invalid);
    let after = report(&hub, &admin, "clean", &why("Біреуі белгіленбеген")).await.expect("reported");
    assert_eq!(after.report.map(|report| (report.came, report.minutes)), Some((3, 120)));
    // The reason is for those who plan.
    let public = hub.get("/actions/clean").send().await.expect("an answer").text().await.expect("a text");
    assert!(!public.contains("белгіленбеген"));
    assert_eq!(closing(&hub, &admin, "clean").await.why.as_deref(), Some("Біреуі белгіленбеген"));
}

async fn figures(hub: &Hub) -> Vec<Indicator> {
    let Fetched::New(page) = hub.call(None, indicators::list(None)).await.expect("indicators") else { panic!("new") };
    page.items
}

fn of<'a>(all: &'a [Indicator], name: &str) -> Option<&'a Indicator> {
    all.iter().find(|one| one.id.as_str() == name)
}

async fn reports_add_up_to_figures(place: Place) {
    let hub = Hub::on(&place).await;
    let admin = hub.person("admin", None, &[Role::Administrator]).await;
    assert!(figures(&hub).await.is_empty());
    let year = hub.server.app.zone.day(hub.now()).year();
    for (name, hours, direction) in [("a", -30, Direction::Saulyq), ("b", -60, Direction::Bilim)] {
        let mut plan = hub.plan(name, hours, 5, true);
        plan.action.direction = direction;
        hub.action(plan).await;
    }
    // Two days at the beginning of January would lie in two years: then only the sum over both is looked at.
    let cursor = {
        let Fetched::New(page) = hub.call(None, indicators::list(None)).await.expect("indicators") else { panic!("new") };
        page.changes.expect("a cursor")
    };
    report(&hub, &admin, "a", &came(3)).await.expect("reported");
    report(&hub, &admin, "b", &came(4)).await.expect("reported");
    let all = figures(&hub).await;
    let sum = |kind: &str| -> f64 {
        let totals = [year - 1, year].map(|year| format!("hub-{kind}-{year}"));
        totals.iter().filter_map(|name| of(&all, name)?.value).sum()
    };
    assert_eq!((sum("held"), sum("came"), sum("hours")), (2.0, 7.0, 0.0));
    let last = all.iter().filter(|one| one.front.is_some()).map(|one| one.id.to_string()).collect::<Vec<_>>();
    assert_eq!(last.len(), 3, "one year stands on the front page: {last:?}");
    let silent = all.iter().filter(|one| one.id.as_str().ends_with("-umit")).collect::<Vec<_>>();
    assert!(!silent.is_empty() && silent.iter().all(|one| one.value.is_none()), "no report is not zero");
    assert!(all.iter().all(|one| one.definition.is_some() && one.as_of.day.is_some() && one.name.each().count() == 3));
    // They come to phones as any change does.
    let set = hub.call(None, changes::since(&cursor)).await.expect("changes").set;
    assert!(set.indicators.changed.iter().any(|one| one.id.as_str().starts_with("hub-came-")));
    // What does not change is not sent again; what is deleted no longer counts.
    let held = all.iter().find(|one| one.front.is_some() && one.id.as_str().starts_with("hub-held-")).expect("a figure").clone();
    report(&hub, &admin, "a", &came(5)).await.expect("corrected");
    assert_eq!(of(&figures(&hub).await, held.id.as_str()).map(|one| (one.rev, one.value)), Some((held.rev, held.value)));
    for name in ["a", "b"] {
        hub.call(Some(&admin), manage::remove(&id(name), "*", &key())).await.expect("gone");
    }
    assert!(figures(&hub).await.is_empty(), "no report is left of any year");
}

async fn what_is_called_off_after_its_report_does_not_count(place: Place) {
    let hub = Hub::on(&place).await;
    let admin = hub.person("admin", None, &[Role::Administrator]).await;
    hub.action(hub.plan("clean", -30, 5, true)).await;
    report(&hub, &admin, "clean", &came(3)).await.expect("reported");
    assert!(!figures(&hub).await.is_empty());
    let (mut now, etag) = detail(&hub, "clean").await;
    now.action.state = meyirim::model::ActionState::Cancelled;
    let before = hub.now().0;
    let (off, etag) = hub.call(Some(&admin), manage::change(&now, &etag, &key())).await.expect("called off");
    assert!(figures(&hub).await.is_empty(), "its definition says so");
    // As everywhere, the tombstone says since when.
    let gone: Vec<i64> = sqlx::query_scalar("SELECT gone FROM indicators").fetch_all(&hub.db().pool).await.expect("rows");
    assert!(!gone.is_empty() && gone.iter().all(|gone| (before..=hub.now().0).contains(gone)), "{gone:?}");
    let held =
        ActionDetail { action: meyirim::model::Action { state: meyirim::model::ActionState::Published, ..off.action.clone() }, ..off };
    hub.call(Some(&admin), manage::change(&held, &etag.expect("an ETag"), &key())).await.expect("held after all");
    assert!(!figures(&hub).await.is_empty(), "the report was not lost");
}

async fn a_change_keeps_the_report(place: Place) {
    let hub = Hub::on(&place).await;
    let admin = hub.person("admin", None, &[Role::Administrator]).await;
    hub.action(hub.plan("clean", -30, 5, true)).await;
    report(&hub, &admin, "clean", &came(3)).await.expect("reported");
    let (mut now, etag) = detail(&hub, "clean").await;
    let written = now.report.take();
    now.action.direction = Direction::Bilim;
    let (after, _) = hub.call(Some(&admin), manage::change(&now, &etag, &key())).await.expect("changed");
    assert_eq!(after.report, written, "a client that knows nothing of reports loses none");
    let all = figures(&hub).await;
    let of = |direction: &str| {
        all.iter().find(|one| one.id.as_str().starts_with("hub-came-") && one.id.as_str().ends_with(direction)).and_then(|one| one.value)
    };
    assert_eq!((of("-bilim"), of("-saulyq")), (Some(3.0), None), "and it counts where it belongs now");
    // Nor does a client make one by itself.
    let mut forged = hub.plan("forged", 24, 5, true);
    forged.report = written;
    assert_eq!(hub.call(Some(&admin), manage::create(&forged, &key())).await.expect("made").0.report, None);
}

async fn who_may(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("clean", -30, 5, true)).await;
    for role in [Role::Volunteer, Role::ShiftLeader, Role::AssociationLeader, Role::Auditor] {
        let token = hub.person(&format!("{role:?}").to_lowercase(), None, &[role]).await;
        assert_eq!(kind(hub.call(Some(&token), manage::drafts()).await), ProblemKind::Forbidden, "{role:?}");
        assert_eq!(kind(hub.call(Some(&token), manage::draft(&id("a"))).await), ProblemKind::Forbidden);
        assert_eq!(kind(put(&hub, &token, "a", 0, form("Бір")).await), ProblemKind::Forbidden);
        assert_eq!(kind(hub.call(Some(&token), manage::drop_draft(&id("a"), 1, &key())).await), ProblemKind::Forbidden);
        assert_eq!(kind(hub.call(Some(&token), manage::closing(&id("clean"))).await), ProblemKind::Forbidden);
        assert_eq!(kind(hub.call(Some(&token), manage::reported()).await), ProblemKind::Forbidden);
        assert_eq!(kind(report(&hub, &token, "clean", &came(1)).await), ProblemKind::Forbidden);
    }
    assert_eq!(kind(hub.call(None, manage::drafts()).await), ProblemKind::SignIn);
    for role in [Role::Coordinator, Role::Administrator] {
        let token = hub.person(&format!("{role:?}").to_lowercase(), None, &[role]).await;
        hub.call(Some(&token), manage::drafts()).await.expect("drafts");
    }
}
