//! What two have typed into the same form, brought together: [`super::merge`], told what belongs together. A seat or a room, and a closed day, is one thing of several places: where one has taken it out and the other has changed it,
//! it is there whole or not at all, and that is what is asked. The hours of a weekday are one answer: half of yours and half of mine is what nobody meant.

use super::{
    bulletin_draft::Draft,
    merge::{self, Clash, Merged},
};
use serde_json::{Map, Value, json};

/// The thing that a place belongs to, by its own pointer.
fn whole(at: &str) -> Option<&str> {
    let rest = ["/resources/", "/closed/", "/open/"].into_iter().find_map(|of| Some((of.len(), at.strip_prefix(of)?)));
    let (begins, rest) = rest?;
    let name = rest.split('/').next()?;
    Some(&at[..begins + name.len()])
}

/// The places by the things that they belong to. Pairs instead of fields are one answer.
fn grouped(draft: &Draft) -> Value {
    let mut all = Map::new();
    for (at, text) in &draft.0 {
        match whole(at) {
            None => drop(all.insert(at.clone(), json!(text))),
            Some(whole) if whole.starts_with("/open/") => {
                if let Value::Array(pairs) = all.entry(whole).or_insert_with(|| json!([])) {
                    pairs.push(json!([at, text]));
                }
            }
            Some(whole) => {
                if let Value::Object(fields) = all.entry(whole).or_insert_with(|| json!({})) {
                    fields.insert(at.clone(), json!(text));
                }
            }
        }
    }
    Value::Object(all)
}

/// The places of a value as it stands in a clash, or of a whole draft.
pub fn flat(value: &Value) -> Draft {
    let mut draft = Draft::default();
    let mut put = |at: &str, text: &Value| draft.put(at, text.as_str().unwrap_or_default());
    let Value::Object(all) = value else { return pairs(value) };
    for (at, value) in all {
        match value {
            Value::Object(fields) => fields.iter().for_each(|(at, text)| put(at, text)),
            Value::Array(_) => pairs(value).0.iter().for_each(|(at, text)| put(at, &json!(text))),
            text => put(at, text),
        }
    }
    draft
}

fn pairs(value: &Value) -> Draft {
    let mut draft = Draft::default();
    for pair in value.as_array().into_iter().flatten() {
        if let Some([Value::String(at), Value::String(text)]) = pair.as_array().map(Vec::as_slice) {
            draft.put(at, text);
        }
    }
    draft
}

/// See [`merge::merge`].
pub fn merge(base: &Draft, mine: &Draft, theirs: &Draft) -> Option<Merged<Draft>> {
    let Merged { value, clashes, took } = merge::merge(&grouped(base), &grouped(mine), &grouped(theirs))?;
    Some(Merged { value: flat(&value), clashes, took })
}

/// See [`merge::typed_since`].
pub fn typed_since(sent: &Draft, now: &Draft, answer: &Draft) -> Draft {
    merge(sent, now, answer).map_or_else(|| now.clone(), |merged| merged.value)
}

/// See [`merge::take_theirs`].
pub fn take_theirs(draft: &Draft, clash: &Clash) -> Option<Draft> {
    merge::take_theirs(&grouped(draft), clash).map(|value| flat(&value))
}

/// The place of a clash as another draft has it.
pub fn put_back(draft: &mut Draft, from: &Draft, clash: &Clash) {
    let mut value = Some(&grouped(from)).cloned();
    for step in &clash.path {
        value = value.and_then(|value| value.get(step).cloned());
    }
    if let Some(back) = take_theirs(draft, &Clash { theirs: value, ..clash.clone() }) {
        *draft = back;
    }
}
