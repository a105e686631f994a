//! Who may do what: one's own rights, and giving and taking roles, for administrators. Nobody takes away the last administrator, and who gives on what somebody else has changed meanwhile hears of it.

use crate::{
    app::App,
    ask::{Ask, Json},
    audit,
    db::Write,
    failure::{Failure, Result},
    idempotency::{self, Answer},
    params::Params,
    records, reply,
    reply::Named,
    slices, who,
    who::Me,
};
use axum::{
    extract::{OriginalUri, State},
    http::StatusCode,
    response::Response,
};
use meyirim::{
    api::ProblemKind,
    model::{
        OrganisationId, Person, PersonId, Role,
        audit::What,
        can::{Act, NoRights, Rights},
        people::{Found, FoundPeople, Give, LONGEST, Look, MOST, NoLook, Sought},
    },
};
use serde_json::json;
use sqlx::AnyConnection;
use std::collections::BTreeSet;

/// What I may do
///
/// My roles, and the organisations whose members I coordinate.
#[utoipa::path(
    get, path = "/session/person/rights", tag = "rights",
    security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "As they are now", body = Rights)),
)]
pub async fn my_rights(me: Me, OriginalUri(uri): OriginalUri) -> Result<Response> {
    Params::read(&uri, &[]).done()?;
    reply::ok(&me.rights)
}

/// Look somebody up
///
/// By a whole contact, or a part of a name; to give them a role. By POST, so that neither stands in an address.
#[utoipa::path(
    post, path = "/admin/persons/look", tag = "rights",
    params(crate::openapi::KeyHeader),
    request_body = Look,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "At most twenty people", body = FoundPeople),
        (status = 403, description = "`forbidden`: `detail` is why"),
        (status = 422, description = "`invalid`: fewer than three letters, or too many"),
    ),
)]
pub async fn look_people(State(app): State<App>, me: Me, ask: Ask<Json<Look>>) -> Result<Response> {
    me.can(Act::SeePeople)?;
    let sought = ask.body.0.sought().map_err(|why| match why {
        NoLook::TooShort => Failure::invalid("/text", "is a contact, or at least three letters of a name"),
        NoLook::TooLong => Failure::invalid("/text", format!("has more than {LONGEST} characters")),
    })?;
    let mut conn = app.db.pool.acquire().await?;
    let ids: Vec<String> = match &sought {
        // Who walked in at a kiosk has no account that could be given anything.
        Sought::Contact(contact) if contact.is_nobodys() => Vec::new(),
        Sought::Contact(contact) => {
            sqlx::query_scalar("SELECT id FROM persons WHERE contact = $1").bind(contact.as_str()).fetch_all(&mut *conn).await?
        }
        Sought::Name(name) => by_name(&mut conn, name).await?,
    };
    let more = ids.len() > MOST;
    let mut people = Vec::new();
    for id in ids.iter().take(MOST) {
        let id = PersonId::new(id).map_err(|_| Failure::internal())?;
        if let Some(person) = records::person(&mut conn, &id).await? {
            people.push(found(&mut conn, person).await?);
        }
    }
    drop(conn);
    let by = if matches!(sought, Sought::Contact(_)) { "contact" } else { "name" };
    let details = json!({ "by": by, "found": people.len() });
    audit::note_now(&app.db, &me, What::PeopleLookedUp, "", &details, app.clock.now()).await?;
    reply::ok(&FoundPeople { people, more })
}

/// By names folded as the app folds them, which neither data base does: over all names, as administrators look somebody up now and then.
async fn by_name(conn: &mut AnyConnection, name: &str) -> Result<Vec<String>> {
    use meyirim::model::fold::{Key, Query, fold};
    let Some(query) = Query::new(name) else { return Ok(Vec::new()) };
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT id, name FROM persons WHERE name IS NOT NULL AND contact NOT LIKE '%.invalid' ORDER BY name, id")
            .fetch_all(conn)
            .await?;
    let finds = |(_, name): &(String, String)| query.finds(&Key::new(fold(name)));
    Ok(rows.into_iter().filter(finds).map(|(id, _)| id).take(MOST + 1).collect())
}

async fn found(conn: &mut AnyConnection, person: Person) -> Result<Found> {
    let organisations = who::organisations(conn, &person.id).await?;
    let rights = Rights { roles: person.roles.iter().copied().collect(), organisations };
    Ok(Found { id: person.id, name: person.name, contact: person.contact, rights })
}

/// Give and take roles
///
/// All roles and organisations that are to be the person's, in place of those of `before`. From the next request on they may do what these allow, and no more.
#[utoipa::path(
    put, path = "/admin/persons/{id}/roles", tag = "rights",
    params(("id" = PersonId, Path, description = "Of the person"), crate::openapi::KeyHeader),
    request_body = Give,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "As they are now", body = Found),
        (status = 403, description = "`forbidden`: `detail` is why"),
        (status = 404, description = "`not-found`"),
        (status = 412, description = "`changed`: `before` is not how it is"),
        (status = 422, description = "`invalid`: roles that do not go together, an organisation that there is not, or the last administrator"),
    ),
)]
pub async fn give_roles(State(app): State<App>, me: Me, Named(id): Named<PersonId>, ask: Ask<Json<Give>>) -> Result<Response> {
    me.can(Act::GiveRoles)?;
    let now = app.clock.now();
    let Give { before, rights } = &ask.body.0;
    rights.check().map_err(|why| match why {
        NoRights::Unknown => Failure::invalid("/rights/roles", "is none that can be given"),
        NoRights::AuditorKeeps => Failure::invalid("/rights/roles", "an auditor holds no role that changes what is audited"),
        NoRights::NoCoordinator => Failure::invalid("/rights/organisations", "are for coordinators"),
        NoRights::TooMany => Failure::invalid("/rights/organisations", "are more than 20"),
    })?;
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    one_by_one(&mut w).await?;
    // And nobody writes them from what they read before: a role that is taken away would come back.
    let person = records::hold_other(&mut w, &id).await?.filter(|person| !person.contact.is_nobodys()).ok_or_else(Failure::not_found)?;
    let was = found(w.conn(), person.clone()).await?;
    if was.rights != *before {
        return Err(Failure::new(ProblemKind::Changed, "Somebody changed it meanwhile"));
    }
    if let Some(unknown) = unknown(&mut w, &rights.organisations).await? {
        return Err(Failure::invalid("/rights/organisations", format!("{unknown} is none that there is")));
    }
    let person = Person { roles: rights.roles.iter().copied().collect(), ..person };
    records::put_person(w.conn(), &person, now).await?;
    if was.rights.roles.contains(&Role::Administrator) && !somebody_administers(&mut w).await? {
        return Err(Failure::invalid("/rights/roles", "somebody has to be administrator"));
    }
    bind(w.conn(), &id, &rights.organisations).await?;
    let now_is = found(w.conn(), person).await?;
    let answer = Answer::new(StatusCode::OK, &now_is)?;
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    audit::note(&mut w, &me, What::RolesChanged, id.as_str(), &json!({ "before": before, "after": rights }), now).await?;
    w.commit().await?;
    Ok(answer.into_response())
}

async fn unknown(w: &mut Write, organisations: &BTreeSet<OrganisationId>) -> Result<Option<OrganisationId>> {
    if organisations.is_empty() {
        return Ok(None);
    }
    let known = slices::known(w).await?;
    Ok(organisations.iter().find(|id| !known.contains(id.as_str())).cloned())
}

/// One after another, whoever they are about: two administrators who take each other's role would both see the other one. A row that nobody else holds, before any person's.
pub async fn one_by_one(w: &mut Write) -> Result<()> {
    sqlx::query("UPDATE hub SET value = value WHERE name = 'epoch'").execute(w.conn()).await?;
    Ok(())
}

/// Whether anybody is administrator, as the data base stands now.
pub async fn somebody_administers(w: &mut Write) -> Result<bool> {
    let all: Vec<String> = sqlx::query_scalar("SELECT roles FROM persons WHERE roles LIKE '%administrator%'").fetch_all(w.conn()).await?;
    let is = |roles: &String| serde_json::from_str::<Vec<Role>>(roles).is_ok_and(|roles| roles.contains(&Role::Administrator));
    Ok(all.iter().any(is))
}

/// Binds a person to these organisations, and to no others.
pub async fn bind(conn: &mut AnyConnection, person: &PersonId, organisations: &BTreeSet<OrganisationId>) -> Result<()> {
    sqlx::query("DELETE FROM person_organisations WHERE person = $1").bind(person.as_str()).execute(&mut *conn).await?;
    for organisation in organisations {
        sqlx::query("INSERT INTO person_organisations (person, organisation) VALUES ($1, $2)")
            .bind(person.as_str())
            .bind(organisation.as_str())
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}
