//! The demo city into an empty data base: one transaction, many rows a statement, so that also ten thousand actions are there in
//! seconds.

use crate::{
    actions, booking_rows,
    db::{Db, Write},
    demo::{self, City},
    failure::{Failure, Result},
    mark_rows, records, secrets,
    settings::Demo,
    signups,
};
use meyirim::model::{Guardian, Instant, Person, Texts, Zone, instant::DAY, member::Member};
use sqlx::{Any, AssertSqlSafe, query::Query};
use std::collections::HashMap;

/// Shymkent's. Kazakhstan has had one zone since 1 March 2024; the demo city is built around today.
pub fn zone() -> Zone {
    Zone::fixed("Asia/Almaty", 5 * 3600)
}

/// Does nothing when there is anything in the data base already.
pub async fn demo(db: &Db, demo: Demo, now: Instant) -> Result<()> {
    let mut w = db.write().await?;
    // Two backends that start at once fill it once: whoever is second waits here and finds the city.
    sqlx::query("UPDATE history SET floor = floor").execute(w.conn()).await?;
    let there: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM organisations").fetch_one(w.conn()).await?;
    let city = demo::city(zone().day(now), &zone(), demo.actions, demo.seed);
    if there == 0 {
        write(&mut w, &city, now).await?;
    }
    sign_in(&mut w, &city, now).await?;
    w.commit().await.map_err(Failure::from)
}

async fn write(w: &mut Write, city: &City, now: Instant) -> Result<()> {
    let told = city.campaigns.len() + city.news.len();
    let records = city.organisations.len() + city.indicators.len() + city.actions.len() + city.members.len() + told;
    let mut rev = w.revs(records as i64).await?;
    let mut next = || {
        rev += 1;
        rev - 1
    };
    let mut rows = Vec::new();
    for organisation in &city.organisations {
        let rev = next();
        let record = meyirim::model::Organisation { rev: rev as u64, ..organisation.clone() };
        rows.push((record.id.to_string(), rev, record.kind.key(), serde_json::to_string(&record)?));
    }
    insert(w, "INSERT INTO organisations (id, rev, kind, record)", 4, rows, |query, (id, rev, kind, record)| {
        query.bind(id).bind(rev).bind(kind).bind(record)
    })
    .await?;
    let mut rows = Vec::new();
    for indicator in &city.indicators {
        let rev = next();
        let record = meyirim::model::Indicator { rev: rev as u64, ..indicator.clone() };
        rows.push((record.id.to_string(), rev, serde_json::to_string(&record)?));
    }
    insert(w, "INSERT INTO indicators (id, rev, record)", 3, rows, |query, (id, rev, record)| query.bind(id).bind(rev).bind(record))
        .await?;
    let mut rows = Vec::new();
    for campaign in &city.campaigns {
        let rev = next();
        let record = meyirim::model::Campaign { rev: rev as u64, ..campaign.clone() };
        rows.push((record.id.to_string(), rev, serde_json::to_string(&record)?));
    }
    insert(w, "INSERT INTO campaigns (id, rev, record)", 3, rows, |query, (id, rev, record)| query.bind(id).bind(rev).bind(record)).await?;
    let mut rows = Vec::new();
    for item in &city.news {
        let rev = next();
        let record = meyirim::model::NewsItem { rev: rev as u64, ..item.clone() };
        rows.push((record.id.to_string(), rev, serde_json::to_string(&record)?));
    }
    insert(w, "INSERT INTO news (id, rev, record)", 3, rows, |query, (id, rev, record)| query.bind(id).bind(rev).bind(record)).await?;
    let mut rows = Vec::new();
    for detail in &city.actions {
        let rev = next();
        let mut action = detail.action.clone();
        action.rev = rev as u64;
        let rest = actions::rest(detail)?;
        let record = serde_json::to_string(&action)?;
        rows.push((action, rev, record, rest));
    }
    let sql = "INSERT INTO actions (id, rev, starts, ends, direction, district, free, record, rest, series)";
    insert(w, sql, 10, rows, |query, (action, rev, record, rest)| {
        let query = query.bind(action.id.to_string()).bind(rev).bind(action.starts().0).bind(action.ends().0).bind(action.direction.key());
        let query = query.bind(action.district.clone().unwrap_or_default()).bind(records::free(&action)).bind(record).bind(rest);
        query.bind(action.series.map_or_else(String::new, |series| series.to_string()))
    })
    .await?;
    let mut rows = Vec::new();
    for member in &city.members {
        let rev = next();
        let member = Member { rev: rev as u64, ..member.clone() };
        rows.push((member.id.to_string(), rev, serde_json::to_string(&member)?));
    }
    insert(w, "INSERT INTO members (id, rev, record)", 3, rows, |query, (id, rev, record)| query.bind(id).bind(rev).bind(record)).await?;
    let helping = |member: &Member| member.organisations.iter().map(|one| (one.to_string(), member.id.to_string())).collect::<Vec<_>>();
    let rows = city.members.iter().flat_map(helping).collect();
    let sql = "INSERT INTO member_organisations (organisation, member, rev)";
    insert(w, sql, 3, rows, |query, (organisation, member)| query.bind(organisation).bind(member).bind(0i64)).await?;
    let mut rows = Vec::new();
    for plan in &city.series {
        rows.push((plan.id.to_string(), serde_json::to_string(plan)?));
    }
    insert(w, "INSERT INTO series (id, rev, plan)", 3, rows, |query, (id, plan)| query.bind(id).bind(0i64).bind(plan)).await?;

    let people: Vec<&Person> = city.people.iter().map(|one| &one.person).chain(city.accounts.iter().map(|one| &one.person)).collect();
    let mut rows = Vec::new();
    for person in people {
        rows.push((person.clone(), person.age_class.map(records::key).transpose()?, serde_json::to_string(&person.roles)?));
    }
    let sql = "INSERT INTO persons (id, contact, name, age_class, roles, lang, created_at)";
    insert(w, sql, 7, rows, |query, (person, age_class, roles)| {
        let query = query.bind(person.id.to_string()).bind(person.contact.as_str().to_owned()).bind(person.name);
        query.bind(age_class).bind(roles).bind(person.lang.code()).bind(now.0)
    })
    .await?;

    let bound = |account: &demo::DemoAccount| {
        account.organisations.iter().map(|one| (account.person.id.to_string(), one.to_string())).collect::<Vec<_>>()
    };
    let rows = city.accounts.iter().flat_map(bound).collect();
    insert(w, "INSERT INTO person_organisations (person, organisation)", 2, rows, |query, (person, one)| query.bind(person).bind(one))
        .await?;

    // Nobody has a cursor from before the city, so its signups carry the number 0.
    let mut lines = HashMap::new();
    let mut rows = Vec::new();
    for (number, signup) in city.signups.iter().enumerate() {
        let position = if signup.waitlisted {
            let line: &mut i64 = lines.entry((&signup.action, &signup.shift)).or_default();
            *line += 1;
            *line
        } else {
            0
        };
        rows.push((number, signup, position));
    }
    let sql = "INSERT INTO signups (id, rev, person, action, shift, state, position, made_at, decided_at, guardian)";
    insert(w, sql, 10, rows, |query, (number, signup, position)| {
        let query = query.bind(format!("demo-{number}")).bind(0i64).bind(signup.person.to_string()).bind(signup.action.to_string());
        let query = query.bind(signup.shift.to_string()).bind(if signup.waitlisted { "waiting" } else { "confirmed" }).bind(position);
        query.bind(signup.made_at.0).bind(signup.made_at.0).bind(signup.guardian.map(signups::guardian_key))
    })
    .await?;

    insert(w, "INSERT INTO shift_leaders (action, shift, person)", 3, city.leaders.clone(), |query, (action, shift, person)| {
        query.bind(action.to_string()).bind(shift.to_string()).bind(person.to_string())
    })
    .await?;
    for (action, shift, mark) in &city.marks {
        mark_rows::add(w, action, shift, mark).await?;
    }
    booking_rows::put_centre(w, &city.centre).await?;
    for booking in &city.bookings {
        booking_rows::put(w, booking).await?;
    }
    consents(w, city).await
}

/// What stands behind the signups with a written consent: one that was given for that action. No link leads to it.
async fn consents(w: &mut Write, city: &City) -> Result<()> {
    let ends: HashMap<_, _> = city.actions.iter().map(|detail| (&detail.action.id, detail.action.ends().0)).collect();
    let mut rows = Vec::new();
    for (number, signup) in city.signups.iter().enumerate().filter(|(_, signup)| signup.guardian == Some(Guardian::WrittenConsent)) {
        rows.push((number, signup, *ends.get(&signup.action).ok_or_else(Failure::internal)?));
    }
    let sql = "INSERT INTO consents (id, person, secret_hash, action, term, state, moment, guardian, asked_at, over)";
    insert(w, sql, 10, rows, |query, (number, signup, ends)| {
        let query = query.bind(format!("demo-{number}")).bind(signup.person.to_string()).bind(format!("demo-{number}"));
        let query = query.bind(signup.action.to_string()).bind(ends).bind("given").bind(signup.made_at.0).bind("Ата-ана (демо)");
        query.bind(signup.made_at.0).bind(ends)
    })
    .await
}

type Insert<'q> = Query<'q, Any, <Any as sqlx::Database>::Arguments>;

/// Some hundred rows a statement: far below both data bases' limits of parameters.
async fn insert<T>(w: &mut Write, into: &str, columns: usize, rows: Vec<T>, bind: impl Fn(Insert<'_>, T) -> Insert<'_>) -> Result<()> {
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let batch: Vec<T> = rows.by_ref().take(300).collect();
        let places = (0..batch.len()).map(|row| {
            let places = (1..=columns).map(|column| format!("${}", row * columns + column)).collect::<Vec<_>>();
            format!("({})", places.join(","))
        });
        let sql = format!("{into} VALUES {}", places.collect::<Vec<_>>().join(","));
        batch.into_iter().fold(sqlx::query(AssertSqlSafe(sql)), &bind).execute(w.conn()).await?;
    }
    Ok(())
}

/// The token under which a demo account is always signed in: for tools that speak to the API without a browser.
pub fn token(account: &Person) -> String {
    account.id.to_string()
}

async fn sign_in(w: &mut Write, city: &City, now: Instant) -> Result<()> {
    for account in &city.accounts {
        sqlx::query("INSERT INTO sessions (token_hash, person, expires_at) VALUES ($1, $2, $3) ON CONFLICT (token_hash) DO UPDATE SET expires_at = excluded.expires_at")
            .bind(secrets::hash(&token(&account.person)))
            .bind(account.person.id.as_str())
            .bind(now.plus(365 * DAY).0)
            .execute(w.conn())
            .await?;
    }
    Ok(())
}

/// What the backend prints when it is ready: who there is to sign in as.
pub fn describe(demo: Demo, now: Instant) -> Vec<(String, String, String)> {
    let say = |note: &Texts| note.show(meyirim::model::Lang::En).text.to_owned();
    let city = demo::city(zone().day(now), &zone(), demo.actions.min(1), demo.seed);
    city.accounts.iter().map(|account| (account.person.contact.as_str().to_owned(), token(&account.person), say(&account.note))).collect()
}
