use crate::hub::{Hub, Place, id, key, kind, shift};
use meyirim::{
    api::{ProblemKind, session, signups},
    model::{session::PersonPatch, signup::JoinBody},
};
use meyirim_backend::app;
use std::sync::Arc;

crate::on_both!(
    many_at_once_with_one_key,
    a_repeat_answers_as_the_first_time,
    keys_are_not_shared,
    keys_are_wanted,
    old_answers_are_forgotten
);

fn body(hub: &Hub) -> JoinBody {
    JoinBody { or_wait: true, guardian: None, made_at: hub.now() }
}

async fn many_at_once_with_one_key(place: Place) {
    let hub = Arc::new(Hub::on(&place).await);
    hub.action(hub.plan("clean", 24, 5, true)).await;
    let me = hub.adult("aigul").await;
    let request = signups::join(&id("clean"), &shift(), &body(&hub), "one-key").request;
    let mut asks = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let (hub, me, request) = (hub.clone(), me.clone(), request.clone());
        asks.spawn(async move { hub.reply(Some(&me), &request).await.expect("an answer") });
    }
    let replies = asks.join_all().await;
    assert!(replies.iter().all(|reply| reply.status == 201 && reply.body == replies[0].body));
    assert_eq!(replies.iter().filter(|reply| reply.header("idempotency-replayed") == Some("true")).count(), 9);
    let rows: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM signups").fetch_one(&hub.db().pool).await.unwrap();
    assert_eq!(rows, 1);
}

async fn a_repeat_answers_as_the_first_time(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("clean", 24, 1, false)).await;
    let (me, other) = (hub.adult("aigul").await, hub.adult("marat").await);
    hub.join(&other, "clean", false, &key()).await.expect("joined");
    // A refusal is decided as well.
    let request = signups::join(&id("clean"), &shift(), &body(&hub), "k").request;
    let first = hub.reply(Some(&me), &request).await.unwrap();
    hub.leave(&other, "clean", &key()).await.expect("left");
    let again = hub.reply(Some(&me), &request).await.unwrap();
    assert_eq!((first.status, &first.body), (409, &again.body));
    assert_eq!((first.header("idempotency-replayed"), again.header("idempotency-replayed")), (None, Some("true")));
    assert_eq!(again.header("content-type"), Some("application/problem+json"));
    // Leaving, twice.
    let joined = hub.join(&me, "clean", false, &key()).await.expect("joined");
    let left = hub.leave(&me, "clean", "l").await.expect("left");
    assert!(left.signup.rev > joined.signup.rev);
    assert_eq!(hub.leave(&me, "clean", "l").await.expect("left"), left);
}

async fn keys_are_not_shared(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("one", 24, 5, true)).await;
    hub.action(hub.plan("two", 48, 5, true)).await;
    let (me, other) = (hub.adult("aigul").await, hub.adult("marat").await);
    hub.join(&me, "one", true, "same").await.expect("joined");
    // Of the same person: another path, method or body is a mistake.
    assert_eq!(kind(hub.join(&me, "two", true, "same").await), ProblemKind::KeyReused);
    assert_eq!(kind(hub.leave(&me, "one", "same").await), ProblemKind::KeyReused);
    let patch = PersonPatch { name: Some("Айгүл".to_owned()), ..PersonPatch::default() };
    assert_eq!(kind(hub.call(Some(&me), session::change_me(&patch, "same")).await), ProblemKind::KeyReused);
    // Of another person: their own key.
    hub.join(&other, "two", true, "same").await.expect("joined");
}

async fn keys_are_wanted(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("one", 24, 5, true)).await;
    let me = hub.adult("aigul").await;
    let path = "/actions/one/shifts/s/signup";
    let ask = || hub.ask("POST", path).bearer_auth(&me).header("content-type", "application/json").body("{}");
    assert_eq!(ask().send().await.unwrap().status(), 400);
    for bad in ["", "with space", &"x".repeat(129)] {
        assert_eq!(ask().header("idempotency-key", bad).send().await.unwrap().status(), 400, "{bad:?}");
    }
    let answer = ask().header("idempotency-key", "k").send().await.unwrap();
    assert_eq!(answer.status(), 422);
    // What could not be read was not decided: the key is still free.
    hub.join(&me, "one", true, "k").await.expect("joined");
}

async fn old_answers_are_forgotten(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("one", 24 * 30, 5, true)).await;
    let me = hub.adult("aigul").await;
    hub.join(&me, "one", true, "k").await.expect("joined");
    hub.server.app.clock.put_forward(8 * meyirim::model::instant::DAY);
    app::purge(&hub.server.app).await.expect("purged");
    // Joining is safe all the same: one signup per person and shift.
    let again = hub.join(&me, "one", true, "k").await.expect("joined");
    assert_eq!(again.action.shifts[0].seats.taken, 1);
}
