//! A small REST server in memory, as many are: lists that can be filtered, records with versions, keys that are unique, and a rule or two.

use super::{dialect::parameters, *};
use meyirim::api::{ApiError, Method, translate::Ask};
use serde_json::{Map, Value, json};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    future::{Future, poll_fn},
    pin::Pin,
    task::Poll,
};

type Happening = Box<dyn Fn(&Store)>;
pub type Record = Map<String, Value>;

#[derive(Default)]
pub struct Store {
    /// `events`, `signups`; each record under its id.
    pub tables: RefCell<BTreeMap<String, BTreeMap<String, Record>>>,
    /// Fields of signups that no two may have alike. One without a value is like none.
    pub unique: Vec<Vec<&'static str>>,
    /// Refuses a signup for an event that has as many as places.
    pub guarded: bool,
    /// Only whole records are written: what a `PUT` leaves out is gone, and it needs the version.
    pub whole: bool,
    /// Answers to writes are empty.
    pub silent: bool,
    pub made: Cell<u32>,
    pub asked: Cell<usize>,
    /// The answer to the request of this number is lost, after it was carried out.
    pub lose: Cell<Option<usize>>,
    /// That request never arrives.
    pub block: Cell<Option<usize>>,
    /// What happens just before the request of this number.
    pub before: RefCell<Option<(usize, Happening)>>,
    pub lines: RefCell<Vec<String>>,
}

impl Store {
    pub fn put(&self, table: &str, record: Value) {
        let Value::Object(mut record) = record else { panic!("{record}") };
        record.entry("version").or_insert(json!(1));
        let id = text(&record["id"]);
        self.tables.borrow_mut().entry(table.to_owned()).or_default().insert(id, record);
    }

    pub fn get(&self, table: &str, id: &str) -> Value {
        self.tables.borrow()[table].get(id).cloned().map_or(Value::Null, Value::Object)
    }

    pub fn all(&self, table: &str) -> Vec<Value> {
        self.tables.borrow().get(table).into_iter().flat_map(BTreeMap::values).cloned().map(Value::Object).collect()
    }

    fn answer(&self, request: &Request) -> Result<Reply, ApiError> {
        let number = self.asked.replace(self.asked.get() + 1);
        self.lines.borrow_mut().push(line(request));
        if let Some((at, happens)) = &*self.before.borrow()
            && *at == number
        {
            happens(self);
        }
        if self.block.get() == Some(number) {
            return Err(ApiError::Unreachable);
        }
        let reply = self.reply(request);
        if self.lose.get() == Some(number) { Err(ApiError::Unreachable) } else { Ok(reply) }
    }

    fn reply(&self, request: &Request) -> Reply {
        let path = request.path.split('?').next().unwrap_or_default();
        let mut parts = path.trim_start_matches('/').split('/');
        let (table, id) = (parts.next().unwrap_or_default().to_owned(), parts.next().map(decoded));
        let body: Record = request.body.as_deref().map_or_else(Map::new, |body| serde_json::from_str(body).expect("an object"));
        let mut tables = self.tables.borrow_mut();
        let records = tables.entry(table.clone()).or_default();
        match (request.method, id) {
            (Method::Get, None) => {
                let wanted = parameters(&request.path);
                let fits =
                    |record: &&Record| wanted.iter().all(|(name, value)| record.get(name).is_some_and(|field| text(field) == *value));
                json(200, &json!(records.values().filter(fits).collect::<Vec<_>>()).to_string())
            }
            (Method::Get, Some(id)) => match records.get(&id) {
                Some(record) => said(200, record, false),
                None => json(404, "{}"),
            },
            // What a server has for just this: it decides, and writes the row itself.
            (Method::Post, Some(event)) if table == "calls" => {
                let id = format!("r{}", self.made.replace(self.made.get() + 1));
                let row = with(with(body, "id", json!(id)), "event", json!(event));
                match self.insert(&mut tables, "signups", row) {
                    Reply { status: 201, .. } => answer(204, &[], b""),
                    refused => refused,
                }
            }
            (Method::Delete, Some(event)) if table == "calls" => {
                let signups = tables.entry("signups".to_owned()).or_default();
                let before = signups.len();
                signups.retain(|_, row| !(row["event"] == json!(event) && row["who"] == body["who"]));
                if signups.len() < before { answer(204, &[], b"") } else { json(404, "{}") }
            }
            (Method::Post, None) => {
                let id = format!("r{}", self.made.replace(self.made.get() + 1));
                let record = with(body, "id", json!(id));
                self.insert(&mut tables, &table, record)
            }
            (Method::Put, Some(id)) if request.header_value("if-none-match") == Some("*") => {
                if records.contains_key(&id) {
                    return json(412, "{}");
                }
                self.insert(&mut tables, &table, with(body, "id", json!(id)))
            }
            (method @ (Method::Put | Method::Patch), Some(id)) if (method == Method::Put) == self.whole => {
                let Some(before) = records.get(&id) else { return json(404, "{}") };
                let version = before["version"].clone();
                let sent = request.header_value("if-match").map(str::to_owned).or_else(|| body.get("version").map(text));
                if sent.as_ref().is_some_and(|sent| sent.trim_matches('"') != text(&version)) {
                    return json(412, "{}");
                }
                if self.whole && sent.is_none() {
                    return json(428, "{}");
                }
                let mut record = if self.whole { with(Map::new(), "id", before["id"].clone()) } else { before.clone() };
                for (name, value) in body.into_iter().filter(|(name, _)| name != "version" && name != "id") {
                    // `"free-": 1` counts down, and not below nothing.
                    match name.strip_suffix(['-', '+']) {
                        Some(field) => {
                            let by = value.as_i64().expect("a number") * if name.ends_with('-') { -1 } else { 1 };
                            let count = record[field].as_i64().expect("a number") + by;
                            if count < 0 {
                                return json(400, r#"{"message":"must be no less than 0"}"#);
                            }
                            record.insert(field.to_owned(), json!(count));
                        }
                        None => drop(record.insert(name, value)),
                    }
                }
                let record = with(record, "version", json!(version.as_i64().expect("a number") + 1));
                if self.clashes(records, &record, &table) {
                    return json(409, "{}");
                }
                records.insert(id, record.clone());
                said(200, &record, self.silent)
            }
            (Method::Delete, Some(id)) => match records.remove(&id) {
                Some(_) => answer(204, &[], b""),
                None => json(404, "{}"),
            },
            _ => json(405, "{}"),
        }
    }

    fn clashes(&self, records: &BTreeMap<String, Record>, record: &Record, table: &str) -> bool {
        let alike = |key: &Vec<&str>, other: &Record| {
            key.iter().all(|field| record.get(*field).is_some_and(|value| !value.is_null() && other.get(*field) == Some(value)))
        };
        table == "signups" && records.values().any(|other| other["id"] != record["id"] && self.unique.iter().any(|key| alike(key, other)))
    }

    fn insert(&self, tables: &mut BTreeMap<String, BTreeMap<String, Record>>, table: &str, record: Record) -> Reply {
        if self.clashes(&tables[table], &record, table) {
            return json(409, "{}");
        }
        if self.guarded {
            let places = tables["events"][&text(&record["event"])]["capacity"].as_u64().expect("places");
            if tables[table].values().filter(|other| other["event"] == record["event"]).count() as u64 >= places {
                return json(422, r#"{"message":"no place is left"}"#);
            }
        }
        let record = with(record, "version", json!(1));
        tables.entry(table.to_owned()).or_default().insert(text(&record["id"]), record.clone());
        said(201, &record, self.silent)
    }
}

impl Ask for Store {
    fn ask<'a>(&'a self, request: &'a Request) -> Pin<Box<dyn Future<Output = Result<Reply, ApiError>> + 'a>> {
        let mut waited = false;
        // One turn for everybody else, then it is carried out at once.
        Box::pin(poll_fn(move |_| match std::mem::replace(&mut waited, true) {
            false => Poll::Pending,
            true => Poll::Ready(self.answer(request)),
        }))
    }
}

fn with(mut record: Record, name: &str, value: Value) -> Record {
    record.insert(name.to_owned(), value);
    record
}

fn said(status: u16, record: &Record, silent: bool) -> Reply {
    if silent {
        return answer(204, &[], b"");
    }
    with_header(json(status, &json!(record).to_string()), "etag", &format!("\"{}\"", record["version"]))
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn decoded(segment: &str) -> String {
    parameters(&format!("?{segment}")).remove(0).0
}
