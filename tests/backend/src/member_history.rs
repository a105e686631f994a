//! What was done to a member: who changed what of them, when and why. A coordinator reads what was done while they were theirs.

use crate::{
    app::App,
    audit,
    failure::{Failure, Result},
    reply::{self, Named},
    slices::Part,
    who::Me,
};
use axum::{extract::State, response::Response};
use meyirim::model::{
    Instant, PersonId,
    audit::What,
    batch::{BatchId, MemberChange},
    can::{Act, Denied, Reach},
    member::{Field, Member, MemberId},
    member_edit::Change,
    slice,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

type Row = (String, i64, String, String, String, Option<String>, String, Option<String>, i64, i64);

/// What was done to a member
///
/// The latest first, with who, when and why. Also of records that were merged into this one, unless that was taken back.
#[utoipa::path(
    get, path = "/roster/{id}/history", tag = "roster",
    params(("id" = MemberId, Path, description = "Of the member")),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "Each change; none for an id that nobody has", body = Vec<MemberChange>),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`: what is no id"),
    ),
)]
pub async fn member_history(State(app): State<App>, me: Me, Named(id): Named<MemberId>) -> Result<Response> {
    let reach = me.can(Act::SeeMembers)?;
    if matches!(reach, Reach::Slice(_)) && !Part::of(reach).holds(&mut *app.db.pool.acquire().await?, &id).await? {
        return Err(Failure::denied(Denied::OtherOrganisation));
    }
    audit::note_hourly(&app.db, &me, What::MemberViewed, id.as_str(), &json!({}), app.clock.now()).await?;
    let rows: Vec<Row> = sqlx::query_as(
        "WITH RECURSIVE them(id) AS (
           SELECT CAST($1 AS TEXT)
           UNION SELECT m.member FROM member_changes m JOIN them ON m.merged_into = them.id
           WHERE m.rev = (SELECT MAX(l.rev) FROM member_changes l WHERE l.member = m.member)
         )
         SELECT c.member, c.at, c.changes, b.id, b.kind, b.why, b.person, p.name,
           (SELECT COUNT(DISTINCT o.member) FROM member_changes o WHERE o.batch = c.batch),
           (SELECT COUNT(*) FROM batches u JOIN member_changes x ON x.batch = u.id AND x.member = c.member WHERE u.undoes = b.id)
         FROM member_changes c JOIN them ON them.id = c.member
         JOIN batches b ON b.id = c.batch LEFT JOIN persons p ON p.id = b.person ORDER BY c.rev DESC",
    )
    .bind(id.as_str())
    .fetch_all(&app.db.pool)
    .await?;
    let rows = within(&app, reach, rows).await?;
    let read = |(member, at, changes, batch, kind, why, by, name, people, undone): Row| -> Result<MemberChange> {
        Ok(MemberChange {
            at: Instant(at),
            batch: BatchId::new(&batch).map_err(|_| Failure::internal())?,
            kind: serde_json::from_value(kind.into())?,
            why,
            by: PersonId::new(&by).map_err(|_| Failure::internal())?,
            name,
            changes: serde_json::from_str(&changes)?,
            people: u64::try_from(people).unwrap_or_default(),
            undone: undone > 0,
            merged: (member != id.as_str()).then(|| MemberId::new(&member)).transpose().map_err(|_| Failure::internal())?,
        })
    };
    reply::ok(&rows.into_iter().map(read).collect::<Result<Vec<_>>>()?)
}

/// What of it a coordinator may read, of each record by itself: it may have been elsewhere before.
async fn within(app: &App, reach: Reach<'_>, rows: Vec<Row>) -> Result<Vec<Row>> {
    if reach == Reach::Everybody {
        return Ok(rows);
    }
    let mut trails = BTreeMap::<String, Vec<(usize, Vec<Change>)>>::new();
    for (at, row) in rows.iter().enumerate() {
        trails.entry(row.0.clone()).or_default().push((at, serde_json::from_str(&row.2)?));
    }
    let mut told = BTreeMap::new();
    for (member, trail) in trails {
        let record: Option<String> =
            sqlx::query_scalar("SELECT record FROM members WHERE id = $1 AND gone = 0").bind(member).fetch_optional(&app.db.pool).await?;
        let now = match record {
            Some(record) => serde_json::from_str::<Member>(&record)?.entries(Field::Organisations),
            None => BTreeSet::new(),
        };
        let (places, changes): (Vec<_>, Vec<_>) = trail.into_iter().unzip();
        told.extend(places.into_iter().zip(slice::within(reach, &now, changes)));
    }
    let mut kept = Vec::new();
    for (at, mut row) in rows.into_iter().enumerate() {
        if let Some(changes) = told.remove(&at).flatten() {
            row.2 = serde_json::to_string(&changes)?;
            kept.push(row);
        }
    }
    Ok(kept)
}
