//! What staff see of the kiosks' day, and what becomes of those who walked in: nobody signs in as them, and they are forgotten.

use crate::{
    hub::{Hub, Place, id, key, kind},
    kiosk::{by, day, mark, morning, noted, organisation, paired, phone, seats, today, walk, walk_in, wrong},
};
use meyirim::{
    api::{ProblemKind, rights, session},
    model::{
        Contact, Lang, Role, Shift,
        can::Rights,
        instant::{DAY, HOUR},
        kiosk::{
            day::{InOrOut, Who},
            today::Refused,
            walk_in::WalkIn,
        },
        people::Give,
        roll::Leaders,
    },
};
use meyirim_backend::{Settings, app, settings::Demo};

crate::on_both!(
    who_is_turned_away_is_seen,
    a_coordinator_sees_theirs,
    names_are_forgotten,
    each_shift_has_its_own_end,
    nobody_signs_in_as_them
);

async fn who_is_turned_away_is_seen(place: Place) {
    let (hub, admin) = morning(&place).await;
    organisation(&hub, "eco").await;
    hub.action(by(hub.plan("clean", 2, 1, true), "eco")).await;
    let (secret, _) = paired(&hub, &admin, "One", Some("eco")).await;
    walk(&hub, &secret, &walk_in("w1", "clean", "Айгүл", hub.now())).await.expect("taken");
    let late = WalkIn { phone: phone("+77011234567"), ..walk_in("w2", "clean", "Марат", hub.now()) };
    assert_eq!(kind(walk(&hub, &secret, &late).await), ProblemKind::Full);
    assert_eq!(kind(walk(&hub, &secret, &walk_in("w3", "gone", "Сәуле", hub.now().plus(-HOUR))).await), ProblemKind::NotFound);
    let now = today(&hub, &admin).await;
    let refused: Vec<_> =
        now.refused.iter().map(|one| (one.name.as_str(), one.why, one.title.is_some(), one.walked_in.phone.clone())).collect();
    assert_eq!(refused, [("Марат", Refused::Full, true, phone("+77011234567")), ("Сәуле", Refused::NotHere, false, None)]);
    // For the day.
    hub.server.app.clock.put_forward(DAY);
    assert!(today(&hub, &admin).await.refused.is_empty());
    app::purge(&hub.server.app).await.expect("purged");
    let kept: Vec<String> = sqlx::query_scalar("SELECT id FROM walk_ins").fetch_all(&hub.db().pool).await.expect("ids");
    assert_eq!(kept, ["w1"]);
}

async fn a_coordinator_sees_theirs(place: Place) {
    let (hub, admin) = morning(&place).await;
    for name in ["eco", "med"] {
        organisation(&hub, name).await;
        hub.action(by(hub.plan(name, 2, 1, false), name)).await;
    }
    let (eco, _) = paired(&hub, &admin, "Eco", Some("eco")).await;
    let (med, _) = paired(&hub, &admin, "Med", Some("med")).await;
    paired(&hub, &admin, "Whole", None).await;
    for (secret, action) in [(&eco, "eco"), (&med, "med")] {
        walk(&hub, secret, &walk_in(&format!("{action}1"), action, "Айгүл", hub.now())).await.expect("taken");
        assert_eq!(kind(walk(&hub, secret, &walk_in(&format!("{action}2"), action, "Марат", hub.now())).await), ProblemKind::Full);
    }
    let bound = hub.person("serik", None, &[Role::Coordinator]).await;
    sqlx::query("INSERT INTO person_organisations (person, organisation) VALUES ('serik', 'eco')")
        .execute(&hub.db().pool)
        .await
        .expect("bound");
    let seen = |it: meyirim::model::kiosk::today::Today| {
        let shifts: Vec<_> = it.shifts.iter().map(|one| one.action.to_string()).collect();
        let refused: Vec<_> = it.refused.iter().map(|one| one.walked_in.id.to_string()).collect();
        let devices: Vec<_> = it.devices.iter().map(|one| one.name.clone()).collect();
        [shifts.join(" "), refused.join(" "), devices.join(" ")]
    };
    assert_eq!(seen(today(&hub, &bound).await), ["eco", "eco2", "Eco Whole"]);
    let unbound = hub.person("marat", None, &[Role::Coordinator]).await;
    let mut whole = seen(today(&hub, &unbound).await);
    whole[1] = whole[1].split(' ').collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(" ");
    assert_eq!(whole, ["eco med", "eco2 med2", "Eco Med Whole"]);
}

async fn names_are_forgotten(place: Place) {
    let (hub, admin) = morning(&place).await;
    hub.action(hub.plan("clean", 2, 5, false)).await;
    let (secret, _) = paired(&hub, &admin, "One", None).await;
    walk(&hub, &secret, &WalkIn { phone: phone("+77011234567"), ..walk_in("w1", "clean", "Айгүл", hub.now()) }).await.expect("taken");
    let seat = day(&hub, &secret).await.expected.remove(0).seat;
    hub.server.app.clock.put_forward(2 * HOUR);
    noted(&hub, &secret, &mark("k1", "clean", Who::Seat { seat }, InOrOut::In, hub.now())).await.expect("in");
    let rows = async |sql: &'static str| sqlx::query_scalar::<_, i64>(sql).fetch_one(&hub.db().pool).await.expect("a number");
    hub.server.app.clock.put_forward(30 * DAY);
    app::purge(&hub.server.app).await.expect("purged");
    assert_eq!(rows("SELECT COUNT(*) FROM walk_ins").await, 1, "a month after its end, and not before");
    hub.server.app.clock.put_forward(3 * HOUR);
    app::purge(&hub.server.app).await.expect("purged");
    assert_eq!(rows("SELECT COUNT(*) FROM walk_ins").await, 0);
    assert_eq!(rows("SELECT COUNT(*) FROM persons WHERE name = 'Айгүл' OR contact LIKE '%.invalid'").await, 0);
    assert_eq!(rows("SELECT COUNT(*) FROM answers WHERE body LIKE '%Айгүл%'").await, 0);
    assert_eq!(rows("SELECT COUNT(*) FROM marks").await, 1);
    assert_eq!(rows("SELECT COUNT(*) FROM signups WHERE state = 'confirmed'").await, 1);
    assert_eq!(seats(&hub, "clean").await.taken, 1);
}

/// An action that goes on for weeks keeps nobody's name for longer, and a shift that is put off is not over yet.
async fn each_shift_has_its_own_end(place: Place) {
    let (hub, admin) = morning(&place).await;
    let mut long = hub.plan("clean", 2, 5, false);
    let first = long.action.shifts[0].clone();
    for (name, later) in [("off", 3 * HOUR), ("last", 20 * DAY)] {
        long.action.shifts.push(Shift { id: id(name), starts: first.starts.plus(later), ends: first.ends.plus(later), ..first.clone() });
    }
    hub.action(long.clone()).await;
    let (secret, _) = paired(&hub, &admin, "One", None).await;
    walk(&hub, &secret, &walk_in("w1", "clean", "Айгүл", hub.now())).await.expect("taken");
    walk(&hub, &secret, &WalkIn { shift: id("off"), ..walk_in("w2", "clean", "Марат", hub.now()) }).await.expect("taken");
    let off = &mut long.action.shifts[1];
    (off.starts, off.ends) = (off.starts.plus(2 * DAY), off.ends.plus(2 * DAY));
    hub.action(long).await;
    let left = async || {
        app::purge(&hub.server.app).await.expect("purged");
        sqlx::query_scalar::<_, String>("SELECT id FROM walk_ins ORDER BY id").fetch_all(&hub.db().pool).await.expect("ids")
    };
    hub.server.app.clock.put_forward(30 * DAY + 3 * HOUR);
    assert_eq!(left().await, ["w1", "w2"]);
    hub.server.app.clock.put_forward(2 * HOUR);
    assert_eq!(left().await, ["w2"], "30 days after the shift, not after the action");
    hub.server.app.clock.put_forward(DAY);
    assert_eq!(left().await, ["w2"], "it was put off");
    hub.server.app.clock.put_forward(DAY + 3 * HOUR);
    assert!(left().await.is_empty());
}

/// The demo shows codes beside the field: also there nobody becomes somebody who walked in.
async fn nobody_signs_in_as_them(place: Place) {
    let demo = |settings: &mut Settings| settings.demo = Some(Demo { actions: 1, seed: 1 });
    let hub = Hub::with(&place, demo).await;
    let admin = hub.person("admin", None, &[Role::Administrator]).await;
    let mut runs = hub.plan("clean", -1, 5, false);
    runs.action.shifts[0].ends = hub.now().plus(5 * HOUR);
    hub.action(runs).await;
    let (secret, _) = paired(&hub, &admin, "One", None).await;
    walk(&hub, &secret, &walk_in("w1", "clean", "Жалғызбай", hub.now())).await.expect("taken");
    let (person, contact): (String, String) =
        sqlx::query_as("SELECT id, contact FROM persons WHERE contact LIKE '%.invalid'").fetch_one(&hub.db().pool).await.expect("a person");
    let contact = Contact::parse(&contact).expect("a contact");
    assert_eq!(wrong(hub.call(None, session::send_code(&contact, Lang::Kk, &key())).await).1, "/contact");
    assert_eq!(wrong(hub.call(None, session::sign_in(&contact, "000000", &key())).await).1, "/contact");
    for text in ["Жалғызбай", contact.as_str()] {
        assert!(hub.call(Some(&admin), rights::look(text, &key())).await.expect("looked up").people.is_empty(), "{text}");
    }
    let before = Rights { roles: [Role::Volunteer].into(), ..Rights::default() };
    let rights_of_all = Give { rights: Rights { roles: [Role::Administrator].into(), ..Rights::default() }, before };
    assert_eq!(kind(hub.call(Some(&admin), rights::give(&id(&person), &rights_of_all, &key())).await), ProblemKind::NotFound);
    let leaders = hub.ask("PUT", "/admin/actions/clean/shifts/s/leaders").bearer_auth(&admin).header("idempotency-key", key());
    assert_eq!(leaders.json(&Leaders { leaders: vec![id(&person)] }).send().await.expect("an answer").status(), 422);
}
