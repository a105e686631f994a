//! Translating a record: for each of our fields, where its value stands in theirs and how it is changed on the way.

use super::{
    names,
    path::Path,
    pick::Picker,
    profile::{Change, FieldSpec, Reading, Specs},
    times::Times,
};
use crate::model::Lang;
use serde_json::Value;
use std::{borrow::Cow, fmt::Write};

/// A compiled translation of a record (or of an object within one).
#[derive(Debug, Clone, Default)]
pub struct Fields {
    picker: Picker,
    fields: Vec<(String, Field)>,
    times: Times,
    id: Option<usize>,
}

#[derive(Debug, Clone)]
enum Field {
    Constant(String),
    At {
        at: usize,
        or: Option<String>,
        strip: Option<String>,
        how: How,
    },
    Counted,
    Texts([Option<usize>; 3]),
    /// The first less the second, not below nothing.
    Less(usize, usize),
    /// A list of one, made of this very record.
    One(Vec<(String, Field)>),
    Object(Vec<(String, Field)>),
    Each(usize, Box<Fields>),
}

#[derive(Debug, Clone)]
enum How {
    Copy,
    Words(Vec<(String, String)>),
    Time,
    Day,
    Id,
    Number,
    Stamp,
    Text(Lang),
}

/// What of a record could not be translated: our field and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    pub field: String,
    pub message: String,
}

impl Fields {
    /// `Err`: the path within the profile, and what is wrong.
    pub fn compile(specs: &Specs, times: Times) -> Result<Self, (String, String)> {
        let mut picker = Picker::default();
        let fields = compile_all(specs, times, &mut picker)?;
        let id = match specs.get("id") {
            Some(FieldSpec::At(path)) => Some(picker.want(path)),
            Some(FieldSpec::Change(change)) => change.at.as_ref().map(|path| picker.want(path)),
            _ => None,
        };
        Ok(Self { picker, fields, times, id })
    }

    /// Looks at this place as well, in the same walk: what says when a record changed, or whose it is. Gives its number among what is picked.
    pub fn watch(&mut self, path: &Path) -> usize {
        self.picker.want(path)
    }

    /// Picks all that is looked at in one of their records.
    pub fn picker(&self) -> &Picker {
        &self.picker
    }

    /// All that is looked at in one of their records.
    pub fn pick<'a>(&self, record: &'a str) -> Result<Vec<Option<&'a str>>, Wrong> {
        self.picker.pick(record).map_err(|error| Wrong { field: ".".to_owned(), message: error.to_string() })
    }

    /// What stands at a place that is watched.
    pub fn seen<'a>(&self, picked: Picked<'_, 'a>, path: &Path) -> Option<&'a str> {
        self.picker.number(path).and_then(|number| picked[number])
    }

    /// The id, as ours.
    pub fn id_of<'a>(&self, picked: Picked<'_, 'a>) -> Option<Cow<'a, str>> {
        let raw = picked[self.id?]?;
        (raw != "null").then(|| names::ours(text(raw)))
    }

    /// The id of one of their records, as ours.
    pub fn id(&self, record: &str) -> Option<String> {
        self.id_of(&self.pick(record).ok()?).map(Cow::into_owned)
    }

    /// One of their records as a JSON object of ours, at the end of `out`. On failure `out` is as it was.
    /// `taken`: how many have signed up for it, where that is counted.
    pub fn translate(&self, record: &str, taken: u32, out: &mut String) -> Result<(), Wrong> {
        self.translate_picked(&self.pick(record)?, taken, out)
    }

    /// The same of a record that has been walked already.
    pub fn translate_picked(&self, picked: Picked<'_, '_>, taken: u32, out: &mut String) -> Result<(), Wrong> {
        let before = out.len();
        let record = Record { picked, picker: &self.picker, times: self.times, taken };
        let outcome = record.object(&self.fields, out);
        if outcome.is_err() {
            out.truncate(before);
        }
        outcome
    }
}

/// What stands at the places of a record, raw.
pub type Picked<'p, 'a> = &'p [Option<&'a str>];

/// Fields of ours that hold an id.
const IDS: [&str; 5] = ["id", "organiser", "action", "shift", "series"];

fn compile_all(specs: &Specs, times: Times, picker: &mut Picker) -> Result<Vec<(String, Field)>, (String, String)> {
    let one = |(name, spec): (&String, &FieldSpec)| {
        let field = match spec {
            // Whatever is an id has to be one of ours; a profile need not say so each time.
            FieldSpec::At(path) if IDS.contains(&name.as_str()) => {
                Ok(Field::At { at: picker.want(path), or: None, strip: None, how: How::Id })
            }
            FieldSpec::Change(change)
                if IDS.contains(&name.as_str()) && change.at.is_some() && change.map.is_none() && change.reading.is_none() =>
            {
                changed(&Change { reading: Some(Reading::Id), ..(**change).clone() }, times, picker)
            }
            _ => compile(spec, times, picker),
        };
        let field = field.map_err(|(path, message)| {
            let path = if path.is_empty() { name.clone() } else { format!("{name}.{path}") };
            (path, message)
        })?;
        Ok((name.clone(), field))
    };
    specs.iter().map(one).collect()
}

fn compile(spec: &FieldSpec, times: Times, picker: &mut Picker) -> Result<Field, (String, String)> {
    Ok(match spec {
        FieldSpec::At(path) => Field::At { at: picker.want(path), or: None, strip: None, how: How::Copy },
        FieldSpec::One(specs) => Field::One(compile_all(specs, times, picker)?),
        FieldSpec::Change(change) => return changed(change, times, picker),
    })
}

fn changed(change: &Change, times: Times, picker: &mut Picker) -> Result<Field, (String, String)> {
    let wrong = |message: &str| Err((String::new(), message.to_owned()));
    let Change { at, constant, or, map, reading, texts, less, strip, counted, fields, each } = change;
    let sources = [
        at.is_some(),
        constant.is_some(),
        texts.is_some(),
        less.is_some(),
        counted.is_some(),
        each.is_some(),
        fields.is_some() && each.is_none(),
    ];
    if sources.iter().filter(|there| **there).count() != 1 {
        return wrong(
            "exactly one of `at`, `const`, `texts`, `less`, `counted`, `each` (with `fields`), `fields` says where the value comes from",
        );
    }
    if at.is_none() && (or.is_some() || map.is_some() || reading.is_some() || strip.is_some()) {
        return wrong("`or`, `map`, `as` and `strip` belong to `at`");
    }
    if let Some(constant) = constant {
        return Ok(Field::Constant(constant.to_string()));
    }
    match counted {
        Some(true) => return Ok(Field::Counted),
        Some(false) => return wrong("`counted` is `true` or not there"),
        None => {}
    }
    if let Some(texts) = texts {
        let mut want = |path: &Option<Path>| path.as_ref().map(|path| picker.want(path));
        return Ok(Field::Texts([want(&texts.kk), want(&texts.ru), want(&texts.en)]));
    }
    if let Some((from, less)) = less {
        return Ok(Field::Less(picker.want(from), picker.want(less)));
    }
    match (at, each, fields) {
        (Some(at), ..) => {
            let how = match (reading, map) {
                (Some(_), Some(_)) => return wrong("`as` and `map` exclude each other"),
                (None, Some(map)) => {
                    How::Words(map.iter().map(|(theirs, ours)| (theirs.clone(), Value::from(ours.as_str()).to_string())).collect())
                }
                (Some(Reading::Time), None) => How::Time,
                (Some(Reading::Day), None) => How::Day,
                (Some(Reading::Id), None) => How::Id,
                (Some(Reading::Number), None) => How::Number,
                (Some(Reading::Stamp), None) => How::Stamp,
                (Some(Reading::Text(lang)), None) => How::Text(*lang),
                (None, None) => How::Copy,
            };
            Ok(Field::At { at: picker.want(at), or: or.as_ref().map(Value::to_string), strip: strip.clone(), how })
        }
        (None, Some(each), Some(specs)) => Ok(Field::Each(picker.want(each), Box::new(Fields::compile(specs, times)?))),
        (None, None, Some(specs)) => Ok(Field::Object(compile_all(specs, times, picker)?)),
        _ => wrong("`each` needs `fields`"),
    }
}

struct Record<'a, 'de> {
    picked: &'a [Option<&'de str>],
    picker: &'a Picker,
    times: Times,
    taken: u32,
}

impl Record<'_, '_> {
    /// The raw value; nothing where there is none, `null`, or an empty text, which is how many backends write "none".
    fn raw(&self, at: usize) -> Option<&str> {
        self.picked[at].filter(|raw| !matches!(*raw, "null" | "\"\""))
    }

    fn object(&self, fields: &[(String, Field)], out: &mut String) -> Result<(), Wrong> {
        out.push('{');
        for (at, (name, field)) in fields.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            out.push('"');
            out.push_str(name);
            out.push_str("\":");
            self.field(field, out).map_err(|wrong| match wrong.field.as_str() {
                "" => Wrong { field: name.clone(), ..wrong },
                within if within.starts_with('[') => Wrong { field: format!("{name}{within}"), ..wrong },
                within => Wrong { field: format!("{name}.{within}"), ..wrong },
            })?;
        }
        out.push('}');
        Ok(())
    }

    fn field(&self, field: &Field, out: &mut String) -> Result<(), Wrong> {
        match field {
            Field::Constant(raw) => out.push_str(raw),
            Field::At { at, or, strip, how } => match (self.raw(*at), strip) {
                (None, _) => out.push_str(or.as_deref().unwrap_or("null")),
                (Some(raw), None) => self.value(*at, raw, how, out)?,
                (Some(raw), Some(strip)) => {
                    let text = text(raw);
                    let bare = quoted(text.strip_prefix(strip.as_str()).unwrap_or(&text));
                    self.value(*at, &bare, how, out)?;
                }
            },
            Field::Counted => {
                let _ = write!(out, "{}", self.taken);
            }
            Field::Texts(languages) => self.texts(languages, out),
            Field::Less(from, less) => {
                let (from, less) = (self.number(*from)?, self.number(*less)?);
                let _ = write!(out, "{}", (from - less).max(0));
            }
            Field::One(fields) => {
                out.push('[');
                self.object(fields, out)?;
                out.push(']');
            }
            Field::Object(fields) => self.object(fields, out)?,
            Field::Each(at, fields) => self.each(*at, fields, out)?,
        }
        Ok(())
    }

    fn value(&self, at: usize, raw: &str, how: &How, out: &mut String) -> Result<(), Wrong> {
        match how {
            How::Copy => out.push_str(raw),
            How::Words(words) => {
                let text = text(raw);
                match words.iter().find(|(theirs, _)| *theirs == text) {
                    Some((_, ours)) => out.push_str(ours),
                    // A word that the profile does not know is no reason to invent one: reading it refuses it by its name.
                    None => out.push_str(&quoted(&text)),
                }
            }
            How::Time => {
                if self.times.copied(raw, out) {
                    return Ok(());
                }
                let moment = self.times.read(raw).ok_or_else(|| self.unreadable(at, raw, "no moment of the profile's form"))?;
                let _ = write!(out, "\"{moment}\"");
            }
            How::Day => {
                let text = text(raw);
                // A date begins with itself, and may be no more than a year; what else is a moment has its day in UTC.
                let is_date = text.len() < 8 || text.as_bytes()[4] == b'-';
                let moment = if is_date { None } else { self.times.read(raw).map(|moment| moment.to_string()) };
                let day = moment.as_deref().unwrap_or(&text);
                out.push_str(&quoted(day.get(..10).unwrap_or(day)));
            }
            How::Id => {
                out.push('"');
                out.push_str(&names::ours(text(raw)));
                out.push('"');
            }
            How::Number => {
                let _ = match (text(raw).parse::<i64>(), self.figure(at, raw)?) {
                    (Ok(whole), _) => write!(out, "{whole}"),
                    (_, figure) if figure.fract() == 0.0 => write!(out, "{}", figure as i64),
                    (_, figure) => write!(out, "{figure}"),
                };
            }
            How::Stamp => {
                // Versions are numbers that grow; a moment is one, in milliseconds.
                let moment = self.times.read(raw).ok_or_else(|| self.unreadable(at, raw, "no moment of the profile's form"))?;
                let _ = write!(out, "{}", moment.0.max(0));
            }
            How::Text(lang) => {
                push_all(out, ["{\"", lang.code(), "\":", raw, "}"]);
            }
        }
        Ok(())
    }

    fn texts(&self, languages: &[Option<usize>; 3], out: &mut String) {
        let there = languages.map(|at| at.and_then(|at| self.raw(at)));
        if there.iter().all(Option::is_none) {
            return out.push_str("null");
        }
        out.push('{');
        let mut first = true;
        for (name, raw) in ["kk", "ru", "en"].iter().zip(there) {
            let Some(raw) = raw else { continue };
            push_all(out, [if first { "\"" } else { ",\"" }, name, "\":", raw]);
            first = false;
        }
        out.push('}');
    }

    fn each(&self, at: usize, fields: &Fields, out: &mut String) -> Result<(), Wrong> {
        let raw = self.raw(at).unwrap_or("[]");
        let parts: Vec<&serde_json::value::RawValue> =
            serde_json::from_str(raw).map_err(|error| self.unreadable(at, raw, &error.to_string()))?;
        out.push('[');
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            fields
                .translate(part.get(), self.taken, out)
                .map_err(|wrong| Wrong { field: format!("[{index}].{}", wrong.field), ..wrong })?;
        }
        out.push(']');
        Ok(())
    }

    /// A whole number. Missing is nothing.
    fn number(&self, at: usize) -> Result<i64, Wrong> {
        self.raw(at).map_or(Ok(0), |raw| self.figure(at, raw).map(|figure| figure as i64))
    }

    /// Also one that is written as a text.
    fn figure(&self, at: usize, raw: &str) -> Result<f64, Wrong> {
        text(raw).parse::<f64>().ok().filter(|number| number.is_finite()).ok_or_else(|| self.unreadable(at, raw, "no number"))
    }

    fn unreadable(&self, at: usize, raw: &str, why: &str) -> Wrong {
        let start: String = raw.chars().take(60).collect();
        Wrong { field: String::new(), message: format!("{why} at `{}`: {start}", self.picker.path(at)) }
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// Formatting costs more than all these texts.
fn push_all<const N: usize>(out: &mut String, parts: [&str; N]) {
    parts.into_iter().for_each(|part| out.push_str(part));
}

/// What a raw value says, without quotes: `"x"` and `7` and `true`.
pub fn text(raw: &str) -> Cow<'_, str> {
    match raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        // Most texts stand there as they are.
        Some(inner) if !inner.contains('\\') => Cow::Borrowed(inner),
        Some(_) => serde_json::from_str::<String>(raw).map_or(Cow::Borrowed(raw), Cow::Owned),
        None => Cow::Borrowed(raw),
    }
}
