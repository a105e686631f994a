//! What is a person's own: all of it to take along, a calendar for other programs, and the end of it.

use crate::hub::{Hub, Place, key, kind};
use meyirim::{
    api::{Fetched, ProblemKind, session, signups},
    model::{ActionState, SignupState, instant::HOUR},
};

crate::on_both!(everything_about_me, a_calendar_that_is_read, gone_for_good);

async fn everything_about_me(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("clean", 24, 5, false)).await;
    let me = hub.adult("aigul").await;
    hub.join(&me, "clean", false, &key()).await.expect("joined");
    let data = hub.call(Some(&me), session::my_data()).await.expect("my data");
    assert_eq!(data.person.contact.as_str(), "aigul@example.kz");
    assert_eq!((data.signups.len(), data.sessions.len(), data.calendar), (1, 1, false));
    assert!(data.signups[0].title.is_some() && data.signups[0].starts < data.signups[0].ends);
    assert_eq!(kind(hub.call(None, session::my_data()).await), ProblemKind::SignIn);
}

async fn a_calendar_that_is_read(place: Place) {
    let hub = Hub::on(&place).await;
    for (name, begins) in [("clean", 24), ("plant", 48), ("other", 72), ("over", -5)] {
        hub.action(hub.plan(name, begins, 1, true)).await;
    }
    let (me, first) = (hub.adult("aigul").await, hub.adult("marat").await);
    hub.join(&first, "plant", true, &key()).await.expect("joined");
    hub.join(&me, "clean", true, &key()).await.expect("joined");
    hub.join(&me, "plant", true, &key()).await.expect("on the waitlist");
    hub.join(&me, "other", true, &key()).await.expect("joined");
    let same = key();
    let address = hub.call(Some(&me), session::calendar_address(&same)).await.expect("an address").path;
    assert_eq!(hub.call(Some(&me), session::calendar_address(&same)).await.expect("a repeat").path, address);
    assert!(hub.call(Some(&me), session::my_data()).await.expect("my data").calendar);
    // Without a session: calendar programs have none.
    let read = |address: String| hub.http.get(format!("{}{address}", hub.url)).send();
    let answer = read(address.clone()).await.expect("an answer");
    assert_eq!(answer.headers()["content-type"], "text/calendar; charset=utf-8");
    let tag = answer.headers()["etag"].clone();
    let text = answer.text().await.expect("text");
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 3, "{text}");
    assert_eq!((text.matches("STATUS:CONFIRMED").count(), text.matches("STATUS:TENTATIVE").count()), (2, 1));
    assert!(text.lines().all(|line| line.len() <= 75) && !text.contains("aigul"));
    let unchanged = hub.http.get(format!("{}{address}", hub.url)).header("if-none-match", &tag).send().await.expect("an answer");
    assert_eq!(unchanged.status(), 304);
    // Given up: no longer there. Called off: still there, as cancelled.
    hub.leave(&me, "clean", &key()).await.expect("left");
    let mut off = hub.plan("other", 72, 1, true);
    off.action.state = ActionState::Cancelled;
    off.sequence = 1;
    hub.action(off).await;
    let text = read(address.clone()).await.expect("an answer").text().await.expect("text");
    assert!(!text.contains("s.clean@") && text.contains("s.plant@"), "{text}");
    assert!(text.contains("STATUS:CANCELLED") && text.contains("SEQUENCE:1"), "{text}");
    // A new address ends the old one; nonsense is not there either.
    let new = hub.call(Some(&me), session::calendar_address(&key())).await.expect("an address").path;
    assert_eq!(read(address).await.expect("an answer").status(), 404);
    assert_eq!(read(new.clone()).await.expect("an answer").status(), 200);
    assert_eq!(read(format!("{new}?lang=de")).await.expect("an answer").status(), 400);
    for wrong in ["x.ics", ".ics", "x", "%00.ics"] {
        assert_eq!(read(format!("/api/v1/calendar/{wrong}")).await.expect("an answer").status(), 404, "{wrong}");
    }
}

async fn gone_for_good(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("clean", 24, 1, true)).await;
    hub.action(hub.plan("soon", 2, 3, true)).await;
    let (me, next) = (hub.adult("aigul").await, hub.adult("marat").await);
    hub.action(hub.plan("full", 4, 1, true)).await;
    hub.join(&me, "soon", true, &key()).await.expect("joined");
    hub.join(&next, "full", true, &key()).await.expect("joined");
    hub.join(&me, "full", true, &key()).await.expect("on the waitlist: no place that was taken");
    hub.join(&me, "clean", true, &key()).await.expect("joined");
    hub.join(&next, "clean", true, &key()).await.expect("on the waitlist");
    let calendar = hub.call(Some(&me), session::calendar_address(&key())).await.expect("an address").path;
    hub.server.app.clock.put_forward(5 * HOUR);
    let farewell = hub.call(Some(&me), session::delete_me(&key())).await.expect("gone");
    assert_eq!((farewell.given_up, farewell.counted), (1, 1));
    // Nobody is signed in by it any more, on whatever device; and the address shows nothing.
    assert_eq!(kind(hub.call(Some(&me), session::who_am_i()).await), ProblemKind::SignIn);
    assert_eq!(kind(hub.call(Some(&me), session::delete_me(&key())).await), ProblemKind::SignIn);
    assert_eq!(hub.http.get(format!("{}{calendar}", hub.url)).send().await.expect("an answer").status(), 404);
    // The place goes on to the next; what was, is counted.
    let Ok(Fetched::New(page)) = hub.call(Some(&next), signups::list()).await else { panic!() };
    assert!(page.items.iter().any(|signup| matches!(signup.standing, SignupState::Offered { .. })));
    // Nothing with the name is left in the data base.
    let mut left = Vec::new();
    for (table, columns) in [
        ("persons", "id || contact || COALESCE(name, '')"),
        ("signups", "person"),
        ("sessions", "person"),
        ("answers", "scope || body"),
        ("consents", "person || COALESCE(guardian, '')"),
    ] {
        let rows: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT {columns} FROM {table}")))
            .fetch_all(&hub.db().pool)
            .await
            .expect("rows");
        left.extend(rows.into_iter().filter(|row| row.contains("aigul")).map(|row| format!("{table}: {row}")));
    }
    assert_eq!(left, Vec::<String>::new());
    let counted: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM signups WHERE action = 'soon' AND state = 'confirmed'")
        .fetch_one(&hub.db().pool)
        .await
        .expect("a number");
    assert_eq!(counted, 1);
}
