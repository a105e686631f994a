//! One page of theirs: walked once, its records in the form of ours, and how the list goes on.

use super::{
    Dialect, Table,
    fields::{Fields, Picked, Wrong, text},
    filter::Condition,
    meaning::{look, unusable},
    paging::{self, Told},
    path::Path,
    pick::Picker,
    profile::{Op, Paging, Total},
};
use crate::{
    api::{ApiError, Reply, error::Start, page::BadRecord},
    model::Instant,
};
use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
};

/// Signups by the id (ours) of their action.
pub(super) type Counts = HashMap<String, u32>;

/// A page of theirs as it is.
struct Walked<'a> {
    items: Items<'a>,
    /// The place of the next page.
    next: Option<String>,
    total: Option<u64>,
}

/// The records of a page: raw, or what is looked at in them, one after another.
enum Items<'a> {
    Raw(Vec<&'a str>),
    Picked(Vec<Option<&'a str>>),
}

/// One page of theirs, read.
#[derive(Default)]
pub(super) struct Read {
    /// Records of ours as JSON, with commas between.
    pub records: String,
    pub ids: Vec<String>,
    /// Ids of tombstones.
    pub gone: Vec<String>,
    pub bad: Vec<BadRecord>,
    pub latest: Option<Instant>,
    pub total: Option<u64>,
    /// The place of the next page.
    pub next: Option<String>,
}

impl Dialect {
    /// The raw records of a page, and the place of the next.
    pub(super) fn raw<'a>(&self, answer: &'a Reply, asked: &str, at: Option<&str>) -> Result<(Vec<&'a str>, Option<String>), ApiError> {
        match self.walk(answer, asked, at, None)? {
            Walked { items: Items::Raw(items), next, .. } => Ok((items, next)),
            Walked { next, .. } => Ok((Vec::new(), next)),
        }
    }

    /// The records of a page, and how the list goes on, in one walk: a page is long. With `fields`, only what those look at is kept of the records.
    fn walk<'a>(&self, answer: &'a Reply, asked: &str, at: Option<&str>, fields: Option<&Fields>) -> Result<Walked<'a>, ApiError> {
        let document = self.document(answer)?;
        let answers = &self.profile.answers;
        let mut picker = Picker::default();
        // Bare when it fits on one page, in an envelope when not: some servers do that.
        let bare = document.trim_start().starts_with('[');
        let whole = Path::default();
        picker.want_parts(if bare { &whole } else { &answers.items });
        let total = match &self.profile.total {
            Total::Body(path) => Some(picker.want(path)),
            Total::None | Total::Header(_) => None,
        };
        let marker = paging::marker(&self.profile.paging).map(|path| picker.want(path));
        let found = picker
            .find(document, fields.map(Fields::picker))
            .map_err(|error| unusable(answers.items.to_string(), error.to_string(), document))?;
        let items = match (found.parts, found.each) {
            (Some(raw), _) => Items::Raw(raw),
            (None, Some(all)) => Items::Picked(all),
            (None, None) => return Err(unusable(answers.items.to_string(), "there is no list", document)),
        };
        let found = found.values;
        let total = match (&self.profile.total, total) {
            (Total::Header(name), _) => answer.header(&name.to_ascii_lowercase()).and_then(|value| value.parse().ok()),
            (_, Some(total)) => found[total].and_then(|raw| text(raw).parse().ok()),
            (_, None) => None,
        };
        let keyset = match &self.profile.paging {
            Paging::Keyset { field, .. } => Some(field),
            _ => None,
        };
        let (count, key) = match (&items, fields) {
            (Items::Picked(all), Some(fields)) => {
                let each = all.chunks(fields.picker().places());
                (each.len(), each.last().and_then(|last| fields.seen(last, keyset?)))
            }
            (Items::Picked(_), None) => (0, None),
            (Items::Raw(raw), _) => (raw.len(), raw.last().and_then(|last| look(last, keyset?))),
        };
        let told = Told { reply: answer, count: count as u64, key, marker: marker.and_then(|marker| found[marker]), total, asked, at };
        let next =
            paging::next(&self.profile.paging, &self.base, &self.profile.aliases, &told).map_err(|why| unusable("next", why, document))?;
        Ok(Walked { items, next, total })
    }

    /// A page of theirs in the form of ours. A record that cannot be translated costs itself.
    pub(super) fn read(
        &self,
        (table, counts, conditions): (&Table, Option<&Counts>, &[Condition]),
        answer: &Reply,
        asked: &str,
        at: Option<&str>,
    ) -> Result<Read, ApiError> {
        let each = &self.profile.answers.each;
        let Walked { items, next, total } = self.walk(answer, asked, at, each.is_whole().then_some(&table.list))?;
        // Theirs are about as long as ours.
        let mut read = Read { total, next, records: String::with_capacity(answer.body.len()), ..Read::default() };
        let mut known: HashMap<Cow<'_, str>, usize> = HashMap::new();
        let mut wrong: BTreeMap<usize, Wrong> = BTreeMap::new();
        let places = table.list.picker().places();
        let all = match items {
            Items::Picked(all) => all,
            Items::Raw(raw) => {
                let none = || Wrong { field: each.to_string(), message: "there is no record".to_owned() };
                let mut all = Vec::with_capacity(raw.len() * places);
                for (index, item) in raw.into_iter().enumerate() {
                    match look(item, each).ok_or_else(none).and_then(|record| table.list.pick(record)) {
                        Ok(picked) => all.extend(picked),
                        Err(why) => {
                            wrong.insert(index, why);
                            all.resize(all.len() + places, None);
                        }
                    }
                }
                all
            }
        };
        for (index, picked) in all.chunks(places).enumerate() {
            if wrong.contains_key(&index) {
                continue;
            }
            if let Err(why) = self.record((table, counts, conditions), (index, picked), &mut known, &mut read) {
                wrong.insert(index, why);
            }
        }
        if !wrong.is_empty() {
            // Seldom: what they look like is told, for which the page is walked again.
            let (raw, _) = self.raw(answer, asked, at)?;
            read.bad = wrong.into_iter().map(|(index, why)| self.bad(index, why, raw.get(index).copied().unwrap_or_default())).collect();
        }
        Ok(read)
    }

    fn bad(&self, index: usize, Wrong { field, message }: Wrong, item: &str) -> BadRecord {
        let path = format!("{}[{index}].{field}", self.profile.answers.items);
        BadRecord { index, error: ApiError::Decode { path, message, start: Start::of(item.as_bytes()) } }
    }

    fn record<'a>(
        &self,
        (table, counts, conditions): (&Table, Option<&Counts>, &[Condition]),
        (index, picked): (usize, Picked<'_, 'a>),
        known: &mut HashMap<Cow<'a, str>, usize>,
        read: &mut Read,
    ) -> Result<(), Wrong> {
        if !fits(conditions, |field| table.list.seen(picked, field)) {
            return Ok(());
        }
        let id = table.list.id_of(picked);
        if let Some(raw) = table.stamp.and_then(|stamp| picked[stamp]) {
            read.latest = read.latest.max(self.profile.times.read(raw));
        }
        if let (Some("true"), Some(id)) = (table.tombstone.and_then(|tombstone| picked[tombstone]), &id) {
            read.gone.push(id.clone().into_owned());
            return Ok(());
        }
        let wrong = |message: String| Wrong { field: "id".to_owned(), message };
        let id = id.ok_or_else(|| wrong("there is no id".to_owned()))?;
        // Also of a record that cannot be read: it is not gone.
        let taken = counts.and_then(|counts| counts.get(&*id)).copied().unwrap_or(0);
        let spelt = id.clone().into_owned();
        if let Some(before) = known.insert(id, index) {
            return Err(wrong(format!("the same id as that of record {before}, {spelt}")));
        }
        read.ids.push(spelt);
        let start = read.records.len();
        if start > 0 {
            read.records.push(',');
        }
        table.list.translate_picked(picked, taken, &mut read.records).inspect_err(|_| read.records.truncate(start))
    }
}

/// Whether a record has what was asked for. A server that cannot filter, or does not know the parameter, sends everybody's signups for one's own.
pub(super) fn fits<'a>(conditions: &[Condition], seen: impl Fn(&Path) -> Option<&'a str>) -> bool {
    let differs = |one: &Condition| {
        let found = Path::new(&one.field).ok().and_then(|path| seen(&path));
        // Where the record holds more than the value (or the name is none of its fields), the server alone can tell.
        found.is_some_and(|raw| !raw.starts_with(['{', '[']) && text(raw) != one.value.plain())
    };
    !conditions.iter().any(|one| one.op == Op::Eq && differs(one))
}
