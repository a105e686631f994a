//! Rights: each role and each act, with the reason for each refusal; roles given and taken by administrators, and never the last of them.

use crate::{
    bulletin::{campaign, item},
    hub::{Hub, Place, id, key, kind, shift},
};
use meyirim::{
    api::{ApiError, Call, ProblemKind, campaigns, centre, kiosk, news, rights, roster, session},
    model::{
        Cursor, Lang, PersonId, Role,
        audit::{Export, Taken, Wanted},
        batch::{BatchKind, BatchPart, Edit, UndoBatch},
        booking_acts::{DeskBooking, DeskWhat, MoveBooking},
        can::{Act, Denied, Rights, can},
        instant::HOUR,
        kiosk::{DevicePatch, NewDevice},
        member::Field,
        member_edit::Change,
        message::{Channel, Written},
        people::{Found, Give},
        roster::Column,
        shift_message::NewShiftMessage,
    },
};

crate::on_both!(
    each_role_and_each_act,
    a_role_is_given_and_taken,
    what_cannot_be_given,
    two_administrators_at_once,
    the_last_administrator_stays,
    who_is_looked_up
);

async fn refusal<T>(hub: &Hub, token: &str, call: Call<T>) -> Option<Denied> {
    match hub.call(Some(token), call).await {
        Err(ApiError::Problem { problem, .. }) if problem.kind() == ProblemKind::Forbidden => {
            Some(Denied::from_code(problem.detail.as_deref().expect("why")).expect("a reason that is known"))
        }
        _ => None,
    }
}

/// The backend says what `model::can` foresees, to the reason.
async fn each_role_and_each_act(place: Place) {
    let hub = Hub::on(&place).await;
    for role in Role::ALL {
        let token = hub.person(role.key(), None, &[role]).await;
        let rights = Rights { roles: [role].into(), ..Rights::default() };
        let foreseen = |act: Act| can(&rights, act).err();
        let named = Change::Value { field: Field::Name, from: None, to: Some("Айгүл".to_owned()) };
        let part = |kind: BatchKind| BatchPart {
            id: id(&format!("b-{}", key())),
            kind,
            why: None,
            made_at: hub.now(),
            edits: vec![Edit::new(id("m-1"), vec![named.clone()])],
        };
        let undo = UndoBatch { id: id(&key()), why: None, made_at: hub.now() };
        let export = |what| Export { what, count: 1, columns: vec![Column::Field(Field::Name)], made_at: hub.now() };
        let give = Give { before: Rights::default(), rights: Rights::default() };
        let shift_message = NewShiftMessage {
            id: id(&key()),
            action: id("none"),
            shift: shift(),
            texts: [(Lang::Kk, Written { subject: "Бүгін".to_owned(), body: "Қолғап алыңыздар.".to_owned() })].into(),
            channels: vec![Channel::Email],
            made_at: hub.now(),
        };
        let device = NewDevice { code: "0".to_owned(), name: "Door".to_owned(), organisation: None, pin: "204060".to_owned() };
        let (marathon, told) = (campaign(&format!("c-{}", key())), item(&format!("n-{}", key()), hub.now()));
        let (from, to) = (hub.now(), hub.now().plus(HOUR));
        let block = DeskBooking { resource: id("none"), from, to, what: DeskWhat::Block { why: None }, made_at: from };
        let moved = MoveBooking { resource: id("none"), from, to, rev: 1 };
        let today = hub.server.app.zone.day(from);
        for (act, got) in [
            (Act::SeeMembers, refusal(&hub, &token, roster::list(None)).await),
            (Act::SeeMembers, refusal(&hub, &token, roster::since(&Cursor("x.1".to_owned()))).await),
            (Act::SeeMembers, refusal(&hub, &token, roster::history(&id("m-1"))).await),
            (Act::ChangeMembers, refusal(&hub, &token, roster::send(&part(BatchKind::Edit), &key())).await),
            (Act::ImportMembers, refusal(&hub, &token, roster::send(&part(BatchKind::Import), &key())).await),
            (Act::MergeMembers, refusal(&hub, &token, roster::send(&part(BatchKind::Merge), &key())).await),
            (Act::TakeBack, refusal(&hub, &token, roster::undo(&id("none"), &undo, &key())).await),
            (Act::ExportMembers, refusal(&hub, &token, rights::tell_export(&export(Taken::Csv), &key())).await),
            (Act::SeeAudit, refusal(&hub, &token, rights::tell_export(&export(Taken::Audit), &key())).await),
            (Act::SeeAudit, refusal(&hub, &token, rights::audit(&Wanted::default(), None)).await),
            (Act::SeeAudit, refusal(&hub, &token, rights::head()).await),
            (Act::SeeAudit, refusal(&hub, &token, rights::chain(0)).await),
            (Act::SeePeople, refusal(&hub, &token, rights::look("Айгүл", &key())).await),
            (Act::GiveRoles, refusal(&hub, &token, rights::give(&id("nobody"), &give, &key())).await),
            (Act::SeeKiosks, refusal(&hub, &token, kiosk::list()).await),
            (Act::SeeKiosks, refusal(&hub, &token, kiosk::events(&id("none"))).await),
            (Act::RunKiosks, refusal(&hub, &token, kiosk::pair(&device, &key())).await),
            (Act::RunKiosks, refusal(&hub, &token, kiosk::change(&id("none"), &DevicePatch::default(), &key())).await),
            (Act::SeeToday, refusal(&hub, &token, kiosk::today()).await),
            (Act::WriteToShifts, refusal(&hub, &token, kiosk::write_to(&shift_message, &key())).await),
            (Act::RunCentre, refusal(&hub, &token, centre::bookings(today)).await),
            (Act::RunCentre, refusal(&hub, &token, centre::hold(&id(&key()), &block, &key())).await),
            (Act::RunCentre, refusal(&hub, &token, centre::move_to(&id("none"), &moved, &key())).await),
            (Act::RunCentre, refusal(&hub, &token, centre::cancel_series(&id("none"), &key())).await),
            (Act::Publish, refusal(&hub, &token, campaigns::put(&marathon, None, &key())).await),
            (Act::Publish, refusal(&hub, &token, campaigns::remove(&id("none"), "\"0\"", &key())).await),
            (Act::Publish, refusal(&hub, &token, news::put(&told, None, &key())).await),
            (Act::Publish, refusal(&hub, &token, news::remove(&id("none"), "\"0\"", &key())).await),
        ] {
            assert_eq!(got, foreseen(act), "{role:?} {act:?}");
        }
        // The other writes for those who plan.
        let answer =
            hub.ask("POST", "/admin/actions").header("idempotency-key", key()).bearer_auth(&token).json(&serde_json::json!({})).send();
        let refused = answer.await.expect("an answer").status() == 403;
        // A body that cannot be read is refused before anybody's rights are looked at.
        assert!(!refused || foreseen(Act::Plan).is_some(), "{role:?}");
    }
}

async fn look(hub: &Hub, admin: &str, text: &str) -> Vec<Found> {
    hub.call(Some(admin), rights::look(text, &key())).await.expect("people").people
}

async fn give(hub: &Hub, admin: &str, person: &str, before: &Rights, rights: &Rights) -> Result<Found, ApiError> {
    let give = Give { before: before.clone(), rights: rights.clone() };
    hub.call(Some(admin), rights::give(&PersonId::new(person).expect("an id"), &give, &key())).await
}

fn roles(roles: &[Role]) -> Rights {
    Rights { roles: roles.iter().copied().collect(), ..Rights::default() }
}

async fn a_role_is_given_and_taken(place: Place) {
    let hub = Hub::on(&place).await;
    let admin = hub.person("admin", None, &[Role::Administrator]).await;
    let other = hub.adult("aigul").await;
    assert!(hub.call(Some(&other), roster::list(None)).await.is_err());
    let (before, after) = (roles(&[Role::Volunteer]), roles(&[Role::Volunteer, Role::AssociationLeader]));
    let found = give(&hub, &admin, "aigul", &before, &after).await.expect("given");
    assert_eq!((found.rights, look(&hub, &admin, "aigul@example.kz").await[0].rights.clone()), (after.clone(), after.clone()));
    assert!(hub.call(Some(&other), roster::list(None)).await.is_ok());
    // Who gives on what is no longer so hears of it.
    assert_eq!(kind(give(&hub, &admin, "aigul", &before, &after).await), ProblemKind::Changed);
    give(&hub, &admin, "aigul", &after, &before).await.expect("taken");
    assert!(hub.call(Some(&other), roster::list(None)).await.is_err());
    // Both are in the audit, with what was and what is.
    let wanted = Wanted { subject: Some("aigul".to_owned()), ..Wanted::default() };
    let lines = hub.call(Some(&admin), rights::audit(&wanted, None)).await.expect("the audit").items;
    assert_eq!(lines.iter().map(|line| line.entry.act.as_str()).collect::<Vec<_>>(), ["roles_changed", "roles_changed"]);
    assert!(lines[1].entry.details.contains("association_leader") && lines[1].name.as_deref() == Some("admin"));
    assert!(!lines[1].entry.details.contains('@'));
}

async fn what_cannot_be_given(place: Place) {
    let hub = Hub::on(&place).await;
    let admin = hub.person("admin", None, &[Role::Administrator]).await;
    hub.adult("aigul").await;
    let before = roles(&[Role::Volunteer]);
    let bound = |role: Role, organisation: &str| Rights { organisations: [id(organisation)].into(), ..roles(&[role]) };
    for wrong in [
        roles(&[Role::Auditor, Role::Coordinator]),
        roles(&[Role::Auditor, Role::ShiftLeader]),
        bound(Role::Volunteer, "eco"),
        // There is no such organisation.
        bound(Role::Coordinator, "nowhere"),
    ] {
        assert_eq!(kind(give(&hub, &admin, "aigul", &before, &wrong).await), ProblemKind::Invalid);
    }
    assert_eq!(kind(give(&hub, &admin, "nobody", &before, &before).await), ProblemKind::NotFound);
    assert_eq!(kind(give(&hub, &admin, "admin", &roles(&[Role::Administrator]), &before).await), ProblemKind::Invalid);
    assert_eq!(look(&hub, &admin, "admin@example.kz").await[0].rights, roles(&[Role::Administrator]));
}

/// Each takes the other's role: one of them stays.
async fn two_administrators_at_once(place: Place) {
    let hub = Hub::on(&place).await;
    let (one, other) = (hub.person("one", None, &[Role::Administrator]).await, hub.person("other", None, &[Role::Administrator]).await);
    let (admin, none) = (roles(&[Role::Administrator]), roles(&[Role::Volunteer]));
    let (a, b) = tokio::join!(give(&hub, &one, "other", &admin, &none), give(&hub, &other, "one", &admin, &none));
    assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
}

/// Nobody would be left who could give anybody a role.
async fn the_last_administrator_stays(place: Place) {
    let hub = Hub::on(&place).await;
    let one = hub.person("one", None, &[Role::Administrator]).await;
    hub.adult("aigul").await;
    assert_eq!(refusal(&hub, &one, session::delete_me(&key())).await, Some(Denied::LastAdministrator));
    assert_eq!(look(&hub, &one, "one@example.kz").await.len(), 1);
    let other = hub.person("other", None, &[Role::Administrator]).await;
    // Both at once: one of them stays.
    let (a, b) = tokio::join!(hub.call(Some(&one), session::delete_me(&key())), hub.call(Some(&other), session::delete_me(&key())));
    assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
}

async fn who_is_looked_up(place: Place) {
    let hub = Hub::on(&place).await;
    let admin = hub.person("admin", None, &[Role::Administrator]).await;
    for (name, called) in [("a", "Айгүл Сәрсенова"), ("b", "Айгуль Петрова"), ("c", "Ерлан")] {
        hub.person(name, None, &[Role::Volunteer]).await;
        sqlx::query("UPDATE persons SET name = $2 WHERE id = $1").bind(name).bind(called).execute(&hub.db().pool).await.expect("named");
    }
    let names = |found: Vec<Found>| found.into_iter().filter_map(|one| one.name).collect::<Vec<_>>();
    // As the app folds names: one spelling finds the other.
    assert_eq!(names(look(&hub, &admin, "айгул").await), ["Айгуль Петрова", "Айгүл Сәрсенова"]);
    assert_eq!(names(look(&hub, &admin, "c@example.kz").await), ["Ерлан"]);
    assert!(look(&hub, &admin, "nobody at all").await.is_empty());
    assert_eq!(kind(hub.call(Some(&admin), rights::look("ай", &key())).await), ProblemKind::Invalid);
    // What was looked for is in no entry.
    let lines = hub.call(Some(&admin), rights::audit(&Wanted::default(), None)).await.expect("the audit").items;
    assert!(lines.iter().any(|line| line.entry.act == "people_looked_up"));
    assert!(lines.iter().all(|line| !line.entry.details.contains("айгул") && !line.entry.details.contains('@')));
}
