//! Two people have changed the same thing from the same beginning: what each has changed alone is kept, and where both changed the same field otherwise, both versions are shown and somebody
//! decides. Field by field of the JSON: so it is for a form, an action or a plan alike.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// A field that both have changed, each in their own way. `None`: is not there.
#[derive(Debug, Clone, PartialEq)]
pub struct Clash {
    /// The keys that lead to it.
    pub path: Vec<String>,
    pub mine: Option<Value>,
    pub theirs: Option<Value>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Merged<T> {
    /// With my side where both have changed a field.
    pub value: T,
    pub clashes: Vec<Clash>,
    /// They had changed something that I had not.
    pub took: bool,
}

/// `None` only where the parts do not make a `T` together, which no merge of two `T` whose fields all stand for themselves comes to.
pub fn merge<T: Serialize + DeserializeOwned>(base: &T, mine: &T, theirs: &T) -> Option<Merged<T>> {
    let [base, mine, theirs] = [base, mine, theirs].map(|one| serde_json::to_value(one).ok());
    let mut clashes = Vec::new();
    let merged = fields(base.as_ref(), mine.as_ref(), theirs.as_ref(), &mut Vec::new(), &mut clashes)?;
    let took = Some(&merged) != mine.as_ref();
    Some(Merged { value: serde_json::from_value(merged).ok()?, clashes, took })
}

fn fields(
    base: Option<&Value>,
    mine: Option<&Value>,
    theirs: Option<&Value>,
    path: &mut Vec<String>,
    clashes: &mut Vec<Clash>,
) -> Option<Value> {
    if mine == theirs || theirs == base {
        return mine.cloned();
    }
    if mine == base {
        return theirs.cloned();
    }
    match (base, mine, theirs) {
        (Some(Value::Object(base)), Some(Value::Object(mine)), Some(Value::Object(theirs))) => {
            let keys: BTreeSet<&String> = base.keys().chain(mine.keys()).chain(theirs.keys()).collect();
            let mut merged = Map::new();
            for key in keys {
                path.push(key.clone());
                if let Some(value) = fields(base.get(key), mine.get(key), theirs.get(key), path, clashes) {
                    merged.insert(key.clone(), value);
                }
                path.pop();
            }
            Some(Value::Object(merged))
        }
        // Lines that are the same ones in all three, as far as their number tells.
        (Some(Value::Array(base)), Some(Value::Array(mine)), Some(Value::Array(theirs)))
            if base.len() == mine.len() && mine.len() == theirs.len() && mine.iter().all(Value::is_object) =>
        {
            let mut merged = Vec::new();
            for (at, one) in mine.iter().enumerate() {
                path.push(at.to_string());
                merged.extend(fields(base.get(at), Some(one), theirs.get(at), path, clashes));
                path.pop();
            }
            Some(Value::Array(merged))
        }
        _ => {
            clashes.push(Clash { path: path.clone(), mine: mine.cloned(), theirs: theirs.cloned() });
            mine.cloned()
        }
    }
}

/// What is in the form once an answer has come: as the backend has it now, with what was typed since it was sent on top.
pub fn typed_since<T: Serialize + DeserializeOwned + Clone>(sent: &T, now: &T, answer: &T) -> T {
    merge(sent, now, answer).map_or_else(|| now.clone(), |merged| merged.value)
}

/// The value with theirs at that field instead of mine. `None`: it no longer fits there, since something around it has changed meanwhile.
pub fn take_theirs<T: Serialize + DeserializeOwned>(value: &T, clash: &Clash) -> Option<T> {
    let mut whole = serde_json::to_value(value).ok()?;
    let (last, ways) = clash.path.split_last()?;
    let mut place = &mut whole;
    for way in ways {
        place = match place {
            Value::Object(map) => map.get_mut(way)?,
            Value::Array(list) => list.get_mut(way.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    match (place, &clash.theirs) {
        (Value::Object(map), Some(theirs)) => drop(map.insert(last.clone(), theirs.clone())),
        (Value::Object(map), None) => drop(map.remove(last)),
        (Value::Array(list), Some(theirs)) => *list.get_mut(last.parse::<usize>().ok()?)? = theirs.clone(),
        _ => return None,
    }
    serde_json::from_value(whole).ok()
}
