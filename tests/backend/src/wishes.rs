//! What a person wants to hear and how, and what there is to hear, for the app to show.

use crate::{
    app::App,
    ask::{Ask, Json},
    failure::{Failure, Result},
    idempotency::{self, Answer},
    notices::{self, Row},
    params::Params,
    records, reply,
    who::Me,
};
use axum::{
    extract::{OriginalUri, State},
    http::StatusCode,
    response::Response,
};
use meyirim::model::{
    ActionId, Instant, NoticeKind, PersonId, ShiftId, Wishes,
    notice::{KeptNotice, News, Notice, NoticeId},
};
use sqlx::AnyConnection;

/// As many as anyone reads.
const MOST: i64 = 50;

/// What I want to hear
#[utoipa::path(
    get, path = "/session/person/wishes", tag = "notices",
    security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "By channel", body = Wishes)),
)]
pub async fn my_wishes(State(app): State<App>, me: Me, OriginalUri(uri): OriginalUri) -> Result<Response> {
    Params::read(&uri, &[]).done()?;
    let mut conn = app.db.pool.acquire().await?;
    reply::ok(&read(&mut conn, &me.person).await?)
}

/// Change what I want to hear
///
/// The whole of it.
#[utoipa::path(
    put, path = "/session/person/wishes", tag = "notices",
    params(crate::openapi::KeyHeader),
    request_body = Wishes,
    security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "As it is now", body = Wishes)),
)]
pub async fn change_wishes(State(app): State<App>, me: Me, ask: Ask<Json<Wishes>>) -> Result<Response> {
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, app.clock.now()).await? {
        return Ok(answer.into_replay());
    }
    records::hold_person(&mut w, &me.person).await?;
    sqlx::query("UPDATE persons SET wishes = $2 WHERE id = $1")
        .bind(me.person.as_str())
        .bind(serde_json::to_string(&ask.body.0)?)
        .execute(w.conn())
        .await?;
    let answer = Answer::new(StatusCode::OK, &ask.body.0)?;
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    w.commit().await?;
    Ok(answer.into_response())
}

/// The usual, where nothing was chosen. Of somebody who is no more as well: whoever asks finds out by the person.
pub async fn read(conn: &mut AnyConnection, person: &PersonId) -> Result<Wishes> {
    let kept: Option<String> =
        sqlx::query_scalar("SELECT wishes FROM persons WHERE id = $1").bind(person.as_str()).fetch_optional(conn).await?;
    match kept.filter(|kept| !kept.is_empty()) {
        Some(kept) => Ok(serde_json::from_str(&kept)?),
        None => Ok(Wishes::default()),
    }
}

/// News for me
///
/// What is still true, the latest first: offers, reminders, changes, cancellations.
#[utoipa::path(
    get, path = "/session/person/notices", tag = "notices",
    security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "At most 50", body = News)),
)]
pub async fn my_notices(State(app): State<App>, me: Me, OriginalUri(uri): OriginalUri) -> Result<Response> {
    Params::read(&uri, &[]).done()?;
    let now = app.clock.now();
    let mut conn = app.db.pool.acquire().await?;
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT * FROM notices WHERE person = $1 AND channel = 'app' AND shift_ends > $2 ORDER BY made_at DESC, id LIMIT $3",
    )
    .bind(me.person.as_str())
    .bind(now.0)
    .bind(MOST)
    .fetch_all(&mut *conn)
    .await?;
    let mut items = Vec::<Notice>::new();
    let broken = |_| Failure::internal();
    for row in rows {
        let Some(known) = notices::look(&mut conn, &row, now).await? else { continue };
        // Two people of one shift look for a stand-in: one piece of news.
        let same = |other: &Notice| other.kind == known.kind && (other.action.as_str(), other.shift.as_str()) == (&row.action, &row.shift);
        if known.kind == NoticeKind::StandIn && items.iter().any(same) {
            continue;
        }
        let shift = known.detail.action.shifts.iter().find(|shift| shift.id.as_str() == row.shift);
        let reason = known.detail.off().filter(|_| known.kind == NoticeKind::Cancelled).and_then(|off| off.reason);
        items.push(Notice {
            reason,
            id: NoticeId::new(&row.id).map_err(broken)?,
            kind: known.kind,
            shift: ShiftId::new(&row.shift).map_err(broken)?,
            at: Instant(row.made_at),
            starts: shift.map(|shift| shift.starts),
            ends: shift.map(|shift| shift.ends),
            until: (known.kind == NoticeKind::Offer).then_some(Instant(row.version)),
            action: known.detail.action.id,
            title: known.detail.action.title,
        });
    }
    reply::ok(&News { items })
}

/// For a person's export.
pub async fn kept(conn: &mut AnyConnection, person: &PersonId) -> Result<Vec<KeptNotice>> {
    type Columns = (String, String, String, i64, i64);
    let rows: Vec<Columns> =
        sqlx::query_as("SELECT kind, channel, action, made_at, told_at FROM notices WHERE person = $1 ORDER BY made_at, id")
            .bind(person.as_str())
            .fetch_all(conn)
            .await?;
    rows.into_iter()
        .map(|(kind, channel, action, made_at, told_at)| {
            Ok(KeptNotice {
                kind: NoticeKind::from_key(&kind).ok_or_else(Failure::internal)?,
                channel,
                action: ActionId::new(&action).map_err(|_| Failure::internal())?,
                at: Instant(made_at),
                told_at: (told_at > 0).then_some(Instant(told_at)),
            })
        })
        .collect()
}
