//! Rows of bookings and of the centre, and what is done with them by themselves: releasing what nobody came to, forgetting what is long over.

use crate::{
    db::Write,
    failure::{Failure, Result},
};
use meyirim::model::{
    Booking, BookingId, Centre, Instant, PersonId, Phone, ResourceId, Zone,
    booking::{Booker, BookingSeriesId, BookingState, Holder},
    centre::Rules,
    clash::Span,
    instant::{DAY, MINUTE},
    kiosk::DeviceId,
};
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::HashMap;

/// How long a booking is kept once it is over: as long as somebody may ask who has left something behind.
const KEPT: i64 = 90 * DAY;
/// And one of somebody without an account, whose name and phone are in it.
const WALK_IN_KEPT: i64 = 30 * DAY;

/// Id, resource, from, to, state, holder, version, since, when it was made, series, and the name of who has an account, where it is asked for.
type Row = (String, String, i64, i64, String, String, i64, i64, i64, Option<String>, Option<String>);

/// The columns of [`Row`], the name left out.
const BARE: &str =
    "SELECT b.id, b.resource, b.starts, b.ends, b.state, b.holder, b.rev, b.since, b.made_at, b.series, CAST(NULL AS TEXT) FROM bookings b";
const NAMED: &str = "SELECT b.id, b.resource, b.starts, b.ends, b.state, b.holder, b.rev, b.since, b.made_at, b.series, p.name
    FROM bookings b LEFT JOIN persons p ON p.id = b.person";

fn booking((id, resource, starts, ends, state, holder, rev, since, made_at, series, name): Row) -> Result<Booking> {
    let broken = |_| Failure::internal();
    let holder = match serde_json::from_str(&holder)? {
        Holder::Person { id, .. } => Holder::Person { id, name },
        other => other,
    };
    Ok(Booking {
        id: BookingId::new(&id).map_err(broken)?,
        resource: ResourceId::new(&resource).map_err(broken)?,
        from: Instant(starts),
        to: Instant(ends),
        holder,
        state: BookingState::from_key(&state).ok_or_else(Failure::internal)?,
        rev: u64::try_from(rev).unwrap_or_default(),
        since: Instant(since),
        made_at: Instant(made_at),
        series: series.map(|id| BookingSeriesId::new(&id)).transpose().map_err(broken)?,
    })
}

fn all(rows: Vec<Row>) -> Result<Vec<Booking>> {
    rows.into_iter().map(booking).collect()
}

/// The centre, ours until the transaction ends. 404 where there is none.
pub async fn hold(w: &mut Write) -> Result<Centre> {
    let record: Option<String> =
        sqlx::query_scalar("UPDATE centre SET held = 1 - held WHERE id = 1 RETURNING record").fetch_optional(w.conn()).await?;
    Ok(serde_json::from_str(&record.ok_or_else(Failure::not_found)?)?)
}

pub async fn centre(conn: &mut AnyConnection) -> Result<Centre> {
    let record: Option<String> = sqlx::query_scalar("SELECT record FROM centre WHERE id = 1").fetch_optional(conn).await?;
    Ok(serde_json::from_str(&record.ok_or_else(Failure::not_found)?)?)
}

/// The history counts it, as it does a booking: who has the centre open hears at once that it may have changed.
pub async fn put_centre(w: &mut Write, centre: &Centre) -> Result<()> {
    w.rev().await?;
    sqlx::query("INSERT INTO centre (id, record) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET record = excluded.record")
        .bind(serde_json::to_string(centre)?)
        .execute(w.conn())
        .await?;
    Ok(())
}

pub async fn find(conn: &mut AnyConnection, id: &BookingId) -> Result<Option<Booking>> {
    let row: Option<Row> = sqlx::query_as(AssertSqlSafe(format!("{BARE} WHERE b.id = $1"))).bind(id.as_str()).fetch_optional(conn).await?;
    row.map(booking).transpose()
}

/// All that touch a time, ascending. `named`: with the names of those who have an account.
pub async fn within(conn: &mut AnyConnection, time: Span, named: bool) -> Result<Vec<Booking>> {
    let select = if named { NAMED } else { BARE };
    let sql = format!("{select} WHERE b.starts < $1 AND b.ends > $2 ORDER BY b.starts, b.id");
    all(sqlx::query_as(AssertSqlSafe(sql)).bind(time.ends.0).bind(time.starts.0).fetch_all(conn).await?)
}

/// All that are not over, ascending, without names.
pub async fn to_come(conn: &mut AnyConnection, now: Instant) -> Result<Vec<Booking>> {
    within(conn, Span { starts: now, ends: Instant(i64::MAX) }, false).await
}

/// Somebody with an account, and the phone that they have proved.
pub async fn booker(conn: &mut AnyConnection, person: &PersonId) -> Result<Booker> {
    let contact: Option<String> =
        sqlx::query_scalar("SELECT contact FROM persons WHERE id = $1").bind(person.as_str()).fetch_optional(conn).await?;
    let phone = contact.and_then(|contact| Phone::parse(&contact).ok());
    Ok(Booker { account: Some(person.clone()), phone })
}

/// Whoever has this phone, and their account if there is one.
pub async fn booker_by(conn: &mut AnyConnection, phone: &Phone) -> Result<Booker> {
    let account: Option<String> =
        sqlx::query_scalar("SELECT id FROM persons WHERE contact = $1").bind(phone.as_str()).fetch_optional(conn).await?;
    let account = account.map(|id| PersonId::new(&id)).transpose().map_err(|_| Failure::internal())?;
    Ok(Booker { account, phone: Some(phone.clone()) })
}

/// Whose the phones are by which people without an account have booked a time.
pub async fn accounts_of_phones(conn: &mut AnyConnection, time: Span) -> Result<HashMap<String, PersonId>> {
    let sql = "SELECT b.phone, p.id FROM bookings b JOIN persons p ON p.contact = b.phone WHERE b.starts < $1 AND b.ends > $2";
    let rows: Vec<(String, String)> = sqlx::query_as(sql).bind(time.ends.0).bind(time.starts.0).fetch_all(conn).await?;
    rows.into_iter().map(|(phone, id)| Ok((phone, PersonId::new(&id).map_err(|_| Failure::internal())?))).collect()
}

/// Whose a booking is; of nobody: nobody.
pub async fn booker_of(conn: &mut AnyConnection, booking: &Booking) -> Result<Booker> {
    match &booking.holder {
        Holder::Person { id, .. } => booker(conn, id).await,
        Holder::WalkIn { phone: Some(phone), .. } => booker_by(conn, phone).await,
        Holder::WalkIn { phone: None, .. } | Holder::Nobody { .. } => Ok(Booker::default()),
    }
}

/// What somebody has, from a moment on, ascending.
pub async fn of_booker(conn: &mut AnyConnection, who: &Booker, from: Instant) -> Result<Vec<Booking>> {
    let sql = format!("{BARE} WHERE (b.person = $1 OR b.phone = $2) AND b.ends > $3 ORDER BY b.starts, b.id");
    let (account, phone) = (who.account.as_ref().map(ToString::to_string), who.phone.as_ref().map(|phone| phone.as_str().to_owned()));
    all(sqlx::query_as(AssertSqlSafe(sql)).bind(account).bind(phone).bind(from.0).fetch_all(conn).await?)
}

/// All that matters to a decision about a time: whatever touches it, and all that somebody has of that week.
pub async fn around(conn: &mut AnyConnection, time: Span, who: &Booker, week: Instant) -> Result<Vec<Booking>> {
    let mut all = within(conn, time, false).await?;
    all.retain(|one| !who.has(one));
    all.extend(of_booker(conn, who, week).await?);
    Ok(all)
}

/// Writes down at which device somebody has booked.
pub async fn made_at_kiosk(conn: &mut AnyConnection, id: &BookingId, device: &DeviceId) -> Result<()> {
    let sql = "UPDATE bookings SET device = $1 WHERE id = $2";
    sqlx::query(sql).bind(device.as_str()).bind(id.as_str()).execute(conn).await?;
    Ok(())
}

/// How many of those made at a device hold their place, and nobody has come.
pub async fn waiting_of(conn: &mut AnyConnection, device: &DeviceId, rules: &Rules, now: Instant) -> Result<usize> {
    let sql = format!("{BARE} WHERE b.device = $1 AND b.ends > $2 AND b.state = 'booked'");
    let made = all(sqlx::query_as(AssertSqlSafe(sql)).bind(device.as_str()).bind(now.0).fetch_all(conn).await?)?;
    Ok(made.iter().filter(|one| one.holds(rules, now)).count())
}

/// The phone of those who have no account, of rows from before it had a column: by it they have their share. Once it is there nothing is left to do.
pub async fn fill_phones(w: &mut Write) -> Result<()> {
    let sql = "SELECT id, holder FROM bookings WHERE person IS NULL AND phone IS NULL";
    let rows: Vec<(String, String)> = sqlx::query_as(sql).fetch_all(w.conn()).await?;
    for (id, holder) in rows {
        if let Holder::WalkIn { phone: Some(phone), .. } = serde_json::from_str(&holder)? {
            sqlx::query("UPDATE bookings SET phone = $1 WHERE id = $2").bind(phone.as_str()).bind(id).execute(w.conn()).await?;
        }
    }
    Ok(())
}

pub async fn of_series(conn: &mut AnyConnection, series: &BookingSeriesId) -> Result<Vec<Booking>> {
    let sql = format!("{BARE} WHERE b.series = $1 ORDER BY b.starts, b.id");
    all(sqlx::query_as(AssertSqlSafe(sql)).bind(series.as_str()).fetch_all(conn).await?)
}

/// Writes a booking, a new one or in place of the old. The history counts it, although no change set tells of it: so whoever looks at a day hears at once that it may have changed, and asks.
pub async fn put(w: &mut Write, booking: &Booking) -> Result<()> {
    w.rev().await?;
    let holder = match &booking.holder {
        Holder::Person { id, .. } => Holder::Person { id: id.clone(), name: None },
        other => other.clone(),
    };
    sqlx::query(
        "INSERT INTO bookings (id, resource, starts, ends, state, person, holder, rev, since, made_at, series, phone) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (id) DO UPDATE SET resource = excluded.resource, starts = excluded.starts, ends = excluded.ends, state = excluded.state, rev = excluded.rev, since = excluded.since",
    )
    .bind(booking.id.as_str())
    .bind(booking.resource.as_str())
    .bind(booking.from.0)
    .bind(booking.to.0)
    .bind(booking.state.key())
    .bind(booking.person().map(|id| id.to_string()))
    .bind(serde_json::to_string(&holder)?)
    .bind(i64::try_from(booking.rev).unwrap_or(i64::MAX))
    .bind(booking.since.0)
    .bind(booking.made_at.0)
    .bind(booking.series.as_ref().map(|id| id.to_string()))
    .bind(match &booking.holder {
        Holder::WalkIn { phone, .. } => phone.as_ref().map(|phone| phone.as_str().to_owned()),
        Holder::Person { .. } | Holder::Nobody { .. } => None,
    })
    .execute(w.conn())
    .await?;
    Ok(())
}

/// Writes down what everybody who reads takes for released already.
pub async fn release(w: &mut Write, now: Instant) -> Result<u64> {
    let centre = match hold(w).await {
        Ok(centre) => centre,
        Err(failure) if failure.problem.status == 404 => return Ok(0),
        Err(failure) => return Err(failure),
    };
    let until = now.plus(-i64::from(centre.rules.release_after) * MINUTE);
    let done = sqlx::query("UPDATE bookings SET state = 'released', rev = rev + 1 WHERE state = 'booked' AND starts <= $1 AND since <= $1")
        .bind(until.0)
        .execute(w.conn())
        .await?;
    if done.rows_affected() > 0 {
        w.rev().await?;
    }
    Ok(done.rows_affected())
}

/// Forgets what is long over, with the names of those who walked in.
pub async fn purge(w: &mut Write, zone: &Zone, now: Instant) -> Result<()> {
    let today = zone.start_of(zone.day(now));
    sqlx::query("DELETE FROM bookings WHERE ends < $1").bind(now.plus(-KEPT).0).execute(w.conn()).await?;
    sqlx::query("DELETE FROM bookings WHERE person IS NULL AND ends < $1").bind(now.plus(-WALK_IN_KEPT).0).execute(w.conn()).await?;
    sqlx::query("DELETE FROM refused_bookings WHERE heard_at < $1").bind(today.0).execute(w.conn()).await?;
    Ok(())
}

/// Of a person who deletes themselves: what they have booked is free, and of what is over nothing stays; nor of what was booked under their phone.
pub async fn forget(w: &mut Write, person: &PersonId) -> Result<()> {
    let phone = booker(w.conn(), person).await?.phone.map(|phone| phone.as_str().to_owned());
    let gone =
        sqlx::query("DELETE FROM bookings WHERE person = $1 OR phone = $2").bind(person.as_str()).bind(phone).execute(w.conn()).await?;
    if gone.rows_affected() > 0 {
        w.rev().await?;
    }
    Ok(())
}
