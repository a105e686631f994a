//! The audit: what is told of, how it is searched, that its chain holds with several backends writing, and what a meddler leaves behind.

use crate::hub::{Hub, On, Place, id, key};
use meyirim::{
    api::{messages, rights, roster},
    model::{
        Cursor, Instant, Role,
        audit::{Broken, Ends, Entry, Export, Link, Taken, Wanted, What, check},
        batch::{BatchKind, BatchPart, Edit, UndoBatch},
        instant::{DAY, HOUR},
        member::Field,
        member_edit::Change,
        roster::Column,
    },
};
use meyirim_backend::{app::purge, audit::KEPT};

crate::on_both!(
    what_is_told,
    polling_is_told_once_an_hour,
    reading_on_is_told_too,
    it_is_searched_page_by_page,
    many_writers_make_one_chain,
    a_meddler_is_found_out,
    what_is_old_is_cut_and_the_chain_holds,
    what_is_refused_is_not_told
);

async fn chain(hub: &Hub, token: &str) -> (Ends, Vec<Entry>) {
    let mut all: Vec<Entry> = Vec::new();
    // Reading it is told too, once: then it stands still.
    hub.call(Some(token), rights::chain(0)).await.expect("the chain");
    let ends = hub.call(Some(token), rights::head()).await.expect("the ends");
    loop {
        let after = all.last().map_or(ends.anchor.seq, |entry| entry.seq);
        let next = hub.call(Some(token), rights::chain(after)).await.expect("the chain");
        if next.is_empty() {
            return (ends, all);
        }
        all.extend(next);
    }
}

fn acts(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.act.as_str()).collect()
}

fn part(hub: &Hub, batch: &str, members: &[&str]) -> BatchPart {
    let name = Change::Value { field: Field::Name, from: None, to: Some("Айгүл".to_owned()) };
    let phone = Change::Value { field: Field::Phone, from: None, to: Some("+77010000001".to_owned()) };
    let edits = members.iter().map(|member| Edit::new(id(member), vec![name.clone(), phone.clone()])).collect();
    BatchPart { id: id(batch), kind: BatchKind::Bulk, why: None, made_at: hub.now(), edits }
}

async fn what_is_told(place: Place) {
    let hub = Hub::on(&place).await;
    let leader = hub.person("leader", None, &[Role::Volunteer, Role::AssociationLeader]).await;
    let auditor = hub.person("auditor", None, &[Role::Auditor]).await;
    hub.call(Some(&leader), roster::list(None)).await.expect("a list");
    hub.call(Some(&leader), roster::send(&part(&hub, "b-1", &["m-1", "m-2"]), &key())).await.expect("done");
    hub.call(Some(&leader), roster::history(&id("m-1"))).await.expect("a history");
    let undo = UndoBatch { id: id("u-1"), why: None, made_at: hub.now() };
    hub.call(Some(&leader), roster::undo(&id("b-1"), &undo, &key())).await.expect("taken back");
    let export = |what, made_at| Export { what, count: 2, columns: vec![Column::Field(Field::Name), Column::Field(Field::Phone)], made_at };
    hub.call(Some(&leader), rights::tell_export(&export(Taken::Workbook, hub.now()), &key())).await.expect("told");
    // Made without a connection two hours ago.
    let earlier = hub.now().plus(-2 * HOUR);
    let (late, once) =
        (rights::tell_export(&export(Taken::Paper, earlier), "k-1"), rights::tell_export(&export(Taken::Paper, earlier), "k-1"));
    hub.call(Some(&leader), late).await.expect("told");
    // Heard again, it is one.
    hub.call(Some(&leader), once).await.expect("told");
    let (ends, entries) = chain(&hub, &auditor).await;
    assert_eq!(check(&ends.anchor, &entries, &ends.head), Ok(()));
    assert_eq!(acts(&entries), ["list_fetched", "members_changed", "member_viewed", "batch_undone", "exported", "printed", "audit_read"]);
    assert!(entries[..6].iter().all(|entry| entry.person == "leader" && entry.roles == "volunteer,association_leader"));
    assert_eq!((entries[1].subject.as_str(), entries[2].subject.as_str()), ("b-1", "m-1"));
    assert_eq!(entries[1].details, r#"{"changed":2,"edits":2,"fields":["name","phone"],"kind":"bulk"}"#);
    assert!(entries[5].details.contains(&earlier.to_string()) && entries[4].details.contains("\"made_at\":null"));
    // No name and no phone, wherever one looks.
    let text = serde_json::to_string(&entries).expect("JSON");
    // With its plus: four digits alone are found in a hash now and then.
    assert!(!text.contains("Айгүл") && !text.contains("+7701"));
}

async fn polling_is_told_once_an_hour(place: Place) {
    let hub = Hub::on(&place).await;
    let leader = hub.person("leader", None, &[Role::AssociationLeader]).await;
    let auditor = hub.person("auditor", None, &[Role::Auditor]).await;
    let head = hub.db().head().await.expect("a head");
    let cursor = Cursor(format!("{}.{head}", hub.db().epoch));
    // Nothing has come: nothing was seen.
    hub.call(Some(&leader), roster::since(&cursor)).await.expect("changes");
    hub.call(Some(&leader), roster::send(&part(&hub, "b-1", &["m-1"]), &key())).await.expect("done");
    let told = async || {
        let wanted = Wanted { act: Some(What::ChangesFetched), ..Wanted::default() };
        hub.call(Some(&auditor), rights::audit(&wanted, None)).await.expect("the audit").total
    };
    assert_eq!(told().await, 0);
    for _ in 0..5 {
        hub.call(Some(&leader), roster::since(&cursor)).await.expect("changes");
    }
    assert_eq!(told().await, 1);
    hub.server.app.clock.put_forward(HOUR);
    hub.call(Some(&leader), roster::since(&cursor)).await.expect("changes");
    assert_eq!(told().await, 2);
}

/// Nobody has to begin at the first page: any place of the list can be asked for.
async fn reading_on_is_told_too(place: Place) {
    let hub = Hub::on(&place).await;
    let leader = hub.person("leader", None, &[Role::AssociationLeader]).await;
    let reader = hub.person("reader", None, &[Role::AssociationLeader]).await;
    let auditor = hub.person("auditor", None, &[Role::Auditor]).await;
    hub.call(Some(&leader), roster::send(&part(&hub, "b-1", &["m-1", "m-2", "m-3"]), &key())).await.expect("done");
    let page = async |token: &str, query: &str| {
        let answer = hub.get(&format!("/roster?limit=1{query}")).bearer_auth(token).send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
        let link = answer.headers().get("link").map(|link| link.to_str().expect("text").to_owned());
        link.and_then(|link| Some(link.split_once("cursor=")?.1.split_once('>')?.0.to_owned()))
    };
    let told = async |person: &str, act: What| {
        let wanted = Wanted { person: Some(id(person)), act: Some(act), ..Wanted::default() };
        hub.call(Some(&auditor), rights::audit(&wanted, None)).await.expect("the audit").total
    };
    let second = page(&leader, "").await.expect("more");
    let third = page(&leader, &format!("&cursor={second}")).await.expect("more");
    assert_eq!(told("leader", What::ListFetched).await, 1, "all pages of one reading are one");
    for cursor in [&second, &third] {
        page(&reader, &format!("&cursor={cursor}")).await;
    }
    assert_eq!(told("reader", What::ListFetched).await, 1);
    for _ in 0..2 {
        hub.call(Some(&reader), roster::participation(None)).await.expect("what is known");
        hub.call(Some(&reader), messages::terms()).await.expect("the terms");
        hub.call(Some(&reader), messages::opt_out(&id("m-1"))).await.expect("how it stands");
    }
    for act in [What::ParticipationFetched, What::OptOutsFetched, What::MemberViewed] {
        assert_eq!(told("reader", act).await, 1, "{act:?}");
    }
}

async fn it_is_searched_page_by_page(place: Place) {
    let hub = Hub::on(&place).await;
    let auditor = hub.person("auditor", None, &[Role::Auditor]).await;
    let (one, other) =
        (hub.person("one", None, &[Role::AssociationLeader]).await, hub.person("other", None, &[Role::AssociationLeader]).await);
    for number in 0..130 {
        let token = if number % 2 == 0 { &one } else { &other };
        hub.call(Some(token), roster::history(&id(&format!("m-{number}")))).await.expect("a history");
    }
    let found = async |wanted: &Wanted| hub.call(Some(&auditor), rights::audit(wanted, None)).await.expect("the audit");
    let all = Wanted { act: Some(What::MemberViewed), ..Wanted::default() };
    let first = found(&all).await;
    assert_eq!((first.total, first.items.len()), (130, 100));
    let rest = hub.call(Some(&auditor), rights::audit(&all, first.next.as_ref())).await.expect("the rest");
    assert_eq!((rest.items.len(), &rest.next), (30, &None));
    // The latest first, each once.
    let seqs: Vec<u64> = first.items.iter().chain(&rest.items).map(|line| line.entry.seq).collect();
    assert!(seqs.windows(2).all(|pair| pair[0] > pair[1]));
    let total = async |wanted: Wanted| found(&wanted).await.total;
    assert_eq!(total(Wanted { person: Some(id("one")), ..all.clone() }).await, 65);
    assert_eq!(total(Wanted { subject: Some("m-7".to_owned()), ..all.clone() }).await, 1);
    assert_eq!(total(Wanted { person: Some(id("one")), subject: Some("m-7".to_owned()), ..all.clone() }).await, 0);
    assert_eq!(total(Wanted { from: Some(hub.now().plus(HOUR)), ..all.clone() }).await, 0);
    assert_eq!(total(Wanted { to: Some(hub.now().plus(HOUR)), from: Some(hub.now().plus(-HOUR)), ..all.clone() }).await, 130);
    assert_eq!(total(Wanted { text: Some("othe".to_owned()), ..all.clone() }).await, 65);
    // No pattern of `LIKE`.
    for text in ["%", "_-7", "m\\", "' OR 1=1"] {
        assert_eq!(total(Wanted { text: Some(text.to_owned()), ..all.clone() }).await, 0, "{text}");
    }
    let wrong = hub.get("/roster/audit?from=yesterday").bearer_auth(&auditor).send().await.expect("an answer");
    assert_eq!(wrong.status(), 400);
}

/// Two backends on one data base, and everybody at once.
async fn many_writers_make_one_chain(place: Place) {
    let hub = Hub::on(&place).await;
    let second = Hub::on(&place).await;
    let auditor = hub.person("auditor", None, &[Role::Auditor]).await;
    let mut tokens = Vec::new();
    for number in 0..6 {
        tokens.push(hub.person(&format!("leader-{number}"), None, &[Role::AssociationLeader]).await);
    }
    let write = async |at: usize, token: &String| {
        let hub = if at.is_multiple_of(2) { &hub } else { &second };
        for round in 0..8 {
            let part = part(hub, &format!("b-{at}-{round}"), &[&format!("m-{at}-{round}")]);
            hub.call(Some(token), roster::send(&part, &key())).await.expect("done");
            hub.call(Some(token), roster::list(None)).await.expect("a list");
        }
    };
    futures_util::future::join_all(tokens.iter().enumerate().map(|(at, token)| write(at, token))).await;
    let (ends, entries) = chain(&hub, &auditor).await;
    assert_eq!(check(&ends.anchor, &entries, &ends.head), Ok(()));
    assert_eq!(acts(&entries).iter().filter(|act| **act == "members_changed").count(), 48);
    assert_eq!(acts(&entries).iter().filter(|act| **act == "list_fetched").count(), 48);
    assert!(place.on == On::Sqlite || place.on == On::Postgres);
}

async fn a_meddler_is_found_out(place: Place) {
    let hub = Hub::on(&place).await;
    let leader = hub.person("leader", None, &[Role::AssociationLeader]).await;
    let auditor = hub.person("auditor", None, &[Role::Auditor]).await;
    for number in 0..5 {
        hub.call(Some(&leader), roster::history(&id(&format!("m-{number}")))).await.expect("a history");
    }
    let (ends, entries) = chain(&hub, &auditor).await;
    assert_eq!(check(&ends.anchor, &entries, &ends.head), Ok(()));
    for (sql, broken) in [
        ("UPDATE audit SET person = 'auditor' WHERE seq = 2", Broken::Altered { seq: 2 }),
        ("UPDATE audit SET person = 'leader' WHERE seq = 2", Broken::Missing { seq: 0 }),
        ("DELETE FROM audit WHERE seq = 4", Broken::Missing { seq: 4 }),
        // The end, and the head with it: found out by the head that was written down.
        ("DELETE FROM audit WHERE seq > 3", Broken::Missing { seq: 4 }),
    ] {
        sqlx::query(sql).execute(&hub.db().pool).await.expect("meddled");
        let entries = hub.call(Some(&auditor), rights::chain(0)).await.expect("the chain");
        let found = check(&ends.anchor, &entries, &ends.head);
        assert_eq!(found, if broken.seq() == 0 { Ok(()) } else { Err(broken) }, "{sql}");
    }
}

async fn what_is_old_is_cut_and_the_chain_holds(place: Place) {
    let hub = Hub::on(&place).await;
    let leader = hub.person("leader", None, &[Role::AssociationLeader]).await;
    let auditor = hub.person("auditor", None, &[Role::Auditor]).await;
    for number in 0..3 {
        hub.call(Some(&leader), roster::history(&id(&format!("m-{number}")))).await.expect("a history");
    }
    // Long enough ago.
    hub.server.app.clock.put_forward(KEPT + DAY);
    for token in ["leader", "auditor"] {
        sqlx::query("UPDATE sessions SET expires_at = $2 WHERE person = $1")
            .bind(token)
            .bind(Instant(hub.now().0 + DAY).0)
            .execute(&hub.db().pool)
            .await
            .expect("still signed in");
    }
    hub.call(Some(&leader), roster::history(&id("m-9"))).await.expect("a history");
    purge(&hub.server.app).await.expect("cut");
    let (ends, entries) = chain(&hub, &auditor).await;
    assert_eq!(ends.anchor.seq, 3);
    assert_ne!(ends.anchor, Link::start());
    assert_eq!(acts(&entries), ["member_viewed", "audit_cut", "audit_read"]);
    assert!(entries[1].details.contains(&ends.anchor.hash) && entries[1].person == "hub");
    assert_eq!(check(&ends.anchor, &entries, &ends.head), Ok(()));
}

async fn what_is_refused_is_not_told(place: Place) {
    let hub = Hub::on(&place).await;
    let auditor = hub.person("auditor", None, &[Role::Auditor]).await;
    assert!(hub.call(Some(&auditor), roster::send(&part(&hub, "b-1", &["m-1"]), &key())).await.is_err());
    let (_, entries) = chain(&hub, &auditor).await;
    assert_eq!(acts(&entries), ["audit_read"]);
}
