use crate::{
    hub::{Hub, Place, id, key, kind, shift},
    mail::{Mail, mail_server},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use meyirim::{
    api::{Fetched, ProblemKind, actions, notices, session},
    model::{
        ActionDetail, ActionState, Lang, NoticeKind, Role, Texts, Wishes,
        instant::{HOUR, MINUTE},
        notice::Channel,
        session::PersonPatch,
    },
};
use meyirim_backend::settings::Smtp;
use tokio::sync::mpsc::UnboundedReceiver;

crate::on_both!(
    reminded_in_time,
    not_who_joined_late,
    changes_and_cancellations,
    only_the_latest_change,
    as_each_wishes,
    in_each_language,
    two_backends_tell_once,
    a_mail_server_that_comes_back,
    what_the_app_shows,
    nothing_stays_of_a_person,
    forgotten_in_the_end,
    an_older_data_base
);

type Mails = UnboundedReceiver<Mail>;

/// A zone in which it is about noon now, so that no reminder falls into the night whenever the test runs.
pub fn noon(now: meyirim::model::Instant) -> String {
    match 12 - now.0.div_euclid(HOUR).rem_euclid(24) {
        0 => "Etc/GMT".to_owned(),
        // These names count westwards.
        east => format!("Etc/GMT{:+}", -east),
    }
}

async fn hub_at(place: &Place, url: String) -> Hub {
    let now = meyirim_backend::clock::Clock::default().now();
    Hub::with(place, |settings| {
        settings.smtp = Some(Smtp { url, from: "Meyirim <hub@meyirim.example>".to_owned() });
        settings.origin = Some("https://hub.example.kz".to_owned());
        settings.zone = Some(noon(now));
    })
    .await
}

async fn hub(place: &Place) -> (Hub, Mails) {
    let (url, mails) = mail_server(0).await;
    (hub_at(place, url).await, mails)
}

/// Plans what is due, and tells it.
async fn tell(hub: &Hub) -> usize {
    meyirim_backend::notices::remind(&hub.server.app).await.expect("planned");
    meyirim_backend::notices::tell(&hub.server.app).await.expect("told")
}

/// To whom, and the body as people read it.
fn read(mail: Mail) -> (String, String) {
    let (_, to, message) = mail;
    let (head, body) = message.split_once("\n\n").expect("a head and a body");
    let text = if head.contains("base64") {
        String::from_utf8(STANDARD.decode(body.replace('\n', "")).expect("base64")).expect("text")
    } else {
        quoted_printable(body)
    };
    (to.trim_start_matches("RCPT TO:<").trim_end_matches('>').to_owned(), text.replace('\r', ""))
}

fn quoted_printable(body: &str) -> String {
    let joined = body.replace("=\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = (*first == b'=').then(|| std::str::from_utf8(after.get(..2)?).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok()));
        match code.flatten() {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).expect("text")
}

fn all(mails: &mut Mails) -> Vec<(String, String)> {
    let mut all: Vec<_> = std::iter::from_fn(|| mails.try_recv().ok()).map(read).collect();
    all.sort();
    all
}

async fn speaks(hub: &Hub, token: &str, lang: Lang) {
    let patch = PersonPatch { lang: Some(lang), ..PersonPatch::default() };
    hub.call(Some(token), session::change_me(&patch, &key())).await.expect("changed");
}

async fn english(hub: &Hub, name: &str) -> String {
    let token = hub.adult(name).await;
    speaks(hub, &token, Lang::En).await;
    token
}

/// As a coordinator would.
pub async fn change(hub: &Hub, action: &str, change: impl FnOnce(&mut ActionDetail)) {
    let Ok(Fetched::New((mut detail, etag))) = hub.call(None, actions::get(&id(action), None)).await else { panic!("{action}") };
    change(&mut detail);
    let coordinator = hub.person("coordinator", None, &[Role::Coordinator]);
    let token = if hub.call(Some("token-of-coordinator"), session::who_am_i()).await.is_ok() {
        "token-of-coordinator".to_owned()
    } else {
        coordinator.await
    };
    let sent = hub.ask("PUT", &format!("/admin/actions/{action}")).bearer_auth(token).header("idempotency-key", key());
    let answer = sent.header("if-match", etag.expect("a tag")).json(&detail).send().await.expect("an answer");
    assert_eq!(answer.status(), 200, "{}", answer.text().await.unwrap_or_default());
}

fn texts(text: &str) -> Texts {
    Texts::new(None, None, Some(text)).expect("a text")
}

async fn reminded_in_time(place: Place) {
    let (hub, mut mails) = hub(&place).await;
    let mut detail = hub.plan("clean", 48, 5, false);
    detail.action.title = texts("Clean-up");
    detail.action.place = Some(texts("Central Park"));
    let starts = detail.action.starts();
    hub.action(detail).await;
    let me = english(&hub, "aigul").await;
    hub.join(&me, "clean", false, &key()).await.expect("joined");
    assert_eq!(tell(&hub).await, 0, "two days before");
    hub.server.app.clock.put_forward(24 * HOUR + MINUTE);
    assert_eq!(tell(&hub).await, 1);
    let [(to, text)] = &all(&mut mails)[..] else { panic!("one letter") };
    assert_eq!(to, "aigul@example.kz");
    // The time is that of the hub.
    let local = hub.server.app.zone.local(starts);
    assert!(
        text.contains("You have a place in “Clean-up”.") && text.contains(&format!("{:02}:{:02}", local.hour(), local.minute())),
        "{text}"
    );
    assert!(text.contains("Where: Central Park") && text.contains("https://hub.example.kz/actions/clean"), "{text}");
    assert!(text.contains("https://hub.example.kz/settings"), "{text}");
    assert_eq!((tell(&hub).await, tell(&hub).await), (0, 0), "once");
    // Two hours before, a letter is not what people want unless they say so.
    let wishes = Wishes::default().with(NoticeKind::TwoHours, Channel::Email, true);
    let other = english(&hub, "marat").await;
    hub.join(&other, "clean", false, &key()).await.expect("joined");
    hub.call(Some(&other), notices::change_wishes(&wishes, &key())).await.expect("changed");
    hub.server.app.clock.put_forward(22 * HOUR);
    assert_eq!(tell(&hub).await, 1);
    let [(to, text)] = &all(&mut mails)[..] else { panic!("one letter") };
    assert!(to == "marat@example.kz" && text.contains("begins soon"), "{to} {text}");
    hub.server.app.clock.put_forward(3 * HOUR);
    assert_eq!(tell(&hub).await, 0, "it is under way");
}

async fn not_who_joined_late(place: Place) {
    let (hub, mut mails) = hub(&place).await;
    hub.action(hub.plan("clean", 20, 1, true)).await;
    hub.action(hub.plan("plant", 30, 5, true)).await;
    let (late, gone, waits) = (english(&hub, "late").await, english(&hub, "gone").await, english(&hub, "waits").await);
    hub.join(&late, "clean", true, &key()).await.expect("joined");
    hub.join(&waits, "clean", true, &key()).await.expect("on the waitlist");
    hub.join(&gone, "plant", true, &key()).await.expect("joined");
    hub.leave(&gone, "plant", &key()).await.expect("left");
    hub.server.app.clock.put_forward(7 * HOUR);
    assert_eq!(tell(&hub).await, 0);
    assert!(all(&mut mails).is_empty());
}

async fn changes_and_cancellations(place: Place) {
    let (hub, mut mails) = hub(&place).await;
    let mut detail = hub.plan("clean", 48, 1, true);
    let mut later = detail.action.shifts[0].clone();
    later.id = "later".parse().expect("an id");
    later.starts = later.starts.plus(5 * HOUR);
    later.ends = later.ends.plus(5 * HOUR);
    detail.action.shifts.push(later.clone());
    hub.action(detail).await;
    let (me, waits, other) = (english(&hub, "aigul").await, english(&hub, "marat").await, english(&hub, "dana").await);
    hub.join(&me, "clean", true, &key()).await.expect("joined");
    hub.join(&waits, "clean", true, &key()).await.expect("on the waitlist");
    let body = meyirim::model::signup::JoinBody { or_wait: false, guardian: None, made_at: hub.now() };
    hub.call(Some(&other), meyirim::api::signups::join(&id("clean"), &later.id, &body, &key())).await.expect("joined");
    // More places, another title: nothing that anybody has to plan anew for.
    change(&hub, "clean", |detail| detail.action.title = texts("Another title")).await;
    assert_eq!(tell(&hub).await, 0);
    // One shift moves: only those in it hear of it, whether they have a place or wait for one.
    change(&hub, "clean", |detail| detail.action.shifts[0].starts = detail.action.shifts[0].starts.plus(HOUR)).await;
    assert_eq!(tell(&hub).await, 2);
    let letters = all(&mut mails);
    assert_eq!(letters.iter().map(|(to, _)| to.as_str()).collect::<Vec<_>>(), ["aigul@example.kz", "marat@example.kz"]);
    assert!(letters[0].1.contains("Something has changed about “Another title"), "{}", letters[0].1);
    // The place: everybody.
    change(&hub, "clean", |detail| detail.action.place = Some(texts("The river"))).await;
    assert_eq!(tell(&hub).await, 3);
    assert!(all(&mut mails).iter().all(|(_, text)| text.contains("Where: The river")));
    // A shift taken out: its people have no signup any more, and hear of it all the same.
    change(&hub, "clean", |detail| detail.action.shifts.truncate(1)).await;
    assert_eq!(tell(&hub).await, 1);
    let [(to, text)] = &all(&mut mails)[..] else { panic!("one letter") };
    assert!(to == "dana@example.kz" && text.contains("There is no need to come."), "{to} {text}");
    // Called off.
    change(&hub, "clean", |detail| detail.action.state = ActionState::Cancelled).await;
    assert_eq!(tell(&hub).await, 2);
    assert!(all(&mut mails).iter().all(|(_, text)| text.contains("There is no need to come.")));
    hub.server.app.clock.put_forward(25 * HOUR);
    assert_eq!(tell(&hub).await, 0, "nobody is reminded of it");
    // Changed once more while it is off: nobody's business. And then it takes place after all.
    change(&hub, "clean", |detail| detail.action.place = None).await;
    assert_eq!(tell(&hub).await, 0);
    change(&hub, "clean", |detail| detail.action.state = ActionState::Published).await;
    assert_eq!(tell(&hub).await, 3);
    let letters = all(&mut mails);
    assert_eq!(letters.iter().filter(|(_, text)| text.contains("takes place after all")).count(), 2);
    assert!(letters.iter().all(|(_, text)| !text.contains("Something has changed")));
    assert_eq!(letters.iter().filter(|(to, text)| text.contains("You have a place") && to == "aigul@example.kz").count(), 1);
}

async fn only_the_latest_change(place: Place) {
    let (hub, mut mails) = hub(&place).await;
    hub.action(hub.plan("clean", 48, 5, true)).await;
    hub.action(hub.plan("gone", 72, 5, true)).await;
    let me = english(&hub, "aigul").await;
    hub.join(&me, "clean", true, &key()).await.expect("joined");
    hub.join(&me, "gone", true, &key()).await.expect("joined");
    for park in ["First park", "Second park"] {
        change(&hub, "clean", |detail| detail.action.place = Some(texts(park))).await;
    }
    // Deleted, with all signups.
    let Ok(Fetched::New((_, Some(etag)))) = hub.call(None, actions::get(&id("gone"), None)).await else { panic!() };
    let sent = hub.ask("DELETE", "/admin/actions/gone").bearer_auth("token-of-coordinator").header("idempotency-key", key());
    assert_eq!(sent.header("if-match", etag).send().await.expect("an answer").status(), 204);
    assert_eq!(tell(&hub).await, 2);
    let letters = all(&mut mails);
    assert!(letters.iter().any(|(_, text)| text.contains("Second park")), "{letters:?}");
    assert!(letters.iter().any(|(_, text)| text.contains("“Дело gone” does not take place")), "{letters:?}");
    // Whoever leaves before their turn does not care.
    change(&hub, "clean", |detail| detail.action.place = None).await;
    hub.leave(&me, "clean", &key()).await.expect("left");
    assert_eq!(tell(&hub).await, 0);
}

async fn as_each_wishes(place: Place) {
    let (hub, mut mails) = hub(&place).await;
    hub.action(hub.plan("clean", 48, 5, true)).await;
    let me = english(&hub, "aigul").await;
    assert_eq!(kind(hub.call(None, notices::wishes()).await), ProblemKind::SignIn);
    assert_eq!(hub.call(Some(&me), notices::wishes()).await.expect("wishes"), Wishes::default());
    let wishes = Wishes::default().with(NoticeKind::Changed, Channel::Email, false);
    let same = key();
    for _ in 0..2 {
        assert_eq!(hub.call(Some(&me), notices::change_wishes(&wishes, &same)).await.expect("changed"), wishes);
    }
    assert_eq!(hub.call(Some(&me), notices::wishes()).await.expect("wishes"), wishes);
    hub.join(&me, "clean", true, &key()).await.expect("joined");
    change(&hub, "clean", |detail| detail.action.place = Some(texts("The river"))).await;
    assert_eq!(tell(&hub).await, 0);
    // Wanted again later: what was not told then is old news.
    hub.call(Some(&me), notices::change_wishes(&Wishes::default(), &key())).await.expect("changed");
    assert_eq!(tell(&hub).await, 0);
    change(&hub, "clean", |detail| detail.action.state = ActionState::Cancelled).await;
    assert_eq!(tell(&hub).await, 1);
    assert_eq!(all(&mut mails).len(), 1);
    // Half of the wishes are none.
    let sent = hub.ask("PUT", "/session/person/wishes").bearer_auth(&me).header("idempotency-key", key());
    let answer = sent.json(&serde_json::json!({ "email": { "offer": true } })).send().await.expect("an answer");
    assert_eq!(answer.status(), 422);
}

async fn in_each_language(place: Place) {
    let (hub, mut mails) = hub(&place).await;
    let mut detail = hub.plan("clean", 48, 5, true);
    detail.action.title = Texts::new(Some("Сенбілік"), Some("Субботник"), Some("Clean-up")).expect("a text");
    hub.action(detail).await;
    for (name, lang) in [("a", Lang::Kk), ("b", Lang::Ru), ("c", Lang::En)] {
        let token = hub.adult(name).await;
        speaks(&hub, &token, lang).await;
        hub.join(&token, "clean", true, &key()).await.expect("joined");
    }
    hub.server.app.clock.put_forward(24 * HOUR + MINUTE);
    assert_eq!(tell(&hub).await, 3);
    let letters = all(&mut mails);
    for ((_, text), words) in
        letters.iter().zip(["Сіз «Сенбілік» шарасына жазылғансыз", "Вы записаны на дело «Субботник»", "You have a place in “Clean-up”"])
    {
        assert!(text.contains(words), "{text}");
    }
}

async fn two_backends_tell_once(place: Place) {
    let (url, mut mails) = mail_server(0).await;
    let (first, second) = (hub_at(&place, url.clone()).await, hub_at(&place, url).await);
    first.action(first.plan("clean", 48, 30, true)).await;
    for token in first.people(12).await {
        first.join(&token, "clean", true, &key()).await.expect("joined");
    }
    for hub in [&first, &second] {
        hub.server.app.clock.put_forward(24 * HOUR + MINUTE);
    }
    for _ in 0..3 {
        let (one, other) = tokio::join!(tell(&first), tell(&second));
        assert!(one + other <= 12);
    }
    let mut to: Vec<_> = all(&mut mails).into_iter().map(|(to, _)| to).collect();
    assert_eq!(to.len(), 12);
    to.dedup();
    assert_eq!(to.len(), 12, "everybody once");
}

async fn a_mail_server_that_comes_back(place: Place) {
    let (url, mut mails) = mail_server(2).await;
    let hub = hub_at(&place, url).await;
    hub.action(hub.plan("clean", 48, 5, true)).await;
    let me = english(&hub, "aigul").await;
    hub.join(&me, "clean", true, &key()).await.expect("joined");
    change(&hub, "clean", |detail| detail.action.place = Some(texts("The river"))).await;
    let mut told = Vec::new();
    for _ in 0..4 {
        told.push(tell(&hub).await);
        hub.server.app.clock.put_forward(3 * MINUTE);
    }
    assert_eq!(told, [0, 0, 1, 0]);
    assert_eq!(all(&mut mails).len(), 1);
}

async fn what_the_app_shows(place: Place) {
    let (hub, _mails) = hub(&place).await;
    hub.action(hub.plan("clean", 48, 1, true)).await;
    let (me, next) = (english(&hub, "aigul").await, english(&hub, "marat").await);
    hub.join(&me, "clean", true, &key()).await.expect("joined");
    hub.join(&next, "clean", true, &key()).await.expect("on the waitlist");
    let news = async |token: &str| {
        let news = hub.call(Some(token), notices::news()).await.expect("news");
        news.items.into_iter().map(|notice| (notice.kind, notice.shift == shift(), notice.until.is_some())).collect::<Vec<_>>()
    };
    assert_eq!(news(&me).await, []);
    change(&hub, "clean", |detail| detail.action.place = Some(texts("The river"))).await;
    assert_eq!(news(&me).await, [(NoticeKind::Changed, true, false)]);
    hub.leave(&me, "clean", &key()).await.expect("left");
    assert_eq!(news(&me).await, [], "no longer theirs");
    let mut kinds = news(&next).await;
    kinds.sort_by_key(|(kind, ..)| kind.key());
    assert_eq!(kinds, [(NoticeKind::Changed, true, false), (NoticeKind::Offer, true, true)]);
    assert_eq!(kind(hub.call(None, notices::news()).await), ProblemKind::SignIn);
}

async fn nothing_stays_of_a_person(place: Place) {
    let (hub, _mails) = hub(&place).await;
    hub.action(hub.plan("clean", 48, 5, true)).await;
    let me = english(&hub, "aigul").await;
    hub.join(&me, "clean", true, &key()).await.expect("joined");
    change(&hub, "clean", |detail| detail.action.place = Some(texts("The river"))).await;
    assert_eq!(tell(&hub).await, 1);
    let data = hub.call(Some(&me), session::my_data()).await.expect("my data");
    let mut told: Vec<_> = data.notices.iter().map(|notice| (notice.channel.as_str(), notice.told_at.is_some())).collect();
    told.sort_unstable();
    assert_eq!(told, [("app", true), ("email", true)]);
    assert_eq!((data.wishes, data.push.len()), (Wishes::default(), 0));
    hub.call(Some(&me), session::delete_me(&key())).await.expect("gone");
    let left: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM notices").fetch_one(&hub.db().pool).await.expect("a number");
    assert_eq!(left, 0);
}

async fn forgotten_in_the_end(place: Place) {
    let (hub, _mails) = hub(&place).await;
    hub.action(hub.plan("clean", 48, 5, true)).await;
    let me = english(&hub, "aigul").await;
    hub.join(&me, "clean", true, &key()).await.expect("joined");
    change(&hub, "clean", |detail| detail.action.place = Some(texts("The river"))).await;
    tell(&hub).await;
    let kept = async || {
        meyirim_backend::app::purge(&hub.server.app).await.expect("purged");
        sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM notices").fetch_one(&hub.db().pool).await.expect("a number")
    };
    hub.server.app.clock.put_forward(30 * 24 * HOUR);
    assert_eq!(kept().await, 2, "told things are remembered");
    hub.server.app.clock.put_forward(3 * 24 * HOUR);
    assert_eq!(kept().await, 0);
}

/// A data base of before, with an offer that waits to be told: brought up to date, it is told.
async fn an_older_data_base(place: Place) {
    {
        let (hub, _mails) = hub(&place).await;
        hub.action(hub.plan("clean", 48, 1, true)).await;
        let (first, next) = (hub.adult("marat").await, english(&hub, "aigul").await);
        hub.join(&first, "clean", true, &key()).await.expect("joined");
        hub.join(&next, "clean", true, &key()).await.expect("on the waitlist");
        hub.leave(&first, "clean", &key()).await.expect("left");
        let offer: (String, i64) =
            sqlx::query_as("SELECT id, version FROM notices WHERE channel = 'email'").fetch_one(&hub.db().pool).await.expect("an offer");
        // As it was after the fourth step.
        let early = ["history", "organisations", "indicators", "actions", "persons", "signups", "sessions", "codes", "answers"];
        let later = meyirim_backend::db::TABLES.iter().filter(|table| !early.contains(table));
        let mut back: Vec<String> = later.map(|table| format!("DROP TABLE IF EXISTS {table}")).collect();
        back.push("ALTER TABLE persons DROP COLUMN wishes".to_owned());
        back.extend(["DROP INDEX actions_series".to_owned(), "ALTER TABLE actions DROP COLUMN series".to_owned()]);
        back.extend(["cover", "cover_at"].map(|column| format!("ALTER TABLE signups DROP COLUMN {column}")));
        back.push(include_str!("../../migrations/0004_notices.sql").replace("bytewise", ""));
        back.push(format!(
            "INSERT INTO notices (id, person, action, shift, offer_until, due) VALUES ('{}', 'aigul', 'clean', 's', {}, {})",
            offer.0,
            offer.1,
            hub.now().0
        ));
        back.push("UPDATE hub SET value = '4' WHERE name = 'migrations'".to_owned());
        for sql in back {
            sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&hub.db().pool).await.expect("back again");
        }
        hub.server.stop().await;
    }
    let (hub, mut mails) = hub(&place).await;
    assert_eq!(tell(&hub).await, 1);
    let [(to, text)] = &all(&mut mails)[..] else { panic!("one letter") };
    assert!(to == "aigul@example.kz" && text.contains("it is your turn"), "{to} {text}");
}
