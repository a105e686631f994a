//! The association's list: read it, follow its changes, change it in batches, take a batch back. What a change does to a member is decided in `model::member_edit` and `model::batch`; here it is
//! carried out, and every change kept with who, when and why.

use crate::{
    app::App,
    ask::{Ask, Json, LargeJson},
    audit, changes,
    db::Write,
    failure::{Failure, Result},
    idempotency::{self, Answer},
    opt_outs,
    page::{self, PageCursor},
    params::Params,
    participation,
    records::key,
    reply::{self, Named},
    slices::{self, Part},
    who::Me,
};
use axum::{
    extract::{OriginalUri, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use meyirim::model::{
    Instant,
    audit::What,
    batch::{self, BatchDone, BatchId, BatchKind, BatchPart, Edit, EditDone, Edited, UndoBatch, Unfit, take_back},
    can::{Act, Denied},
    change::RosterChangeSet,
    member::{Field, Member, MemberId, Wrong},
    member_edit::Change,
    slice,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap, btree_map::Entry};

/// The list of members
///
/// Ascending by id; for a coordinator the members of their organisations. `changes` of the first page is the cursor to go on from with `/roster/changes`.
#[utoipa::path(
    get, path = "/roster", tag = "roster",
    params(crate::openapi::PageQuery, crate::openapi::HaveHeader),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "A page", body = crate::openapi::PageOf<Member>, headers(
            ("ETag" = String, description = "Weak"), ("Link" = Option<String>, description = "`rel=\"next\"`, unless this is the last page")
        )),
        (status = 304, description = "As it was"),
        (status = 403, description = "`forbidden`"),
    ),
)]
pub async fn list_members(State(app): State<App>, me: Me, OriginalUri(uri): OriginalUri, headers: HeaderMap) -> Result<Response> {
    let part = Part::of(me.can(Act::SeeMembers)?);
    let mut params = Params::read(&uri, &["limit", "cursor"]);
    let limit = params.limit(500, 1000);
    let after = page::cursor(&mut params, &app.db);
    params.done()?;
    let (head, etag) =
        page::as_of(&app.db, "SELECT head, floor, (SELECT COALESCE(MAX(rev), 0) FROM members WHERE rev > floor) FROM history").await?;
    let etag = part.etag(etag);
    if let Some(unchanged) = reply::unchanged(&headers, &etag) {
        return Ok(unchanged);
    }
    let total = part.count(&app.db).await?;
    let (details, now) = (json!({ "members": total, "whole": part.is_whole() }), app.clock.now());
    match after {
        None => audit::note_now(&app.db, &me, What::ListFetched, "", &details, now).await?,
        // Of the reading that was told of with its first page; or somebody begins elsewhere.
        Some(_) => audit::note_hourly(&app.db, &me, What::ListFetched, "", &details, now).await?,
    }
    let after = after.unwrap_or(PageCursor { head, starts: 0, id: String::new() });
    let rows = part.page(&app.db, &after.id, i64::from(limit) + 1).await?;
    Ok(page::by_id_from(&app.db, &uri, Some(&etag), rows, limit, total, &after, &part.write_cursor(&app.db, after.head)))
}

/// What has changed in the list
///
/// As `/changes`, for members. Of a coordinator's part: who has come into it is changed, who has left it is removed. `reset` also where the rights of who asks have changed.
#[utoipa::path(
    get, path = "/roster/changes", tag = "roster",
    params(("since" = String, Query, description = "The cursor of the list (`changes`) or of the last change set", min_length = 1, max_length = 200)),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "The changes", body = RosterChangeSet),
        (status = 403, description = "`forbidden`"),
    ),
)]
pub async fn member_changes(State(app): State<App>, me: Me, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let part = Part::of(me.can(Act::SeeMembers)?);
    let mut params = Params::read(&uri, &["since"]);
    let since = params.get_with("since", changes::cursor_text);
    params.done()?;
    let since = since.ok_or_else(|| Failure::malformed("/query/since", "is missing"))?;
    let (head, floor): (i64, i64) = sqlx::query_as("SELECT head, floor FROM history").fetch_one(&app.db.pool).await?;
    let from = part.read_cursor(&app.db, &since).filter(|from| (floor..=head).contains(from));
    let (rows, upto) = match from {
        Some(from) => part.range(&app.db, from, head, changes::PAGE).await?,
        None => (Vec::new(), head),
    };
    if !rows.is_empty() {
        audit::note_hourly(&app.db, &me, What::ChangesFetched, "", &json!({ "whole": part.is_whole() }), app.clock.now()).await?;
    }
    let members = changes::part(rows, upto);
    let cursor = part.write_cursor(&app.db, upto);
    Ok(reply::json(StatusCode::OK, changes::set(&cursor, from.is_none(), upto < head, &[("members", &members)])))
}

/// Change members
///
/// A part of a batch: up to 500 edits, each merged field by field. What somebody else has changed meanwhile is left as it is and told as a clash. A new id is a new member. A record of a merge goes into the other with that one's own
/// edit, or neither is changed: `unfit` with `changed`. A coordinator changes members of their organisations (`unfit` with `other_organisation`), writes down new ones into them, and merges what is in them.
#[utoipa::path(
    post, path = "/roster/batches", tag = "roster",
    params(crate::openapi::KeyHeader),
    request_body = BatchPart,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "What became of each edit", body = BatchDone),
        (status = 403, description = "`forbidden`"),
        (status = 422, description = "`invalid`: too many edits, a member twice, or a batch of somebody else"),
    ),
)]
pub async fn send_batch(State(app): State<App>, me: Me, ask: Ask<LargeJson<BatchPart>>) -> Result<Response> {
    let now = app.clock.now();
    let part = &ask.body.0;
    let reach = me.can(match part.kind {
        BatchKind::Import => Act::ImportMembers,
        BatchKind::Merge => Act::MergeMembers,
        _ => Act::ChangeMembers,
    })?;
    part.check().map_err(|(pointer, why)| Failure::invalid(pointer, why))?;
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    open_batch(&mut w, &me, &Heading { id: &part.id, kind: part.kind, why: part.why.as_deref(), made_at: part.made_at, undoes: "" }, now)
        .await?;
    let known = slices::known(&mut w).await?;
    let merge = part.kind == BatchKind::Merge;
    let ever = Part::of(reach).ever(w.conn()).await?;
    let stranger = |member: &Member| slice::is_stranger(member, ever.as_ref().is_none_or(|ever| ever.contains(member.id.as_str())));
    let guard = |members: &HashMap<MemberId, Member>| match merge {
        true if members.values().any(stranger) => Err(Denied::OtherOrganisation),
        true => slice::merge(reach, &part.edits, members),
        false => Ok(()),
    };
    let apply = |edit: &Edit, member: &mut Member| {
        if stranger(member) {
            return Err(Unfit { change: 0, why: Wrong::OtherOrganisation });
        }
        if let Some(change) = edit.changes.iter().position(|change| names_nobody(change, &known, member)) {
            return Err(Unfit { change, why: Wrong::Unknown });
        }
        if merge { edit.apply(member) } else { slice::fit(reach, edit, member)?.apply(member) }
    };
    let results = carry_out(&mut w, (&app, &me), &part.id, &part.edits, guard, apply, now).await?;
    let answer = Answer::new(StatusCode::OK, &BatchDone { results: results.clone() })?;
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    audit::note(&mut w, &me, What::MembersChanged, about(&part.id, &results), &told(part.kind, &results)?, now).await?;
    w.commit().await?;
    Ok(answer.into_response())
}

/// An organisation that there is not, and that the member has not had.
fn names_nobody(change: &Change, known: &BTreeSet<String>, member: &Member) -> bool {
    match change {
        Change::Entries { field: Field::Organisations, add, .. } => {
            let had = member.entries(Field::Organisations);
            add.iter().any(|id| !known.contains(id) && !had.contains(id))
        }
        _ => false,
    }
}

/// What the audit names: the member, where it was about one, else the batch.
fn about<'a>(batch: &'a BatchId, results: &'a [EditDone]) -> &'a str {
    match results {
        [one] => one.member.as_str(),
        _ => batch.as_str(),
    }
}

/// What the audit tells of a part of a batch: no value of any field.
fn told(kind: BatchKind, results: &[EditDone]) -> Result<serde_json::Value> {
    let fields: BTreeSet<Field> = results.iter().flat_map(|result| &result.done).map(Change::field).collect();
    let changed = results.iter().filter(|result| !result.done.is_empty()).count();
    Ok(json!({ "kind": key(kind)?, "edits": results.len(), "changed": changed, "fields": fields }))
}

/// Take a batch back
///
/// All that nobody has changed since; what was changed later stays. A record that another has gone into since is left as it is (`unfit` with `joined`): the merge is to be taken back first. It is a
/// batch itself, so it can be taken back too.
#[utoipa::path(
    post, path = "/roster/batches/{id}/undo", tag = "roster",
    params(("id" = BatchId, Path, description = "Of the batch to take back"), crate::openapi::KeyHeader),
    request_body = UndoBatch,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "What became of each member", body = BatchDone),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"),
        (status = 422, description = "`invalid`: too long a reason, or the id of another batch"),
    ),
)]
pub async fn undo_batch(State(app): State<App>, me: Me, Named(id): Named<BatchId>, ask: Ask<Json<UndoBatch>>) -> Result<Response> {
    let reach = me.can(Act::TakeBack)?;
    let now = app.clock.now();
    let asked = &ask.body.0;
    asked.check().map_err(|(pointer, why)| Failure::invalid(pointer, why))?;
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let known: Option<(String, String)> =
        sqlx::query_as("SELECT kind, person FROM batches WHERE id = $1").bind(id.as_str()).fetch_optional(w.conn()).await?;
    let (kind, by) = known.ok_or_else(Failure::not_found)?;
    let kind: BatchKind = serde_json::from_value(kind.into())?;
    let heading = Heading { id: &asked.id, kind: BatchKind::Undo, why: asked.why.as_deref(), made_at: asked.made_at, undoes: id.as_str() };
    open_batch(&mut w, &me, &heading, now).await?;
    let mut edits = inverse(&mut w, &id).await?;
    let joined = joined_since(&mut w, &id).await?;
    // What may have been a merge is taken back whole; all else edit by edit, as it was made.
    let merge = matches!(kind, BatchKind::Merge | BatchKind::Undo);
    let ever = Part::of(reach).ever(w.conn()).await?;
    if let Some(ever) = ever.filter(|_| !merge) {
        // Of the others in it not even an id is told.
        let all = edits.len();
        edits.retain(|edit| ever.contains(edit.member.as_str()));
        if edits.is_empty() && all > 0 {
            return Err(Failure::denied(Denied::OtherOrganisation));
        }
    }
    let guard = |members: &HashMap<MemberId, Member>| if merge { slice::whole(reach, &edits, members) } else { Ok(()) };
    let apply = |edit: &Edit, member: &mut Member| match joined.contains(edit.member.as_str()) {
        true => Err(Unfit { change: 0, why: Wrong::Joined }),
        false if merge => take_back(edit, member),
        false if by == me.person.as_str() => take_back(&slice::fit_back(reach, edit, member)?, member),
        false => take_back(&slice::fit(reach, edit, member)?, member),
    };
    let results = carry_out(&mut w, (&app, &me), &asked.id, &edits, guard, apply, now).await?;
    let answer = Answer::new(StatusCode::OK, &BatchDone { results: results.clone() })?;
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    audit::note(&mut w, &me, What::BatchUndone, about(&id, &results), &told(kind, &results)?, now).await?;
    w.commit().await?;
    Ok(answer.into_response())
}

struct Heading<'a> {
    id: &'a BatchId,
    kind: BatchKind,
    why: Option<&'a str>,
    made_at: Instant,
    undoes: &'a str,
}

/// The batch, new or begun by an earlier part; nobody adds to another's.
async fn open_batch(w: &mut Write, me: &Me, heading: &Heading<'_>, now: Instant) -> Result<()> {
    sqlx::query(
        "INSERT INTO batches (id, kind, person, why, made_at, at, undoes) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
    )
    .bind(heading.id.as_str())
    .bind(key(heading.kind)?)
    .bind(me.person.as_str())
    .bind(heading.why)
    .bind(heading.made_at.0)
    .bind(now.0)
    .bind(heading.undoes)
    .execute(w.conn())
    .await?;
    let (person, kind, undoes): (String, String, String) =
        sqlx::query_as("SELECT person, kind, undoes FROM batches WHERE id = $1").bind(heading.id.as_str()).fetch_one(w.conn()).await?;
    if person != me.person.as_str() || kind != key(heading.kind)? || undoes != heading.undoes {
        return Err(Failure::invalid("/id", "is that of another batch"));
    }
    Ok(())
}

/// What takes a batch back, one edit a member. Of one that took a merge back: the merge again.
async fn inverse(w: &mut Write, id: &BatchId) -> Result<Vec<Edit>> {
    let rows: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT c.member, c.changes, COALESCE((
           SELECT MAX(m.merged_into) FROM batches b JOIN member_changes m ON m.batch = b.undoes AND m.member = c.member WHERE b.id = c.batch
         ), '') FROM member_changes c WHERE c.batch = $1 ORDER BY c.rev DESC",
    )
    .bind(id.as_str())
    .fetch_all(w.conn())
    .await?;
    let id = |text: &str| MemberId::new(text).map_err(|_| Failure::internal());
    let mut edits: BTreeMap<String, Edit> = BTreeMap::new();
    for (member, changes, into) in rows {
        let done: Vec<Change> = serde_json::from_str(&changes)?;
        let edit = match edits.entry(member) {
            Entry::Occupied(edit) => edit.into_mut(),
            Entry::Vacant(place) => {
                let member = id(place.key())?;
                place.insert(Edit::new(member, Vec::new()))
            }
        };
        edit.changes.extend(done.into_iter().rev().map(Change::inverse));
        if !into.is_empty() {
            edit.into = Some(id(&into)?);
        }
    }
    Ok(edits.into_values().collect())
}

/// Members of a batch into whom another record has gone since, and still is: what is taken back might be all that is known of the other.
async fn joined_since(w: &mut Write, id: &BatchId) -> Result<BTreeSet<String>> {
    let members: Vec<String> = sqlx::query_scalar(
        "SELECT DISTINCT c.member FROM member_changes c JOIN member_changes m ON m.merged_into = c.member AND m.rev > c.rev
         WHERE c.batch = $1 AND m.batch <> c.batch AND m.rev = (SELECT MAX(l.rev) FROM member_changes l WHERE l.member = m.member)",
    )
    .bind(id.as_str())
    .fetch_all(w.conn())
    .await?;
    Ok(members.into_iter().collect())
}

/// Each edit on its member, as [`batch::carry_out`] says, unless `guard` refuses all of it. All rows are held first, in the order of their ids, so that two batches never wait for one another.
async fn carry_out(
    w: &mut Write,
    (app, me): (&App, &Me),
    id: &BatchId,
    edits: &[Edit],
    guard: impl FnOnce(&HashMap<MemberId, Member>) -> std::result::Result<(), Denied>,
    apply: impl Fn(&Edit, &mut Member) -> std::result::Result<Edited, Unfit>,
    now: Instant,
) -> Result<Vec<EditDone>> {
    let order: BTreeSet<&MemberId> = edits.iter().flat_map(|edit| [&edit.member, edit.stays()]).collect();
    let mut members = HashMap::new();
    for id in order {
        members.insert(id.clone(), hold(w, id).await?);
    }
    guard(&members).map_err(Failure::denied)?;
    let met: Vec<Member> = edits.iter().filter(|edit| edit.into.is_some()).filter_map(|edit| members.get(&edit.member).cloned()).collect();
    let mut results = batch::carry_out(edits, &mut members, apply);
    let into: HashMap<&MemberId, &MemberId> = edits.iter().filter_map(|edit| Some((&edit.member, edit.into.as_ref()?))).collect();
    let changed = results.iter().filter(|result| !result.done.is_empty()).count();
    let mut rev = if changed > 0 { w.revs(i64::try_from(changed).unwrap_or(i64::MAX)).await? } else { 0 };
    for result in &mut results {
        let member = members.get_mut(&result.member).ok_or_else(Failure::internal)?;
        if result.done.is_empty() {
            continue;
        }
        member.rev = u64::try_from(rev).unwrap_or_default();
        result.rev = member.rev;
        put(w, member, now).await?;
        if result.done.iter().any(|change| change.field() == Field::Organisations) {
            slices::put(w, member, rev, now).await?;
        }
        sqlx::query("INSERT INTO member_changes (member, rev, batch, at, changes, merged_into) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(member.id.as_str())
            .bind(rev)
            .bind(id.as_str())
            .bind(now.0)
            .bind(serde_json::to_string(&result.done)?)
            .bind(into.get(&result.member).map_or("", |into| into.as_str()))
            .execute(w.conn())
            .await?;
        rev += 1;
    }
    for gone in met.iter().filter(|gone| members.get(&gone.id).is_some_and(Member::is_blank)) {
        if let Some(stays) = into.get(&gone.id) {
            opt_outs::follow(w, &app.db, me, gone, stays, now).await?;
        }
    }
    // Those who were held, and are nobody.
    for member in members.values().filter(|member| member.rev == 0) {
        sqlx::query("DELETE FROM members WHERE id = $1 AND rev = 0").bind(member.id.as_str()).execute(w.conn()).await?;
    }
    Ok(results)
}

/// A member for changing, or one of whom nothing is known yet. The row is ours until the transaction ends.
async fn hold(w: &mut Write, id: &MemberId) -> Result<Member> {
    sqlx::query("INSERT INTO members (id, rev, gone, record) VALUES ($1, 0, 1, '') ON CONFLICT DO NOTHING")
        .bind(id.as_str())
        .execute(w.conn())
        .await?;
    let (rev, gone, record): (i64, i64, String) =
        sqlx::query_as("UPDATE members SET held = 1 - held WHERE id = $1 RETURNING rev, gone, record")
            .bind(id.as_str())
            .fetch_one(w.conn())
            .await?;
    if gone == 0 {
        return Ok(serde_json::from_str(&record)?);
    }
    Ok(Member { rev: u64::try_from(rev).unwrap_or_default(), ..Member::new(id.clone()) })
}

async fn put(w: &mut Write, member: &Member, now: Instant) -> Result<()> {
    let gone = member.is_blank();
    participation::put_contacts(w, member).await?;
    sqlx::query("UPDATE members SET rev = $2, gone = $3, record = $4 WHERE id = $1")
        .bind(member.id.as_str())
        .bind(i64::try_from(member.rev).unwrap_or(i64::MAX))
        .bind(if gone { now.0 } else { 0 })
        .bind(if gone { String::new() } else { serde_json::to_string(member)? })
        .execute(w.conn())
        .await?;
    Ok(())
}
