use crate::hub::{Hub, Place, id, key, kind};
use meyirim::{
    api::{ApiError, Fetched, Page, Problem, ProblemKind, campaigns, news},
    model::{
        Campaign, Instant, NewsItem, Role, Texts,
        campaign::{Achieved, CampaignKind},
        instant::{DAY, HOUR},
    },
};
use serde_json::{Value, json};

crate::on_both!(
    everybody_reads_and_planners_write,
    nobody_overwrites_what_they_have_not_seen,
    two_at_once,
    a_coordinator_publishes_for_their_organisations,
    what_is_wrong_is_named_at_its_place,
    unchanged_costs_a_header,
    what_was_deleted_may_come_again,
    the_same_write_twice,
    news_of_tomorrow_is_none,
    the_demo_city_has_some
);

fn texts(text: &str) -> Texts {
    Texts::new(Some(text), Some(text), None).expect("a text")
}

/// A marathon with 18 of 30.
pub fn campaign(name: &str) -> Campaign {
    Campaign {
        id: id(name),
        rev: 0,
        kind: CampaignKind::Marathon,
        title: texts(name),
        summary: texts("О чём это"),
        direction: None,
        unit: Some(texts("добрых дел")),
        definition: None,
        target: Some(30),
        achieved: Some(Achieved { value: 18, about: false, as_of: "2021-06".parse().expect("a date") }),
        begins: None,
        ends: None,
        organiser: None,
        source: None,
        wall: true,
        demo: false,
    }
}

pub fn item(name: &str, published: Instant) -> NewsItem {
    let (title, text) = (texts(name), texts("Что нового"));
    NewsItem { id: id(name), rev: 0, title, text, published, until: None, source: None, organisation: None, demo: false }
}

async fn planner(hub: &Hub, name: &str) -> String {
    hub.person(name, None, &[Role::Coordinator]).await
}

type Written<T> = Result<(T, Option<String>), ApiError>;

async fn put(hub: &Hub, token: &str, campaign: &Campaign, etag: Option<&str>) -> Written<Campaign> {
    hub.call(Some(token), campaigns::put(campaign, etag, &key())).await
}

async fn all(hub: &Hub) -> Page<Campaign> {
    match hub.call(None, campaigns::list(None)).await.expect("a list") {
        Fetched::New(page) => page,
        Fetched::Unchanged => panic!("new"),
    }
}

async fn one(hub: &Hub, name: &str) -> (Campaign, String) {
    let Fetched::New((campaign, etag)) = hub.call(None, campaigns::get(&id(name))).await.expect("a campaign") else { panic!("new") };
    (campaign, etag.expect("an ETag"))
}

fn why(result: Result<impl std::fmt::Debug, ApiError>) -> Box<Problem> {
    match result {
        Err(ApiError::Problem { problem, .. }) => problem,
        other => panic!("not refused: {other:?}"),
    }
}

async fn everybody_reads_and_planners_write(place: Place) {
    let hub = Hub::on(&place).await;
    let (ann, leader, auditor) = (
        planner(&hub, "ann").await,
        hub.person("leader", None, &[Role::AssociationLeader]).await,
        hub.person("auditor", None, &[Role::Auditor, Role::Coordinator]).await,
    );
    assert!(all(&hub).await.items.is_empty());
    let (made, etag) = put(&hub, &ann, &campaign("spring"), None).await.expect("made");
    assert!(made.rev > 0);
    let page = all(&hub).await;
    assert_eq!((page.items.as_slice(), page.total), ([made.clone()].as_slice(), Some(1)));
    assert_eq!(one(&hub, "spring").await, (made.clone(), etag.clone().expect("an ETag")));

    assert_eq!(kind(hub.call(None, campaigns::put(&made, etag.as_deref(), &key())).await), ProblemKind::SignIn);
    let refused = why(put(&hub, &leader, &made, etag.as_deref()).await);
    assert_eq!((refused.kind(), refused.detail.as_deref()), (ProblemKind::Forbidden, Some("needs coordinator administrator")));
    assert_eq!(why(put(&hub, &auditor, &made, etag.as_deref()).await).detail.as_deref(), Some("auditor"));
    let etag = etag.expect("an ETag");
    assert_eq!(kind(hub.call(Some(&leader), campaigns::remove(&made.id, &etag, &key())).await), ProblemKind::Forbidden);
    hub.call(Some(&ann), campaigns::remove(&made.id, &etag, &key())).await.expect("gone");
    assert_eq!(kind(hub.call(None, campaigns::get(&made.id)).await), ProblemKind::NotFound);
    assert!(all(&hub).await.items.is_empty());
    assert_eq!(kind(hub.call(None, news::get(&id("none"))).await), ProblemKind::NotFound);
}

async fn nobody_overwrites_what_they_have_not_seen(place: Place) {
    let hub = Hub::on(&place).await;
    let (ann, ben) = (planner(&hub, "ann").await, planner(&hub, "ben").await);
    let (first, seen) = put(&hub, &ann, &campaign("spring"), None).await.expect("made");
    let (_, newer) = put(&hub, &ben, &Campaign { target: Some(40), ..first.clone() }, seen.as_deref()).await.expect("changed");
    assert_ne!(seen, newer);
    assert_eq!(kind(put(&hub, &ann, &Campaign { target: Some(50), ..first.clone() }, seen.as_deref()).await), ProblemKind::Changed);
    // As a new one it is none either.
    assert_eq!(kind(put(&hub, &ann, &first, None).await), ProblemKind::Changed);
    let stale = seen.expect("an ETag");
    assert_eq!(kind(hub.call(Some(&ann), campaigns::remove(&first.id, &stale, &key())).await), ProblemKind::Changed);
    let (now, etag) = one(&hub, "spring").await;
    assert_eq!(now.target, Some(40));
    put(&hub, &ann, &Campaign { target: Some(50), ..now }, Some(&etag)).await.expect("seen, and so changed");
    assert_eq!(kind(put(&hub, &ann, &campaign("never"), Some(&etag)).await), ProblemKind::NotFound);
    // Nobody deletes without having looked.
    let blind = hub.ask("DELETE", "/campaigns/spring").bearer_auth(&ann).header("idempotency-key", key()).send().await.expect("an answer");
    assert_eq!(blind.status(), 428);
}

async fn two_at_once(place: Place) {
    let hub = Hub::on(&place).await;
    let (ann, ben) = (planner(&hub, "ann").await, planner(&hub, "ben").await);
    let (first, seen) = put(&hub, &ann, &campaign("spring"), None).await.expect("made");
    let with = |target| Campaign { target: Some(target), ..first.clone() };
    let (forty, fifty) = (with(40), with(50));
    let (a, b) = tokio::join!(put(&hub, &ann, &forty, seen.as_deref()), put(&hub, &ben, &fifty, seen.as_deref()));
    assert!(a.is_ok() != b.is_ok(), "one of them was faster: {a:?} {b:?}");
    let (new_a, new_b) = (campaign("autumn"), campaign("autumn"));
    let (a, b) = tokio::join!(put(&hub, &ann, &new_a, None), put(&hub, &ben, &new_b, None));
    assert!(a.is_ok() != b.is_ok());
}

async fn organisation(hub: &Hub, name: &str) {
    let record = json!({ "id": name, "rev": 1, "kind": "fund", "name": { "ru": name } }).to_string();
    let mut w = hub.db().write().await.expect("writes");
    sqlx::query("INSERT INTO organisations (id, rev, kind, record) VALUES ($1, 1, 'fund', $2)")
        .bind(name.to_owned())
        .bind(record)
        .execute(w.conn())
        .await
        .expect("stored");
    w.commit().await.expect("commits");
}

async fn bind(hub: &Hub, person: &str, organisation: &str) {
    let mut w = hub.db().write().await.expect("writes");
    sqlx::query("INSERT INTO person_organisations (person, organisation) VALUES ($1, $2)")
        .bind(person.to_owned())
        .bind(organisation.to_owned())
        .execute(w.conn())
        .await
        .expect("stored");
    w.commit().await.expect("commits");
}

async fn a_coordinator_publishes_for_their_organisations(place: Place) {
    let hub = Hub::on(&place).await;
    organisation(&hub, "eco").await;
    organisation(&hub, "med").await;
    let (eco, free) = (planner(&hub, "eco-ann").await, planner(&hub, "ben").await);
    bind(&hub, "eco-ann", "eco").await;
    let of = |whose: Option<&str>| Campaign { organiser: whose.map(id), ..campaign("spring") };
    for whose in [None, Some("med")] {
        assert_eq!(why(put(&hub, &eco, &of(whose), None).await).detail.as_deref(), Some("other-organisation"), "{whose:?}");
    }
    let (own, etag) = put(&hub, &eco, &of(Some("eco")), None).await.expect("their own");
    // Not given away, and not taken from others.
    assert_eq!(why(put(&hub, &eco, &of(Some("med")), etag.as_deref()).await).detail.as_deref(), Some("other-organisation"));
    let (_, etag) = put(&hub, &free, &of(Some("med")), etag.as_deref()).await.expect("who is bound to none publishes for all");
    assert_eq!(why(put(&hub, &eco, &own, etag.as_deref()).await).detail.as_deref(), Some("other-organisation"));
    let refused = hub.call(Some(&eco), campaigns::remove(&own.id, etag.as_deref().expect("an ETag"), &key())).await;
    assert_eq!(kind(refused), ProblemKind::Forbidden);
    // The same of news.
    let told = |whose: &str| NewsItem { organisation: Some(id(whose)), ..item("told", hub.now()) };
    assert_eq!(kind(hub.call(Some(&eco), news::put(&told("med"), None, &key())).await), ProblemKind::Forbidden);
    hub.call(Some(&eco), news::put(&told("eco"), None, &key())).await.expect("their own");
    let nowhere = why(hub.call(Some(&free), news::put(&told("nowhere"), None, &key())).await);
    assert_eq!((nowhere.kind(), nowhere.errors[0].pointer.as_str()), (ProblemKind::Invalid, "/organisation"));
}

async fn what_is_wrong_is_named_at_its_place(place: Place) {
    let hub = Hub::on(&place).await;
    let ann = planner(&hub, "ann").await;
    let sound = serde_json::to_value(campaign("c")).expect("JSON");
    let refused = async |change: &dyn Fn(&mut Value)| {
        let mut body = sound.clone();
        change(&mut body);
        let sent = hub.ask("PUT", "/campaigns/c").bearer_auth(&ann).header("idempotency-key", key()).json(&body);
        let answer = sent.send().await.expect("an answer");
        assert_eq!(answer.status(), 422, "{body}");
        let problem: Problem = answer.json().await.expect("a problem");
        problem.errors.into_iter().map(|error| error.pointer).collect::<Vec<_>>()
    };
    assert_eq!(refused(&|body| body["title"] = json!({ "kk": " " })).await, ["/title"]);
    assert_eq!(refused(&|body| body["title"] = json!({ "kk": "т".repeat(151) })).await, ["/title/kk"]);
    assert_eq!(refused(&|body| body["target"] = json!(-1)).await, ["/target"]);
    assert_eq!(refused(&|body| body["target"] = json!(0)).await, ["/target"]);
    assert_eq!(refused(&|body| body["achieved"]["as_of"] = json!("soon")).await, ["/achieved/as_of"]);
    assert_eq!(refused(&|body| body["achieved"]["as_of"] = json!("2100")).await, ["/achieved/as_of"]);
    assert_eq!(refused(&|body| body["organiser"] = json!("nowhere")).await, ["/organiser"]);
    assert_eq!(refused(&|body| body["source"] = json!({ "publisher": "X", "url": "javascript:alert(1)" })).await, ["/source/url"]);
    assert_eq!(refused(&|body| body["id"] = json!("other")).await, ["/id"]);
    // All at once.
    let many = |body: &mut Value| {
        body["unit"] = Value::Null;
        body["begins"] = json!("2026");
        body["ends"] = json!("2025-12");
    };
    assert_eq!(refused(&many).await, ["/unit", "/ends"]);
    assert!(all(&hub).await.items.is_empty());
}

async fn unchanged_costs_a_header(place: Place) {
    let hub = Hub::on(&place).await;
    let ann = planner(&hub, "ann").await;
    put(&hub, &ann, &campaign("a"), None).await.expect("made");
    let etag = all(&hub).await.etag.expect("an ETag");
    let again = async |etag: &str| hub.call(None, campaigns::list(Some(etag))).await.expect("an answer");
    assert!(matches!(again(&etag).await, Fetched::Unchanged));
    // News and actions are another list.
    hub.call(Some(&ann), news::put(&item("n", hub.now()), None, &key())).await.expect("made");
    hub.action(hub.plan("action", 24, 5, true)).await;
    assert!(matches!(again(&etag).await, Fetched::Unchanged));
    let (last, of_last) = put(&hub, &ann, &campaign("b"), None).await.expect("made");
    let Fetched::New(page) = again(&etag).await else { panic!("it has changed") };
    // Also when the last one goes, now and once nobody remembers it.
    hub.call(Some(&ann), campaigns::remove(&last.id, &of_last.expect("an ETag"), &key())).await.expect("gone");
    let Fetched::New(page) = again(&page.etag.expect("an ETag")).await else { panic!("it has changed") };
    let after = page.etag.expect("an ETag");
    hub.server.app.clock.put_forward(100 * DAY);
    meyirim_backend::app::purge(&hub.server.app).await.expect("purged");
    assert_eq!(page.items.len(), 1);
    assert!(matches!(again(&after).await, Fetched::Unchanged));
}

async fn what_was_deleted_may_come_again(place: Place) {
    let hub = Hub::on(&place).await;
    let ann = planner(&hub, "ann").await;
    let (first, etag) = put(&hub, &ann, &campaign("a"), None).await.expect("made");
    hub.call(Some(&ann), campaigns::remove(&first.id, etag.as_deref().expect("an ETag"), &key())).await.expect("gone");
    assert_eq!(kind(put(&hub, &ann, &first, etag.as_deref()).await), ProblemKind::NotFound);
    let (again, _) = put(&hub, &ann, &first, None).await.expect("made anew");
    assert!(again.rev > first.rev);
    assert_eq!(all(&hub).await.items, [again]);
}

async fn the_same_write_twice(place: Place) {
    let hub = Hub::on(&place).await;
    let ann = planner(&hub, "ann").await;
    let call = campaigns::put(&campaign("a"), None, "once");
    let first = hub.call(Some(&ann), campaigns::put(&campaign("a"), None, "once")).await.expect("made").0;
    let again = hub.reply(Some(&ann), &call.request).await.expect("an answer");
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(call.read(&again).expect("reads").0, first);
    assert_eq!(kind(hub.call(Some(&ann), campaigns::put(&campaign("b"), None, "once")).await), ProblemKind::KeyReused);
}

async fn news_of_tomorrow_is_none(place: Place) {
    let hub = Hub::on(&place).await;
    let ann = planner(&hub, "ann").await;
    let write = async |item: &NewsItem, etag: Option<&str>| hub.call(Some(&ann), news::put(item, etag, &key())).await;
    let tomorrow = why(write(&item("n", hub.now().plus(DAY)), None).await);
    assert_eq!(tomorrow.errors[0].pointer, "/published");
    let over = NewsItem { until: Some(hub.now().plus(-HOUR)), ..item("n", hub.now()) };
    assert_eq!(why(write(&over, None).await).errors[0].pointer, "/until");
    let (made, etag) = write(&item("n", hub.now()), None).await.expect("made");
    let changed = NewsItem { text: texts("Исправлено"), ..made.clone() };
    let (changed, etag) = write(&changed, etag.as_deref()).await.expect("changed");
    assert_eq!(kind(write(&made, Some("\"old\"")).await), ProblemKind::Changed);
    let Fetched::New(page) = hub.call(None, news::list(None)).await.expect("a list") else { panic!("new") };
    assert_eq!(page.items.as_slice(), std::slice::from_ref(&changed));
    hub.call(Some(&ann), news::remove(&changed.id, etag.as_deref().expect("an ETag"), &key())).await.expect("gone");
}

async fn the_demo_city_has_some(place: Place) {
    let hub = Hub::with(&place, |settings| settings.demo = Some(meyirim_backend::settings::Demo { actions: 5, seed: 1 })).await;
    let campaigns = all(&hub).await.items;
    let Fetched::New(news) = hub.call(None, news::list(None)).await.expect("a list") else { panic!("new") };
    assert_eq!((campaigns.len(), news.items.len()), (7, 3));
    assert!(campaigns.iter().all(|one| one.rev > 0 && one.demo == one.source.is_none()));
}
