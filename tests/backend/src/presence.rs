//! Who else has the association's list open, and whose card: said again every few seconds by each open page, forgotten when it is not. Nothing of it is kept longer.

use crate::{
    app::App,
    ask::{Ask, Json},
    db::Write,
    failure::Result,
    reply,
    slices::Part,
    who::Me,
};
use axum::{extract::State, response::Response};
use meyirim::model::{
    Instant,
    can::Act,
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
    let part = Part::of(me.can(Act::SeeMembers)?);
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
    let mut others = Vec::with_capacity(rows.len());
    for (name, member) in rows {
        // Whose card another has open is told to those who could open it themselves.
        let member = match MemberId::new(&member) {
            Ok(member) if part.holds(w.conn(), &member).await? => Some(member),
            _ => None,
        };
        others.push(Present { name, member });
    }
    w.commit().await?;
    reply::ok(&Others { others })
}

/// Those of whom nothing was heard for a while.
pub async fn purge(w: &mut Write, now: Instant) -> Result<()> {
    sqlx::query("DELETE FROM presence WHERE at < $1").bind(now.plus(-FRESH).0).execute(w.conn()).await?;
    Ok(())
}
