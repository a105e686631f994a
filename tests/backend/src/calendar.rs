//! My actions as a calendar that other programs read: RFC 5545, at an address with a secret in it, because calendar programs send no cookie.
//!
//! Times are written in UTC, which every program turns into its own zone. What was given up is no longer there, and goes from the reader's calendar; what was called off stays as
//! cancelled, so that nobody comes in vain.

use crate::{
    app::App,
    failure::{Failure, Result},
    params::Params,
    records, reply, secrets,
    session::origin,
    signup_rows::Row,
};
use axum::{
    extract::{OriginalUri, Path, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use meyirim::{
    i18n::called_off,
    model::{
        ActionDetail, ActionState, Lang, PersonId, Shift, Signup, SignupState,
        calendar::{self, Event, Status, When},
        instant::DAY,
    },
};

/// How long what is over stays in the calendar.
const KEPT: i64 = 60 * DAY;

/// My calendar
///
/// `text/calendar`, for calendar programs. The address comes from `POST /session/person/calendar`; one that has been replaced shows nothing.
#[utoipa::path(
    get, path = "/calendar/{file}", tag = "signups",
    params(
        ("file" = String, Path, description = "The secret, and `.ics`"),
        ("lang" = Option<Lang>, Query, description = "In place of the person's own"),
    ),
    responses(
        (status = 200, description = "The calendar", content_type = "text/calendar", body = String, headers(("ETag" = String, description = "Weak"))),
        (status = 304, description = "Nothing has changed"),
        (status = 404, description = "`not-found`"),
    ),
)]
pub async fn my_calendar(
    State(app): State<App>,
    Path(file): Path<String>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Result<Response> {
    let mut params = Params::read(&uri, &["lang"]);
    let lang: Option<Lang> = params.get_with("lang", |code| Lang::from_code(code).ok_or_else(|| "is kk, ru or en".to_owned()));
    params.done()?;
    let secret = file.strip_suffix(".ics").filter(|secret| secret.len() >= 32).ok_or_else(Failure::not_found)?;
    let mut conn = app.db.pool.acquire().await?;
    let found: Option<String> = sqlx::query_scalar("SELECT id FROM persons WHERE calendar_hash = $1")
        .bind(secrets::hash(secret))
        .fetch_optional(&mut *conn)
        .await?;
    let id = PersonId::new(&found.ok_or_else(Failure::not_found)?).map_err(|_| Failure::internal())?;
    let person = records::person(&mut conn, &id).await?.ok_or_else(Failure::not_found)?;
    let now = app.clock.now();
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT s.* FROM signups s JOIN actions a ON a.id = s.action
         WHERE s.person = $1 AND s.gone = 0 AND a.gone = 0 AND s.state IN ('confirmed', 'offered', 'waiting') AND a.ends > $2 ORDER BY a.starts, s.id",
    )
    .bind(id.as_str())
    .bind(now.plus(-KEPT).0)
    .fetch_all(&mut *conn)
    .await?;
    let mut all = Vec::new();
    for row in rows {
        let signup = row.signup()?;
        let (record, rest): (String, String) =
            sqlx::query_as("SELECT record, rest FROM actions WHERE id = $1").bind(&row.action).fetch_one(&mut *conn).await?;
        let detail: ActionDetail = serde_json::from_str(&crate::actions::join(&record, &rest))?;
        if let Some(shift) = detail.action.shift(&signup.shift).cloned() {
            all.push(Entry { signup, shift, detail });
        }
    }
    drop(conn);
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let origin = origin(&app, &headers);
    let lang = lang.unwrap_or(person.lang);
    // The moment of writing is no change: left out, the same actions have the same tag.
    let tag = secrets::hash(&format!(
        "{lang:?} {origin} {:?}",
        all.iter().map(|one| (one.signup.rev, one.detail.action.rev)).collect::<Vec<_>>()
    ));
    let tag = format!("W/\"{tag}\"");
    if let Some(unchanged) = reply::unchanged(&headers, &tag) {
        return Ok(unchanged);
    }
    let written: Vec<Written> = all.iter().map(|entry| entry.written(lang, &origin)).collect();
    let events: Vec<Event> = all.iter().zip(&written).map(|(entry, written)| entry.event(written, host, now, lang)).collect();
    let mut response = calendar::feed("Meyirim", lang, &events).into_response();
    let given =
        [(header::CONTENT_TYPE, "text/calendar; charset=utf-8"), (header::CACHE_CONTROL, "private, no-cache"), (header::ETAG, &tag)];
    for (name, value) in given {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}

struct Entry {
    signup: Signup,
    shift: Shift,
    detail: ActionDetail,
}

/// Its texts in the reader's language.
struct Written {
    title: String,
    place: String,
    text: String,
    url: String,
}

impl Entry {
    fn written(&self, lang: Lang, origin: &str) -> Written {
        let action = &self.detail.action;
        let url = format!("{origin}/actions/{}", action.id);
        let about = [&self.detail.about, &self.detail.meeting].into_iter().flatten().map(|texts| texts.show(lang).text);
        let why = called_off::why(self.detail.off().as_ref(), lang);
        let text = why.iter().map(String::as_str).chain(about).chain([url.as_str()]).collect::<Vec<_>>().join("\n\n");
        let place = calendar::place(action, self.detail.address.as_ref(), lang);
        Written { title: calendar::title(action, &self.shift, lang), place, text, url }
    }

    fn event<'a>(&'a self, written: &'a Written, host: &'a str, now: meyirim::model::Instant, lang: Lang) -> Event<'a> {
        Event {
            action: &self.detail.action.id,
            shift: &self.shift.id,
            host,
            stamp: now,
            when: When::Times { starts: self.shift.starts, ends: self.shift.ends },
            sequence: self.detail.sequence,
            status: match self.signup.standing {
                _ if self.detail.action.state == ActionState::Cancelled => Status::Cancelled,
                // Who looks for a stand-in does not plan to come.
                SignupState::Confirmed if self.signup.cover.is_none() => Status::Confirmed,
                _ => Status::Tentative,
            },
            title: &written.title,
            place: Some(written.place.as_str()).filter(|place| !place.is_empty()),
            coordinates: self.detail.coordinates,
            text: &written.text,
            url: &written.url,
            lang,
        }
    }
}
