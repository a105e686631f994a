//! Who else has the association's list open, and whose card: said again every few seconds by each open page, forgotten when it is not. Nothing of it is kept longer.

use crate::{
    app::App,
    ask::{Ask, Json},
    db::Write,
    failure::Result,
    reply,
    who::Me,
};
use axum::{extract::State, response::Response};
use meyirim::model::{
    Instant,
    access::ROSTER_READERS,
    member::MemberId,
    presence::{FRESH, Here, Others, Present},
};

/// Say that I am at the list, and hear who else is
///
/// The same as often as wanted: the last one counts. With `gone` the tab is closed.
#[utoipa::path(
    put, path = "/roster/presence", tag = "roster",
    params(crate::openapi::KeyHeader),
    request_body = Here,
    security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "Who else is there", body = Others), (status = 403, description = "`forbidden`")),
)]
pub async fn here(State(app): State<App>, me: Me, ask: Ask<Json<Here>>) -> Result<Response> {
    me.must_be(&ROSTER_READERS)?;
    let (now, here) = (app.clock.now(), &ask.body.0);
    let mut w = app.db.write().await?;
    purge(&mut w, now).await?;
    if here.gone {
        sqlx::query("DELETE FROM presence WHERE person = $1 AND tab = $2")
            .bind(me.person.as_str())
            .bind(here.tab.as_str())
            .execute(w.conn())
            .await?;
    } else {
        sqlx::query(
            "INSERT INTO presence (person, tab, member, at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (person, tab) DO UPDATE SET member = excluded.member, at = excluded.at",
        )
        .bind(me.person.as_str())
        .bind(here.tab.as_str())
        .bind(here.member.as_ref().map_or("", |member| member.as_str()))
        .bind(now.0)
        .execute(w.conn())
        .await?;
    }
    let rows: Vec<(Option<String>, String)> = sqlx::query_as(
        "SELECT p.name, h.member FROM presence h JOIN persons p ON p.id = h.person WHERE h.person <> $1 ORDER BY p.name, h.person, h.at",
    )
    .bind(me.person.as_str())
    .fetch_all(w.conn())
    .await?;
    w.commit().await?;
    let present = |(name, member): (Option<String>, String)| Present { name, member: MemberId::new(&member).ok() };
    reply::ok(&Others { others: rows.into_iter().map(present).collect() })
}

/// Those of whom nothing was heard for a while.
pub async fn purge(w: &mut Write, now: Instant) -> Result<()> {
    sqlx::query("DELETE FROM presence WHERE at < $1").bind(now.plus(-FRESH).0).execute(w.conn()).await?;
    Ok(())
}
