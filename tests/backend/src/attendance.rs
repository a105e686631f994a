//! Attendance: the roll of a shift for whoever leads it, and the marks that they and the volunteers themselves add. Marks come from phones that were offline, in any order and more
//! than once; the rules and what they come to are the app's own (`model::attendance`).
//!
//! Decisions on one action come one after another: each holds the action's row.

use crate::{
    app::App,
    ask::{Ask, Json},
    audit, certificates,
    db::Write,
    failure::{Failure, Result},
    idempotency::{self, Answer},
    leaders, mark_rows,
    params::Params,
    participation, records, reply,
    reply::Named,
    secrets, signup_rows,
    who::Me,
};
use axum::{
    extract::{OriginalUri, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use meyirim::{
    api::{Problem, ProblemKind},
    model::{
        ActionDetail, ActionId, Instant, Mark, PersonId, Shift, ShiftId,
        attendance::{Attendance, How, LONGEST_REASON, NoMark, NotNow, What, clock_off, fold, may_mark, roll_open},
        called_off::is_closed,
        clash::Span,
        roll::{Attended, Listed, NewMark, OwnMark, OwnWhat, Roll},
        rotating,
    },
};
use sqlx::AnyConnection;
use std::collections::BTreeMap;

/// The roll of a shift
///
/// For its leader, from a day before it begins until 30 days after its end: to be taken along where no network is.
#[utoipa::path(
    get, path = "/actions/{action}/shifts/{shift}/roll", tag = "attendance",
    params(("action" = ActionId, Path, description = "Of the action"), ("shift" = ShiftId, Path, description = "Of one of its shifts")),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "The roll", body = Roll),
        (status = 403, description = "`forbidden`: who asks does not lead this shift"),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`not-now`: `detail` is the moment from or until which there is a roll"),
    ),
)]
pub async fn roll(
    State(app): State<App>,
    me: Me,
    Named((action, shift)): Named<(ActionId, ShiftId)>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    Params::read(&uri, &[]).done()?;
    let now = app.clock.now();
    let mut conn = app.db.pool.acquire().await?;
    let place = Place::find(&mut conn, &action, &shift).await?;
    leaders::must_lead(&mut conn, &me, &action, &shift).await?;
    roll_open(place.span(), now).map_err(|why| refused(NoMark::NotNow(why)))?;
    let people = listed(&app, &mut conn, &place, None).await?;
    drop(conn);
    let details = serde_json::json!({ "people": people.len() });
    audit::note_hourly(&app.db, &me, audit::What::RollFetched, &audit::of_shift(&action, &shift), &details, now).await?;
    reply::ok(&Roll {
        people,
        title: place.detail.action.title.clone(),
        role: place.shift.role.clone(),
        starts: place.shift.starts,
        ends: place.shift.ends,
        rule: place.detail.hours,
        as_of: now,
        code_key: code_key(&app, &action, &shift),
        action,
        shift,
    })
}

/// Note something about somebody
///
/// As the leader of the shift: that they came, went, did not come, or how many minutes are confirmed. The same mark again changes nothing. Who came without a place is noted all
/// the same.
#[utoipa::path(
    post, path = "/actions/{action}/shifts/{shift}/marks", tag = "attendance",
    params(
        ("action" = ActionId, Path, description = "Of the action"),
        ("shift" = ShiftId, Path, description = "Of one of its shifts"),
        crate::openapi::KeyHeader,
        crate::openapi::SentHeader,
    ),
    request_body = NewMark,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 201, description = "The person with all their marks", body = Listed),
        (status = 403, description = "`forbidden`: who asks does not lead this shift, or confirms their own hours"),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`not-now` (`detail`: from or until when), `sealed`"),
        (status = 422, description = "`invalid`: a reason is missing or too long, or there is no such person"),
    ),
)]
pub async fn mark(
    State(app): State<App>,
    me: Me,
    Named((action, shift)): Named<(ActionId, ShiftId)>,
    headers: HeaderMap,
    ask: Ask<Json<NewMark>>,
) -> Result<Response> {
    let now = app.clock.now();
    let off = off(&headers, now)?;
    let NewMark { id, person, what, at } = ask.body.0.clone();
    check(&what)?;
    if matches!(what, What::Disputed { .. }) {
        return Err(Failure::invalid("/what", "only the volunteer can dispute"));
    }
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let place = Place::hold(&mut w, &action, &shift).await?;
    leaders::must_lead(w.conn(), &me, &action, &shift).await?;
    if records::person(w.conn(), &person).await?.is_none() {
        return Err(Failure::invalid("/person", "is nobody here"));
    }
    let mark = Mark { id, person: person.clone(), what, at, by: me.person.clone(), by_name: None, heard_at: Some(now), clock_off: off };
    let mut noted = false;
    let answer = match note(&app, &mut w, &place, mark, now).await? {
        Err(why) => Answer::refused(&problem(why))?,
        Ok(()) => {
            noted = true;
            let listed = listed(&app, w.conn(), &place, Some(&person)).await?.pop().ok_or_else(Failure::internal)?;
            Answer::new(StatusCode::CREATED, &listed)?
        }
    };
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    if noted {
        let details = serde_json::json!({ "shift": audit::of_shift(&action, &shift) });
        audit::note(&mut w, &me, audit::What::AttendanceNoted, person.as_str(), &details, now).await?;
    }
    w.commit().await?;
    Ok(answer.into_response())
}

/// Note something about myself
///
/// That I came or went, with the code that the shift showed at that moment, or that I do not agree with my hours.
#[utoipa::path(
    post, path = "/actions/{action}/shifts/{shift}/marks/mine", tag = "attendance",
    params(
        ("action" = ActionId, Path, description = "Of the action"),
        ("shift" = ShiftId, Path, description = "Of one of its shifts"),
        crate::openapi::KeyHeader,
        crate::openapi::SentHeader,
    ),
    request_body = OwnMark,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 201, description = "The shift in my record", body = Attended),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`not-now` (`detail`: from or until when), `sealed`, `not-joined`: no confirmed place, or nothing to dispute; `cancelled`: they came when it was called off already"),
        (status = 422, description = "`code-wrong`: not the code of that moment; `invalid`: a reason is missing or too long"),
    ),
)]
pub async fn mark_me(
    State(app): State<App>,
    me: Me,
    Named((action, shift)): Named<(ActionId, ShiftId)>,
    headers: HeaderMap,
    ask: Ask<Json<OwnMark>>,
) -> Result<Response> {
    let now = app.clock.now();
    let off = off(&headers, now)?;
    let OwnMark { id, what, at } = ask.body.0.clone();
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let place = Place::hold(&mut w, &action, &shift).await?;
    let (what, code) = match what {
        OwnWhat::In { code } => (What::In { how: How::ShiftCode }, Some(code)),
        OwnWhat::Out { code } => (What::Out { how: How::ShiftCode }, Some(code)),
        OwnWhat::Disputed { reason } => (What::Disputed { reason }, None),
    };
    check(&what)?;
    let wrong = match code {
        Some(_) if !expected(w.conn(), &place, &me.person).await? => {
            Some(Problem::new(ProblemKind::NotJoined, "There is no confirmed place"))
        }
        Some(code) if !rotating::is_right(&code_key(&app, &action, &shift), &code, at.plus(off)) => {
            Some(Problem::new(ProblemKind::CodeWrong, "This was not the code of that moment"))
        }
        Some(_) if matches!(what, What::In { .. }) && is_closed(&place.detail, at.plus(off)) => Some(called_off()),
        _ => None,
    };
    let by = me.person.clone();
    let mark = Mark { id, person: by.clone(), what, at, by, by_name: None, heard_at: Some(now), clock_off: off };
    let noted = match wrong {
        Some(problem) => Err(problem),
        None => note(&app, &mut w, &place, mark, now).await?.map_err(problem),
    };
    let answer = match noted {
        Err(problem) => Answer::refused(&problem)?,
        Ok(()) => {
            let mine = record(w.conn(), &me.person).await?;
            let this = mine.into_iter().find(|one| one.action == action && one.shift == shift).ok_or_else(Failure::internal)?;
            Answer::new(StatusCode::CREATED, &this)?
        }
    };
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    w.commit().await?;
    Ok(answer.into_response())
}

/// My record
///
/// Every shift in which something was noted about me, with all of it, the latest first. What it comes to is a fold that the client makes by the same function.
#[utoipa::path(
    get, path = "/session/person/attendance", tag = "attendance",
    security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "The record", body = Vec<Attended>)),
)]
pub async fn mine(State(app): State<App>, me: Me, OriginalUri(uri): OriginalUri) -> Result<Response> {
    Params::read(&uri, &[]).done()?;
    let mut conn = app.db.pool.acquire().await?;
    reply::ok(&record(&mut conn, &me.person).await?)
}

/// A shift, with what its action says of hours.
pub struct Place {
    pub detail: ActionDetail,
    pub shift: Shift,
}

impl Place {
    async fn find(conn: &mut AnyConnection, action: &ActionId, shift: &ShiftId) -> Result<Self> {
        Self::of(records::detail(conn, action).await?.ok_or_else(Failure::not_found)?, shift)
    }

    pub async fn hold(w: &mut Write, action: &ActionId, shift: &ShiftId) -> Result<Self> {
        Self::of(records::hold_detail(w, action).await?, shift)
    }

    fn of(detail: ActionDetail, shift: &ShiftId) -> Result<Self> {
        let shift = detail.action.shift(shift).ok_or_else(Failure::not_found)?.clone();
        Ok(Self { detail, shift })
    }

    pub fn span(&self) -> Span {
        Span { starts: self.shift.starts, ends: self.shift.ends }
    }

    /// Of the one person whose marks these are.
    pub fn state(&self, app: &App, marks: &[Mark], now: Instant) -> Attendance {
        fold(marks, self.span(), self.detail.hours, now, &app.zone)
    }
}

/// Adds a mark, if the rules allow it.
pub async fn note(app: &App, w: &mut Write, place: &Place, mark: Mark, now: Instant) -> Result<Result<(), NoMark>> {
    let (action, shift) = (&place.detail.action.id, &place.shift.id);
    let mut marks = mark_rows::of_shift(w.conn(), action, shift, Some(&mark.person)).await?;
    if marks.iter().any(|known| known.id == mark.id) {
        return Ok(Ok(()));
    }
    let state = place.state(app, &marks, now);
    if let Err(why) = may_mark(&mark.what, mark.by == mark.person, &state, place.span(), mark.moment(), now) {
        return Ok(Err(why));
    }
    mark_rows::add(w, action, shift, &mark).await?;
    let person = mark.person.clone();
    marks.push(mark);
    if place.state(app, &marks, now).hours.minutes() != state.hours.minutes() {
        certificates::hours_changed(w, &person, place.shift.starts, now).await?;
    }
    participation::recount(w.conn(), &person, &app.zone, now).await?;
    Ok(Ok(()))
}

pub async fn expected(conn: &mut AnyConnection, place: &Place, person: &PersonId) -> Result<bool> {
    let row = signup_rows::find(conn, person, &place.detail.action.id, &place.shift.id).await?;
    Ok(row.is_some_and(|row| row.state == "confirmed" && row.gone == 0))
}

/// Everybody on the roll, by name; with `only`, that one.
pub async fn listed(app: &App, conn: &mut AnyConnection, place: &Place, only: Option<&PersonId>) -> Result<Vec<Listed>> {
    let (action, shift) = (&place.detail.action.id, &place.shift.id);
    let mut people = BTreeMap::<PersonId, Listed>::new();
    // Those who are no more have no name, and still had a place.
    let rows: Vec<(String, Option<String>, i64, String, i64)> = sqlx::query_as(
        "SELECT a.person, p.name, MAX(a.expected), MAX(a.cover), MAX(CASE WHEN p.id IS NULL THEN 1 ELSE 0 END) FROM (
           SELECT person, 1 AS expected, cover FROM signups WHERE action = $1 AND shift = $2 AND state = 'confirmed' AND gone = 0
           UNION ALL SELECT person, 0 AS expected, '' AS cover FROM marks WHERE action = $1 AND shift = $2
         ) a LEFT JOIN persons p ON p.id = a.person WHERE $3 = '' OR a.person = $3 GROUP BY a.person, p.name",
    )
    .bind(action.as_str())
    .bind(shift.as_str())
    .bind(only.map_or("", |person| person.as_str()))
    .fetch_all(&mut *conn)
    .await?;
    for (person, name, expected, cover, deleted) in rows {
        let person = PersonId::new(&person).map_err(|_| Failure::internal())?;
        let listed = Listed {
            short_code: short_code(app, &person),
            marks: Vec::new(),
            person: person.clone(),
            name,
            expected: expected > 0,
            deleted: deleted > 0,
            cover: signup_rows::cover(&cover)?,
        };
        people.insert(person, listed);
    }
    for mark in mark_rows::of_shift(conn, action, shift, only).await? {
        if let Some(listed) = people.get_mut(&mark.person) {
            listed.marks.push(mark);
        }
    }
    let mut all: Vec<Listed> = people.into_values().collect();
    all.sort_by_cached_key(Listed::order);
    Ok(all)
}

/// One person on the roll.
pub async fn one(app: &App, conn: &mut AnyConnection, action: &ActionId, shift: &ShiftId, person: &PersonId) -> Result<Listed> {
    let place = Place::find(conn, action, shift).await?;
    listed(app, conn, &place, Some(person)).await?.pop().ok_or_else(Failure::internal)
}

/// All shifts in which something was noted about somebody, the latest first.
pub async fn record(conn: &mut AnyConnection, person: &PersonId) -> Result<Vec<Attended>> {
    let mut shifts = BTreeMap::<(ActionId, ShiftId), Vec<Mark>>::new();
    for row in mark_rows::of_person(conn, person).await? {
        shifts.entry((row.action, row.shift)).or_default().push(row.mark);
    }
    let mut all = Vec::new();
    for ((action, shift), marks) in shifts {
        // Also of what has been removed since: the hours were worked.
        let found: Option<(String, String)> =
            sqlx::query_as("SELECT record, rest FROM actions WHERE id = $1").bind(action.as_str()).fetch_optional(&mut *conn).await?;
        let (record, rest) = found.ok_or_else(Failure::internal)?;
        let place = Place::of(serde_json::from_str(&crate::actions::join(&record, &rest))?, &shift)?;
        all.push(Attended {
            title: place.detail.action.title.clone(),
            role: place.shift.role.clone(),
            direction: place.detail.action.direction,
            starts: place.shift.starts,
            ends: place.shift.ends,
            rule: place.detail.hours,
            marks,
            action,
            shift,
        });
    }
    all.sort_by_key(|one| std::cmp::Reverse(one.starts));
    Ok(all)
}

pub fn short_code(app: &App, person: &PersonId) -> String {
    secrets::keyed_digits(&app.db.secret, &["short-code", person.as_str()])
}

pub fn code_key(app: &App, action: &ActionId, shift: &ShiftId) -> String {
    secrets::keyed_hash(&app.db.secret, &["shift-code", action.as_str(), shift.as_str()])
}

/// How far the clock of the device is off that sends this.
pub fn off(headers: &HeaderMap, now: Instant) -> Result<i64> {
    let Some(sent) = headers.get("sent-at") else { return Ok(0) };
    let sent = sent.to_str().ok().and_then(|text| text.parse::<Instant>().ok());
    sent.map(|sent| clock_off(sent, now)).ok_or_else(|| Failure::malformed("/header/sent-at", "is no moment"))
}

/// What the types cannot say.
fn check(what: &What) -> Result<()> {
    let reason = match what {
        What::Confirmed { minutes, .. } if *minutes > 24 * 60 => {
            return Err(Failure::invalid("/what/confirmed/minutes", "is more than a day"));
        }
        What::Confirmed { reason, .. } => reason.as_deref(),
        What::Disputed { reason } => Some(reason.as_str()),
        _ => None,
    };
    match reason {
        Some(reason) if reason.chars().count() > LONGEST_REASON => {
            Err(Failure::invalid("/what", format!("a reason has at most {LONGEST_REASON} characters")))
        }
        _ => Ok(()),
    }
}

pub fn problem(why: NoMark) -> Problem {
    use ProblemKind as Kind;
    let until = |moment: Instant, title| Problem { detail: Some(moment.to_string()), ..Problem::new(Kind::NotNow, title) };
    match why {
        NoMark::NotNow(NotNow::TooEarly(from)) => until(from, "It is too early for this"),
        NoMark::NotNow(NotNow::TooLate(last)) => until(last, "It is too late for this"),
        NoMark::Sealed => Problem::new(Kind::Sealed, "The hours are sealed"),
        NoMark::ReasonNeeded => *Failure::invalid("/what", "a reason is needed").problem,
        NoMark::Nothing => Problem::new(Kind::NotJoined, "There is nothing to dispute"),
        NoMark::OwnHours => Problem::new(Kind::Forbidden, "Nobody confirms their own hours"),
    }
}

/// Nobody checks in to what was called off. Whoever leads the shift notes whom they see all the same: they may know better.
pub fn called_off() -> Problem {
    Problem::new(ProblemKind::Cancelled, "The action was called off")
}

fn refused(why: NoMark) -> Failure {
    Failure { problem: Box::new(problem(why)), retry_after: None }
}
