//! What belongs to the person: all of it to take along, an address for their calendar, and the end of it.

use crate::{
    app::App,
    ask::Ask,
    attendance, booking_rows, certificates, consent_rows,
    db::Write,
    failure::{Failure, Result},
    idempotency::Answer,
    leaders, mark_rows,
    params::Params,
    participation, people, push, records, reply, secrets, session,
    signup_rows::Row,
    signups,
    who::Me,
    wishes,
};
use axum::{
    extract::{OriginalUri, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use meyirim::{
    api::ProblemKind,
    model::{
        Action, Instant, PersonId, Role, SignupState,
        can::Denied,
        mine::{CalendarAddress, Farewell, MyData, MySignup},
    },
};

/// Everything about me
#[utoipa::path(
    get, path = "/session/person/data", tag = "session",
    security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "All that is kept under my name, but for what is kept for a week to answer repeats", body = MyData)),
)]
pub async fn my_data(State(app): State<App>, me: Me, OriginalUri(uri): OriginalUri) -> Result<Response> {
    Params::read(&uri, &[]).done()?;
    let mut conn = app.db.pool.acquire().await?;
    let person = records::person(&mut conn, &me.person).await?.ok_or_else(nobody)?;
    let (since, calendar): (i64, String) = sqlx::query_as("SELECT created_at, calendar_hash FROM persons WHERE id = $1")
        .bind(me.person.as_str())
        .fetch_one(&mut *conn)
        .await?;
    let rows: Vec<Row> = sqlx::query_as("SELECT * FROM signups WHERE person = $1 ORDER BY made_at, id")
        .bind(me.person.as_str())
        .fetch_all(&mut *conn)
        .await?;
    let mut signups = Vec::new();
    for row in rows {
        let record: Option<String> = sqlx::query_scalar("SELECT record FROM actions WHERE id = $1 AND gone = 0")
            .bind(&row.action)
            .fetch_optional(&mut *conn)
            .await?;
        let action: Option<Action> = record.map(|record| serde_json::from_str(&record)).transpose()?;
        let shift = action.as_ref().and_then(|action| action.shifts.iter().find(|shift| shift.id.as_str() == row.shift));
        signups.push(MySignup {
            signup: row.signup()?,
            starts: shift.map(|shift| shift.starts),
            ends: shift.map(|shift| shift.ends),
            title: action.map(|action| action.title),
        });
    }
    let sessions: Vec<i64> = sqlx::query_scalar("SELECT expires_at FROM sessions WHERE person = $1 ORDER BY expires_at")
        .bind(me.person.as_str())
        .fetch_all(&mut *conn)
        .await?;
    let attendance = attendance::record(&mut conn, &me.person).await?;
    let endpoints: Vec<String> = sqlx::query_scalar("SELECT endpoint FROM push_devices WHERE person = $1 ORDER BY made_at, id")
        .bind(me.person.as_str())
        .fetch_all(&mut *conn)
        .await?;
    reply::ok(&MyData {
        as_of: app.clock.now(),
        person,
        since: Instant(since),
        signups,
        sessions: sessions.into_iter().map(Instant).collect(),
        calendar: !calendar.is_empty(),
        attendance,
        certificates: certificates::of_person(&mut conn, &me.person).await?,
        wishes: wishes::read(&mut conn, &me.person).await?,
        push: endpoints.iter().map(|endpoint| push::host(endpoint)).collect(),
        notices: wishes::kept(&mut conn, &me.person).await?,
        consents: consent_rows::of_person(&mut conn, &me.person).await?,
        bookings: {
            let who = booking_rows::booker(&mut conn, &me.person).await?;
            booking_rows::of_booker(&mut conn, &who, Instant(0)).await?
        },
    })
}

/// A new address for my calendar
///
/// The old one, if there was any, shows nothing from now on. Only a hash of it is kept, so it is told this once.
#[utoipa::path(
    post, path = "/session/person/calendar", tag = "session",
    params(crate::openapi::KeyHeader),
    security(("bearer" = []), ("cookie" = [])),
    responses((status = 201, description = "Where it is", body = CalendarAddress)),
)]
pub async fn calendar_address(State(app): State<App>, me: Me, ask: Ask<()>) -> Result<Response> {
    // Made from the key, so that a repeat hears the same address although it is not kept.
    let secret = secrets::keyed_hash(&app.db.secret, &["calendar", me.person.as_str(), &me.token_hash, &ask.key]);
    let mut w = app.db.write().await?;
    records::hold_person(&mut w, &me.person).await?;
    sqlx::query("UPDATE persons SET calendar_hash = $2 WHERE id = $1")
        .bind(me.person.as_str())
        .bind(secrets::hash(&secret))
        .execute(w.conn())
        .await?;
    w.commit().await?;
    Ok(Answer::new(StatusCode::CREATED, &CalendarAddress { path: format!("/api/v1/calendar/{secret}.ics") })?.into_response())
}

/// Delete me
///
/// The person, their sessions, their calendar's address and everything under their name. What they have joined and is to come is given up, and offered to the next. Of
/// what is over only the numbers stay: a place was taken, and so many minutes were worked, by nobody.
#[utoipa::path(
    delete, path = "/session/person", tag = "session",
    params(crate::openapi::KeyHeader),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "Gone. The session as well, so that a repeat is answered by 401", body = Farewell),
        (status = 403, description = "`forbidden` with `last-administrator`: nobody would be left who could give roles"),
    ),
)]
pub async fn delete_me(State(app): State<App>, me: Me, headers: HeaderMap, _: Ask<()>) -> Result<Response> {
    let now = app.clock.now();
    let mut w = app.db.write().await?;
    let administers = me.roles.contains(&Role::Administrator);
    if administers {
        people::one_by_one(&mut w).await?;
    }
    let person = records::hold_person(&mut w, &me.person).await?;
    // Of this deletion, and kept nowhere.
    let once = secrets::random_text(16);
    let nobody = |action: &str, shift: &str| format!("-{}", secrets::keyed_hash(&app.db.secret, &["nobody", &once, action, shift]));
    let farewell = give_up(&mut w, &me.person, nobody, now).await?;
    let record = attendance::record(w.conn(), &me.person).await?;
    let hours: Vec<_> =
        record.iter().map(|one| (one.action.clone(), one.shift.clone(), one.state(now, &app.zone).hours.minutes())).collect();
    mark_rows::forget(&mut w, &me.person, &hours, nobody, now).await?;
    participation::forget(w.conn(), &me.person).await?;
    leaders::forget(w.conn(), &me.person).await?;
    certificates::forget(&app, &mut w, &me.person, now).await?;
    booking_rows::forget(&mut w, &me.person).await?;
    let contact = session::contact_hash(&app, &person.contact);
    for (sql, what) in [
        ("DELETE FROM sessions WHERE person = $1", me.person.as_str()),
        ("DELETE FROM person_organisations WHERE person = $1", me.person.as_str()),
        ("DELETE FROM notices WHERE person = $1", me.person.as_str()),
        ("DELETE FROM push_devices WHERE person = $1", me.person.as_str()),
        // With the names that parents have told.
        ("DELETE FROM consents WHERE person = $1", me.person.as_str()),
        ("DELETE FROM codes WHERE contact_hash = $1", &contact),
        // Answers that were kept for repeats hold names and contacts as well.
        ("DELETE FROM answers WHERE scope = $1", &me.scope()),
        ("DELETE FROM answers WHERE scope = $1", &format!("contact {contact}")),
        ("DELETE FROM persons WHERE id = $1", me.person.as_str()),
    ] {
        sqlx::query(sql).bind(what).execute(w.conn()).await?;
    }
    if administers && !people::somebody_administers(&mut w).await? {
        return Err(Failure::denied(Denied::LastAdministrator));
    }
    w.commit().await?;
    let mut response = Answer::new(StatusCode::OK, &farewell)?.into_response();
    session::forget_cookie(&mut response, &app, &headers);
    Ok(response)
}

/// `nobody`: who has the place from now on; the same as has the minutes of that shift, so that one person stays one.
async fn give_up(w: &mut Write, me: &PersonId, nobody: impl Fn(&str, &str) -> String, now: Instant) -> Result<Farewell> {
    let rows: Vec<Row> =
        sqlx::query_as("SELECT * FROM signups WHERE person = $1 ORDER BY action, shift").bind(me.as_str()).fetch_all(w.conn()).await?;
    let mut farewell = Farewell { given_up: 0, counted: 0 };
    for row in rows {
        let signup = row.signup()?;
        if signups::release(w, me, &signup, now).await? {
            farewell.given_up += 1;
        } else if signup.standing == SignupState::Confirmed && row.gone == 0 {
            farewell.counted += 1;
            let sql = "UPDATE signups SET person = $2, guardian = NULL, made_at = decided_at, clock_ahead = 0 WHERE id = $1";
            sqlx::query(sql).bind(&row.id).bind(nobody(&row.action, &row.shift)).execute(w.conn()).await?;
            continue;
        }
        sqlx::query("DELETE FROM signups WHERE id = $1").bind(&row.id).execute(w.conn()).await?;
    }
    Ok(farewell)
}

fn nobody() -> Failure {
    Failure::new(ProblemKind::SignIn, "Nobody is signed in")
}
