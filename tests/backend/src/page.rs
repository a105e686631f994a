//! Pages of a list: where a page ends, how the next one is named, and the JSON around the records.
//!
//! A page cursor holds the place after which the next page begins, and the change cursor of the first page, so that a client that
//! pages through a list while it changes misses nothing: what changed meanwhile comes with `changes` from there. It is checked, not
//! signed: all that a made-up one can do is begin a page somewhere else, so who reads on is told of in the audit as who begins.

use crate::{changes, db::Db, failure::Result, params::Params, reply};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::Response;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use meyirim::model::{Action, Id};

/// The last record before the page, and the number of the last change as of the first page.
#[derive(Debug, Clone, PartialEq)]
pub struct PageCursor {
    pub head: i64,
    pub starts: i64,
    pub id: String,
}

impl PageCursor {
    pub fn write(&self, db: &Db) -> String {
        URL_SAFE_NO_PAD.encode(format!("{} {} {} {}", db.epoch, self.head, self.starts, self.id))
    }

    pub fn read(db: &Db, text: &str) -> Result<Self, String> {
        let parse = || {
            let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
            let text = String::from_utf8(bytes).ok()?;
            let [epoch, head, starts, id] = text.split(' ').collect::<Vec<_>>().try_into().ok()?;
            let cursor = Self { head: head.parse().ok()?, starts: starts.parse().ok()?, id: Id::<Action>::new(id).ok()?.to_string() };
            (epoch == &*db.epoch).then_some(cursor)
        };
        parse().ok_or_else(|| "is no cursor of this list".to_owned())
    }
}

/// `{"items": [...], "total": ..., "changes": "..."}`. The records are JSON already and are not read again.
pub fn body(db: &Db, records: &[String], total: i64, head: i64) -> String {
    body_with(records, total, &changes::write_cursor(db, head))
}

fn body_with(records: &[String], total: i64, changes: &str) -> String {
    let mut body = String::with_capacity(records.iter().map(|record| record.len() + 1).sum::<usize>() + 100);
    body.push_str("{\"items\":[");
    for (at, record) in records.iter().enumerate() {
        if at > 0 {
            body.push(',');
        }
        body.push_str(record);
    }
    body.push_str(&format!("],\"total\":{total},\"changes\":\"{changes}\"}}"));
    body
}

/// `Link: <...>; rel="next"`: this request's own query with another cursor.
pub fn link(response: &mut Response, uri: &Uri, cursor: &str) {
    let kept = uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="));
    let query = kept.map(str::to_owned).chain([format!("cursor={cursor}")]).collect::<Vec<_>>().join("&");
    if let Ok(value) = HeaderValue::from_str(&format!("<{}?{query}>; rel=\"next\"", uri.path())) {
        response.headers_mut().insert(header::LINK, value);
    }
}

/// The cursor of a page, if one was given.
pub fn cursor(params: &mut Params, db: &Db) -> Option<PageCursor> {
    params.get_with("cursor", |text| PageCursor::read(db, text))
}

/// The number of the last change of all, and the ETag of a list, which only changes of the list's own kind change. `sql` asks for head,
/// floor and the last change of the kind; the floor counts, since the last change may have been a removal that is forgotten by now.
pub async fn as_of(db: &Db, sql: &'static str) -> Result<(i64, String)> {
    let (head, floor, last): (i64, i64, i64) = sqlx::query_as(sql).fetch_one(&db.pool).await?;
    Ok((head, format!("W/\"{}-{}\"", db.epoch, last.max(floor))))
}

/// A page of records that are listed by id; `rows` holds one more than `limit` when there is a next page.
pub fn by_id(db: &Db, uri: &Uri, etag: Option<&str>, rows: Vec<(String, String)>, limit: u32, total: i64, after: &PageCursor) -> Response {
    by_id_from(db, uri, etag, rows, limit, total, after, &changes::write_cursor(db, after.head))
}

/// The same of a list that has a change feed of its own: `changes` is its cursor as of the first page.
#[expect(clippy::too_many_arguments, reason = "what makes a page")]
pub fn by_id_from(
    db: &Db,
    uri: &Uri,
    etag: Option<&str>,
    mut rows: Vec<(String, String)>,
    limit: u32,
    total: i64,
    after: &PageCursor,
    changes: &str,
) -> Response {
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(|(id, _)| PageCursor { head: after.head, starts: 0, id: id.clone() });
    let records: Vec<String> = rows.into_iter().map(|(_, record)| record).collect();
    let body = body_with(&records, total, changes);
    let mut response = match etag {
        Some(etag) => reply::tagged(etag, body),
        None => reply::json(StatusCode::OK, body),
    };
    if let Some(next) = next {
        link(&mut response, uri, &next.write(db));
    }
    response
}
