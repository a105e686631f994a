//! What the hub knows of members besides the list: hours, when they last came, their consents and roles. Whose account is whose is decided in `model::participation`; the sums of a person are kept,
//! as folding three marks a shift for everybody at every look would grow with the years.

use crate::{
    app::App,
    attendance, audit,
    db::{Db, Write},
    failure::{Failure, Result},
    params::Params,
    reply::{self, Named},
    secrets,
    slices::Part,
    who::Me,
};
use axum::{
    extract::{OriginalUri, State},
    http::HeaderMap,
    response::Response,
};
use meyirim::model::{
    Instant, PersonId, Role, Zone,
    audit::What,
    can::{Act, Denied, Reach},
    member::{Member, MemberId},
    participation::{Participation, whose},
    roll::Attended,
};
use serde_json::json;
use sqlx::{AnyConnection, FromRow, Row as _, any::AnyRow};
use std::collections::BTreeMap;

/// What is known of members besides the list
///
/// Of those who have an account here: it has the contact of one member, or the name agrees with one of those who share it.
#[utoipa::path(
    get, path = "/roster/participation", tag = "roster",
    params(crate::openapi::HaveHeader),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "Ascending by member", body = Vec<Participation>, headers(("ETag" = String, description = "Weak"))),
        (status = 304, description = "As it was"),
        (status = 403, description = "`forbidden`"),
    ),
)]
pub async fn participation(State(app): State<App>, me: Me, OriginalUri(uri): OriginalUri, headers: HeaderMap) -> Result<Response> {
    let reach = me.can(Act::SeeMembers)?;
    Params::read(&uri, &[]).done()?;
    let mut conn = app.db.pool.acquire().await?;
    let all = of_all(&mut conn, reach, app.clock.now()).await?;
    drop(conn);
    let body = serde_json::to_string(&all)?;
    // Of what it says: places and hours change all the time somewhere in the hub, and mostly not here.
    let etag = format!("W/\"{}\"", secrets::hash(&body));
    if let Some(unchanged) = reply::unchanged(&headers, &etag) {
        return Ok(unchanged);
    }
    let details = json!({ "members": all.len(), "whole": matches!(reach, Reach::Everybody) });
    audit::note_hourly(&app.db, &me, What::ParticipationFetched, "", &details, app.clock.now()).await?;
    Ok(reply::tagged(&etag, body))
}

/// A member's shifts
///
/// Every shift in which something was noted about them, with all of it, the latest first; none where they have no account.
#[utoipa::path(
    get, path = "/roster/{id}/attendance", tag = "roster",
    params(("id" = MemberId, Path, description = "Of the member")),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "The record", body = Vec<Attended>),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`: what is no id"),
    ),
)]
pub async fn member_attendance(State(app): State<App>, me: Me, Named(id): Named<MemberId>) -> Result<Response> {
    let reach = me.can(Act::SeeMembers)?;
    if !Part::of(reach).holds(&mut *app.db.pool.acquire().await?, &id).await? {
        return Err(Failure::denied(Denied::OtherOrganisation));
    }
    // With no connection in hand: it takes one of its own.
    audit::note_hourly(&app.db, &me, What::MemberViewed, id.as_str(), &json!({}), app.clock.now()).await?;
    let mut conn = app.db.pool.acquire().await?;
    let mut record = Vec::new();
    for person in accounts(&mut conn, &id).await? {
        record.extend(attendance::record(&mut conn, &person).await?);
    }
    record.sort_by_key(|one| std::cmp::Reverse(one.starts));
    reply::ok(&record)
}

/// An account that has a contact of the list, with one of those who have it.
struct Pair {
    person: String,
    name: Option<String>,
    roles: String,
    minutes: i64,
    times: i64,
    last_seen: i64,
    coming: i64,
    parent_until: i64,
    /// Of the member.
    record: String,
}

impl FromRow<'_, AnyRow> for Pair {
    fn from_row(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            person: row.try_get("person")?,
            name: row.try_get("name")?,
            roles: row.try_get("roles")?,
            minutes: row.try_get("minutes")?,
            times: row.try_get("times")?,
            last_seen: row.try_get("last_seen")?,
            coming: row.try_get("coming")?,
            parent_until: row.try_get("parent_until")?,
            record: row.try_get("record")?,
        })
    }
}

/// With `only`: what could be theirs, and who shares it with them. A contact that is nobody's brings nobody together, whoever writes it on the list.
async fn pairs(conn: &mut AnyConnection, only: Option<&MemberId>, now: Instant) -> Result<BTreeMap<String, Vec<Pair>>> {
    let rows: Vec<Pair> = sqlx::query_as(
        "SELECT p.id AS person, p.name AS name, p.roles AS roles, m.record AS record,
           COALESCE(t.minutes, 0) AS minutes, COALESCE(t.times, 0) AS times, COALESCE(t.last_seen, 0) AS last_seen,
           (SELECT COUNT(*) FROM signups s JOIN actions a ON a.id = s.action
            WHERE s.person = p.id AND s.state = 'confirmed' AND s.gone = 0 AND a.gone = 0 AND a.ends > $1
              AND a.record NOT LIKE '%\"state\":\"cancelled\"%') AS coming,
           (SELECT COALESCE(MAX(c.term), 0) FROM consents c WHERE c.person = p.id AND c.state = 'given' AND c.term > $1) AS parent_until
         FROM persons p JOIN member_contacts c ON c.contact = p.contact JOIN members m ON m.id = c.member
         LEFT JOIN participation t ON t.person = p.id
         WHERE m.gone = 0 AND p.contact NOT LIKE '%.invalid' AND ($2 = '' OR p.contact IN (SELECT o.contact FROM member_contacts o WHERE o.member = $2))
         ORDER BY p.id, m.id",
    )
    .bind(now.0)
    .bind(only.map_or("", |id| id.as_str()))
    .fetch_all(conn)
    .await?;
    let mut by_person = BTreeMap::<String, Vec<Pair>>::new();
    for row in rows {
        by_person.entry(row.person.clone()).or_default().push(row);
    }
    Ok(by_person)
}

/// Whose account it is, of those on the list who share its contact, in reach or not.
fn owner(pairs: &[Pair]) -> Result<Option<Member>> {
    let members = pairs.iter().map(|pair| serde_json::from_str::<Member>(&pair.record)).collect::<Result<Vec<_>, _>>()?;
    let named: Vec<_> = members.iter().map(|member| (member.id.clone(), member.name.clone())).collect();
    let owner = whose(pairs.first().and_then(|pair| pair.name.as_deref()), &named).cloned();
    Ok(members.into_iter().find(|member| Some(&member.id) == owner.as_ref()))
}

async fn of_all(conn: &mut AnyConnection, reach: Reach<'_>, now: Instant) -> Result<Vec<Participation>> {
    let mut all = BTreeMap::<MemberId, Participation>::new();
    for pairs in pairs(conn, None, now).await?.values() {
        let (Some(member), Some(account)) = (owner(pairs)?.filter(|member| reach.holds(&member.organisations)), pairs.first()) else {
            continue;
        };
        let member = member.id;
        let roles: Vec<Role> = serde_json::from_str(&account.roles)?;
        let number = |number: i64| u32::try_from(number).unwrap_or_default();
        let moment = |moment: i64| Some(Instant(moment)).filter(|moment| moment.0 > 0);
        // Somebody may have signed in once by phone and once by e-mail.
        let sum = all.entry(member.clone()).or_insert(Participation {
            member,
            minutes: 0,
            times: 0,
            last_seen: None,
            coming: 0,
            parent_until: None,
            roles: Vec::new(),
        });
        sum.minutes += number(account.minutes);
        sum.times += number(account.times);
        sum.coming += number(account.coming);
        sum.last_seen = sum.last_seen.max(moment(account.last_seen));
        sum.parent_until = sum.parent_until.max(moment(account.parent_until));
        for role in roles.into_iter().filter(|role| *role != Role::Volunteer) {
            if !sum.roles.contains(&role) {
                sum.roles.push(role);
            }
        }
    }
    Ok(all.into_values().collect())
}

/// The accounts of a member.
async fn accounts(conn: &mut AnyConnection, id: &MemberId) -> Result<Vec<PersonId>> {
    let mut accounts = Vec::new();
    for (person, pairs) in pairs(conn, Some(id), Instant(0)).await? {
        if owner(&pairs)?.is_some_and(|member| member.id == *id) {
            accounts.push(PersonId::new(&person).map_err(|_| Failure::internal())?);
        }
    }
    Ok(accounts)
}

/// Counts a person's sums anew, after something was noted about them.
pub async fn recount(conn: &mut AnyConnection, person: &PersonId, zone: &Zone, now: Instant) -> Result<()> {
    // Held first: marks of one person in two actions are noted side by side, and whoever counts last must have seen both.
    sqlx::query(
        "INSERT INTO participation (person, minutes, times, last_seen) VALUES ($1, 0, 0, 0)
         ON CONFLICT (person) DO UPDATE SET minutes = participation.minutes",
    )
    .bind(person.as_str())
    .execute(&mut *conn)
    .await?;
    let (mut minutes, mut times, mut last_seen) = (0_i64, 0_i64, 0_i64);
    for one in attendance::record(conn, person).await? {
        let state = one.state(now, zone);
        minutes += i64::from(state.hours.minutes());
        if state.checked_in.is_some() || state.hours.minutes() > 0 {
            times += 1;
            last_seen = last_seen.max(one.starts.0);
        }
    }
    sqlx::query("UPDATE participation SET minutes = $2, times = $3, last_seen = $4 WHERE person = $1")
        .bind(person.as_str())
        .bind(minutes)
        .bind(times)
        .bind(last_seen)
        .execute(conn)
        .await?;
    Ok(())
}

/// Everybody who was noted in an action: its times or the rule of its hours have changed.
pub async fn recount_action(conn: &mut AnyConnection, action: &str, zone: &Zone, now: Instant) -> Result<()> {
    let people: Vec<String> =
        sqlx::query_scalar("SELECT DISTINCT person FROM marks WHERE action = $1").bind(action.to_owned()).fetch_all(&mut *conn).await?;
    recount_all(conn, people, zone, now).await
}

async fn recount_all(conn: &mut AnyConnection, people: Vec<String>, zone: &Zone, now: Instant) -> Result<()> {
    for person in people {
        recount(conn, &PersonId::new(&person).map_err(|_| Failure::internal())?, zone, now).await?;
    }
    Ok(())
}

/// Somebody is no more.
pub async fn forget(conn: &mut AnyConnection, person: &PersonId) -> Result<()> {
    sqlx::query("DELETE FROM participation WHERE person = $1").bind(person.as_str()).execute(conn).await?;
    Ok(())
}

/// By what a member is reached, as the list has it now.
pub async fn put_contacts(w: &mut Write, member: &Member) -> Result<()> {
    sqlx::query("DELETE FROM member_contacts WHERE member = $1").bind(member.id.as_str()).execute(w.conn()).await?;
    let phone = member.phone.as_ref().map(|phone| phone.as_str().to_owned());
    for contact in phone.into_iter().chain(member.email.clone()) {
        sqlx::query("INSERT INTO member_contacts (member, contact) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(member.id.as_str())
            .bind(contact)
            .execute(w.conn())
            .await?;
    }
    Ok(())
}

/// Fills what is derived here where there is none yet: at the first start with it, and of the demo city.
pub async fn ready(db: &Db, zone: &Zone, now: Instant) -> Result<()> {
    let mut w = db.write().await?;
    // Two backends that start at once fill it once.
    sqlx::query("UPDATE history SET floor = floor").execute(w.conn()).await?;
    let contacts: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM member_contacts").fetch_one(w.conn()).await?;
    if contacts == 0 {
        let records: Vec<String> = sqlx::query_scalar("SELECT record FROM members WHERE gone = 0").fetch_all(w.conn()).await?;
        for record in records {
            put_contacts(&mut w, &serde_json::from_str(&record)?).await?;
        }
    }
    let counted: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM participation").fetch_one(w.conn()).await?;
    if counted == 0 {
        let people: Vec<String> = sqlx::query_scalar("SELECT DISTINCT person FROM marks").fetch_all(w.conn()).await?;
        recount_all(w.conn(), people, zone, now).await?;
    }
    w.commit().await.map_err(Failure::from)
}
