//! The program itself, twice on one data base, as a city would run it.

use crate::{
    hub::{On, Place, key, soon},
    live::Stream,
};
use serde_json::{Value, json};
use std::{
    process::Stdio,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

crate::on_both!(two_programs_on_one_data_base);

struct Program {
    child: Child,
    _output: Lines<BufReader<ChildStdout>>,
    url: String,
    /// Of the first demo account.
    token: String,
}

async fn start(place: &Place) -> Program {
    let mut child = Command::new(env!("CARGO_BIN_EXE_meyirim-backend"))
        .args(["serve", "--addr", "127.0.0.1:0", "--demo", "--demo-actions", "20", "--database", &place.database])
        .env_remove("DATABASE_URL")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("the program starts");
    let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
    let (mut url, mut token) = (String::new(), String::new());
    tokio::time::timeout(Duration::from_secs(30), async {
        while token.is_empty() {
            let line = output.next_line().await.unwrap().expect("more to say");
            if let Some(at) = line.find("http://") {
                url = line[at..].to_owned();
            }
            if let Some((_, rest)) = line.split_once("(token ") {
                token = rest.trim_end_matches(')').to_owned();
            }
        }
    })
    .await
    .expect("ready within 30 s");
    Program { child, _output: output, url, token }
}

async fn two_programs_on_one_data_base(place: Place) {
    // Both at once on an empty data base: one of them makes the tables and the city.
    let (mut one, mut two) = tokio::join!(start(&place), start(&place));
    let http = reqwest::Client::new();
    let get = async |program: &Program, path: &str| -> Value {
        http.get(format!("{}/api/v1{path}", program.url)).send().await.unwrap().json().await.unwrap()
    };
    let (here, there) = (get(&one, "/actions?limit=1").await, get(&two, "/actions?limit=1").await);
    assert_eq!((&here["total"], &here["changes"]), (&there["total"], &there["changes"]));

    let free = get(&one, &format!("/actions?free=true&limit=1000&from={}", now())).await;
    let mut stream = Stream::open(http.get(format!("{}/api/v1/live", two.url)).bearer_auth(&two.token)).await;
    let began = Instant::now();
    let mut joined = None;
    // The first action that this volunteer may join: others are full, clash, or want another age.
    for action in free["items"].as_array().unwrap() {
        let path = format!("/actions/{}/shifts/{}/signup", action["id"].as_str().unwrap(), action["shifts"][0]["id"].as_str().unwrap());
        let (key, body) = (key(), json!({ "or_wait": false, "made_at": "2026-01-01T00:00:00Z" }));
        let ask = |program: &Program| {
            let ask = http.post(format!("{}/api/v1{path}", program.url)).bearer_auth(&program.token);
            ask.header("idempotency-key", &key).json(&body).send()
        };
        let answer = ask(&one).await.unwrap();
        let status = answer.status();
        let first = answer.text().await.unwrap();
        let again = ask(&two).await.unwrap();
        assert_eq!(
            (again.status(), &again.headers()["idempotency-replayed"]),
            (status, &"true".parse().unwrap()),
            "the other program knows the key"
        );
        assert_eq!(again.text().await.unwrap(), first);
        if status == 201 {
            joined = Some(first);
            break;
        }
    }
    let joined: Value = serde_json::from_str(&joined.expect("an action with a place")).unwrap();
    let message = stream.next().await.expect("heard by the other program");
    assert_eq!(message.set.signups.changed[0].id.to_string(), joined["signup"]["id"].as_str().unwrap());
    if place.on == On::Postgres {
        assert!(began.elapsed() < Duration::from_secs(2), "by notice, not by looking");
    }

    // Told to stop, they stop, though somebody listens.
    for program in [&mut one, &mut two] {
        let pid = program.child.id().unwrap().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().await.unwrap().success());
    }
    assert!(stream.next().await.is_none());
    drop(stream);
    for mut program in [one, two] {
        assert!(soon("an end", program.child.wait()).await.unwrap().success());
    }
}

fn now() -> meyirim::model::Instant {
    meyirim_backend::clock::Clock::default().now()
}
