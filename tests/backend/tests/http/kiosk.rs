//! What the tests of kiosks share: a hub in the morning of a day, a device that is paired, somebody who walks in.

use crate::hub::{Hub, Place, id, key, shift};
use meyirim::{
    api::{ApiError, Fetched, ProblemKind, actions, kiosk},
    model::{
        ActionDetail, AgeClass, Contact, Instant, Lang, Person, PersonId, Phone, Role, Seats,
        instant::{HOUR, add_days},
        kiosk::{
            Beat, Device, NewDevice, Own,
            day::{InOrOut, KioskDay, KioskMark, Who},
            log::Event,
            today::Today,
            walk_in::WalkIn,
        },
    },
};
use meyirim_backend::{records, secrets};

pub const PIN: &str = "204060";

/// A hub at nine in the morning by its own clock, with an administrator: so that "in three hours" is today, whenever the tests run.
pub async fn morning(place: &Place) -> (Hub, String) {
    let hub = Hub::on(place).await;
    let admin = nine(&hub).await;
    (hub, admin)
}

/// The same of a hub that is there.
pub async fn nine(hub: &Hub) -> String {
    let zone = &hub.server.app.zone;
    let nine = zone.start_of(add_days(zone.day(hub.now()), 1)).plus(9 * HOUR);
    hub.server.app.clock.put_forward(nine.0 - hub.now().0);
    hub.person("admin", None, &[Role::Administrator]).await
}

/// Somebody with an account by phone, signed in.
pub async fn by_phone(hub: &Hub, name: &str, phone: &str) -> String {
    let person = Person {
        id: PersonId::new(&format!("p{}", phone.trim_start_matches('+'))).expect("an id"),
        name: Some(name.to_owned()),
        contact: Contact::parse(phone).expect("a phone"),
        age_class: Some(AgeClass::Adult),
        roles: vec![Role::Volunteer],
        lang: Lang::Kk,
    };
    let token = format!("token-of-{phone}");
    let mut w = hub.db().write().await.expect("writes");
    records::put_person(w.conn(), &person, hub.now()).await.expect("stored");
    sqlx::query("INSERT INTO sessions (token_hash, person, expires_at) VALUES ($1, $2, $3)")
        .bind(secrets::hash(&token))
        .bind(person.id.as_str())
        .bind(hub.now().plus(1000 * HOUR).0)
        .execute(w.conn())
        .await
        .expect("stored");
    w.commit().await.expect("commits");
    token
}

/// The action of [`Hub::plan`] by an organisation.
pub fn by(mut detail: ActionDetail, organisation: &str) -> ActionDetail {
    detail.action.organiser = Some(id(organisation));
    detail.organisers = vec![id(organisation)];
    detail
}

pub async fn organisation(hub: &Hub, name: &str) {
    sqlx::query("INSERT INTO organisations (id, rev, kind, record) VALUES ($1, 0, 'fund', '{}')")
        .bind(name.to_owned())
        .execute(&hub.db().pool)
        .await
        .expect("stored");
}

/// A device that is paired; the answer is its secret.
pub async fn paired(hub: &Hub, admin: &str, name: &str, organisation: Option<&str>) -> (String, Device) {
    let secret = secrets::random_text(32);
    let pairing = hub.call(None, kiosk::ask_pairing(&secret, &key())).await.expect("a code");
    let new = NewDevice { code: pairing.code, name: name.to_owned(), organisation: organisation.map(id), pin: PIN.to_owned() };
    let device = hub.call(Some(admin), kiosk::pair(&new, &key())).await.expect("paired");
    (secret, device)
}

pub fn tale(now: Instant, events: Vec<Event>) -> Beat {
    Beat { version: "1.2.3".to_owned(), waiting: 2, sent_at: now, storage_full: false, events }
}

pub async fn beat(hub: &Hub, secret: &str) -> Result<Own, ApiError> {
    hub.call(None, kiosk::beat(secret, &tale(hub.now(), Vec::new()))).await
}

pub async fn day(hub: &Hub, secret: &str) -> KioskDay {
    let Fetched::New((day, _)) = hub.call(None, kiosk::day(secret, None)).await.expect("the day") else { panic!() };
    day
}

/// An adult without a phone, for the shift of [`Hub::plan`].
pub fn walk_in(name: &str, action: &str, called: &str, made_at: Instant) -> WalkIn {
    WalkIn {
        id: id(name),
        action: id(action),
        shift: shift(),
        name: called.to_owned(),
        phone: None,
        age_class: AgeClass::Adult,
        parent: None,
        lang: Lang::Kk,
        agreed: true,
        made_at,
    }
}

pub async fn walk(hub: &Hub, secret: &str, walk_in: &WalkIn) -> Result<(), ApiError> {
    hub.call(None, kiosk::walk_in(secret, walk_in, hub.now())).await
}

pub fn mark(name: &str, action: &str, who: Who, what: InOrOut, at: Instant) -> KioskMark {
    KioskMark { id: id(name), action: id(action), shift: shift(), who, what, at }
}

pub async fn noted(hub: &Hub, secret: &str, mark: &KioskMark) -> Result<(), ApiError> {
    hub.call(None, kiosk::mark(secret, mark, hub.now())).await
}

pub async fn today(hub: &Hub, token: &str) -> Today {
    hub.call(Some(token), kiosk::today()).await.expect("today")
}

/// The kind of a refusal, and the first field that it names.
pub fn wrong<T: std::fmt::Debug>(result: Result<T, ApiError>) -> (ProblemKind, String) {
    match result {
        Err(ApiError::Problem { problem, .. }) => {
            (problem.kind(), problem.errors.first().map(|error| error.pointer.clone()).unwrap_or_default())
        }
        other => panic!("not refused: {other:?}"),
    }
}

pub async fn seats(hub: &Hub, action: &str) -> Seats {
    let Fetched::New((detail, _)) = hub.call(None, actions::get(&id(action), None)).await.expect("the action") else { panic!() };
    detail.action.seats()
}

pub fn phone(text: &str) -> Option<Phone> {
    Some(Phone::parse(text).expect("a phone"))
}
