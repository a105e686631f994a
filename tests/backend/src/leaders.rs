//! Who leads a shift: keeps its roll and confirms its hours. Named by coordinators and administrators, who may do the same for every shift.

use crate::{
    app::App,
    ask::{Ask, Json},
    audit,
    failure::{Failure, Result},
    idempotency::{self, Answer},
    params::Params,
    records, reply,
    reply::Named,
    who::Me,
};
use axum::{
    extract::{OriginalUri, State},
    http::StatusCode,
    response::Response,
};
use meyirim::model::{
    Action, ActionId, PersonId, Role, ShiftId,
    attendance::roll_open,
    audit::What,
    can::{Act, Denied, can},
    clash::Span,
    roll::{Leaders, Led},
};
use sqlx::AnyConnection;

/// Fails for whoever does not lead the shift.
pub async fn must_lead(conn: &mut AnyConnection, me: &Me, action: &ActionId, shift: &ShiftId) -> Result<()> {
    match can(&me.rights, Act::LeadShifts) {
        Ok(_) => return Ok(()),
        // Whatever somebody has named them for.
        Err(Denied::Auditor) => return Err(Failure::denied(Denied::Auditor)),
        Err(_) => {}
    }
    let leads: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM shift_leaders WHERE action = $1 AND shift = $2 AND person = $3")
        .bind(action.as_str())
        .bind(shift.as_str())
        .bind(me.person.as_str())
        .fetch_one(conn)
        .await?;
    if leads > 0 { Ok(()) } else { Err(Failure::denied(Denied::NotYourShift)) }
}

/// Name who leads a shift
///
/// In place of those before. They become shift leaders, if they were not.
#[utoipa::path(
    put, path = "/admin/actions/{action}/shifts/{shift}/leaders", tag = "admin",
    params(
        ("action" = ActionId, Path, description = "Of the action"),
        ("shift" = ShiftId, Path, description = "Of one of its shifts"),
        crate::openapi::KeyHeader,
    ),
    request_body = Leaders,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "Who leads now", body = Leaders),
        (status = 404, description = "`not-found`"),
    ),
)]
pub async fn name_leaders(
    State(app): State<App>,
    me: Me,
    Named((action, shift)): Named<(ActionId, ShiftId)>,
    ask: Ask<Json<Leaders>>,
) -> Result<Response> {
    me.can(Act::Plan)?;
    let mut leaders = ask.body.0.leaders.clone();
    leaders.sort();
    leaders.dedup();
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, app.clock.now()).await? {
        return Ok(answer.into_replay());
    }
    // Before the action, in the order of their ids, as everybody holds them who needs both.
    let mut people = Vec::new();
    for leader in &leaders {
        // Who walked in at a kiosk has no account to lead with.
        people.push(records::hold_other(&mut w, leader).await?.filter(|person| !person.contact.is_nobodys()));
    }
    let found = records::hold_action(&mut w, &action).await?;
    found.shift(&shift).ok_or_else(Failure::not_found)?;
    let sql = "DELETE FROM shift_leaders WHERE action = $1 AND shift = $2";
    sqlx::query(sql).bind(action.as_str()).bind(shift.as_str()).execute(w.conn()).await?;
    for (at, (leader, person)) in leaders.iter().zip(people).enumerate() {
        let mut person = person.ok_or_else(|| Failure::invalid(format!("/leaders/{at}"), "is nobody here"))?;
        if person.roles.contains(&Role::Auditor) {
            return Err(Failure::invalid(format!("/leaders/{at}"), "is an auditor, who changes nothing"));
        }
        if !person.roles.contains(&Role::ShiftLeader) {
            person.roles.push(Role::ShiftLeader);
            records::put_person(w.conn(), &person, app.clock.now()).await?;
        }
        sqlx::query("INSERT INTO shift_leaders (action, shift, person) VALUES ($1, $2, $3)")
            .bind(action.as_str())
            .bind(shift.as_str())
            .bind(leader.as_str())
            .execute(w.conn())
            .await?;
    }
    let now = app.clock.now();
    let details = serde_json::json!({ "leaders": leaders });
    let answer = Answer::new(StatusCode::OK, &Leaders { leaders })?;
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    audit::note(&mut w, &me, What::LeadersNamed, &audit::of_shift(&action, &shift), &details, now).await?;
    w.commit().await?;
    Ok(answer.into_response())
}

/// Shifts that I lead
///
/// Those whose roll is open, or will be; the next first.
#[utoipa::path(
    get, path = "/session/person/shifts", tag = "attendance",
    security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "The shifts", body = Vec<Led>)),
)]
pub async fn led(State(app): State<App>, me: Me, OriginalUri(uri): OriginalUri) -> Result<Response> {
    Params::read(&uri, &[]).done()?;
    let now = app.clock.now();
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT a.record, l.shift FROM shift_leaders l JOIN actions a ON a.id = l.action WHERE l.person = $1 AND a.gone = 0 ORDER BY a.starts, a.id, l.shift",
    )
    .bind(me.person.as_str())
    .fetch_all(&app.db.pool)
    .await?;
    let mut all = Vec::new();
    for (record, shift) in rows {
        let action: Action = serde_json::from_str(&record)?;
        let shift = action.shifts.iter().find(|other| other.id.as_str() == shift).cloned();
        let over = |span: Span| now > span.ends && roll_open(span, now).is_err();
        if let Some(shift) = shift.filter(|shift| !over(Span { starts: shift.starts, ends: shift.ends })) {
            all.push(Led { action: action.id, title: action.title, shift });
        }
    }
    all.sort_by_key(|led| led.shift.starts);
    reply::ok(&all)
}

/// Somebody leads nothing any more.
pub async fn forget(conn: &mut AnyConnection, person: &PersonId) -> Result<()> {
    sqlx::query("DELETE FROM shift_leaders WHERE person = $1").bind(person.as_str()).execute(conn).await?;
    Ok(())
}
