//! The data base: SQLite or PostgreSQL behind sqlx's `Any` driver, so that every query is written once. What differs is here and in
//! `live` (LISTEN): how a transaction that writes begins, how others are told, and how text is sorted.
//!
//! Every write goes through [`Write`]. It begins as a writer (SQLite: `BEGIN IMMEDIATE`, so two never read the same state and then
//! both write), numbers the change, and on commit wakes the live feed, here and in every other process on the same data base.

use sqlx::{Any, AnyConnection, AnyPool, AssertSqlSafe, any::AnyPoolOptions};
use std::{sync::Arc, time::Duration};
use tokio::sync::{Mutex, Notify, OwnedMutexGuard};

/// PostgreSQL's channel of notices. A notice says nothing but "look".
pub const CHANNEL: &str = "meyirim_changes";

const MIGRATIONS: [&str; 23] = [
    include_str!("../migrations/0001_hub.sql"),
    include_str!("../migrations/0002_offers.sql"),
    include_str!("../migrations/0003_calendar.sql"),
    include_str!("../migrations/0004_notices.sql"),
    include_str!("../migrations/0005_consents.sql"),
    include_str!("../migrations/0006_attendance.sql"),
    include_str!("../migrations/0010_notices.sql"),
    include_str!("../migrations/0011_cover.sql"),
    include_str!("../migrations/0012_series.sql"),
    include_str!("../migrations/0013_roster.sql"),
    include_str!("../migrations/0014_merged.sql"),
    include_str!("../migrations/0015_participation.sql"),
    include_str!("../migrations/0022_rights.sql"),
    include_str!("../migrations/0021_messages.sql"),
    include_str!("../migrations/0020_manage.sql"),
    include_str!("../migrations/0031_centre.sql"),
    include_str!("../migrations/0032_kiosks.sql"),
    include_str!("../migrations/0033_campaigns_news.sql"),
    include_str!("../migrations/0034_kiosk_bookings.sql"),
    include_str!("../migrations/0035_shift_messages.sql"),
    include_str!("../migrations/0036_made_at_kiosk.sql"),
    include_str!("../migrations/0037_called_off.sql"),
    include_str!("../migrations/0038_what_walk_ins_know.sql"),
];
/// In the order in which they came.
pub const TABLES: [&str; 42] = [
    "history",
    "organisations",
    "indicators",
    "actions",
    "persons",
    "signups",
    "sessions",
    "codes",
    "answers",
    "notices",
    "shift_leaders",
    "marks",
    "signing_keys",
    "issued",
    "push_devices",
    "consents",
    "series",
    "members",
    "batches",
    "member_changes",
    "member_contacts",
    "participation",
    "presence",
    "person_organisations",
    "member_organisations",
    "audit",
    "audit_head",
    "audit_seen",
    "messages",
    "message_people",
    "opt_outs",
    "drafts",
    "reports",
    "centre",
    "bookings",
    "kiosks",
    "kiosk_pairings",
    "kiosk_events",
    "walk_ins",
    "refused_bookings",
    "campaigns",
    "news",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

#[derive(Clone)]
pub struct Db {
    pub pool: AnyPool,
    pub kind: Kind,
    pub url: Arc<str>,
    /// Names this data base: change cursors of another one are told apart by it.
    pub epoch: Arc<str>,
    /// Keys the hashes of contacts and codes. In the data base so that several backends share it.
    pub secret: Arc<str>,
    /// The key pair by which push services know this hub. Browsers that subscribe are bound to it, so it stays as long as the data base.
    pub vapid: Arc<str>,
    /// Rung after every commit that changed something.
    pub bell: Arc<Notify>,
    /// SQLite lets one write at a time and makes the others poll; ours queue here instead, in order.
    turn: Arc<Mutex<()>>,
}

impl Db {
    /// Opens, and brings the tables up to date. `fresh` empties it first.
    pub async fn open(url: &str, fresh: bool) -> Result<Self, sqlx::Error> {
        sqlx::any::install_default_drivers();
        let (kind, url) = match url {
            _ if url.starts_with("postgres://") || url.starts_with("postgresql://") => (Kind::Postgres, url.to_owned()),
            _ if !url.starts_with("sqlite:") => return Err(sqlx::Error::Configuration("want sqlite://... or postgres://...".into())),
            _ if url.contains("mode=") => (Kind::Sqlite, url.to_owned()),
            _ => (Kind::Sqlite, format!("{url}{}mode=rwc", if url.contains('?') { '&' } else { '?' })),
        };
        let size = if kind == Kind::Sqlite { 6 } else { 12 };
        let pool = AnyPoolOptions::new().max_connections(size).acquire_timeout(Duration::from_secs(8)).connect(&url).await?;
        if kind == Kind::Sqlite {
            // Readers and the writer do not wait for each other. Kept in the file, so once is enough.
            // SQLite does not wait here as it does elsewhere when another program is opening the same new file.
            let mut tries = 0;
            while let Err(error) = sqlx::raw_sql("PRAGMA journal_mode = WAL").execute(&pool).await {
                tries += 1;
                if tries > 50 || !error.to_string().contains("locked") {
                    return Err(error);
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
        let mut db = Self {
            pool,
            kind,
            url: url.into(),
            epoch: "".into(),
            secret: "".into(),
            vapid: "".into(),
            bell: Arc::new(Notify::new()),
            turn: Arc::new(Mutex::new(())),
        };
        db.migrate(fresh).await?;
        db.epoch = db.value("epoch").await?.into();
        db.secret = db.value("secret").await?.into();
        db.vapid = db.value("vapid").await?.into();
        Ok(db)
    }

    async fn migrate(&self, fresh: bool) -> Result<(), sqlx::Error> {
        let mut w = self.write().await?;
        if self.kind == Kind::Postgres {
            // Two backends may start at once. Selected from, because the function's own result is of no type.
            sqlx::query("SELECT 1 FROM pg_advisory_xact_lock(7301)").execute(w.conn()).await?;
        }
        if fresh {
            for table in TABLES.iter().chain(&["hub"]) {
                sqlx::raw_sql(AssertSqlSafe(format!("DROP TABLE IF EXISTS {table}"))).execute(w.conn()).await?;
            }
        }
        sqlx::raw_sql("CREATE TABLE IF NOT EXISTS hub (name TEXT PRIMARY KEY, value TEXT NOT NULL)").execute(w.conn()).await?;
        let done: Option<String> = sqlx::query_scalar("SELECT value FROM hub WHERE name = 'migrations'").fetch_optional(w.conn()).await?;
        let done: usize = done.and_then(|text| text.parse().ok()).unwrap_or(0);
        for migration in MIGRATIONS.iter().skip(done) {
            let bytewise = if self.kind == Kind::Postgres { "COLLATE \"C\"" } else { "" };
            sqlx::raw_sql(AssertSqlSafe(migration.replace("bytewise", bytewise))).execute(w.conn()).await?;
        }
        let vapid = crate::push_crypto::Vapid::generate().map_err(|_| sqlx::Error::Configuration("no key for push messages".into()))?;
        for (name, value) in [("epoch", crate::secrets::random_text(6)), ("secret", crate::secrets::random_text(32)), ("vapid", vapid)] {
            sqlx::query("INSERT INTO hub (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind(name)
                .bind(value)
                .execute(w.conn())
                .await?;
        }
        sqlx::query("INSERT INTO hub (name, value) VALUES ('migrations', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
            .bind(MIGRATIONS.len().to_string())
            .execute(w.conn())
            .await?;
        w.commit().await
    }

    async fn value(&self, name: &str) -> Result<String, sqlx::Error> {
        sqlx::query_scalar("SELECT value FROM hub WHERE name = $1").bind(name.to_owned()).fetch_one(&self.pool).await
    }

    /// The number of the last change.
    pub async fn head(&self) -> Result<i64, sqlx::Error> {
        sqlx::query_scalar("SELECT head FROM history").fetch_one(&self.pool).await
    }

    /// Begins a transaction that will write. Dropped without [`Write::commit`], it leaves no trace.
    pub async fn write(&self) -> Result<Write, sqlx::Error> {
        let (turn, begin) = match self.kind {
            Kind::Sqlite => (Some(self.turn.clone().lock_owned().await), "BEGIN IMMEDIATE"),
            Kind::Postgres => (None, "BEGIN"),
        };
        Ok(Write { tx: self.pool.begin_with(begin).await?, kind: self.kind, rev: None, bell: self.bell.clone(), _turn: turn })
    }
}

pub struct Write {
    tx: sqlx::Transaction<'static, Any>,
    kind: Kind,
    rev: Option<i64>,
    bell: Arc<Notify>,
    _turn: Option<OwnedMutexGuard<()>>,
}

impl Write {
    pub fn conn(&mut self) -> &mut AnyConnection {
        &mut self.tx
    }

    /// The number of this change, one for the whole transaction. Taken as late as possible: from here on other writers wait.
    pub async fn rev(&mut self) -> Result<i64, sqlx::Error> {
        match self.rev {
            Some(rev) => Ok(rev),
            None => self.revs(1).await,
        }
    }

    /// Takes `count` numbers, for many records at once, and returns the first.
    pub async fn revs(&mut self, count: i64) -> Result<i64, sqlx::Error> {
        let last: i64 =
            sqlx::query_scalar("UPDATE history SET head = head + $1 RETURNING head").bind(count).fetch_one(&mut *self.tx).await?;
        self.rev = Some(last);
        Ok(last - count + 1)
    }

    pub async fn commit(mut self) -> Result<(), sqlx::Error> {
        if self.rev.is_some() && self.kind == Kind::Postgres {
            sqlx::raw_sql(AssertSqlSafe(format!("NOTIFY {CHANNEL}"))).execute(&mut *self.tx).await?;
        }
        self.tx.commit().await?;
        if self.rev.is_some() {
            self.bell.notify_one();
        }
        Ok(())
    }
}
