//! What of the association's list somebody sees: all of it, or the members of the organisations they coordinate. Cursors and ETags of a part carry a mark of which part it is, so that a device whose
//! rights have changed hears `reset` and fetches the list anew.
//!
//! The feed of a part tells of a member who has left it as removed, of one who has come in as changed. Both are changes of the member, under its number; which organisations somebody was ever in
//! stays in `member_organisations` as long as tombstones do, so nobody hears even an id of people who were never theirs.

use crate::{
    db::{Db, Write},
    failure::{Failure, Result},
    secrets,
};
use meyirim::model::{
    Instant,
    can::Reach,
    member::{Member, MemberId},
};
use sqlx::{Any, AnyConnection, AssertSqlSafe, query::Query};
use std::collections::HashSet;

/// A part of the list, by its organisations; `None`: all of it.
pub struct Part(Option<Vec<String>>);

impl Part {
    pub fn of(reach: Reach<'_>) -> Self {
        match reach {
            Reach::Everybody => Self(None),
            // In the order of a set: the same organisations are the same mark.
            Reach::Slice(own) => Self(Some(own.iter().map(ToString::to_string).collect())),
        }
    }

    /// Which part it is; empty for all of it.
    pub fn mark(&self) -> String {
        self.0.as_ref().map_or_else(String::new, |own| secrets::hash(&own.join(" ")).chars().take(12).collect())
    }

    pub fn is_whole(&self) -> bool {
        self.0.is_none()
    }

    fn epoch(&self, db: &Db) -> String {
        let mark = self.mark();
        if mark.is_empty() { db.epoch.to_string() } else { format!("{}~{mark}", db.epoch) }
    }

    pub fn write_cursor(&self, db: &Db, head: i64) -> String {
        format!("{}.{head}", self.epoch(db))
    }

    /// As [`crate::changes::read_cursor`]; one of another part is none either.
    pub fn read_cursor(&self, db: &Db, text: &str) -> Option<i64> {
        let (epoch, head) = text.rsplit_once('.')?;
        head.parse().ok().filter(|head| epoch == self.epoch(db) && *head >= 0)
    }

    pub fn etag(&self, whole: String) -> String {
        match (self.mark(), whole.strip_suffix('"')) {
            (mark, Some(start)) if !mark.is_empty() => format!("{start}-{mark}\""),
            _ => whole,
        }
    }

    /// A condition on `members m`: is in it, or with `ever` was in it once. Its organisations are bound after `bound` other values.
    fn condition(&self, ever: bool, bound: usize) -> String {
        let Some(own) = &self.0 else { return "1 = 1".to_owned() };
        let places = (1..=own.len()).map(|at| format!("${}", bound + at)).collect::<Vec<_>>().join(", ");
        let now = if ever { "" } else { " AND o.gone = 0" };
        format!("EXISTS (SELECT 1 FROM member_organisations o WHERE o.member = m.id{now} AND o.organisation IN ({places}))")
    }

    fn bind<'q>(&self, query: Bound<'q>) -> Bound<'q> {
        self.0.iter().flatten().fold(query, |query, own| query.bind(own.clone()))
    }

    pub async fn count(&self, db: &Db) -> Result<i64> {
        let sql = format!("SELECT COUNT(*) FROM members m WHERE m.gone = 0 AND {}", self.condition(false, 0));
        let row = self.bind(sqlx::query(AssertSqlSafe(sql))).fetch_one(&db.pool).await?;
        Ok(sqlx::Row::try_get(&row, 0)?)
    }

    /// Ids and records after an id.
    pub async fn page(&self, db: &Db, after: &str, many: i64) -> Result<Vec<(String, String)>> {
        let condition = self.condition(false, 2);
        let sql = format!("SELECT m.id, m.record FROM members m WHERE m.gone = 0 AND m.id > $1 AND {condition} ORDER BY m.id LIMIT $2");
        let rows = self.bind(sqlx::query(AssertSqlSafe(sql)).bind(after.to_owned()).bind(many)).fetch_all(&db.pool).await?;
        rows.iter().map(|row| Ok((sqlx::Row::try_get(row, 0)?, sqlx::Row::try_get(row, 1)?))).collect()
    }

    /// As [`crate::changes::range`] gives it: who is not in this part any more counts as gone.
    pub async fn range(&self, db: &Db, from: i64, head: i64, most: i64) -> Result<(Vec<(String, i64, i64, String)>, i64)> {
        let (ever, now) = (self.condition(true, 3), self.condition(false, 3));
        let sql = format!(
            "SELECT m.id, m.rev, CASE WHEN {now} THEN m.gone ELSE 1 END, m.record FROM members m
             WHERE m.rev > $1 AND m.rev <= $2 AND {ever} ORDER BY m.rev LIMIT $3"
        );
        let rows = self.bind(sqlx::query(AssertSqlSafe(sql)).bind(from).bind(head).bind(most + 1)).fetch_all(&db.pool).await?;
        let read = |row: &sqlx::any::AnyRow| -> Result<(String, i64, i64, String)> {
            use sqlx::Row;
            Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?))
        };
        let rows = rows.iter().map(read).collect::<Result<Vec<_>>>()?;
        let complete = match rows.last() {
            Some((_, rev, ..)) if rows.len() as i64 > most => rev - 1,
            _ => head,
        };
        Ok((rows, complete))
    }

    /// Those who are in it, or were once; `None`: everybody.
    pub async fn ever(&self, conn: &mut AnyConnection) -> Result<Option<HashSet<String>>> {
        let Some(own) = &self.0 else { return Ok(None) };
        let places = (1..=own.len()).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ");
        let sql = format!("SELECT DISTINCT o.member FROM member_organisations o WHERE o.organisation IN ({places})");
        let rows = self.bind(sqlx::query(AssertSqlSafe(sql))).fetch_all(conn).await?;
        let ids = rows.iter().map(|row| Ok(sqlx::Row::try_get(row, 0)?)).collect::<Result<HashSet<_>>>()?;
        Ok(Some(ids))
    }

    /// Whether somebody who is on the list is in it.
    pub async fn holds(&self, conn: &mut AnyConnection, member: &MemberId) -> Result<bool> {
        let sql = format!("SELECT COUNT(*) FROM members m WHERE m.id = $1 AND {}", self.condition(false, 1));
        let row = self.bind(sqlx::query(AssertSqlSafe(sql)).bind(member.to_string())).fetch_one(conn).await?;
        let there: i64 = sqlx::Row::try_get(&row, 0)?;
        Ok(there > 0)
    }
}

type Bound<'q> = Query<'q, Any, <Any as sqlx::Database>::Arguments>;

/// Writes down through which organisations a member helps now. Under the number of the member's change.
pub async fn put(w: &mut Write, member: &Member, rev: i64, now: Instant) -> Result<()> {
    sqlx::query("UPDATE member_organisations SET gone = $2, rev = $3 WHERE member = $1 AND gone = 0")
        .bind(member.id.as_str())
        .bind(now.0)
        .bind(rev)
        .execute(w.conn())
        .await?;
    for organisation in &member.organisations {
        sqlx::query(
            "INSERT INTO member_organisations (organisation, member, rev) VALUES ($1, $2, $3)
             ON CONFLICT (organisation, member) DO UPDATE SET gone = 0, rev = excluded.rev",
        )
        .bind(organisation.as_str())
        .bind(member.id.as_str())
        .bind(rev)
        .execute(w.conn())
        .await?;
    }
    Ok(())
}

/// Organisations that there are, for telling an id that is none.
pub async fn known(w: &mut Write) -> Result<std::collections::BTreeSet<String>> {
    let ids: Vec<String> =
        sqlx::query_scalar("SELECT id FROM organisations WHERE gone = 0").fetch_all(w.conn()).await.map_err(Failure::from)?;
    Ok(ids.into_iter().collect())
}
