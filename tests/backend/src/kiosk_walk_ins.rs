//! Joining at a kiosk without an account. Who may is `model::kiosk::walk_in`, who gets a place is decided by the board of the shift like any joining (`signups::take_place`), in one transaction that
//! holds the action's row: two kiosks and a phone that hand over the last place hear one yes.
//!
//! When it was is the device's word, put right by its clock: a kiosk that had no network all morning hands over people who stood there in time. It gives them no place that another has by then.

use crate::{
    app::App,
    ask::{Ask, Json},
    attendance,
    db::Write,
    failure::{Failure, Result},
    idempotency::{self, Answer},
    kiosk_rows::Kiosk,
    records, secrets,
    session::clean_name,
    signups::{self, Asked, guardian_key, take_place},
    walk_in_rows::{self as rows, Row},
};
use axum::{extract::State, http::HeaderMap, response::Response};
use meyirim::{
    api::{Problem, ProblemKind},
    i18n::called_off::takes_place,
    model::{
        ActionDetail, AgeClass, Instant, PersonId, Shift,
        eligibility::NoJoin,
        kiosk::{
            FORGOTTEN,
            today::Refused,
            walk_in::{NoWalkIn, Parent, WalkIn, Wrong, may_walk_in},
        },
    },
};

/// Join at a kiosk
///
/// For today, without an account: with a place, or not at all. The same again is answered as the first time. One that is refused is kept for the day, with the reason, for those who answer for the shift.
#[utoipa::path(
    post, path = "/kiosks/me/walk-ins", tag = "kiosks",
    params(crate::openapi::KeyHeader, crate::openapi::SentHeader),
    request_body = WalkIn,
    security(("kiosk" = [])),
    responses(
        (status = 204, description = "Has a place"),
        (status = 401, description = "`sign-in`: it is no device of the hub"),
        (status = 403, description = "`age`; `forbidden` with `locked`: it is out of use, nothing is decided"),
        (status = 404, description = "`not-found`: there is no such shift at its place"),
        (status = 409, description = "`full`, `started` (it is over), `cancelled`, `not-now` (it is not today; `detail`: from when), `clash` (has a shift of the action already)"),
        (status = 422, description = "`guardian-needed`: under 14, and nobody is named who answers for them; `invalid`"),
    ),
)]
pub async fn walk_in(State(app): State<App>, kiosk: Kiosk, headers: HeaderMap, ask: Ask<Json<WalkIn>>) -> Result<Response> {
    kiosk.must_be_active()?;
    let now = app.clock.now();
    let off = attendance::off(&headers, now)?;
    let walk_in = checked(&ask.body.0)?;
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &kiosk.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let refused = match rows::find(w.conn(), walk_in.id.as_str()).await? {
        // Heard before, under another key or longer ago than answers are kept.
        Some(row) if row.device == kiosk.id.as_str() => row.refused()?.map(|why| said_again(why, &walk_in)),
        Some(_) => return Err(Failure::invalid("/id", "is that of another walk-in")),
        None => decide(&app, &mut w, &kiosk, &walk_in, walk_in.made_at.plus(off), now).await?,
    };
    let answer = match refused {
        Some(problem) => Answer::refused(&problem)?,
        None => Answer::empty(),
    };
    idempotency::keep(&mut w, &kiosk.scope(), &ask, &answer).await?;
    w.commit().await?;
    Ok(answer.into_response())
}

/// As it is kept: names on one line, and of a parent nothing where none is needed. What was not agreed to is not kept at all.
fn checked(walk_in: &WalkIn) -> Result<WalkIn> {
    walk_in.check().map_err(|why| match why {
        Wrong::Name(_) => clean_name(&walk_in.name, "/name").err().unwrap_or_else(Failure::internal),
        Wrong::ParentName(_) => {
            let name = walk_in.parent.as_ref().map_or("", |parent| parent.name.as_str());
            clean_name(name, "/parent/name").err().unwrap_or_else(Failure::internal)
        }
        Wrong::NoParent => Failure::new(ProblemKind::GuardianNeeded, "Somebody has to answer for a child").field("/parent", "is missing"),
        Wrong::NotAgreed => Failure::invalid("/agreed", "must be true: without it nothing is kept"),
    })?;
    let parent = walk_in.parent.as_ref().filter(|_| walk_in.age_class == AgeClass::Under14);
    let parent = parent.map(|parent| Ok::<_, Failure>(Parent { name: clean_name(&parent.name, "/parent/name")?, ..parent.clone() }));
    Ok(WalkIn { name: clean_name(&walk_in.name, "/name")?, parent: parent.transpose()?, ..walk_in.clone() })
}

/// Decides, and keeps the walk-in with what became of it. `Some`: refused. `at`: when they stood there, by a clock that was put right.
async fn decide(app: &App, w: &mut Write, kiosk: &Kiosk, walk_in: &WalkIn, at: Instant, now: Instant) -> Result<Option<Problem>> {
    let mut row = Row {
        id: walk_in.id.to_string(),
        device: kiosk.id.to_string(),
        action: walk_in.action.to_string(),
        shift: walk_in.shift.to_string(),
        person: String::new(),
        why: String::new(),
        record: serde_json::to_string(walk_in)?,
        at: at.min(now).0,
        heard_at: now.0,
        ends: now.0,
        knows: String::new(),
    };
    let held = match records::hold_detail(w, &walk_in.action).await {
        Ok(detail) => Some(detail).filter(|detail| kiosk.is_for(detail)),
        Err(failure) if failure.problem.kind() == ProblemKind::NotFound => None,
        Err(failure) => return Err(failure),
    };
    let found = held.and_then(|detail| detail.action.shift(&walk_in.shift).cloned().map(|shift| (detail, shift)));
    let decided = match found {
        None => Err((Refused::NotHere, *Failure::not_found().problem)),
        Some((detail, shift)) => {
            row.ends = shift.ends.0;
            row.knows = takes_place(&detail, &shift, walk_in.lang, &app.zone, now);
            take(app, w, walk_in, detail, &shift, at, now).await?
        }
    };
    let refused = match decided {
        Ok(person) => {
            rows::put_person(w.conn(), &person, walk_in, now).await?;
            row.person = person.to_string();
            None
        }
        Err((why, problem)) => {
            row.why = records::key(why)?;
            Some(problem)
        }
    };
    if !rows::add(w.conn(), &row).await? {
        return Err(Failure::invalid("/id", "is that of another walk-in"));
    }
    Ok(refused)
}

type Taken = Result<PersonId, (Refused, Problem)>;

async fn take(app: &App, w: &mut Write, walk_in: &WalkIn, detail: ActionDetail, shift: &Shift, at: Instant, now: Instant) -> Result<Taken> {
    let mut action = detail.action;
    let mut already = rows::has_account(w.conn(), walk_in).await?;
    for other in rows::taken(w.conn(), &action.id, None).await? {
        already = already || other.walk_in()?.is_same_person(walk_in);
    }
    // A device that was longer without the hub has forgotten what it was told: its word counts for no longer either.
    let then = at.min(now).max(now.plus(-FORGOTTEN));
    let guardian = walk_in.parent.as_ref().map(|parent| parent.how);
    match may_walk_in(&action, shift, walk_in.age_class, guardian, already, then, &app.zone) {
        // The board knows better: an offer may have run out.
        Ok(()) | Err(NoWalkIn::Full) => {}
        Err(why) => return Ok(Err((why.into(), problem(app, why, walk_in, shift)))),
    }
    let person = PersonId::new(&secrets::random_text(12)).map_err(|_| Failure::internal())?;
    let asked = Asked { row: secrets::random_text(12), guardian: guardian.map(guardian_key), or_wait: false, made_at: at };
    Ok(match take_place(w, &person, &mut action, shift, asked, now).await? {
        Ok(_) => Ok(person),
        // They stand in no line, so there is no place in it to tell.
        Err(problem) => Err((Refused::Full, Problem { position: None, ..problem })),
    })
}

fn problem(app: &App, why: NoWalkIn, walk_in: &WalkIn, shift: &Shift) -> Problem {
    use ProblemKind as Kind;
    match why {
        NoWalkIn::Cancelled => signups::refusal(NoJoin::Cancelled),
        NoWalkIn::Over => Problem::new(Kind::Started, "The shift is over"),
        NoWalkIn::NotToday => {
            let from = app.zone.start_of(app.zone.day(shift.starts));
            Problem { detail: Some(from.to_string()), ..Problem::new(Kind::NotNow, "Without an account one joins on the day itself") }
        }
        NoWalkIn::Age(bar) => signups::refusal(NoJoin::Age(bar)),
        NoWalkIn::Already => signups::refusal(NoJoin::Clash(walk_in.action.clone())),
        NoWalkIn::Full => signups::refusal(NoJoin::Full),
    }
}

/// The answer to one that was refused before, without what has changed since.
fn said_again(why: Refused, walk_in: &WalkIn) -> Problem {
    use ProblemKind as Kind;
    let title = "Was refused before";
    match why {
        Refused::Cancelled => Problem::new(Kind::Cancelled, title),
        Refused::NotToday => Problem::new(Kind::NotNow, title),
        Refused::Over => Problem::new(Kind::Started, title),
        Refused::Age => Problem::new(Kind::Age, title),
        Refused::Guardian => Problem::new(Kind::GuardianNeeded, title),
        Refused::Already => Problem { action: Some(walk_in.action.to_string()), ..Problem::new(Kind::Clash, title) },
        Refused::Full => Problem::new(Kind::Full, title),
        Refused::NotHere | Refused::Other => Problem::new(Kind::NotFound, title),
    }
}
