//! Conditions and order, in the spelling of a server. Whatever stands in a value, it stays a value: every encoder quotes, and its output is read back in tests.

use super::profile::{Filter, Grammar, Op, Sort};
use serde_json::{Map, Value};

/// A field of theirs compared with a value. Several hold together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    pub field: String,
    pub op: Op,
    pub value: Operand,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operand {
    Text(String),
    /// As the server writes moments. Where they are numbers, it is a number.
    Moment(String),
    Number(i64),
}

impl Operand {
    pub fn plain(&self) -> String {
        match self {
            Self::Text(text) | Self::Moment(text) => text.clone(),
            Self::Number(number) => number.to_string(),
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Text(text) | Self::Moment(text) => Value::from(text.as_str()),
            Self::Number(number) => Value::from(*number),
        }
    }
}

/// Parameters of the query, not yet percent-encoded. An operator that the profile has no name for is left out: the answer then holds more than was asked for, and what
/// reads it chooses again.
pub fn encode(filter: &Filter, conditions: &[Condition]) -> Vec<(String, String)> {
    if conditions.is_empty() {
        return Vec::new();
    }
    match filter {
        Filter::None => Vec::new(),
        Filter::Value(ops) => {
            let value = |one: &Condition| Some((one.field.clone(), format!("{}{}", ops.get(&one.op)?, one.value.plain())));
            conditions.iter().filter_map(value).collect()
        }
        Filter::Suffix(ops) => named(conditions, |one| Some(format!("{}{}", one.field, ops.get(&one.op)?))),
        Filter::Prefix(ops) => named(conditions, |one| Some(format!("{}{}", ops.get(&one.op)?, one.field))),
        Filter::Brackets { template, ops } => {
            named(conditions, |one| Some(template.replace("{field}", &one.field).replace("{op}", ops.get(&one.op)?)))
        }
        Filter::Json { name, ops } => {
            let all = json(conditions, |op| ops.get(&op).cloned());
            if all.is_empty() { Vec::new() } else { vec![(name.clone(), Value::Object(all).to_string())] }
        }
        Filter::Expression { name, grammar } => vec![(name.clone(), expression(*grammar, conditions))],
    }
}

fn named(conditions: &[Condition], name: impl Fn(&Condition) -> Option<String>) -> Vec<(String, String)> {
    conditions.iter().filter_map(|one| Some((name(one)?, one.value.plain()))).collect()
}

fn json(conditions: &[Condition], name: impl Fn(Op) -> Option<String>) -> Map<String, Value> {
    let mut all = Map::new();
    for one in conditions {
        // Not even the field without its operator: `{"f":{}}` asks for records whose field is an empty object.
        let Some(name) = name(one.op) else { continue };
        if let Value::Object(field) = all.entry(one.field.clone()).or_insert_with(|| Value::Object(Map::new())) {
            field.insert(name, one.value.json());
        }
    }
    all
}

fn expression(grammar: Grammar, conditions: &[Condition]) -> String {
    let parts: Vec<String> = conditions
        .iter()
        .map(|one| {
            let op = match (grammar, one.op) {
                (Grammar::Pocketbase, Op::Eq) => "=",
                (Grammar::Pocketbase, Op::Gte) => ">=",
                (Grammar::Pocketbase, Op::Gt) => ">",
                (Grammar::Pocketbase, Op::Lte) => "<=",
                (Grammar::Pocketbase, Op::Lt) => "<",
                (Grammar::Odata, Op::Eq) => " eq ",
                (Grammar::Odata, Op::Gte) => " ge ",
                (Grammar::Odata, Op::Gt) => " gt ",
                (Grammar::Odata, Op::Lte) => " le ",
                (Grammar::Odata, Op::Lt) => " lt ",
            };
            let value = match &one.value {
                Operand::Number(number) => number.to_string(),
                // OData has a type for moments, and its literals have no quotes.
                Operand::Moment(text) if grammar == Grammar::Odata => text.clone(),
                Operand::Text(text) | Operand::Moment(text) => quoted(grammar, text),
            };
            format!("{}{op}{value}", one.field)
        })
        .collect();
    parts.join(match grammar {
        // Without brackets around it: PocketBase's scanner writes the texts within a group in double quotes again, without escaping those that stand in them.
        Grammar::Pocketbase => " && ",
        Grammar::Odata => " and ",
    })
}

fn quoted(grammar: Grammar, text: &str) -> String {
    match grammar {
        // PocketBase's scanner (fexpr) ends a text at the first quote without a backslash before it, and gives the backslash no other meaning: one at the very end
        // would take the closing quote with it, and NUL ends the whole expression. Neither can be written; what stands in their place makes the text equal to nothing of theirs.
        Grammar::Pocketbase => {
            let text = text.replace('\0', "\u{fffd}").replace('\'', "\\'");
            let end = if text.ends_with('\\') { "\u{fffd}" } else { "" };
            format!("'{text}{end}'")
        }
        // OData doubles it (ABNF: SQUOTE-in-string).
        Grammar::Odata => format!("'{}'", text.replace('\'', "''")),
    }
}

/// Ascending by a field of theirs.
pub fn sorted(sort: &Sort, field: &str) -> Vec<(String, String)> {
    match sort {
        Sort::None => Vec::new(),
        Sort::Minus(name) => vec![(name.clone(), field.to_owned())],
        Sort::Colon(name) => vec![(name.clone(), format!("{field}:asc"))],
        Sort::Space(name) => vec![(name.clone(), format!("{field} asc"))],
        Sort::Two { by, order } => vec![(by.clone(), field.to_owned()), (order.clone(), "asc".to_owned())],
    }
}
