use crate::hub::{Hub, Place, key, kind};
use meyirim::{
    api::{ApiError, ProblemKind, request::AS_PERSON, session},
    model::{
        AgeClass, Contact, Lang, Role,
        instant::{DAY, MINUTE},
        session::PersonPatch,
    },
};
use meyirim_backend::settings::Demo;

crate::on_both!(
    by_code,
    by_cookie,
    wrong_codes,
    too_late,
    the_same_for_all,
    a_lost_answer,
    only_reachable_contacts,
    not_too_often,
    changing_oneself,
    under_anothers_session,
);

async fn hub(place: &Place) -> Hub {
    Hub::with(place, |settings| settings.demo = Some(Demo { actions: 2, seed: 1 })).await
}

fn contact(text: &str) -> Contact {
    Contact::parse(text).expect("a contact")
}

async fn code(hub: &Hub, to: &Contact) -> String {
    hub.call(None, session::send_code(to, Lang::Ru, &key())).await.expect("a code").demo_code.expect("shown in the demo")
}

async fn by_code(place: Place) {
    let hub = hub(&place).await;
    let me = contact("8 701 000 00 17");
    let sent = hub.call(None, session::send_code(&me, Lang::Ru, &key())).await.expect("a code");
    assert_eq!(sent.to, "+7 *** ** 17");
    let opened = hub.call(None, session::sign_in(&me, &sent.demo_code.unwrap(), &key())).await.expect("signed in");
    assert_eq!(
        (opened.person.roles.as_slice(), opened.person.lang, opened.person.name.as_deref()),
        (&[Role::Volunteer][..], Lang::Ru, None)
    );
    let token = opened.token.expect("a token");
    let me_again = hub.call(Some(&token), session::who_am_i()).await.expect("me");
    assert_eq!((me_again.person, me_again.token), (opened.person.clone(), None));
    // The same person the next time.
    let next = hub.call(None, session::sign_in(&me, &code(&hub, &me).await, &key())).await.expect("signed in");
    assert_eq!(next.person.id, opened.person.id);
    hub.call(Some(&token), session::sign_out(&key())).await.expect("signed out");
    assert_eq!(kind(hub.call(Some(&token), session::who_am_i()).await), ProblemKind::SignIn);
    hub.call(Some(&token), session::sign_out(&key())).await.expect("also when nobody was signed in");
    hub.call(next.token.as_deref(), session::who_am_i()).await.expect("the other session goes on");
    // Nothing that opens a door is stored as it is.
    for sql in ["SELECT token_hash FROM sessions", "SELECT body FROM answers", "SELECT salt FROM answers"] {
        let stored: Vec<String> = sqlx::query_scalar(sql).fetch_all(&hub.db().pool).await.unwrap();
        assert!(!stored.iter().any(|text| text.contains(&token)));
    }
}

async fn by_cookie(place: Place) {
    let hub = Hub::with(&place, |settings| {
        settings.demo = Some(Demo { actions: 2, seed: 1 });
        settings.trust_proxy = true;
    })
    .await;
    let me = contact("aigul@example.kz");
    let sign_in = session::sign_in(&me, &code(&hub, &me).await, &key()).request;
    let ask = || {
        hub.ask("POST", "/session")
            .header("content-type", "application/json")
            .header("idempotency-key", "k")
            .body(sign_in.body.clone().unwrap())
    };
    let answer = ask().header("x-forwarded-proto", "https").send().await.unwrap();
    assert_eq!(answer.status(), 201);
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    for part in ["meyirim_session=", "; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure", "; Max-Age=2592000"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    assert!(answer.headers()["strict-transport-security"].to_str().unwrap().contains("max-age"));
    let plain = ask().send().await.unwrap();
    assert!(!plain.headers()["set-cookie"].to_str().unwrap().contains("Secure"));
    assert!(plain.headers().get("strict-transport-security").is_none());
    let cookie = cookie.split(';').next().unwrap();
    assert_eq!(hub.get("/session").header("cookie", cookie).send().await.unwrap().status(), 200);
    let out = hub.ask("DELETE", "/session").header("cookie", cookie).header("sec-fetch-site", "same-origin").header("idempotency-key", "o");
    let out = out.send().await.unwrap();
    assert_eq!(out.status(), 204);
    assert!(out.headers()["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(hub.get("/session").header("cookie", cookie).send().await.unwrap().status(), 401);
}

async fn wrong_codes(place: Place) {
    let hub = hub(&place).await;
    let me = contact("aigul@example.kz");
    let right = code(&hub, &me).await;
    let wrong = if right == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        assert_eq!(kind(hub.call(None, session::sign_in(&me, wrong, &key())).await), ProblemKind::CodeWrong);
    }
    // After five tries also the right one is no good, and a repeat of a try was no try.
    assert_eq!(kind(hub.call(None, session::sign_in(&me, &right, &key())).await), ProblemKind::CodeExpired);
    let right = code(&hub, &me).await;
    for _ in 0..7 {
        assert_eq!(
            kind(hub.call(None, session::sign_in(&me, if right == wrong { "000001" } else { wrong }, "one-try")).await),
            ProblemKind::CodeWrong
        );
    }
    hub.call(None, session::sign_in(&me, &right, &key())).await.expect("signed in");
    assert_eq!(kind(hub.call(None, session::sign_in(&me, &right, &key())).await), ProblemKind::CodeExpired, "a code opens once");
}

async fn too_late(place: Place) {
    let hub = hub(&place).await;
    let me = contact("aigul@example.kz");
    let late = code(&hub, &me).await;
    hub.server.app.clock.put_forward(11 * MINUTE);
    assert_eq!(kind(hub.call(None, session::sign_in(&me, &late, &key())).await), ProblemKind::CodeExpired);
    let token = hub.call(None, session::sign_in(&me, &code(&hub, &me).await, &key())).await.expect("signed in").token.unwrap();
    hub.server.app.clock.put_forward(29 * DAY);
    hub.call(Some(&token), session::who_am_i()).await.expect("still signed in");
    hub.server.app.clock.put_forward(2 * DAY);
    assert_eq!(kind(hub.call(Some(&token), session::who_am_i()).await), ProblemKind::SignIn);
}

async fn the_same_for_all(place: Place) {
    let hub = hub(&place).await;
    hub.adult("known").await;
    let mut shapes = Vec::new();
    for address in ["known@example.kz", "knows@example.kz"] {
        let request = session::send_code(&contact(address), Lang::Kk, &key()).request;
        let reply = hub.reply(None, &request).await.unwrap();
        let mut body: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
        body["demo_code"].take();
        body["expires_at"].take();
        shapes.push((reply.status, body));
    }
    assert_eq!(shapes[0], shapes[1]);
}

/// The phone sent the code, the answer got lost, the phone sends it again: signed in, once, with the same token.
async fn a_lost_answer(place: Place) {
    let hub = hub(&place).await;
    let me = contact("aigul@example.kz");
    let code = code(&hub, &me).await;
    let first = hub.call(None, session::sign_in(&me, &code, "k")).await.expect("signed in");
    let again = hub.call(None, session::sign_in(&me, &code, "k")).await.expect("signed in");
    assert_eq!(first, again);
    hub.call(again.token.as_deref(), session::who_am_i()).await.expect("me");
    let sessions: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM sessions WHERE person = $1")
        .bind(first.person.id.to_string())
        .fetch_one(&hub.db().pool)
        .await
        .unwrap();
    assert_eq!(sessions, 1);
}

async fn only_reachable_contacts(place: Place) {
    let hub = Hub::on(&place).await;
    let Err(ApiError::Problem { problem, .. }) = hub.call(None, session::send_code(&contact("+77010000001"), Lang::Kk, &key())).await
    else {
        panic!()
    };
    assert_eq!((problem.kind(), problem.errors[0].pointer.as_str()), (ProblemKind::Invalid, "/contact"));
    let answer =
        hub.ask("POST", "/session/codes").header("idempotency-key", "k").json(&serde_json::json!({ "contact": "tel", "lang": "kk" }));
    let answer = answer.send().await.unwrap();
    assert_eq!(answer.status(), 422);
    assert_eq!(answer.json::<serde_json::Value>().await.unwrap()["errors"][0]["pointer"], "/contact");
}

async fn not_too_often(place: Place) {
    let hub = Hub::with(&place, |settings| {
        settings.demo = Some(Demo { actions: 2, seed: 1 });
        settings.allowances.codes_per_contact = (2, 1);
    })
    .await;
    let me = contact("aigul@example.kz");
    for _ in 0..2 {
        code(&hub, &me).await;
    }
    let refused = hub.call(None, session::send_code(&me, Lang::Kk, &key())).await.expect_err("too often");
    assert_eq!((refused.kind(), refused.retry_after()), (Some(ProblemKind::TooMany), Some(60)));
    code(&hub, &contact("marat@example.kz")).await;
    hub.server.app.clock.put_forward(MINUTE);
    code(&hub, &me).await;
}

async fn changing_oneself(place: Place) {
    let hub = hub(&place).await;
    let me = hub.person("aigul", None, &[Role::Volunteer]).await;
    let patch =
        PersonPatch { name: Some("  Айгүл\u{202e}\n Серік ".to_owned()), age_class: Some(AgeClass::From14To17), lang: None };
    let person = hub.call(Some(&me), session::change_me(&patch, &key())).await.expect("changed");
    assert_eq!((person.name.as_deref(), person.age_class, person.lang), (Some("Айгүл Серік"), Some(AgeClass::From14To17), Lang::Kk));
    for name in ["", " \u{200b} ", &"ә".repeat(121)] {
        let patch = PersonPatch { name: Some(name.to_owned()), ..PersonPatch::default() };
        let Err(ApiError::Problem { problem, .. }) = hub.call(Some(&me), session::change_me(&patch, &key())).await else {
            panic!("{name}")
        };
        assert_eq!((problem.kind(), problem.errors[0].pointer.as_str()), (ProblemKind::Invalid, "/name"));
    }
    let longest = PersonPatch { name: Some("ә".repeat(120)), ..PersonPatch::default() };
    hub.call(Some(&me), session::change_me(&longest, &key())).await.expect("changed");
    // Roles are nobody's own to change.
    let sneaky = hub.ask("PATCH", "/session/person").bearer_auth(&me).header("idempotency-key", key());
    sneaky.json(&serde_json::json!({ "roles": ["administrator"], "lang": "en" })).send().await.unwrap();
    let now = hub.call(Some(&me), session::who_am_i()).await.unwrap().person;
    assert_eq!((now.roles.as_slice(), now.lang), (&[Role::Volunteer][..], Lang::En));
}

/// A device that takes somebody else to be signed in: what its person did is not written down as another's, and can be sent again under their own session.
async fn under_anothers_session(place: Place) {
    let hub = hub(&place).await;
    let (mine, other) = (hub.person("p-mine", AgeClass::Adult, &[]).await, hub.person("p-other", AgeClass::Adult, &[]).await);
    let patch = PersonPatch { name: Some("Айгүл".to_owned()), ..PersonPatch::default() };
    let once = key();
    let as_mine = || {
        let mut call = session::change_me(&patch, &once);
        call.request = call.request.header(AS_PERSON, "p-mine");
        call
    };
    assert_eq!(kind(hub.call(Some(&other), as_mine()).await), ProblemKind::SignIn);
    for token in [&mine, &other] {
        let name = hub.call(Some(token), session::who_am_i()).await.expect("me").person.name;
        assert_ne!(name.as_deref(), Some("Айгүл"));
    }
    // Not a decision: the same key goes through once they are back.
    let changed = hub.call(Some(&mine), as_mine()).await.expect("changed");
    assert_eq!((changed.id.as_str(), changed.name.as_deref()), ("p-mine", Some("Айгүл")));
    // Reading is answered by whose session it is: that is how a device learns of it.
    let mut ask = session::who_am_i();
    ask.request = ask.request.header(AS_PERSON, "p-mine");
    assert_eq!(hub.call(Some(&other), ask).await.expect("who it is").person.id.as_str(), "p-other");
}
