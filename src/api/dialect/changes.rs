//! What is new: by the stamp of the last change where the server has one, else by fetching everything again.
//!
//! The cursor that the rest of the app carries holds, for each list, the latest stamp seen in it. A stamp is asked for again (not "later than"), so that two changes of the same
//! moment are both seen; what comes twice is the same version, and costs nothing.

use super::{
    Dialect, Table,
    filter::Condition,
    operation::{Kind, parameter},
    page::Read,
    profile::{Changes, Deletions, Op},
    reply,
};
use crate::{
    api::{ApiError, Reply, page::BadRecord, request::Translated, translate::World},
    model::Instant,
};
use std::fmt::Write;

/// The latest stamp of each list, in the order of [`Kind::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stamps([Option<Instant>; 4]);

impl Stamps {
    /// All lists are as new as this one. The others were, or will be, read later than it, by the same server's clock.
    pub fn all(at: Option<Instant>) -> Self {
        Self([at; 4])
    }

    pub fn spelt(self) -> String {
        let pairs = Kind::ALL.iter().zip(self.0).filter_map(|(kind, at)| Some(format!("{}={}", kind.name(), at?.0)));
        let spelt: Vec<String> = pairs.collect();
        if spelt.is_empty() { "none".to_owned() } else { spelt.join("&") }
    }

    fn read(cursor: &str) -> Self {
        Self(Kind::ALL.map(|kind| parameter(cursor, kind.name())?.parse().ok().map(Instant)))
    }
}

/// What one list brings.
#[derive(Default)]
struct Part {
    changed: String,
    removed: Vec<String>,
    /// All ids there are, where the server does not tell what is gone.
    all: Option<Vec<String>>,
    bad: Vec<BadRecord>,
    latest: Option<Instant>,
    pages: usize,
}

impl Part {
    fn take(&mut self, read: Read) {
        if !read.records.is_empty() {
            if !self.changed.is_empty() {
                self.changed.push(',');
            }
            self.changed.push_str(&read.records);
        }
        self.removed.extend(read.gone);
        self.bad.extend(read.bad);
        // Of the first page only: while the others are read, something on it may change, and its stamp would be older than theirs.
        if self.pages == 0 {
            self.latest = read.latest;
        }
        self.pages += 1;
    }

    fn spelt(&self) -> String {
        let list = |ids: &[String]| ids.iter().map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(",");
        let mut part = format!("{{\"changed\":[{}],\"removed\":[{}]", self.changed, list(&self.removed));
        if let Some(all) = &self.all {
            let _ = write!(part, ",\"all\":[{}]", list(all));
        }
        part.push('}');
        part
    }
}

impl Dialect {
    /// `GET /changes?since=`
    pub(super) async fn changes(&self, world: World<'_>, since: &str) -> Result<Reply, ApiError> {
        let mut stamps = Stamps::read(since);
        let (mut parts, mut bad) = (String::new(), Vec::new());
        for kind in Kind::ALL {
            let Some(table) = self.table(kind) else { continue };
            // Who cannot prove who they are would hear that there are none, and lose those that are known.
            if kind == Kind::Signups && (world.person.is_none() || !self.proves()) {
                continue;
            }
            let mut part = self.part(world, kind, table, stamps.0[kind as usize]).await?;
            stamps.0[kind as usize] = part.latest.max(stamps.0[kind as usize]);
            for BadRecord { index, error } in std::mem::take(&mut part.bad) {
                let error = match error {
                    ApiError::Decode { path, message, start } => {
                        ApiError::Decode { path, message: format!("{}: {message}", kind.name()), start }
                    }
                    other => other,
                };
                bad.push(BadRecord { index, error });
            }
            let _ = write!(parts, ",\"{}\":{}", kind.name(), part.spelt());
        }
        let mut reply = reply(200, format!("{{\"cursor\":\"{}\"{parts}}}", stamps.spelt()));
        reply.translated = Some(Box::new(Translated { bad, ..Translated::default() }));
        Ok(reply)
    }

    async fn part(&self, world: World<'_>, kind: Kind, table: &Table, since: Option<Instant>) -> Result<Part, ApiError> {
        let own = self.own(world, kind)?;
        let mut part = Part::default();
        // A tombstone has no fields left that it could be filtered by: of a person's own records none would ever come, and those are few.
        let untold = !own.is_empty() && matches!(self.detection(table), Changes::Since { deletions: Deletions::Tombstone(_), .. });
        match (self.detection(table), since.filter(|_| !untold)) {
            (Changes::Since { parameter, overlap, deletions, .. }, Some(since)) => {
                let since = since.plus(-1000 * i64::from(*overlap));
                let (mut conditions, mut more) = (own.clone(), None);
                match (parameter, table.resource.names.get("updated")) {
                    (Some(name), _) => more = Some((name.as_str(), self.profile.times.text(since))),
                    (None, Some(field)) => conditions.push(self.moment(field, Op::Gte, since)),
                    // Nothing to ask by: all of it.
                    (None, None) => {}
                }
                self.pages(world, table, &conditions, more.as_ref().map(|(name, value)| (*name, value.as_str())), |read| part.take(read))
                    .await?;
                match deletions {
                    Deletions::Tombstone(_) => {}
                    Deletions::Sweep => part.all = Some(self.ids(world, table, &own, None).await?),
                    Deletions::Ids { name, value } => part.all = Some(self.ids(world, table, &own, Some((name, value))).await?),
                }
            }
            _ => {
                let mut all = Vec::new();
                self.pages(world, table, &own, None, |mut read| {
                    all.append(&mut read.ids);
                    part.take(read);
                })
                .await?;
                part.all = Some(all);
            }
        }
        Ok(part)
    }

    /// All ids of a list, of pages that may hold nothing else.
    async fn ids(&self, world: World<'_>, table: &Table, own: &[Condition], more: Option<(&str, &str)>) -> Result<Vec<String>, ApiError> {
        let mut all = Vec::new();
        self.records(world, table, own, more, |record| {
            all.extend(table.list.id(record));
            false
        })
        .await?;
        Ok(all)
    }
}
