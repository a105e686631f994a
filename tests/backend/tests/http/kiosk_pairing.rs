//! Kiosks themselves: pairing, guessing codes, locking, wiping, and what is told of them.

use crate::{
    hub::{Hub, Place, id, key, kind},
    kiosk::{PIN, beat, morning, organisation, paired, tale, walk, walk_in, wrong},
};
use meyirim::{
    api::{ApiError, ProblemKind, kiosk, session},
    model::{
        Role,
        instant::{DAY, HOUR, MINUTE},
        kiosk::{
            CODE_LIFE, DevicePatch, DeviceState, FORGOTTEN, NewDevice,
            log::{Event, Happened, MOST},
            spaced_code,
        },
    },
};
use meyirim_backend::{app, secrets};

crate::on_both!(
    a_device_is_paired,
    a_secret_is_no_session,
    what_is_wrong_is_pointed_at,
    codes_are_guessed_in_vain,
    locked_and_unlocked,
    wiped_once_and_for_all,
    never_heard_again,
    what_happened_is_kept_for_a_while,
);

fn new(code: &str, name: &str) -> NewDevice {
    NewDevice { code: code.to_owned(), name: name.to_owned(), organisation: None, pin: PIN.to_owned() }
}

async fn a_device_is_paired(place: Place) {
    let (hub, admin) = morning(&place).await;
    let coordinator = hub.person("serik", None, &[Role::Coordinator]).await;
    let secret = secrets::random_text(32);
    assert_eq!(kind(beat(&hub, &secret).await), ProblemKind::SignIn, "nobody's yet");
    let again = key();
    let pairing = hub.call(None, kiosk::ask_pairing(&secret, &again)).await.expect("a code");
    assert_eq!((pairing.code.len(), pairing.expires_at.0 - hub.now().0 > 9 * MINUTE), (8, true));
    assert_eq!(hub.call(None, kiosk::ask_pairing(&secret, &again)).await.expect("the same").code, pairing.code);
    assert_eq!(kind(beat(&hub, &secret).await), ProblemKind::SignIn, "a code alone is no right");
    let typed = new(&spaced_code(&pairing.code), " By the\tdoor 🙂 ");
    assert_eq!(kind(hub.call(Some(&coordinator), kiosk::pair(&typed, &key())).await), ProblemKind::Forbidden);
    let once = key();
    let device = hub.call(Some(&admin), kiosk::pair(&typed, &once)).await.expect("paired");
    assert_eq!((device.name.as_str(), device.state, device.last_seen), ("By the door 🙂", DeviceState::Active, None));
    assert_eq!(hub.call(Some(&admin), kiosk::pair(&typed, &once)).await.expect("a repeat").id, device.id);
    assert_eq!(kind(hub.call(Some(&admin), kiosk::pair(&typed, &key())).await), ProblemKind::CodeWrong, "a code is good once");
    assert_eq!(wrong(hub.call(None, kiosk::ask_pairing(&secret, &key())).await).1, "/secret");
    let own = beat(&hub, &secret).await.expect("I am here");
    assert!(own.id == device.id && own.pin.opens(PIN) && !own.pin.opens("204061"));
    let seen = hub.call(Some(&coordinator), kiosk::list()).await.expect("the list").remove(0);
    assert_eq!((seen.last_seen, seen.version.as_deref(), seen.waiting), (Some(own.now), Some("1.2.3"), 2));
    assert_eq!(kind(hub.call(Some(&hub.adult("aigul").await), kiosk::list()).await), ProblemKind::Forbidden);
    let told: Vec<String> =
        sqlx::query_scalar("SELECT details FROM audit WHERE act = 'kiosk_paired'").fetch_all(&hub.db().pool).await.expect("told");
    assert_eq!(told, ["{\"organisation\":null}"], "once, and without the PIN");
    let kept: String = sqlx::query_scalar("SELECT secret_hash FROM kiosks").fetch_one(&hub.db().pool).await.expect("a row");
    assert_ne!(kept, secret);
}

/// With the one nobody gets what the other is for, whatever else is sent along.
async fn a_secret_is_no_session(place: Place) {
    let (hub, admin) = morning(&place).await;
    let (secret, _) = paired(&hub, &admin, "One", None).await;
    assert_eq!(kind(hub.call(Some(&secret), session::who_am_i()).await), ProblemKind::SignIn);
    assert_eq!(kind(hub.call(Some(&secret), kiosk::list()).await), ProblemKind::SignIn);
    let cookie = format!("meyirim_session={admin}");
    let with = |path: &str, cookie: &str| hub.get(path).header("cookie", cookie).header("authorization", format!("Kiosk {secret}"));
    assert_eq!(with("/session", &cookie).send().await.expect("an answer").status(), 401, "a kiosk is nobody");
    assert_eq!(with("/kiosks/me/day", "").send().await.expect("an answer").status(), 200);
    for wrong in [format!("Bearer {admin}"), format!("Bearer {secret}"), "Kiosk ".to_owned(), format!("Kiosk {admin}")] {
        let answer = hub.get("/kiosks/me/day").header("cookie", &cookie).header("authorization", &wrong).send().await.expect("an answer");
        assert_eq!(answer.status(), 401, "{wrong}");
    }
    // No page of another site can send that header, so a kiosk is not asked where its page is from.
    let elsewhere = hub.ask("PUT", "/kiosks/me").header("sec-fetch-site", "cross-site").header("cookie", &cookie);
    let elsewhere = elsewhere.header("authorization", format!("Kiosk {secret}")).json(&tale(hub.now(), Vec::new()));
    assert_eq!(elsewhere.send().await.expect("an answer").status(), 200);
    assert_eq!(hub.get("/kiosks/me/day").header("cookie", cookie).send().await.expect("an answer").status(), 401);
}

async fn what_is_wrong_is_pointed_at(place: Place) {
    let (hub, admin) = morning(&place).await;
    for secret in ["", "short", &"a".repeat(44), &"ә".repeat(43)] {
        assert_eq!(wrong(hub.call(None, kiosk::ask_pairing(secret, &key())).await), (ProblemKind::Invalid, "/secret".to_owned()));
    }
    let code = hub.call(None, kiosk::ask_pairing(&secrets::random_text(32), &key())).await.expect("a code").code;
    let good = new(&code, "One");
    for (bad, field) in [
        (NewDevice { name: "ә".repeat(1000), ..good.clone() }, "/name"),
        (NewDevice { name: "ә".repeat(61), ..good.clone() }, "/name"),
        (NewDevice { name: " \u{200b}".to_owned(), ..good.clone() }, "/name"),
        (NewDevice { pin: "123".to_owned(), ..good.clone() }, "/pin"),
        (NewDevice { pin: "111111".to_owned(), ..good.clone() }, "/pin"),
        (NewDevice { organisation: Some(id("nowhere")), ..good.clone() }, "/organisation"),
    ] {
        assert_eq!(wrong(hub.call(Some(&admin), kiosk::pair(&bad, &key())).await), (ProblemKind::Invalid, field.to_owned()), "{bad:?}");
    }
    organisation(&hub, "eco").await;
    let device = hub.call(Some(&admin), kiosk::pair(&NewDevice { organisation: Some(id("eco")), ..good }, &key())).await.expect("paired");
    for (bad, field) in [
        (DevicePatch { name: Some(String::new()), ..DevicePatch::default() }, "/name"),
        (DevicePatch { pin: Some("20406".to_owned()), ..DevicePatch::default() }, "/pin"),
    ] {
        assert_eq!(wrong(hub.call(Some(&admin), kiosk::change(&device.id, &bad, &key())).await).1, field);
    }
    let nobody = hub.call(Some(&admin), kiosk::change(&id("nobody"), &DevicePatch::default(), &key())).await;
    assert_eq!(kind(nobody), ProblemKind::NotFound);
}

async fn codes_are_guessed_in_vain(place: Place) {
    let (hub, admin) = morning(&place).await;
    let ask = async || hub.call(None, kiosk::ask_pairing(&secrets::random_text(32), &key())).await;
    let code = ask().await.expect("a code").code;
    let guess = |number: usize| format!("{:08}", (code.parse::<u64>().expect("digits") + number as u64 + 1) % 100_000_000);
    let pair = async |code: &str| hub.call(Some(&admin), kiosk::pair(&new(code, "One"), &key())).await;
    // Ten, and one more a minute: as many as these tests take, on however slow a machine.
    let mut guesses = 0;
    while kind(pair(&guess(guesses)).await) == ProblemKind::CodeWrong {
        guesses += 1;
    }
    assert!((10..20).contains(&guesses), "{guesses}");
    assert_eq!(kind(pair(&code).await), ProblemKind::TooMany, "also the right one");
    // As many devices may ask from here, and then none for a while.
    let mut asked = 1;
    let tired = loop {
        match ask().await {
            Ok(_) => asked += 1,
            refused => break kind(refused),
        }
    };
    assert!(tired == ProblemKind::TooMany && (10..20).contains(&asked), "{tired:?} {asked}");
    // Later tries are heard again; the code is too old by then.
    hub.server.app.clock.put_forward(CODE_LIFE + 1);
    assert_eq!(kind(pair(&code).await), ProblemKind::CodeWrong);
    ask().await.expect("a code");
    let open: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM kiosk_pairings").fetch_one(&hub.db().pool).await.expect("a number");
    assert_eq!(open, 1, "what has run out is forgotten");
}

async fn set(hub: &Hub, admin: &str, device: &str, patch: DevicePatch) -> Result<meyirim::model::kiosk::Device, ApiError> {
    hub.call(Some(admin), kiosk::change(&id(device), &patch, &key())).await
}

async fn locked_and_unlocked(place: Place) {
    let (hub, admin) = morning(&place).await;
    hub.action(hub.plan("clean", 2, 5, false)).await;
    let (secret, device) = paired(&hub, &admin, "One", None).await;
    let patch = DevicePatch { locked: Some(true), name: Some("Two".into()), pin: Some("135790".into()), wipe: false };
    let locked = set(&hub, &admin, device.id.as_str(), patch).await.expect("locked");
    assert_eq!((locked.state, locked.name.as_str()), (DeviceState::Locked, "Two"));
    let own = beat(&hub, &secret).await.expect("still a device");
    assert!(own.state == DeviceState::Locked && own.pin.opens("135790") && own.name == "Two");
    assert_eq!(kind(hub.call(None, kiosk::day(&secret, None)).await), ProblemKind::Forbidden);
    // What it holds is not decided on, and heard when it is unlocked: under the same key.
    let somebody = walk_in("w1", "clean", "Айгүл", hub.now());
    assert_eq!(kind(walk(&hub, &secret, &somebody).await), ProblemKind::Forbidden);
    set(&hub, &admin, device.id.as_str(), DevicePatch { locked: Some(false), ..DevicePatch::default() }).await.expect("unlocked");
    walk(&hub, &secret, &somebody).await.expect("taken");
    let told: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM audit WHERE act = 'kiosk_changed'").fetch_one(&hub.db().pool).await.expect("told");
    assert_eq!(told, 2);
}

async fn wiped_once_and_for_all(place: Place) {
    let (hub, admin) = morning(&place).await;
    hub.action(hub.plan("clean", 2, 5, false)).await;
    let (secret, device) = paired(&hub, &admin, "One", None).await;
    let wipe = DevicePatch { wipe: true, ..DevicePatch::default() };
    assert_eq!(set(&hub, &admin, device.id.as_str(), wipe.clone()).await.expect("ordered").state, DeviceState::Wiping);
    let unlock = DevicePatch { locked: Some(false), ..DevicePatch::default() };
    assert_eq!(wrong(set(&hub, &admin, device.id.as_str(), unlock).await).1, "/locked", "it cannot be taken back");
    assert_eq!(kind(walk(&hub, &secret, &walk_in("w1", "clean", "Айгүл", hub.now())).await), ProblemKind::Forbidden);
    assert_eq!(hub.call(Some(&admin), kiosk::list()).await.expect("the list").len(), 1, "until it has heard of it");
    assert_eq!(beat(&hub, &secret).await.expect("hears of it").state, DeviceState::Wiping);
    assert_eq!(kind(beat(&hub, &secret).await), ProblemKind::SignIn);
    assert_eq!(kind(hub.call(None, kiosk::day(&secret, None)).await), ProblemKind::SignIn);
    assert!(hub.call(Some(&admin), kiosk::list()).await.expect("the list").is_empty());
    assert_eq!(kind(set(&hub, &admin, device.id.as_str(), wipe).await), ProblemKind::NotFound);
    let told: String =
        sqlx::query_scalar("SELECT person FROM audit WHERE act = 'kiosk_wiped'").fetch_one(&hub.db().pool).await.expect("told");
    assert_eq!(told, "hub");
    // Paired anew it is another device.
    let code = hub.call(None, kiosk::ask_pairing(&secret, &key())).await.expect("a code").code;
    let again = hub.call(Some(&admin), kiosk::pair(&new(&code, "One"), &key())).await.expect("paired");
    assert_ne!(again.id, device.id);
}

/// One that was carried off, or thrown away, is to be wiped and does not answer: it stays on the list until its own rule has done it.
async fn never_heard_again(place: Place) {
    let (hub, admin) = morning(&place).await;
    let coordinator = hub.person("serik", None, &[Role::Coordinator]).await;
    let (secret, device) = paired(&hub, &admin, "One", None).await;
    beat(&hub, &secret).await.expect("heard");
    let remove = async |token: &str| hub.call(Some(token), kiosk::remove(&device.id, &key())).await;
    assert_eq!(kind(remove(&admin).await), ProblemKind::NotNow, "one that is in use");
    let wipe = DevicePatch { wipe: true, ..DevicePatch::default() };
    set(&hub, &admin, device.id.as_str(), wipe).await.expect("ordered");
    hub.server.app.clock.put_forward(FORGOTTEN - MINUTE);
    assert_eq!(kind(remove(&admin).await), ProblemKind::NotNow, "it may still hold something");
    hub.server.app.clock.put_forward(2 * MINUTE);
    assert_eq!(kind(remove(&coordinator).await), ProblemKind::Forbidden);
    remove(&admin).await.expect("off the list");
    assert_eq!(kind(remove(&admin).await), ProblemKind::NotFound);
    assert!(hub.call(Some(&admin), kiosk::list()).await.expect("the list").is_empty());
    // If it is heard after all it is nobody's, and by that it forgets.
    assert_eq!(kind(beat(&hub, &secret).await), ProblemKind::SignIn);
    let told: Vec<String> =
        sqlx::query_scalar("SELECT person FROM audit WHERE act = 'kiosk_wiped'").fetch_all(&hub.db().pool).await.expect("told");
    assert_eq!(told, ["admin"]);
}

async fn what_happened_is_kept_for_a_while(place: Place) {
    let (hub, admin) = morning(&place).await;
    let (secret, device) = paired(&hub, &admin, "One", None).await;
    let events = async || hub.call(Some(&admin), kiosk::events(&device.id)).await.expect("events");
    // A day behind: the moments are put right, and the device says by how much it is off.
    let behind = hub.now().plus(-DAY);
    let one = |seconds: i64, what| Event { at: behind.plus(-1000 * seconds), what };
    let tell = tale(behind, vec![one(60, Happened::Started), one(30, Happened::WalkIn), one(0, Happened::Other)]);
    for _ in 0..2 {
        hub.call(None, kiosk::beat(&secret, &tell)).await.expect("told");
    }
    let told = events().await;
    assert_eq!(told.iter().map(|event| event.what).collect::<Vec<_>>(), [Happened::Other, Happened::WalkIn, Happened::Started]);
    assert!((hub.now().0 - told[0].at.0).abs() < MINUTE, "{told:?}");
    let off = hub.call(Some(&admin), kiosk::list()).await.expect("the list")[0].clock_off;
    assert!((off - DAY).abs() < MINUTE, "{off}");
    let many = |count: i64| (0..count).map(|at| Event { at: hub.now().plus(-at), what: Happened::NotFound }).collect();
    let too_many = hub.call(None, kiosk::beat(&secret, &tale(hub.now(), many(MOST as i64 + 1)))).await;
    assert_eq!(wrong(too_many), (ProblemKind::Invalid, "/events".to_owned()));
    hub.call(None, kiosk::beat(&secret, &tale(hub.now(), many(MOST as i64)))).await.expect("told");
    hub.server.app.clock.put_forward(HOUR);
    hub.call(None, kiosk::beat(&secret, &tale(hub.now(), vec![Event { at: hub.now(), what: Happened::PinDenied }]))).await.expect("told");
    let told = events().await;
    assert_eq!((told.len(), told[0].what), (MOST, Happened::PinDenied));
    let rows: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM kiosk_events").fetch_one(&hub.db().pool).await.expect("a number");
    assert_eq!(rows, MOST as i64, "no device fills the data base");
    hub.server.app.clock.put_forward(31 * DAY);
    app::purge(&hub.server.app).await.expect("purged");
    assert!(events().await.is_empty());
    assert_eq!(kind(hub.call(Some(&hub.adult("aigul").await), kiosk::events(&device.id)).await), ProblemKind::Forbidden);
    assert_eq!(kind(hub.call(Some(&admin), kiosk::events(&id("nobody"))).await), ProblemKind::NotFound);
}
