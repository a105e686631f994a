//! What campaigns and news have in common as rows: both are short lists that everybody reads, and whole records that whoever publishes puts in their place. A deleted one leaves a tombstone for as
//! long as others do, so that the number of the last change, by which a list is told unchanged, never falls back.

use crate::{
    actions, admin,
    app::App,
    ask::{Ask, Json},
    db::Write,
    failure::{Failure, Result},
    idempotency::{self, Answer},
    page::{self, PageCursor},
    params::Params,
    reply,
    who::Me,
};
use axum::{
    http::{HeaderMap, StatusCode, Uri, header},
    response::Response,
};
use meyirim::{
    api::ProblemKind,
    model::{
        Campaign, Id, Instant, NewsItem, OrganisationId, Zone,
        bulletin::{Faults, MOST},
        can::{Act, Denied, Reach},
    },
};
use serde::{Serialize, de::DeserializeOwned};
use sqlx::AssertSqlSafe;

/// A kind of record that is kept so.
pub trait Published: Serialize + DeserializeOwned + Sized {
    const TABLE: &'static str;
    /// Head, floor, and the last change of the kind.
    const AS_OF: &'static str;
    /// Of the field that says whose it is.
    const WHOSE: &'static str;

    fn id(&self) -> &Id<Self>;
    fn put_rev(&mut self, rev: u64);
    fn whose(&self) -> Option<&OrganisationId>;
    fn check(&self, now: Instant, zone: &Zone) -> Faults;
}

impl Published for Campaign {
    const TABLE: &'static str = "campaigns";
    const AS_OF: &'static str = "SELECT head, floor, (SELECT COALESCE(MAX(rev), 0) FROM campaigns WHERE rev > floor) FROM history";
    const WHOSE: &'static str = "/organiser";

    fn id(&self) -> &Id<Self> {
        &self.id
    }
    fn put_rev(&mut self, rev: u64) {
        self.rev = rev;
    }
    fn whose(&self) -> Option<&OrganisationId> {
        self.organiser.as_ref()
    }
    fn check(&self, now: Instant, zone: &Zone) -> Faults {
        self.check(zone.day(now))
    }
}

impl Published for NewsItem {
    const TABLE: &'static str = "news";
    const AS_OF: &'static str = "SELECT head, floor, (SELECT COALESCE(MAX(rev), 0) FROM news WHERE rev > floor) FROM history";
    const WHOSE: &'static str = "/organisation";

    fn id(&self) -> &Id<Self> {
        &self.id
    }
    fn put_rev(&mut self, rev: u64) {
        self.rev = rev;
    }
    fn whose(&self) -> Option<&OrganisationId> {
        self.organisation.as_ref()
    }
    fn check(&self, now: Instant, _: &Zone) -> Faults {
        self.check(now)
    }
}

/// A page of the list, ascending by id.
pub async fn list<T: Published>(app: &App, uri: &Uri, headers: &HeaderMap) -> Result<Response> {
    let mut params = Params::read(uri, &["limit", "cursor"]);
    let limit = params.limit(100, 1000);
    let after = page::cursor(&mut params, &app.db);
    params.done()?;
    let (head, etag) = page::as_of(&app.db, T::AS_OF).await?;
    if let Some(unchanged) = reply::unchanged(headers, &etag) {
        return Ok(unchanged);
    }
    let total: i64 = sqlx::query_scalar(sql(format!("SELECT COUNT(*) FROM {} WHERE gone = 0", T::TABLE))).fetch_one(&app.db.pool).await?;
    let after = after.unwrap_or(PageCursor { head, starts: 0, id: String::new() });
    let page = format!("SELECT id, record FROM {} WHERE gone = 0 AND id > $1 ORDER BY id LIMIT $2", T::TABLE);
    let rows: Vec<(String, String)> = sqlx::query_as(sql(page)).bind(&after.id).bind(i64::from(limit) + 1).fetch_all(&app.db.pool).await?;
    Ok(page::by_id(&app.db, uri, Some(&etag), rows, limit, total, &after))
}

pub async fn get<T: Published>(app: &App, id: &Id<T>, uri: &Uri, headers: &HeaderMap) -> Result<Response> {
    Params::read(uri, &[]).done()?;
    let one = format!("SELECT rev, record FROM {} WHERE id = $1 AND gone = 0", T::TABLE);
    let found: Option<(i64, String)> = sqlx::query_as(sql(one)).bind(id.as_str()).fetch_optional(&app.db.pool).await?;
    let (rev, record) = found.ok_or_else(Failure::not_found)?;
    let etag = actions::etag(app, rev);
    Ok(reply::unchanged(headers, &etag).unwrap_or_else(|| reply::tagged(&etag, record)))
}

/// The whole record in its place. Without `If-Match` it is a new one; with it, what is there has to be what the change is based on.
pub async fn put<T: Published + Clone>(app: &App, me: &Me, id: &Id<T>, headers: &HeaderMap, ask: &Ask<Json<T>>) -> Result<Response> {
    let reach = me.can(Act::Publish)?;
    let now = app.clock.now();
    let mut record = ask.body.0.clone();
    if record.id() != id {
        return Err(Failure::invalid("/id", "is not that of the address"));
    }
    within(reach, record.whose())?;
    if let Some(failure) = failure(&record.check(now, &app.zone)) {
        return Err(failure);
    }
    let wanted = headers.contains_key(header::IF_MATCH).then(|| admin::if_match(headers)).transpose()?;
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), ask, now).await? {
        return Ok(answer.into_replay());
    }
    if let Some(whose) = record.whose() {
        let there: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM organisations WHERE id = $1 AND gone = 0")
            .bind(whose.as_str())
            .fetch_one(w.conn())
            .await?;
        if there == 0 {
            return Err(Failure::invalid(T::WHOSE, "is no organisation of this hub"));
        }
    }
    let rev = match wanted {
        Some(wanted) => {
            let before = before::<T>(app, &mut w, id, &wanted, reach).await?;
            let rev = w.rev().await?;
            record.put_rev(u64::try_from(rev).unwrap_or_default());
            let update = format!("UPDATE {} SET rev = $2, record = $4 WHERE id = $1 AND rev = $3 AND gone = 0", T::TABLE);
            let put = sqlx::query(sql(update)).bind(id.as_str()).bind(rev).bind(before).bind(serde_json::to_string(&record)?);
            taken(put.execute(w.conn()).await?.rows_affected())?;
            rev
        }
        None => create(&mut w, id, &mut record).await?,
    };
    let answer = Answer::new(StatusCode::OK, &record)?;
    idempotency::keep(&mut w, &me.scope(), ask, &answer).await?;
    w.commit().await?;
    Ok(admin::with_etag(answer.into_response(), app, rev))
}

/// One that was deleted may come again, by whoever went on writing it: its number is a new one.
async fn create<T: Published>(w: &mut Write, id: &Id<T>, record: &mut T) -> Result<i64> {
    let many: i64 = sqlx::query_scalar(sql(format!("SELECT COUNT(*) FROM {} WHERE gone = 0", T::TABLE))).fetch_one(w.conn()).await?;
    if many >= MOST as i64 {
        return Err(Failure::invalid("", format!("there are {MOST} already")));
    }
    let rev = w.rev().await?;
    record.put_rev(u64::try_from(rev).unwrap_or_default());
    let table = T::TABLE;
    let insert = format!(
        "INSERT INTO {table} (id, rev, record) VALUES ($1, $2, $3)
         ON CONFLICT (id) DO UPDATE SET rev = excluded.rev, gone = 0, record = excluded.record WHERE {table}.gone > 0"
    );
    let put = sqlx::query(sql(insert)).bind(id.as_str()).bind(rev).bind(serde_json::to_string(record)?);
    taken(put.execute(w.conn()).await?.rows_affected())?;
    Ok(rev)
}

pub async fn delete<T: Published>(app: &App, me: &Me, id: &Id<T>, headers: &HeaderMap, ask: &Ask<()>) -> Result<Response> {
    let reach = me.can(Act::Publish)?;
    let now = app.clock.now();
    let wanted = admin::if_match(headers)?;
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), ask, now).await? {
        return Ok(answer.into_replay());
    }
    let before = before::<T>(app, &mut w, id, &wanted, reach).await?;
    let rev = w.rev().await?;
    let update = format!("UPDATE {} SET gone = $4, rev = $2 WHERE id = $1 AND rev = $3 AND gone = 0", T::TABLE);
    let put = sqlx::query(sql(update)).bind(id.as_str()).bind(rev).bind(before).bind(now.0);
    taken(put.execute(w.conn()).await?.rows_affected())?;
    let answer = Answer::empty();
    idempotency::keep(&mut w, &me.scope(), ask, &answer).await?;
    w.commit().await?;
    Ok(answer.into_response())
}

/// The number of what is there, once it is known to be what was wanted, and within reach.
async fn before<T: Published>(app: &App, w: &mut Write, id: &Id<T>, wanted: &str, reach: Reach<'_>) -> Result<i64> {
    let one = format!("SELECT rev, record FROM {} WHERE id = $1 AND gone = 0", T::TABLE);
    let found: Option<(i64, String)> = sqlx::query_as(sql(one)).bind(id.as_str()).fetch_optional(w.conn()).await?;
    let (rev, record) = found.ok_or_else(Failure::not_found)?;
    within(reach, serde_json::from_str::<T>(&record)?.whose())?;
    admin::check_version(app, wanted, rev)?;
    Ok(rev)
}

fn within(reach: Reach<'_>, whose: Option<&OrganisationId>) -> Result<()> {
    if reach.holds_of(whose) { Ok(()) } else { Err(Failure::denied(Denied::OtherOrganisation)) }
}

/// Two at once find the same version: only one of them meets it.
fn taken(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Failure::new(ProblemKind::Changed, "Somebody changed it meanwhile")) }
}

/// All that is wrong at once: a form shows it at its places.
fn failure(faults: &Faults) -> Option<Failure> {
    let (first, rest) = faults.split_first()?;
    let named = |failure: Failure, (pointer, fault): &(String, meyirim::model::bulletin::Fault)| failure.field(pointer, fault.detail());
    Some(rest.iter().fold(Failure::invalid(&first.0, first.1.detail()), named))
}

/// Nothing but names of tables is put into these.
fn sql(text: String) -> AssertSqlSafe<String> {
    AssertSqlSafe(text)
}
