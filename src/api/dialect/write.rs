//! What is sent: bodies from a profile's templates, and writing one record in the way that a server allows.

use super::{
    Dialect, Table,
    lists::address,
    meaning::{is_conflict, unusable},
    names,
    operation::Kind,
    profile::{Answered, Body, IdKind, Update, Version},
};
use crate::{
    api::{ApiError, Method, Reply, Request, translate::World},
    model::{Instant, Person},
};
use serde_json::{Map, Value};

/// What the names in a template stand for.
pub(super) struct Values<'a> {
    pub action: &'a str,
    pub shift: &'a str,
    pub person: &'a Person,
    pub seat: Option<u32>,
    pub made_at: Instant,
    pub key: &'a str,
}

const NAMES: [&str; 9] = ["action", "shift", "person", "name", "contact", "seat", "made_at", "now", "key"];

/// The names in a template that nothing stands for; a profile with one is refused.
pub(super) fn unknown(body: &Body) -> Option<String> {
    fn walk(value: &Value) -> Option<String> {
        match value {
            Value::String(text) => unknown_in(text),
            Value::Array(values) => values.iter().find_map(walk),
            Value::Object(members) => members.values().find_map(walk),
            _ => None,
        }
    }
    body.values().find_map(walk)
}

/// The same of one text.
pub(super) fn unknown_in(text: &str) -> Option<String> {
    let names = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
    names.into_iter().find(|name| !NAMES.contains(name)).map(str::to_owned)
}

impl Dialect {
    /// A body of a profile with the values in it.
    pub(super) fn filled(&self, body: &Body, values: &Values<'_>, now: Instant) -> Value {
        Value::Object(body.iter().map(|(name, value)| (name.clone(), self.fill(value, values, now))).collect())
    }

    fn fill(&self, value: &Value, values: &Values<'_>, now: Instant) -> Value {
        match value {
            Value::String(text) => {
                // Nothing but a name: the value as it is, so that a number stays one.
                if let Some(name) = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'))
                    && let Some(value) = self.value(name, values, now)
                {
                    return value;
                }
                Value::String(self.text_with(text, values, now, str::to_owned))
            }
            Value::Array(parts) => Value::Array(parts.iter().map(|part| self.fill(part, values, now)).collect()),
            Value::Object(members) => {
                Value::Object(members.iter().map(|(name, value)| (name.clone(), self.fill(value, values, now))).collect())
            }
            other => other.clone(),
        }
    }

    /// A text with the values in it, each written as `spell` says.
    pub(super) fn text_with(&self, text: &str, values: &Values<'_>, now: Instant, spell: impl Fn(&str) -> String) -> String {
        NAMES.iter().fold(text.to_owned(), |text, name| {
            let place = format!("{{{name}}}");
            if !text.contains(&place) {
                return text;
            }
            let value = match self.value(name, values, now) {
                Some(Value::String(value)) => value,
                Some(Value::Null) | None => String::new(),
                Some(other) => other.to_string(),
            };
            text.replace(&place, &spell(&value))
        })
    }

    fn value(&self, name: &str, values: &Values<'_>, now: Instant) -> Option<Value> {
        let time = |at: Instant| serde_json::from_str(&self.profile.times.json(at)).unwrap_or_default();
        Some(match name {
            "action" => self.theirs(Kind::Actions, values.action),
            "shift" => Value::from(names::theirs(values.shift).unwrap_or_default()),
            "person" => Value::from(names::theirs(values.person.id.as_str()).unwrap_or_default()),
            "name" => values.person.name.as_deref().map_or(Value::Null, Value::from),
            "contact" => Value::from(values.person.contact.as_str()),
            "seat" => values.seat.map_or(Value::Null, Value::from),
            "made_at" => time(values.made_at),
            "now" => time(now),
            "key" => Value::from(values.key),
            _ => return None,
        })
    }

    /// An id of ours as a value of theirs.
    pub(super) fn theirs(&self, kind: Kind, id: &str) -> Value {
        let theirs = names::theirs(id).unwrap_or_default();
        let kind = self.table(kind).map(|table| table.resource.id).unwrap_or_default();
        match (kind, theirs.parse::<i64>()) {
            (IdKind::Integer, Ok(number)) => Value::from(number),
            _ => Value::from(theirs),
        }
    }

    /// A request with a body, wrapped as the profile says.
    pub(super) fn written(&self, method: Method, path: String, body: Value) -> Request {
        let writes = &self.profile.writes;
        let body = match &writes.wrap {
            Some(name) => Value::Object(Map::from_iter([(name.clone(), body)])),
            None => body,
        };
        let mut request = Request::new(method, path).header("content-type", writes.media_type.clone());
        request.body = Some(body.to_string());
        request
    }

    /// Creates a record; its id, as ours, where the answer tells it.
    pub(super) async fn create(&self, world: World<'_>, table: &Table, body: Value) -> Result<Option<String>, ApiError> {
        let answer = self
            .send(world, self.written(Method::Post, table.resource.list.split('?').next().unwrap_or_default().to_owned(), body))
            .await?;
        Ok(self.single(&answer).ok().and_then(|record| table.id(record)))
    }

    /// Changes some fields of a record, and gives the record as it is afterwards, raw.
    pub(super) async fn update(
        &self,
        world: World<'_>,
        table: &Table,
        id: &str,
        change: Value,
        version: Option<&Versioned>,
    ) -> Result<String, ApiError> {
        let template = table.resource.write.as_ref().or(table.resource.item.as_ref());
        let path =
            address(template.ok_or_else(|| unusable("resources", "the profile does not say where one record is (`item`)", ""))?, id)?;
        let (method, body) = match self.profile.writes.update {
            Update::Patch => (Method::Patch, change),
            Update::Post => (Method::Post, change),
            Update::Replace => return self.replace(world, table, id, path, change, version).await,
        };
        let request = self.guarded(self.written(method, path, body), version);
        let answer = self.send(world, request).await?;
        self.afterwards(world, table, id, answer).await
    }

    /// For servers that only take whole records: fetched, changed, and put back with the version it had. When somebody was quicker, from the start.
    async fn replace(
        &self,
        world: World<'_>,
        table: &Table,
        id: &str,
        path: String,
        change: Value,
        version: Option<&Versioned>,
    ) -> Result<String, ApiError> {
        for _ in 0..TRIES {
            let answer = self.one(world, table, id).await?;
            let record = self.single(&answer)?;
            let mut whole: Map<String, Value> = serde_json::from_str(record).map_err(|error| unusable(".", error.to_string(), record))?;
            let read = version.cloned().or_else(|| self.version(&answer));
            if let Value::Object(change) = &change {
                whole.extend(change.clone());
            }
            let request = self.guarded(self.written(Method::Put, path.clone(), Value::Object(whole)), read.as_ref());
            match self.send(world, request).await {
                Ok(answer) => return self.afterwards(world, table, id, answer).await,
                // Somebody else's version was asked for by the caller: theirs to decide.
                Err(error) if is_conflict(&error) && version.is_none() => {}
                Err(error) => return Err(error),
            }
        }
        Err(super::refused(crate::api::ProblemKind::Unavailable, "somebody else was quicker, again and again"))
    }

    async fn afterwards(&self, world: World<'_>, table: &Table, id: &str, answer: Reply) -> Result<String, ApiError> {
        let record = match self.profile.writes.answer {
            // An empty answer holds no record, whatever the profile says: the write itself has been made.
            Answered::Record if table.resource.write.is_none() && !answer.body.is_empty() => self.single(&answer)?.to_owned(),
            _ => {
                let answer = self.one(world, table, id).await?;
                self.single(&answer)?.to_owned()
            }
        };
        Ok(record)
    }

    /// With the version that was read, so that the write of somebody quicker is not lost.
    fn guarded(&self, mut request: Request, version: Option<&Versioned>) -> Request {
        match version {
            Some(Versioned::Etag(etag)) => request.header("if-match", etag.clone()),
            Some(Versioned::Field(name, raw)) => {
                let body = request.body.as_deref().and_then(|body| serde_json::from_str::<Map<String, Value>>(body).ok());
                if let Some(mut body) = body {
                    let value = serde_json::from_str(raw).unwrap_or_default();
                    match self.profile.writes.wrap.as_ref().and_then(|wrap| body.get_mut(wrap)) {
                        Some(Value::Object(inner)) => drop(inner.insert(name.clone(), value)),
                        _ => drop(body.insert(name.clone(), value)),
                    }
                    request.body = Some(Value::Object(body).to_string());
                }
                request
            }
            None => request,
        }
    }

    /// The version of a record that has just been read.
    pub(super) fn version(&self, answer: &Reply) -> Option<Versioned> {
        match &self.profile.version {
            Version::None => None,
            Version::Etag => answer.header("etag").map(|etag| Versioned::Etag(etag.to_owned())),
            Version::Field(name) => {
                let path = super::path::Path::new(name).ok()?;
                let raw = super::meaning::look(self.single(answer).ok()?, &path)?;
                Some(Versioned::Field(name.clone(), raw.to_owned()))
            }
        }
    }

    /// Deletes a record. One that is gone already is as good.
    pub(super) async fn delete(&self, world: World<'_>, table: &Table, id: &str) -> Result<(), ApiError> {
        let template = table.resource.write.as_ref().or(table.resource.item.as_ref());
        let path =
            address(template.ok_or_else(|| unusable("resources", "the profile does not say where one record is (`item`)", ""))?, id)?;
        match self.send(world, Request::new(Method::Delete, path)).await {
            Err(error) if error.kind() != Some(crate::api::ProblemKind::NotFound) => Err(error),
            _ => Ok(()),
        }
    }
}

/// The version that a record had when it was read.
#[derive(Debug, Clone)]
pub(super) enum Versioned {
    Etag(String),
    Field(String, String),
}

/// How often a write is tried again because somebody else was quicker.
pub(super) const TRIES: usize = 8;
