//! What a profile costs: 10,000 actions decoded from our own contract, and the same ones through the profile of PocketBase. Prints a row for the README's table.
//!
//! Run by `make bench`, natively and optimised; medians of 15.

use meyirim::{
    api::{
        ApiError, Call, Fetched, Page, Reply, Request,
        actions::{self, ListActions},
        dialect::check,
        translate::{Answer, Ask, Translate, World},
    },
    model::{Action, Instant},
};
use std::{
    pin::pin,
    task::{Context, Poll, Waker},
    time::Instant as Clock,
};

const RECORDS: usize = 10_000;
const PAGE: usize = 500;

/// Answers everything with one page.
struct Recorded(Reply);

impl Ask for Recorded {
    fn ask<'a>(&'a self, _: &'a Request) -> Answer<'a> {
        let reply = self.0.clone();
        Box::pin(async move { Ok(reply) })
    }
}

fn reply(items: String) -> Reply {
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    Reply {
        status: 200,
        headers,
        body: format!("{{\"items\":[{items}],\"page\":1,\"totalPages\":1,\"totalItems\":{PAGE}}}").into_bytes(),
        translated: None,
    }
}

fn native(at: usize) -> String {
    format!(
        r#"{{"id":"a{at:014}","rev":1795371090829,"state":"published","title":{{"kk":"Өзен жағасын тазалау {at}","ru":"Уборка берега реки {at}","en":"Cleaning the river bank {at}"}},"direction":"taza_alem","district":"abay","place":{{"kk":"Бадам өзені","ru":"Река Бадам","en":"The Badam river"}},"organiser":"d89b57bd5395bc5","shifts":[{{"id":"1","starts":"2026-11-29T13:30:00Z","ends":"2026-11-29T15:00:00Z","seats":{{"needed":3,"most":8,"taken":2,"waiting":0}}}}],"youngest":"14_17","hazards":[],"waitlist":false}}"#
    )
}

fn foreign(at: usize) -> String {
    format!(
        r#"{{"about_en":"We clean.","about_kk":"Тазалаймыз.","about_ru":"Убираем.","cancelled":false,"capacity":8,"collectionId":"pbc_3411971612","collectionName":"action_list","created":"2026-11-22 18:07:39.582Z","direction":"nature","district":"abay","ends":"2026-11-29 15:00:00.000Z","id":"a{at:014}","needed":3,"organiser":"d89b57bd5395bc5","place_en":"The Badam river","place_kk":"Бадам өзені","place_ru":"Река Бадам","starts":"2026-11-29 13:30:00.000Z","taken":2,"title_en":"Cleaning the river bank {at}","title_kk":"Өзен жағасын тазалау {at}","title_ru":"Уборка берега реки {at}","updated":"2026-11-22 18:07:39.582Z","youngest":14}}"#
    )
}

fn pages(record: fn(usize) -> String) -> Vec<Reply> {
    (0..RECORDS).step_by(PAGE).map(|from| reply((from..from + PAGE).map(record).collect::<Vec<_>>().join(","))).collect()
}

/// The future never waits: the answers are there.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return value;
        }
    }
}

fn timed(run: impl Fn() -> usize) -> f64 {
    let begun = Clock::now();
    assert_eq!(run(), RECORDS);
    begun.elapsed().as_secs_f64() * 1e3
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

fn count(outcome: Result<Fetched<Page<Action>>, ApiError>) -> usize {
    match outcome {
        Ok(Fetched::New(page)) => page.items.len(),
        _ => 0,
    }
}

fn main() {
    let profile = include_bytes!("../../public/profiles/pocketbase.json");
    let Ok(dialect) = check::compile(profile, "http://localhost") else { return println!("the profile of PocketBase is refused") };
    let call: Call<Fetched<Page<Action>>> = actions::list(&ListActions::default());
    let (ours, theirs) = (pages(native), pages(foreign).into_iter().map(Recorded).collect::<Vec<_>>());
    // Both copy the body, as an answer is read once.
    let plain = || ours.iter().map(|page| count(call.read(&page.clone()))).sum();
    let through = || {
        let read = |server: &Recorded| {
            let world = World { ask: server, now: Instant(0), person: None, known: true };
            count(now(dialect.answer(&call.request, world)).and_then(|reply| call.read(&reply)))
        };
        theirs.iter().map(read).sum()
    };
    // By turns: a machine that slows down meanwhile slows both.
    let (plain, through): (Vec<f64>, Vec<f64>) = (0..15).map(|_| (timed(plain), timed(through))).unzip();
    let ratio = median(plain.iter().zip(&through).map(|(plain, through)| through / plain).collect());
    let (plain, through) = (median(plain), median(through));
    println!("| decoding 10,000 actions through a profile (PocketBase) | {through:.1} ms | ratio 1.5 | {plain:.1} ms | {ratio:.2} |");
}
