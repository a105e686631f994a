//! Booking a seat at a kiosk: what is granted and what is not, the race for the last hour, whose it is, and coming to it.

use crate::{
    centre::{change, settings, why},
    hub::{Hub, Place, id, key, kind},
    kiosk::{by_phone, day, morning, paired, today, wrong},
};
use meyirim::{
    api::{ApiError, ProblemKind, centre, kiosk},
    model::{
        Booking, Instant, Lang, Phone,
        booking::{BookingState, Holder, NewBooking, NoBooking},
        booking_walk_in::{KioskBooking, MOST_WAITING},
        centre::Resource,
        instant::{DAY, HOUR, MINUTE},
        kiosk::day::{Seated, Sitter, typed},
    },
};
use std::sync::Arc;

crate::on_both!(
    somebody_books_a_seat,
    what_is_wrong_is_pointed_at_and_not_kept,
    each_refusal_is_for_somebody_to_talk_to,
    one_share_by_kiosk_and_phone,
    a_race_for_the_last_hour,
    handed_over_late,
    who_has_booked_sits_down,
    only_where_there_is_a_centre,
    staff_stay_staff_over_their_own_number,
    a_pass_leads_to_what_was_booked_by_number,
    so_many_at_a_time,
    old_rows_have_a_phone,
);

pub fn wanted(name: &str, resource: &str, phone: &str, from: Instant, to: Instant) -> KioskBooking {
    let phone = Phone::parse(phone).expect("a phone");
    KioskBooking {
        id: id(name),
        resource: id(resource),
        from,
        to,
        name: "Айгүл".to_owned(),
        phone,
        lang: Lang::Kk,
        agreed: true,
        made_at: from,
    }
}

/// Nine in the morning, with a centre and a device.
async fn hub(place: &Place) -> (Hub, String, String) {
    let (hub, admin) = morning(place).await;
    hub.call(Some(&admin), centre::put(&settings(), None, 0, &key())).await.expect("a centre");
    let (secret, _) = paired(&hub, &admin, "One", None).await;
    (hub, admin, secret)
}

/// So many hours from the hour that runs on.
fn at(hub: &Hub, hours: i64) -> Instant {
    let zone = &hub.server.app.zone;
    zone.start_of(zone.day(hub.now())).plus((9 + hours) * HOUR)
}

async fn book(hub: &Hub, secret: &str, new: &KioskBooking) -> Result<(), ApiError> {
    hub.call(None, kiosk::book(secret, new, hub.now())).await
}

async fn table(hub: &Hub, staff: &str) -> Vec<Booking> {
    let day = hub.server.app.zone.day(hub.now());
    hub.call(Some(staff), centre::bookings(day)).await.expect("the day").items
}

async fn under_another_key(hub: &Hub, secret: &str, new: &KioskBooking) -> u16 {
    let mut request = kiosk::book(secret, new, hub.now()).request;
    for (_, value) in request.headers.iter_mut().filter(|(name, _)| name == "idempotency-key") {
        *value = key();
    }
    hub.reply(None, &request).await.expect("an answer").status
}

async fn somebody_books_a_seat(place: Place) {
    let (hub, admin, secret) = hub(&place).await;
    let head = hub.db().head().await.expect("a number");
    let new = KioskBooking {
        name: " 🦊 Айгүл  «\u{202e}Су» ".to_owned(),
        ..wanted("k1", "s1", "8 701 123 45 67", at(&hub, 0), at(&hub, 2))
    };
    for _ in 0..2 {
        book(&hub, &secret, &new).await.expect("granted");
    }
    assert_eq!(under_another_key(&hub, &secret, &new).await, 204, "as long after that answers are no more");
    let all = table(&hub, &admin).await;
    assert_eq!(all.len(), 1);
    let phone = Phone::parse("+77011234567").ok();
    assert_eq!(all[0].holder, Holder::WalkIn { name: "🦊 Айгүл «Су»".to_owned(), phone }, "as the desk would have written it");
    assert_eq!((all[0].state, all[0].from, all[0].to), (BookingState::Booked, at(&hub, 0), at(&hub, 2)));
    assert!(hub.db().head().await.expect("a number") > head, "whoever looks hears of it");
    // Everybody sees the hours, and nobody who.
    let busy = hub.call(None, centre::day(hub.server.app.zone.day(hub.now()))).await.expect("a day");
    assert_eq!(busy.busy.len(), 1);
    // To which nobody comes.
    hub.server.app.clock.put_forward(15 * MINUTE);
    assert_eq!(table(&hub, &admin).await[0].state, BookingState::Released);
    assert_eq!(under_another_key(&hub, &secret, &new).await, 204, "it was theirs");
    // Name and phone go after a month.
    hub.server.app.clock.put_forward(31 * DAY);
    meyirim_backend::app::purge(&hub.server.app).await.expect("purged");
    let left: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM bookings").fetch_one(&hub.db().pool).await.expect("a number");
    assert_eq!(left, 0);
}

async fn what_is_wrong_is_pointed_at_and_not_kept(place: Place) {
    let (hub, admin, secret) = hub(&place).await;
    let good = |name: &str| wanted(name, "s1", "+77011234567", at(&hub, 1), at(&hub, 2));
    for (bad, field) in [
        (KioskBooking { name: "ә".repeat(1000), ..good("k1") }, "/name"),
        (KioskBooking { name: "\u{200b}\n".to_owned(), ..good("k2") }, "/name"),
        (KioskBooking { agreed: false, ..good("k3") }, "/agreed"),
    ] {
        assert_eq!(wrong(book(&hub, &secret, &bad).await), (ProblemKind::Invalid, field.to_owned()), "{bad:?}");
    }
    for number in ["123", "+7 555 123 45 67", "телефон", ""] {
        let mut bad = serde_json::to_value(good("k4")).expect("writes");
        bad["phone"] = number.into();
        let sent = hub.ask("POST", "/kiosks/me/bookings").header("authorization", format!("Kiosk {secret}"));
        let answer = sent.header("idempotency-key", key()).json(&bad).send().await.expect("an answer");
        assert_eq!(answer.status(), 422, "{number}");
    }
    assert!(table(&hub, &admin).await.is_empty() && today(&hub, &admin).await.refused_bookings.is_empty());
    book(&hub, &secret, &good("k5")).await.expect("granted");
    // Another device, or another person, cannot speak of the same.
    let other = KioskBooking { phone: Phone::parse("+77777777777").expect("a phone"), ..good("k5") };
    assert_eq!(wrong(hub.call(None, kiosk::book(&paired(&hub, &admin, "Two", None).await.0, &other, hub.now())).await).1, "/id");
    // A locked device decides nothing.
    let device = today(&hub, &admin).await.devices[0].id.clone();
    let lock = meyirim::model::kiosk::DevicePatch { locked: Some(true), ..Default::default() };
    hub.call(Some(&admin), kiosk::change(&device, &lock, &key())).await.expect("locked");
    assert_eq!(kind(book(&hub, &secret, &good("k6")).await), ProblemKind::Forbidden);
    assert_eq!(kind(book(&hub, "nobodys-secret", &good("k6")).await), ProblemKind::SignIn);
}

async fn each_refusal_is_for_somebody_to_talk_to(place: Place) {
    let (hub, admin, secret) = hub(&place).await;
    let me = hub.adult("aigul").await;
    let theirs = NewBooking { resource: id("s1"), from: at(&hub, 1), to: at(&hub, 2), made_at: hub.now() };
    hub.call(Some(&me), centre::book(&id("b1"), &theirs, &key())).await.expect("booked");
    let ask = |name: &str, place: &str, from, to| wanted(name, place, "+77011234567", at(&hub, from), at(&hub, to));
    let table = [
        (ask("k1", "s1", 1, 2), NoBooking::Taken),
        (ask("k2", "none", 1, 2), NoBooking::NoSuchPlace),
        (ask("k3", "s2", -2, -1), NoBooking::Past),
        (ask("k4", "s2", 1, 5), NoBooking::DayLimit { minutes: 180 }),
        (ask("k5", "s2", 24, 25), NoBooking::TooFarAhead { days: 0 }),
    ];
    for (new, expected) in &table {
        assert_eq!(why(book(&hub, &secret, new).await), *expected);
        assert_eq!(why(book(&hub, &secret, new).await), *expected, "again");
        assert_eq!(under_another_key(&hub, &secret, new).await, 409);
    }
    let refused = today(&hub, &admin).await.refused_bookings;
    let reasons: Vec<_> = refused.iter().map(|one| one.reason()).collect();
    assert!(refused.len() == table.len() && table.iter().all(|(_, why)| reasons.contains(&Some(*why))), "{reasons:?}");
    assert!(refused.iter().all(|one| one.name == "Айгүл" && one.place.is_some() == (one.resource.as_str() != "none")));
    // For the day.
    hub.server.app.clock.put_forward(DAY);
    assert!(today(&hub, &admin).await.refused_bookings.is_empty());
    meyirim_backend::app::purge(&hub.server.app).await.expect("purged");
    let left: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM refused_bookings").fetch_one(&hub.db().pool).await.expect("a number");
    assert_eq!(left, 0);
}

/// By phone number: at a kiosk, and on one's own phone with an account that has proved it.
async fn one_share_by_kiosk_and_phone(place: Place) {
    let (hub, admin, secret) = hub(&place).await;
    let (me, other) = (by_phone(&hub, "Айгүл", "+77011234567").await, by_phone(&hub, "Марат", "+77017654321").await);
    let ask = |name: &str, place: &str, from, to| wanted(name, place, "+77011234567", at(&hub, from), at(&hub, to));
    book(&hub, &secret, &ask("k1", "s1", 1, 2)).await.expect("granted");
    let own = async |name: &str, place: &str, from, to| {
        let new = NewBooking { resource: id(place), from: at(&hub, from), to: at(&hub, to), made_at: hub.now() };
        hub.call(Some(&me), centre::book(&id(name), &new, &key())).await
    };
    assert_eq!(why(own("b1", "s2", 1, 2).await), NoBooking::Own);
    assert_eq!(why(own("b1", "s2", 2, 5).await), NoBooking::DayLimit { minutes: 180 });
    own("b1", "s2", 2, 4).await.expect("booked");
    assert_eq!(why(book(&hub, &secret, &ask("k2", "s1", 3, 4)).await), NoBooking::Own);
    assert_eq!(why(book(&hub, &secret, &ask("k3", "s1", 5, 6)).await), NoBooking::DayLimit { minutes: 180 });
    // It stands among what is theirs, and they can give it up; nobody else.
    let mine = hub.call(Some(&me), centre::mine()).await.expect("mine").items;
    assert_eq!(mine.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["k1", "b1"]);
    assert!(hub.call(Some(&other), centre::mine()).await.expect("theirs").items.is_empty());
    assert_eq!(kind(hub.call(Some(&other), centre::cancel(&id("k1"), &key())).await), ProblemKind::NotFound);
    hub.call(Some(&me), centre::cancel(&id("k1"), &key())).await.expect("given up");
    // Whoever deletes themselves leaves nothing under their number.
    book(&hub, &secret, &ask("k4", "s1", 5, 6)).await.expect("granted");
    hub.call(Some(&me), meyirim::api::session::delete_me(&key())).await.expect("gone");
    assert!(table(&hub, &admin).await.is_empty());
}

/// Two kiosks that come back to the network and people with phones: an hour of a room is one person's.
async fn a_race_for_the_last_hour(place: Place) {
    let (hub, admin, one) = hub(&place).await;
    let (two, _) = paired(&hub, &admin, "Two", None).await;
    let phones = hub.people(6).await;
    let hub = Arc::new(hub);
    let mut asks = tokio::task::JoinSet::new();
    for (number, token) in phones.into_iter().enumerate() {
        for (device, secret) in [("a", &one), ("b", &two)] {
            let (hub, secret) = (hub.clone(), secret.clone());
            asks.spawn(async move {
                let phone = format!("+7701{}00000{number}", if device == "a" { 1 } else { 2 });
                let new = wanted(&format!("{device}{number}"), "r1", &phone, at(&hub, 3), at(&hub, 4));
                match book(&hub, &secret, &new).await {
                    Ok(()) => true,
                    refused => {
                        assert_eq!(why(refused), NoBooking::Taken);
                        false
                    }
                }
            });
        }
        let hub = hub.clone();
        asks.spawn(async move {
            let new = NewBooking { resource: id("r1"), from: at(&hub, 3), to: at(&hub, 4), made_at: hub.now() };
            hub.call(Some(&token), centre::book(&id(&format!("p{number}")), &new, &key())).await.is_ok()
        });
    }
    let got = asks.join_all().await.into_iter().filter(|got| *got).count();
    assert_eq!(got, 1);
    let held = table(&hub, &admin).await.into_iter().filter(|one| one.resource == id("r1")).count();
    assert_eq!(held, 1);
    let at_kiosk = usize::from(table(&hub, &admin).await.iter().any(|one| one.person().is_none()));
    assert_eq!(today(&hub, &admin).await.refused_bookings.len(), 12 - at_kiosk, "everybody else is there to be talked to");
}

/// A kiosk that had no network: what runs is still theirs, with as long to come as anybody; what is over is not.
async fn handed_over_late(place: Place) {
    let (hub, admin, secret) = hub(&place).await;
    let then = hub.now();
    let (runs, over) =
        (wanted("k1", "s1", "+77011234567", at(&hub, 0), at(&hub, 2)), wanted("k2", "s2", "+77017654321", at(&hub, 0), at(&hub, 1)));
    hub.server.app.clock.put_forward(HOUR - 5 * MINUTE);
    hub.call(None, kiosk::book(&secret, &KioskBooking { made_at: then, ..runs }, hub.now())).await.expect("granted");
    let held = &table(&hub, &admin).await[0];
    assert_eq!((held.state, held.made_at), (BookingState::Booked, then), "when the button was pressed");
    hub.server.app.clock.put_forward(10 * MINUTE);
    assert_eq!(why(hub.call(None, kiosk::book(&secret, &KioskBooking { made_at: then, ..over }, hub.now())).await), NoBooking::Past);
    // By a clock that is a day ahead, and says so: for the right day, or not at all.
    let ahead = hub.now().plus(DAY);
    let tomorrow = wanted("k3", "s2", "+77017654321", at(&hub, 25), at(&hub, 26));
    let refused = hub.call(None, kiosk::book(&secret, &KioskBooking { made_at: ahead, ..tomorrow }, ahead)).await;
    assert_eq!(why(refused), NoBooking::TooFarAhead { days: 0 });
    let at_once = wanted("k4", "s2", "+77017654321", at(&hub, 1), at(&hub, 3));
    hub.call(None, kiosk::book(&secret, &KioskBooking { made_at: ahead, ..at_once }, ahead)).await.expect("granted");
    let made = table(&hub, &admin).await.into_iter().find(|one| one.id == id("k4")).expect("there").made_at;
    assert!((made.0 - hub.now().0).abs() < MINUTE, "put right");
}

async fn who_has_booked_sits_down(place: Place) {
    let (hub, admin, secret) = hub(&place).await;
    let me = by_phone(&hub, "Марат", "+77017654321").await;
    let theirs = NewBooking { resource: id("r1"), from: at(&hub, 1), to: at(&hub, 2), made_at: hub.now() };
    hub.call(Some(&me), centre::book(&id("b1"), &theirs, &key())).await.expect("booked");
    book(&hub, &secret, &wanted("k1", "s1", "+77011234567", at(&hub, 0), at(&hub, 2))).await.expect("granted");
    let seated = async |name: &str, who: Sitter, at: Instant| {
        hub.call(None, kiosk::seated(&secret, &Seated { id: id(name), who, at }, hub.now())).await
    };
    let own = |booking: &str| Sitter::Booking { booking: id(booking) };
    // Who has just booked the hour that runs.
    let now = hub.now();
    for _ in 0..2 {
        seated("m1", own("k1"), now).await.expect("here");
    }
    assert_eq!(kind(seated("m2", own("none"), hub.now()).await), ProblemKind::NotFound);
    // The list says when one can come, and not who.
    let list = day(&hub, &secret).await;
    assert_eq!(list.sittings.len(), 2);
    let text = serde_json::to_string(&list).expect("writes");
    // Quoted: a hash may hold any two letters.
    assert!(![r#""b1""#, r#""k1""#, "Марат"].iter().any(|told| text.contains(told)), "{text}");
    let hers = list.sittings_by_digits(&typed("4567", "А").expect("typed")).expect("of one");
    assert_eq!((hers.len(), hers[0].here), (1, true));
    let his = list.sittings_by_digits(&typed("4321", "м").expect("typed")).expect("of one").remove(0);
    assert_eq!(list.sittings_by_pass(&id("p77017654321")), std::slice::from_ref(&his));
    assert_eq!((his.here, his.open_from, his.open_until), (false, at(&hub, 1).plus(-15 * MINUTE), at(&hub, 1).plus(15 * MINUTE)));
    let seat = || Sitter::Seat { seat: his.seat.clone() };
    assert_eq!(kind(seated("m3", seat(), hub.now()).await), ProblemKind::NotNow);
    hub.server.app.clock.put_forward(HOUR - 10 * MINUTE);
    // Another device calls it otherwise.
    let (other, _) = paired(&hub, &admin, "Two", None).await;
    let elsewhere = Seated { id: id("m4"), who: seat(), at: hub.now() };
    assert_eq!(kind(hub.call(None, kiosk::seated(&other, &elsewhere, hub.now())).await), ProblemKind::NotFound);
    let pressed = hub.now();
    hub.server.app.clock.put_forward(40 * MINUTE);
    seated("m5", seat(), pressed).await.expect("told late, as long as nobody else has it");
    let states: Vec<_> = table(&hub, &admin).await.into_iter().map(|one| one.state).collect();
    assert_eq!(states, [BookingState::CheckedIn, BookingState::CheckedIn]);
}

async fn only_where_there_is_a_centre(place: Place) {
    let (hub, admin) = morning(&place).await;
    let (secret, _) = paired(&hub, &admin, "One", None).await;
    assert_eq!(kind(book(&hub, &secret, &wanted("k1", "s1", "+77011234567", at(&hub, 1), at(&hub, 2))).await), ProblemKind::NotFound);
    assert!(day(&hub, &secret).await.sittings.is_empty() && today(&hub, &admin).await.refused_bookings.is_empty());
    let seated = Seated { id: id("m1"), who: Sitter::Booking { booking: id("k1") }, at: hub.now() };
    assert_eq!(kind(hub.call(None, kiosk::seated(&secret, &seated, hub.now())).await), ProblemKind::NotFound);
}

/// Whoever runs the centre has the last word also over a booking that somebody typed with their phone, and the audit hears of it.
async fn staff_stay_staff_over_their_own_number(place: Place) {
    let (hub, _, secret) = hub(&place).await;
    let me = by_phone(&hub, "Айгүл", "+77011234567").await;
    for (name, from) in [("k1", 0), ("k2", 1)] {
        book(&hub, &secret, &wanted(name, "s1", "+77011234567", at(&hub, from), at(&hub, from + 1))).await.expect("granted");
    }
    sqlx::query("UPDATE persons SET roles = '[\"administrator\"]' WHERE id = 'p77011234567'")
        .execute(&hub.db().pool)
        .await
        .expect("one of the staff");
    // Later than people themselves can: by the desk.
    hub.server.app.clock.put_forward(20 * MINUTE);
    let now = hub.now();
    hub.call(Some(&me), centre::check_in(&id("k1"), now, now, &key())).await.expect("by the desk");
    hub.call(Some(&me), centre::cancel(&id("k2"), &key())).await.expect("given up");
    let told: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM audit WHERE subject IN ('k1', 'k2')").fetch_one(&hub.db().pool).await.expect("a number");
    assert_eq!(told, 2);
}

/// The account has proved the number, so its pass opens what was booked by it.
async fn a_pass_leads_to_what_was_booked_by_number(place: Place) {
    let (hub, _, secret) = hub(&place).await;
    by_phone(&hub, "Айгүл", "+77011234567").await;
    book(&hub, &secret, &wanted("k1", "s1", "+77011234567", at(&hub, 0), at(&hub, 1))).await.expect("granted");
    book(&hub, &secret, &wanted("k2", "s2", "+77017654321", at(&hub, 0), at(&hub, 1))).await.expect("granted");
    let list = day(&hub, &secret).await;
    let hers = list.sittings_by_pass(&id("p77011234567"));
    assert_eq!(hers.iter().map(|one| one.resource.as_str()).collect::<Vec<_>>(), ["s1"]);
    assert_eq!(list.sittings.iter().filter(|one| one.pass.is_some()).count(), 1);
}

/// Numbers that nobody has proved do not fill the house from one device.
async fn so_many_at_a_time(place: Place) {
    let (hub, admin, secret) = hub(&place).await;
    let mut many = settings();
    let seat = many.resources.iter().find(|one| one.id == id("s1")).expect("a seat").clone();
    many.resources.extend((0..=MOST_WAITING).map(|n| Resource { id: id(&format!("m{n}")), ..seat.clone() }));
    change(&hub, &admin, &many, 0).await.expect("a house");
    let ask = |n: usize| wanted(&format!("k{n}"), &format!("m{n}"), &format!("+770112345{n:02}"), at(&hub, 0), at(&hub, 2));
    for n in 0..MOST_WAITING {
        book(&hub, &secret, &ask(n)).await.expect("granted");
    }
    assert_eq!(why(book(&hub, &secret, &ask(MOST_WAITING)).await), NoBooking::AskStaff);
    let (other, _) = paired(&hub, &admin, "Two", None).await;
    let elsewhere = KioskBooking { id: id("e1"), ..ask(MOST_WAITING) };
    book(&hub, &other, &elsewhere).await.expect("another device has its own queue");
    hub.call(Some(&admin), centre::cancel(&id("e1"), &key())).await.expect("free");
    // Somebody has come: there is room in the queue.
    let here = Seated { id: id("m1"), who: Sitter::Booking { booking: id("k0") }, at: hub.now() };
    hub.call(None, kiosk::seated(&secret, &here, hub.now())).await.expect("here");
    let again = KioskBooking { id: id("k99"), ..ask(MOST_WAITING) };
    book(&hub, &secret, &again).await.expect("granted");
    // Nobody else came.
    hub.server.app.clock.put_forward(15 * MINUTE);
    book(&hub, &secret, &KioskBooking { id: id("k98"), ..ask(1) }).await.expect("granted");
}

/// Rows from before the column.
async fn old_rows_have_a_phone(place: Place) {
    let (hub, _, secret) = hub(&place).await;
    book(&hub, &secret, &wanted("k1", "s1", "+77011234567", at(&hub, 0), at(&hub, 1))).await.expect("granted");
    sqlx::query("UPDATE bookings SET phone = NULL").execute(&hub.db().pool).await.expect("as it was");
    for _ in 0..2 {
        meyirim_backend::app::fill_phones(hub.db()).await.expect("filled");
        let phone: Option<String> = sqlx::query_scalar("SELECT phone FROM bookings").fetch_one(&hub.db().pool).await.expect("a row");
        assert_eq!(phone.as_deref(), Some("+77011234567"));
    }
}
