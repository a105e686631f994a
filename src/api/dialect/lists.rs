//! Lists and single records: what is asked for, over as many pages as it takes.

use super::{
    Dialect, Table,
    changes::Stamps,
    fields::{Fields, text},
    filter::{self, Condition, Operand},
    meaning::{look, unusable},
    operation::Kind,
    page::{Counts, Read, fits},
    paging,
    profile::{Changes, Filter, Op, Resource},
    refused, reply,
};
use crate::{
    api::{
        ApiError, ProblemKind, Reply, Request,
        request::{Translated, segment},
        translate::World,
    },
    model::Instant,
};
use std::fmt::Write;

impl Dialect {
    pub(super) fn need(&self, kind: Kind) -> Result<&Table, ApiError> {
        self.table(kind).ok_or_else(|| refused(ProblemKind::NotFound, "this backend has none"))
    }

    /// `GET /actions` and the others.
    pub(super) async fn list(
        &self,
        world: World<'_>,
        kind: Kind,
        (from, until): (Option<Instant>, Option<Instant>),
        at: Option<&str>,
    ) -> Result<Reply, ApiError> {
        let Some(table) = self.table(kind) else {
            // Not a failure: a hub without this backend's organisations has an empty list of them.
            return Ok(reply(200, r#"{"items":[],"total":0}"#.to_owned()));
        };
        let mut conditions = self.own(world, kind)?;
        let ends = table.resource.names.get("ends").filter(|_| self.filters(Op::Gt) && self.filters(Op::Lte));
        match (ends, from, until) {
            (Some(ends), Some(from), _) => conditions.push(self.moment(ends, Op::Gt, from)),
            (Some(ends), _, Some(until)) => conditions.push(self.moment(ends, Op::Lte, until)),
            // The whole list has come with what is to come.
            (None, _, Some(_)) => return Ok(reply(200, r#"{"items":[]}"#.to_owned())),
            (_, None, None) | (None, Some(_), None) => {}
        }
        let counts = self.counts(world, table, None).await?;
        let read = self.page(world, table, (&conditions, counts.as_ref()), at).await?;
        let before = "{\"items\":";
        let mut answer = String::with_capacity(read.records.len() + 200);
        let _ = write!(answer, "{before}[{}]", read.records);
        let items = before.len()..answer.len();
        if let Some(total) = read.total {
            let _ = write!(answer, ",\"total\":{total}");
        }
        if kind == Kind::Actions && at.is_none() && until.is_none() {
            let _ = write!(answer, ",\"changes\":\"{}\"", Stamps::all(read.latest).spelt());
        }
        answer.push('}');
        let mut reply = reply(200, answer);
        reply.translated = Some(Box::new(Translated { bad: read.bad, items }));
        if let Some(next) = read.next {
            let mut request = Request::get(format!("/{}", kind.name())).query_if("from", from).query_if("until", until);
            request = request.query("continue", next);
            reply.headers.push(("link".to_owned(), format!("<{}{}>; rel=\"next\"", self.base, request.path)));
        }
        Ok(reply)
    }

    /// Of signups, only the person's own.
    pub(super) fn own(&self, world: World<'_>, kind: Kind) -> Result<Vec<Condition>, ApiError> {
        if kind != Kind::Signups {
            return Ok(Vec::new());
        }
        let person = world.person.filter(|_| self.proves()).ok_or_else(|| refused(ProblemKind::SignIn, "nobody is signed in"))?;
        let field = self.need(kind)?.resource.names.get("person");
        let theirs = super::names::theirs(person.id.as_str()).unwrap_or_default();
        Ok(field.map(|field| Condition { field: field.clone(), op: Op::Eq, value: Operand::Text(theirs) }).into_iter().collect())
    }

    /// Whether the server can compare so.
    pub(super) fn filters(&self, op: Op) -> bool {
        match &self.profile.filter {
            Filter::None => false,
            Filter::Suffix(ops) | Filter::Prefix(ops) | Filter::Value(ops) | Filter::Brackets { ops, .. } | Filter::Json { ops, .. } => {
                ops.contains_key(&op)
            }
            Filter::Expression { .. } => true,
        }
    }

    pub(super) fn moment(&self, field: &str, op: Op, at: Instant) -> Condition {
        let text = self.profile.times.text(at);
        let value = text.parse().map_or(Operand::Moment(text), Operand::Number);
        Condition { field: field.to_owned(), op, value }
    }

    /// One page of a list under conditions.
    pub(super) async fn page(
        &self,
        world: World<'_>,
        table: &Table,
        (conditions, counts): (&[Condition], Option<&Counts>),
        at: Option<&str>,
    ) -> Result<Read, ApiError> {
        let asked = self.asked(table, conditions, at, None);
        let Some(answer) = self.turned(world, &asked, at).await? else { return Ok(Read::default()) };
        self.read((table, counts, conditions), &answer, &asked, at)
    }

    /// The answer at a place of a list; nothing past the end, where some servers say 404.
    async fn turned(&self, world: World<'_>, asked: &str, at: Option<&str>) -> Result<Option<Reply>, ApiError> {
        match self.fetch(world, asked.to_owned()).await {
            Err(error) if at.is_some() && error.kind() == Some(ProblemKind::NotFound) => Ok(None),
            other => other.map(Some),
        }
    }

    /// The raw records of all pages, bounded, until `enough` says so.
    pub(super) async fn records(
        &self,
        world: World<'_>,
        table: &Table,
        conditions: &[Condition],
        more: Option<(&str, &str)>,
        mut enough: impl FnMut(&str) -> bool,
    ) -> Result<(), ApiError> {
        let mut at: Option<String> = None;
        for _ in 0..paging::MOST_PAGES {
            let asked = self.asked(table, conditions, at.as_deref(), more);
            let Some(answer) = self.turned(world, &asked, at.as_deref()).await? else { return Ok(()) };
            let (items, next) = self.raw(&answer, &asked, at.as_deref())?;
            let records = items.iter().filter_map(|item| look(item, &self.profile.answers.each));
            if records.filter(|record| fits(conditions, |field| look(record, field))).any(&mut enough) || next.is_none() {
                return Ok(());
            }
            at = next;
        }
        Err(endless())
    }

    /// All pages of a list, bounded.
    pub(super) async fn pages(
        &self,
        world: World<'_>,
        table: &Table,
        conditions: &[Condition],
        more: Option<(&str, &str)>,
        mut take: impl FnMut(Read),
    ) -> Result<(), ApiError> {
        let counts = self.counts(world, table, None).await?;
        let mut at: Option<String> = None;
        for _ in 0..paging::MOST_PAGES {
            let asked = self.asked(table, conditions, at.as_deref(), more);
            let Some(answer) = self.turned(world, &asked, at.as_deref()).await? else { return Ok(()) };
            let mut read = self.read((table, counts.as_ref(), conditions), &answer, &asked, at.as_deref())?;
            at = read.next.take();
            take(read);
            if at.is_none() {
                return Ok(());
            }
        }
        Err(endless())
    }

    pub(super) fn asked(&self, table: &Table, conditions: &[Condition], at: Option<&str>, more: Option<(&str, &str)>) -> String {
        let sort = table.resource.sort.as_deref().map(|field| filter::sorted(&self.profile.sort, field)).unwrap_or_default();
        let mut request = Request::get(&table.resource.list);
        for (name, value) in filter::encode(&self.profile.filter, conditions).into_iter().chain(sort) {
            request = paging::add(request, &name, value);
        }
        if let Some((name, value)) = more {
            request = paging::add(request, name, value.to_owned());
        }
        paging::path(&self.profile.paging, &request.path, at)
    }

    /// `GET /actions/{id}`
    pub(super) async fn action(&self, world: World<'_>, id: &str) -> Result<Reply, ApiError> {
        let table = self.need(Kind::Actions)?;
        let answer = self.one(world, table, id).await?;
        let record = self.single(&answer)?;
        let taken = self.taken(world, table, id).await?;
        Ok(reply(200, self.translated(table.detail.as_ref().unwrap_or(&table.list), record, taken)?))
    }

    /// One record of theirs.
    pub(super) async fn one(&self, world: World<'_>, table: &Table, id: &str) -> Result<Reply, ApiError> {
        match &table.resource.item {
            Some(item) => self.fetch(world, address(item, id)?).await,
            // Without a way to ask for one, it is looked for in the list.
            None => {
                let field = table.resource.names.get("id").cloned().unwrap_or_else(|| "id".to_owned());
                let wanted = Condition { field, op: Op::Eq, value: table.operand(id) };
                let conditions = if self.filters(Op::Eq) { vec![wanted] } else { Vec::new() };
                let mut found = None;
                self.records(world, table, &conditions, None, |record| {
                    found = (table.id(record).as_deref() == Some(id)).then(|| record.to_owned());
                    found.is_some()
                })
                .await?;
                found.map(|record| reply(200, record)).ok_or_else(|| refused(ProblemKind::NotFound, "there is no such record"))
            }
        }
    }

    /// The record of an answer that has one.
    pub(super) fn single<'a>(&self, answer: &'a Reply) -> Result<&'a str, ApiError> {
        let document = self.document(answer)?;
        let path = &self.profile.answers.one;
        look(document, path)
            .or_else(|| document.starts_with('{').then_some(document))
            .ok_or_else(|| unusable(path.to_string(), "there is no record", document))
    }

    pub(super) fn translated(&self, fields: &Fields, record: &str, taken: u32) -> Result<String, ApiError> {
        let mut out = String::new();
        fields.translate(record, taken, &mut out).map_err(|wrong| unusable(wrong.field, wrong.message, record))?;
        Ok(out)
    }
}

impl Dialect {
    /// How the changes of a list are found.
    pub(super) fn detection<'a>(&'a self, table: &'a Table) -> &'a Changes {
        table.resource.changes.as_ref().unwrap_or(&self.profile.changes)
    }

    /// How many signups there are for each action (or for one), where the records do not say.
    async fn counts(&self, world: World<'_>, table: &Table, only: Option<&str>) -> Result<Option<Counts>, ApiError> {
        let Some(counted) = &table.resource.counted else { return Ok(None) };
        let signups = self.table(Kind::Signups).map(|signups| &signups.resource);
        let mut resource = table.resource.clone();
        resource.list.clone_from(&counted.list);
        resource.sort = signups.and_then(|signups| signups.sort.clone());
        let places = table.at(resource);
        let field = signups.and_then(|signups| signups.names.get("action")).filter(|_| self.filters(Op::Eq));
        let conditions: Vec<Condition> = match (only, field) {
            (Some(id), Some(field)) => vec![Condition { field: field.clone(), op: Op::Eq, value: table.operand(id) }],
            _ => Vec::new(),
        };
        let mut counts = Counts::new();
        self.records(world, &places, &conditions, None, |record| {
            if let Some(action) = look(record, &counted.action) {
                *counts.entry(super::names::ours(text(action)).into_owned()).or_default() += 1;
            }
            false
        })
        .await?;
        Ok(Some(counts))
    }

    /// How many have signed up for one action, where that is counted.
    pub(super) async fn taken(&self, world: World<'_>, table: &Table, id: &str) -> Result<u32, ApiError> {
        Ok(self.counts(world, table, Some(id)).await?.and_then(|counts| counts.get(id).copied()).unwrap_or(0))
    }
}

fn endless() -> ApiError {
    unusable(".", format!("the list does not end after {} pages", paging::MOST_PAGES), "")
}

impl Table {
    /// The same records at another place.
    pub(super) fn at(&self, resource: Resource) -> Self {
        Self { resource, list: self.list.clone(), detail: None, stamp: None, tombstone: None }
    }

    /// The id of one of their records, as ours.
    pub(super) fn id(&self, record: &str) -> Option<String> {
        self.list.id(record)
    }

    /// An id of ours, as a value of theirs.
    pub(super) fn operand(&self, id: &str) -> Operand {
        let theirs = super::names::theirs(id).unwrap_or_default();
        match (self.resource.id, theirs.parse()) {
            (super::profile::IdKind::Integer, Ok(number)) => Operand::Number(number),
            _ => Operand::Text(theirs),
        }
    }
}

/// A path of theirs with the id in its place.
pub(super) fn address(template: &str, id: &str) -> Result<String, ApiError> {
    // Of those two an address makes something else, however they are encoded.
    let theirs = super::names::theirs(id).filter(|theirs| !matches!(theirs.as_str(), "" | "." | ".."));
    let theirs = theirs.ok_or_else(|| refused(ProblemKind::NotFound, "there is no such record"))?;
    Ok(template.replace("{id}", &segment(&theirs)))
}
