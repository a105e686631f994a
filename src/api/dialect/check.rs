//! From the text of a profile to a dialect, or to what is wrong with it: where, why, and what was probably meant.

use super::{
    Dialect, Table,
    fields::Fields,
    meaning, oidc,
    operation::Kind,
    paging,
    path::Path,
    profile::{
        Auth, Change, Changes, Claim, Contract, Deletions, FieldSpec, Joining, Oidc, Paging, Profile, Reading, Resource, Told, Version,
    },
    write,
};
use crate::api::json_path;
use std::fmt;

/// Why a profile is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Where in the file: `resources.actions.fields.title`.
    pub path: String,
    pub message: String,
    /// What was probably meant.
    pub suggestion: Option<String>,
}

impl Refused {
    /// Why, and what was probably meant.
    pub fn said(&self) -> String {
        match &self.suggestion {
            Some(suggestion) => format!("{} (did you mean `{suggestion}`?)", self.message),
            None => self.message.clone(),
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at {}: {}", self.path, self.said())
    }
}

/// Fields of ours that a record must have, and may have. The types in `model` are the source; a test compares.
const ACTIONS: (&[&str], &[&str]) = (
    &["id", "state", "title", "direction", "shifts", "youngest"],
    &["rev", "district", "place", "organiser", "hazards", "waitlist", "demo", "series"],
);
const DETAIL: [&str; 8] = ["about", "requirements", "meeting", "address", "coordinates", "organisers", "source", "sequence"];
const ORGANISATIONS: (&[&str], &[&str]) = (
    &["id", "kind", "name"],
    &["rev", "directions", "district", "address", "does", "hours", "phone", "website", "needs", "gave", "as_of", "source", "demo"],
);
const INDICATORS: (&[&str], &[&str]) =
    (&["id", "name", "value", "as_of"], &["rev", "about", "unit", "definition", "source", "front", "demo"]);
const SIGNUPS: (&[&str], &[&str]) = (&["id", "action", "shift", "standing"], &["rev", "made_at", "decided_at", "guardian"]);

/// What records are asked for by.
const ASKED: [&str; 5] = ["id", "ends", "updated", "action", "person"];

/// What stands for a field that our records must have and a profile need not name.
const DEFAULTS: [(&str, &str); 3] = [("rev", "0"), ("hazards", "[]"), ("waitlist", "false")];

/// Reads and checks a profile. `base`: the API's address in hub.json, where the profile has none.
pub fn compile(text: &[u8], base: &str) -> Result<Dialect, Refused> {
    let profile: Profile = serde_json::from_slice(text).map_err(|error| unread(text, &error))?;
    let base = profile.base.clone().unwrap_or_else(|| base.to_owned()).trim_end_matches('/').to_owned();
    if !(base.is_empty() || base.starts_with('/') || paging::origin(&base).is_some_and(|origin| origin.starts_with("http"))) {
        return Err(refused("base", "a path or an http(s) address"));
    }
    if profile.contract == Contract::Native {
        return Ok(Dialect::new(profile, base, [const { None }; 4]));
    }
    let resources = &profile.resources;
    if resources.actions.is_none() {
        return Err(refused("resources.actions", "a hub needs at least its actions"));
    }
    let table = |kind: Kind, resource: &Option<Resource>| resource.as_ref().map(|resource| table(&profile, kind, resource)).transpose();
    let tables = [
        table(Kind::Actions, &resources.actions)?,
        table(Kind::Organisations, &resources.organisations)?,
        table(Kind::Indicators, &resources.indicators)?,
        table(Kind::Signups, &resources.signups)?,
    ];
    rules(&profile)?;
    joining(&profile)?;
    auth(&profile)?;
    Ok(Dialect::new(profile, base, tables))
}

fn table(profile: &Profile, kind: Kind, resource: &Resource) -> Result<Table, Refused> {
    let at = format!("resources.{}", kind.name());
    if !resource.list.starts_with('/') {
        return Err(refused(format!("{at}.list"), "a path that begins with `/`"));
    }
    for (name, template) in [("item", &resource.item), ("write", &resource.write)] {
        if template.as_ref().is_some_and(|template| !template.starts_with('/') || !template.contains("{id}")) {
            return Err(refused(format!("{at}.{name}"), "a path that begins with `/` and has `{id}` in it"));
        }
    }
    let (must, may) = match kind {
        Kind::Actions => ACTIONS,
        Kind::Organisations => ORGANISATIONS,
        Kind::Indicators => INDICATORS,
        Kind::Signups => SIGNUPS,
    };
    for name in resource.fields.keys() {
        if !must.contains(&name.as_str()) && !may.contains(&name.as_str()) {
            let suggestion = closest(name, must.iter().chain(may).copied());
            return Err(Refused { path: format!("{at}.fields.{name}"), message: format!("no field of {}", kind.name()), suggestion });
        }
    }
    if let Some(missing) = must.iter().find(|name| !resource.fields.contains_key(**name)) {
        return Err(refused(format!("{at}.fields"), format!("`{missing}` is missing")));
    }
    if !resource.fields.get("id").is_some_and(leads_back) {
        return Err(refused(format!("{at}.fields.id"), "an id is a place in the record and nothing more, so that it leads back to it"));
    }
    for name in resource.names.keys() {
        if !ASKED.contains(&name.as_str()) {
            let suggestion = closest(name, ASKED.iter().copied());
            return Err(Refused { path: format!("{at}.names.{name}"), message: "nothing is asked for by this".to_owned(), suggestion });
        }
    }
    if kind != Kind::Actions && !resource.detail.is_empty() {
        return Err(refused(format!("{at}.detail"), "only an action has a detail"));
    }
    for name in resource.detail.keys() {
        if !DETAIL.contains(&name.as_str()) {
            let suggestion = closest(name, DETAIL.iter().copied());
            return Err(Refused { path: format!("{at}.detail.{name}"), message: "no field of a detail".to_owned(), suggestion });
        }
    }
    if resource.counted.is_some() && has_several_shifts(resource) {
        return Err(refused(format!("{at}.counted"), "counts for the whole action, which has to have one shift"));
    }
    let mut fields = resource.fields.clone();
    for (name, value) in DEFAULTS {
        if must.contains(&name) || may.contains(&name) {
            fields.entry(name.to_owned()).or_insert_with(|| constant(value));
        }
    }
    if kind == Kind::Signups {
        // Whether a server keeps these is its own affair; without them the moment is unknown.
        for name in ["made_at", "decided_at"] {
            fields.entry(name.to_owned()).or_insert_with(|| constant("\"1970-01-01T00:00:00Z\""));
        }
    }
    let wrong = |of: &str, (path, message): (String, String)| refused(format!("{at}.{of}.{path}"), message);
    let mut list = Fields::compile(&fields, profile.times).map_err(|error| wrong("fields", error))?;
    for path in resource.names.values().filter_map(|name| Path::new(name).ok()) {
        list.watch(&path);
    }
    if let Paging::Keyset { field, .. } = &profile.paging {
        list.watch(field);
    }
    let (mut stamped, mut tombstone) = (None, None);
    if let Changes::Since { stamp, deletions, .. } = resource.changes.as_ref().unwrap_or(&profile.changes) {
        stamped = Some(list.watch(stamp));
        if let Deletions::Tombstone(path) = deletions {
            tombstone = Some(list.watch(path));
        }
    }
    let detail = (kind == Kind::Actions).then(|| {
        let mut detail = resource.detail.clone();
        detail.insert("action".to_owned(), FieldSpec::Change(Box::new(Change { fields: Some(fields), ..Default::default() })));
        Fields::compile(&detail, profile.times).map_err(|error| wrong("detail", error))
    });
    Ok(Table { resource: resource.clone(), list, detail: detail.transpose()?, stamp: stamped, tombstone })
}

fn has_several_shifts(actions: &Resource) -> bool {
    actions.fields.get("shifts").is_some_and(|shifts| !matches!(shifts, FieldSpec::One(_)))
}

fn leads_back(id: &FieldSpec) -> bool {
    match id {
        FieldSpec::At(_) => true,
        FieldSpec::One(_) => false,
        FieldSpec::Change(change) => {
            let Change { at, or, map, reading, strip, .. } = &**change;
            at.is_some() && or.is_none() && map.is_none() && strip.is_none() && matches!(reading, None | Some(Reading::Id))
        }
    }
}

fn constant(json: &str) -> FieldSpec {
    let constant = Some(serde_json::from_str(json).unwrap_or_default());
    FieldSpec::Change(Box::new(Change { constant, ..Default::default() }))
}

fn rules(profile: &Profile) -> Result<(), Refused> {
    for (index, rule) in profile.errors.iter().enumerate() {
        if meaning::kind(&rule.kind).is_none() {
            let known = crate::api::ProblemKind::all().map(crate::api::ProblemKind::name).chain(["conflict"]);
            return Err(Refused {
                path: format!("errors[{index}].kind"),
                message: format!("no kind of problem is called `{}`", rule.kind),
                suggestion: closest(&rule.kind, known),
            });
        }
    }
    if let Changes::Since { parameter: None, .. } = &profile.changes
        && profile.resources.actions.as_ref().is_some_and(|actions| !actions.names.contains_key("updated"))
    {
        return Err(refused("resources.actions.names", "`updated` is missing: what the changes are asked by"));
    }
    Ok(())
}

fn joining(profile: &Profile) -> Result<(), Refused> {
    let bodies: Vec<(&str, &super::profile::Body)> = match &profile.joining {
        Joining::HandOver => return Ok(()),
        Joining::None { body } => vec![("none.body", body)],
        Joining::Guarded { body } => vec![("guarded.body", body)],
        Joining::Compare { body, .. } => vec![("compare.body", body)],
        Joining::Slots { body, release, .. } => {
            std::iter::once(("slots.body", body)).chain(release.as_ref().map(|body| ("slots.release", body))).collect()
        }
        Joining::Floor { take, give, body } => vec![("floor.take", take), ("floor.give", give), ("floor.body", body)],
        Joining::Call { join, leave } => {
            let steps = [("join", Some(join)), ("leave", leave.as_ref())];
            for (name, step) in steps.into_iter().filter_map(|(name, step)| Some((name, step?))) {
                if !step.path.starts_with('/') {
                    return Err(refused(format!("joining.call.{name}.path"), "a path that begins with `/`"));
                }
                if let Some(unknown) = write::unknown_in(&step.path) {
                    return Err(refused(format!("joining.call.{name}.path"), format!("nothing is called `{{{unknown}}}` here")));
                }
            }
            std::iter::once(("call.join.body", &join.body)).chain(leave.as_ref().map(|leave| ("call.leave.body", &leave.body))).collect()
        }
    };
    if let Some((at, name)) = bodies.into_iter().find_map(|(at, body)| Some((at, write::unknown(body)?))) {
        return Err(refused(format!("joining.{at}"), format!("nothing is called `{{{name}}}` here")));
    }
    let Some(signups) = &profile.resources.signups else {
        return Err(refused("resources.signups", "joining needs to know where signups are"));
    };
    // Somebody else's signup taken for one's own would be a place that nobody has.
    if !signups.names.contains_key("person") {
        return Err(refused("resources.signups.names", "`person` is missing: by what one's own signups are found"));
    }
    // They count for the action as a whole, and know nothing of the shift.
    let counts = match &profile.joining {
        Joining::Slots { .. } => Some("slots"),
        Joining::Floor { .. } => Some("floor"),
        Joining::Compare { .. } => Some("compare"),
        _ => None,
    };
    if profile.resources.actions.as_ref().is_some_and(has_several_shifts)
        && let Some(way) = counts
    {
        return Err(refused(
            format!("joining.{way}"),
            "counts the places of an action, which has to have one shift: `\"shifts\": [{ ... }]`",
        ));
    }
    match &profile.joining {
        Joining::Compare { .. } if matches!(profile.version, Version::None) => {
            Err(refused("version", "joining by `compare` needs something to compare"))
        }
        // The row is still there under its id, so that nobody could take the place again.
        Joining::Slots { claim: Claim::Put, release: Some(_), .. } => {
            Err(refused("joining.slots.release", "what was claimed by `put` is given up by deleting it"))
        }
        _ => Ok(()),
    }
}

fn auth(profile: &Profile) -> Result<(), Refused> {
    let (at, person) = match &profile.auth {
        Auth::Parameter { name, .. } | Auth::Header { name, .. } if name.is_empty() => {
            return Err(refused("auth", "the name is missing"));
        }
        Auth::None | Auth::Parameter { .. } | Auth::Header { .. } => return Ok(()),
        Auth::Basic { person, .. } => ("basic", person),
        Auth::Password(password) => ("password", &password.person),
        Auth::Oidc(oidc) => {
            going_there(oidc)?;
            ("oidc", &oidc.person)
        }
    };
    if let Some(missing) = ["id", "contact"].into_iter().find(|name| !person.contains_key(*name)) {
        return Err(refused(format!("auth.{at}.person"), format!("`{missing}` is missing")));
    }
    let compiled = Fields::compile(person, profile.times);
    compiled.map(drop).map_err(|(path, message)| refused(format!("auth.{at}.person.{path}"), message))
}

/// Parameters that are the app's own to set.
const OWN: [&str; 8] = ["response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge", "code_challenge_method"];

fn going_there(oidc: &Oidc) -> Result<(), Refused> {
    if !oidc::is_private(&oidc.issuer) || oidc.issuer.contains(['?', '#']) {
        return Err(refused("auth.oidc.issuer", "an https address without a query"));
    }
    if oidc.client.is_empty() {
        return Err(refused("auth.oidc.client", "the hub's name at that server"));
    }
    if !oidc.scope.split(' ').any(|one| one == "openid") {
        return Err(refused("auth.oidc.scope", "`openid` is missing"));
    }
    if let Some(own) = oidc.parameters.keys().find(|name| OWN.contains(&name.as_str())) {
        return Err(refused(format!("auth.oidc.parameters.{own}"), "the app sets this itself"));
    }
    match &oidc.record {
        Told::Api(path) if !path.starts_with('/') => Err(refused("auth.oidc.record.api", "a path that begins with `/`")),
        _ => Ok(()),
    }
}

fn refused(path: impl Into<String>, message: impl Into<String>) -> Refused {
    Refused { path: path.into(), message: message.into(), suggestion: None }
}

/// What serde says, with the place and, for a name that it does not know, the one that was probably meant.
fn unread(text: &[u8], error: &serde_json::Error) -> Refused {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default().to_owned();
    let mut names = message.split('`').skip(1).step_by(2);
    let suggestion = message.starts_with("unknown ").then(|| names.next()).flatten().and_then(|wrong| closest(wrong, names));
    Refused { path: json_path::at(text, error.line(), error.column()), message, suggestion }
}

/// The name nearest to a wrong one, if it is near enough to have been meant.
fn closest<'a>(wrong: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    let nearest = names.map(|name| (distance(wrong, name), name)).min()?;
    (nearest.0 <= 1 + wrong.len() / 3).then(|| nearest.1.to_owned())
}

/// Levenshtein's, over bytes: names in profiles are ASCII.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let next = (diagonal + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = std::mem::replace(&mut row[j + 1], next);
        }
    }
    row[b.len()]
}
