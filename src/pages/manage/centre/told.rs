//! Places of the settings, and what stands there, in words: for two versions side by side.

use super::{left::named, places::kinds};
use crate::{
    i18n::{dates::capital, manage_form},
    model::{Lang, ResourceId, bulletin_draft::Draft, centre_form::hours_at, draft_merge::flat, instant::parse_day},
    pages::manage::bulletin::{Sheet, fields::label},
};
use serde_json::Value;

/// What lies at the end of these steps.
pub fn place(sheet: Sheet, path: &[String]) -> String {
    let app = sheet.app;
    let (t, at) = (app.t(), path.last().map_or("", String::as_str));
    let steps: Vec<&str> = at.split('/').skip(1).collect();
    let thing = match steps.as_slice() {
        ["open", weekday, ..] => {
            weekday.parse::<usize>().ok().and_then(|number| t.dates.weekdays.get(number.checked_sub(1)?)).map(|day| capital(day))
        }
        ["closed", day, ..] => parse_day(day).map(|day| t.dates.full_day(day, 0)),
        ["resources", id, ..] => ResourceId::new(id).ok().map(|id| named(sheet, &id)),
        _ => None,
    };
    // The last step of a text's place is its language.
    let (root, lang) = at.rsplit_once('/').map_or((at, None), |(root, last)| (root, Lang::from_code(last)));
    let lang = lang.map(|lang| manage_form::Words::language(lang).to_owned());
    let field = label(app, if lang.is_some() { root } else { at }).to_owned();
    let parts = [thing, Some(field).filter(|field| !field.is_empty()), lang];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// What one side has there. `None`: a text that is shown as it is.
pub fn value(sheet: Sheet, path: &[String], value: Option<&Value>) -> Option<String> {
    let app = sheet.app;
    let (t, at) = (app.t(), path.last().map_or("", String::as_str));
    let whole = at.split('/').count() == 3 && ["/open/", "/closed/", "/resources/"].iter().any(|of| at.starts_with(of));
    match value {
        None if at.starts_with("/open/") => Some(t.centre.closed.to_owned()),
        None if whole => Some(t.manage_centre.taken_out.to_owned()),
        Some(Value::Array(_)) => Some(hours(&flat(value?), at)),
        Some(Value::Object(_)) => {
            let draft = flat(value?);
            let texts = if at.starts_with("/closed/") { draft.typed(&format!("{at}/why")) } else { draft.typed(&format!("{at}/name")) };
            let said = texts.texts().map(|texts| app.show(&texts).text.to_owned());
            let people = draft.get(&format!("{at}/capacity")).parse::<u64>().ok().map(|people| (t.centre.people)(people));
            let there = said.into_iter().chain(people).collect::<Vec<_>>().join(", ");
            Some(if there.is_empty() { t.centre.closed.to_owned() } else { there })
        }
        Some(Value::String(key)) if at.ends_with("/kind") => kinds(app).into_iter().find(|(one, _)| one == key).map(|(_, words)| words),
        _ => None,
    }
}

fn hours(draft: &Draft, at: &str) -> String {
    let Some(weekday) = at.rsplit('/').next().and_then(|step| step.parse::<u8>().ok()) else { return String::new() };
    let time = |number: usize| format!("{}–{}", draft.get(&hours_at(weekday, number, "from")), draft.get(&hours_at(weekday, number, "to")));
    draft.hours_of(weekday).into_iter().map(time).collect::<Vec<_>>().join(", ")
}
