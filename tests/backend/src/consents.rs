//! A parent's consent: asked for by the child, answered and taken back by whoever has the link. The flow and its rules are `model::consent`.
//!
//! The secret of a link is not stored. It is made from the idempotency key of the ask, which is not stored either, so that a repeat hears the same link. The two public
//! operations take the secret in a body, which no log of addresses holds, and answer about as little as a parent has to know. They keep no answers for repeats: those
//! would hold the parent's name beside the consent, and the same answer twice is once anyway.

use crate::{
    app::App,
    ask::{Ask, Json},
    consent_rows::{self as rows, Kept},
    db::Write,
    failure::{Failure, Result},
    idempotency::{self, Answer as Answered},
    limits::Address,
    notices,
    params::Params,
    records, reply, secrets,
    session::clean_name,
    signup_rows::{self, Row},
    signups,
    who::Me,
};
use axum::{
    extract::{OriginalUri, State},
    http::StatusCode,
    response::Response,
};
use meyirim::{
    api::{Problem, ProblemKind},
    model::{
        Action, ActionState, AgeClass, Guardian, Instant, Person, PersonId, Shift,
        age::age_bar,
        consent::{
            Answer, Consent, ConsentAnswer, ConsentAsked, ConsentId, ConsentLook, ConsentRequest, ConsentState, ConsentView, LINK_LIFE,
            MyConsents, Purpose, TooLate, covers, first_name, term,
        },
        eligibility::NoJoin,
    },
};

/// My parents' consents
///
/// The latest first, those that are over too.
#[utoipa::path(
    get, path = "/session/person/consents", tag = "consents",
    security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "All that is kept; what is over for a year", body = MyConsents)),
)]
pub async fn my_consents(State(app): State<App>, me: Me, OriginalUri(uri): OriginalUri) -> Result<Response> {
    Params::read(&uri, &[]).done()?;
    let mut conn = app.db.pool.acquire().await?;
    reply::ok(&MyConsents { consents: rows::of_person(&mut conn, &me.person).await? })
}

/// Ask a parent
///
/// Makes a link that can be answered for three days. One that was asked for the same thing and has not been answered ends.
#[utoipa::path(
    post, path = "/session/person/consents", tag = "consents",
    params(crate::openapi::KeyHeader),
    request_body = ConsentRequest,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 201, description = "Asked; the secret is told this once", body = ConsentAsked),
        (status = 403, description = "`age`: the law (`hazard`) or the organiser bars this age class, whatever a parent says"),
        (status = 409, description = "`age-unknown`, `cancelled`"),
        (status = 422, description = "`invalid`: no consent is needed at this age, or there is no such action to come within a year"),
    ),
)]
pub async fn ask_consent(State(app): State<App>, me: Me, ask: Ask<Json<ConsentRequest>>) -> Result<Response> {
    let now = app.clock.now();
    let purpose = &ask.body.0.purpose;
    let secret = secrets::keyed_hash(&app.db.secret, &["consent", me.person.as_str(), &me.token_hash, &ask.key]);
    let mut w = app.db.write().await?;
    let person = records::hold_person(&mut w, &me.person).await?;
    if let Some(kept) = rows::by_secret(w.conn(), &secret).await? {
        if kept.consent.purpose != *purpose {
            return Err(Failure::new(ProblemKind::KeyReused, "This idempotency key belongs to another request"));
        }
        let answer = ConsentAsked { consent: kept.consent, secret };
        return Ok(idempotency::mark(Answered::new(StatusCode::CREATED, &answer)?.into_response()));
    }
    let until = match may_ask(&mut w, &person, purpose, now).await? {
        Ok(until) => until,
        Err(problem) => return Ok(Answered::refused(&problem)?.into_response()),
    };
    let consent = Consent {
        id: ConsentId::new(&secrets::random_text(12)).map_err(|_| Failure::internal())?,
        purpose: purpose.clone(),
        until,
        state: ConsentState::Asked { until: now.plus(LINK_LIFE).min(until) },
        guardian: None,
        asked_at: now,
    };
    rows::forget_asked(&mut w, &me.person, purpose).await?;
    rows::insert(&mut w, &me.person, &secret, &consent).await?;
    w.commit().await?;
    Ok(Answered::new(StatusCode::CREATED, &ConsentAsked { consent, secret })?.into_response())
}

/// The term; or why a parent's word would change nothing. Asking in vain would be mocking.
async fn may_ask(w: &mut Write, person: &Person, purpose: &Purpose, now: Instant) -> Result<Result<Instant, Problem>> {
    match person.age_class {
        None => return Ok(Err(signups::refusal(NoJoin::AgeUnknown))),
        Some(AgeClass::Under14) => {}
        Some(_) => return Err(Failure::invalid("/purpose", "nobody of this age needs a parent's consent")),
    }
    let action = match purpose {
        Purpose::Everything => None,
        Purpose::Action(id) => {
            let action = rows::action(w.conn(), id).await?.ok_or_else(|| Failure::invalid("/purpose/action", "there is no such action"))?;
            if action.state == ActionState::Cancelled {
                return Ok(Err(signups::refusal(NoJoin::Cancelled)));
            }
            if let Err(bar) = age_bar(AgeClass::Under14, &action.hazards, action.youngest, Some(Guardian::WrittenConsent)) {
                return Ok(Err(signups::refusal(NoJoin::Age(bar))));
            }
            Some(action)
        }
    };
    term(action.as_ref(), now).map(Ok).ok_or_else(|| Failure::invalid("/purpose/action", "is over, or more than a year away"))
}

/// What is this link about
///
/// For whoever has it, without signing in. By POST, so that the secret stands in no address; nothing changes.
#[utoipa::path(
    post, path = "/consents/look", tag = "consents",
    params(crate::openapi::KeyHeader),
    request_body = ConsentLook,
    responses(
        (status = 200, description = "The consent, as it stands", body = ConsentView),
        (status = 404, description = "`not-found`: there is no such link, or no longer"),
    ),
)]
pub async fn look_consent(State(app): State<App>, Address(address): Address, ask: Ask<Json<ConsentLook>>) -> Result<Response> {
    app.limits.consents_per_address.take(&address, app.clock.now()).map_err(Failure::too_many)?;
    let mut conn = app.db.pool.acquire().await?;
    let kept = rows::by_secret(&mut conn, &ask.body.0.secret).await?.ok_or_else(Failure::not_found)?;
    let person = records::person(&mut conn, &kept.person).await?.ok_or_else(Failure::not_found)?;
    let action = action_of(&mut conn, &kept).await?;
    reply::ok(&view(kept.consent, &person, action))
}

/// Give, refuse or take back consent
///
/// For whoever has the link, without signing in. The same answer twice is once. Taking back gives up the child's places to come that need it, offers them on, and tells the child.
#[utoipa::path(
    post, path = "/consents/answer", tag = "consents",
    params(crate::openapi::KeyHeader),
    request_body = ConsentAnswer,
    responses(
        (status = 200, description = "The consent, as it stands now", body = ConsentView),
        (status = 404, description = "`not-found`: there is no such link, or no longer"),
        (status = 412, description = "`changed`: it was answered otherwise, or its time is over (`detail`)"),
        (status = 422, description = "`invalid`: the name is empty or longer than 120 characters, or nobody says to be the parent"),
    ),
)]
pub async fn answer_consent(State(app): State<App>, Address(address): Address, ask: Ask<Json<ConsentAnswer>>) -> Result<Response> {
    let now = app.clock.now();
    app.limits.consents_per_address.take(&address, now).map_err(Failure::too_many)?;
    let ConsentAnswer { secret, answer } = ask.body.0;
    let answer = checked(answer)?;
    let mut w = app.db.write().await?;
    let kept = rows::by_secret(w.conn(), &secret).await?.ok_or_else(Failure::not_found)?;
    // Nothing else of this person is decided meanwhile, a join that needs this very consent least of all; so it is read anew.
    let person = records::hold_person(&mut w, &kept.person).await.map_err(|_| Failure::not_found())?;
    let kept = rows::by_secret(w.conn(), &secret).await?.ok_or_else(Failure::not_found)?;
    let mut consent = kept.consent.clone();
    if let Err(TooLate(standing)) = consent.answer(&answer, now) {
        return Err(Failure::new(ProblemKind::Changed, "It no longer stands as it was shown").detail(format!("{standing:?}")));
    }
    if consent != kept.consent {
        rows::save(&mut w, &consent).await?;
        if answer == Answer::Withdraw {
            give_up(&mut w, &person, now).await?;
        }
    }
    let action = action_of(w.conn(), &kept).await?;
    w.commit().await?;
    reply::ok(&view(consent, &person, action))
}

fn checked(answer: Answer) -> Result<Answer> {
    match answer {
        Answer::Give { guardian: false, .. } => {
            Err(Failure::invalid("/answer/give/guardian", "only a parent or legal representative can consent"))
        }
        Answer::Give { name, guardian } => Ok(Answer::Give { name: clean_name(&name, "/answer/give/name")?, guardian }),
        answer => Ok(answer),
    }
}

/// Gives up what the person has joined with a written consent that no longer holds, and offers it on. Whatever the last moment for it: a child who may not come
/// does not come.
async fn give_up(w: &mut Write, person: &Person, now: Instant) -> Result<()> {
    if person.age_class != Some(AgeClass::Under14) {
        return Ok(());
    }
    let consents = rows::of_person(w.conn(), &person.id).await?;
    // In the order in which everybody else takes actions' rows.
    let live: Vec<Row> = sqlx::query_as(
        "SELECT * FROM signups WHERE person = $1 AND guardian = 'written_consent' AND state IN ('confirmed', 'offered', 'waiting') AND gone = 0
         ORDER BY action, shift",
    )
    .bind(person.id.as_str())
    .fetch_all(w.conn())
    .await?;
    for row in live {
        let signup = row.signup()?;
        let Some(action) = rows::action(w.conn(), &signup.action).await? else { continue };
        let Some(shift) = action.shift(&signup.shift) else { continue };
        if !covers(&consents, &action.id, shift, now) && signups::release(w, &person.id, &signup, now).await? {
            let rev = w.rev().await?;
            let row = Row { rev, state: "withdrawn".to_owned(), position: 0, offer_until: 0, decided_at: now.0, ..row };
            signup_rows::write(w.conn(), &row, false).await?;
            notices::consent_ended(w, person.id.as_str(), (&action.id, shift), now).await?;
        }
    }
    Ok(())
}

async fn action_of(conn: &mut sqlx::AnyConnection, kept: &Kept) -> Result<Option<Action>> {
    match &kept.consent.purpose {
        Purpose::Action(id) => rows::action(conn, id).await,
        Purpose::Everything => Ok(None),
    }
}

fn view(consent: Consent, child: &Person, action: Option<Action>) -> ConsentView {
    ConsentView { consent, child: child.name.as_deref().and_then(first_name).map(str::to_owned), action }
}

/// Does a consent of this person hold for the shift?
pub async fn hold_for(w: &mut Write, person: &PersonId, action: &Action, shift: &Shift, now: Instant) -> Result<bool> {
    Ok(covers(&rows::of_person(w.conn(), person).await?, &action.id, shift, now))
}
