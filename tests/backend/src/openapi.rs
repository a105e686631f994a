//! The OpenAPI document, made from the handlers and the wire types themselves. What every operation may answer is added here once,
//! not at each of them.

use axum::response::{IntoResponse, Response};
use meyirim::{
    api::Problem,
    model::{Action, Cursor, Instant},
};
use serde::Serialize;
use utoipa::{
    IntoParams, OpenApi, PartialSchema, ToSchema,
    openapi::{
        Components, ContentBuilder, HeaderBuilder, Info, Ref, RefOr, Response as Described, ResponseBuilder, Schema,
        path::{Operation, ParameterIn},
        schema::AdditionalProperties,
        security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme},
    },
};

/// One page of a list.
#[derive(Serialize, ToSchema)]
pub struct PageOf<T> {
    pub items: Vec<T>,
    /// Over all pages.
    pub total: u64,
    /// From where `/changes` goes on, as of the first page.
    pub changes: Cursor,
}

/// The header that every write carries.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only described here; read by `ask`")]
pub struct KeyHeader {
    /// Made by the client, one per decision of a person
    #[param(rename = "Idempotency-Key", min_length = 1, max_length = 128, pattern = "^[!-~]{1,128}$")]
    key: String,
}

/// The header that tells the clock of the device, so that a wrong one can be told and put right.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only described here; read by `attendance`")]
pub struct SentHeader {
    /// When the device sends this, by its own clock
    #[param(rename = "Sent-At", required = false)]
    sent_at: Instant,
}

/// The header that saves an answer that one has.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only described here; read by `reply`")]
pub struct HaveHeader {
    /// The ETag of the answer that one has
    #[param(rename = "If-None-Match")]
    etag: Option<String>,
}

/// What every list can be asked for.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described here; read by `params`")]
pub struct PageQuery {
    /// Records on a page; 100 if not said
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
    /// From the `Link` of the page before
    cursor: Option<String>,
}

#[derive(OpenApi)]
#[openapi(components(schemas(Problem, Action)))]
struct Frame;

/// The document without its operations.
pub fn frame() -> utoipa::openapi::OpenApi {
    let mut document = Frame::openapi();
    document.info = Info::new("Meyirim", env!("CARGO_PKG_VERSION"));
    // `As-Person` is told here and is no parameter of each operation: made-up ids in it would have every generated request refused.
    document.info.description = Some(
        "The native contract of the volunteer hub. Errors are problem documents (RFC 9457) with a stable `type`; writes carry an \
         `Idempotency-Key`, and a repeat is answered as the first time. A write may say in `As-Person` whose it is, by the person's id: under \
         anybody else's session it is refused as `sign-in`, and nothing is done."
            .to_owned(),
    );
    let components = document.components.get_or_insert_with(Components::new);
    components.add_security_scheme("bearer", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    components.add_security_scheme("cookie", SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(crate::who::COOKIE))));
    // By the letter a scheme of `Authorization` of its own; OpenAPI knows only registered ones.
    let kiosk = ApiKeyValue::with_description("Authorization", "`Kiosk`, a space, and the secret of the device");
    components.add_security_scheme("kiosk", SecurityScheme::ApiKey(ApiKey::Header(kiosk)));
    document
}

/// The whole document, as `serve` shows it and `openapi` prints it.
pub fn document() -> utoipa::openapi::OpenApi {
    finish(crate::app::api().split_for_parts().1)
}

pub async fn show(document: utoipa::openapi::OpenApi) -> Response {
    ([(axum::http::header::CACHE_CONTROL, "no-cache")], axum::Json(document)).into_response()
}

/// Adds what holds for all operations.
pub fn finish(mut document: utoipa::openapi::OpenApi) -> utoipa::openapi::OpenApi {
    for item in document.paths.paths.values_mut() {
        for operation in [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch].into_iter().flatten() {
            complete(operation);
        }
    }
    for schema in document.components.iter_mut().flat_map(|components| components.schemas.values_mut()) {
        close(schema);
    }
    document
}

/// An enum is one of its shapes, and nothing beside it: serde refuses an object with two of them, which utoipa does not say.
fn close(schema: &mut RefOr<Schema>) {
    let RefOr::T(Schema::OneOf(one_of)) = schema else { return };
    for item in &mut one_of.items {
        if let RefOr::T(Schema::Object(object)) = item
            && object.properties.len() == 1
            && object.required.len() == 1
        {
            object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
        }
    }
}

fn complete(operation: &mut Operation) {
    let parameters = operation.parameters.iter().flatten().filter_map(|parameter| match parameter {
        RefOr::T(parameter) => Some(parameter),
        RefOr::Ref(_) => None,
    });
    let is_write = parameters.clone().any(|parameter| parameter.name == "Idempotency-Key");
    let has_query = parameters.clone().any(|parameter| matches!(parameter.parameter_in, ParameterIn::Query));
    // An empty requirement among them says that it also works for nobody.
    let secured = operation
        .security
        .as_ref()
        .is_some_and(|all| all.iter().all(|one| serde_json::to_value(one).is_ok_and(|json| json != serde_json::json!({}))));
    let mut common = vec![(429, "`too-many`: see `Retry-After`"), (500, "Something broke"), (503, "`unavailable`")];
    if is_write || has_query || parameters.clone().any(|parameter| matches!(parameter.parameter_in, ParameterIn::Path)) {
        common.push((400, "`malformed`: `errors` names the parameter, header or place"));
    }
    if secured {
        common.push((401, "`sign-in`: nobody is signed in"));
    }
    if is_write {
        common.extend([
            (403, "`forbidden`: the request came from another site, or the role does not allow it"),
            (409, "`key-reused`: the idempotency key belongs to another request"),
            (413, "`too-large`: more than 64 KiB, or 1 MiB for a part of a batch"),
        ]);
    }
    if operation.request_body.is_some() {
        common.extend([(415, "`malformed`: not `application/json`"), (422, "`invalid`: `errors` points into the body")]);
    }
    for (status, description) in common {
        let described = operation.responses.responses.entry(status.to_string());
        let described = described.or_insert_with(|| RefOr::T(Described::new(description)));
        if let RefOr::T(described) = described
            && !described.description.contains(description)
        {
            described.description = format!("{}; {description}", described.description);
        }
    }
    for (status, described) in &mut operation.responses.responses {
        let RefOr::T(described) = described else { continue };
        if status.starts_with(['4', '5']) {
            let schema = Ref::from_schema_name("Problem");
            let mut filled = ResponseBuilder::from(described.clone())
                .content("application/problem+json", ContentBuilder::new().schema(Some(schema)).build());
            if status == "429" {
                let header = HeaderBuilder::new().schema(Some(u32::schema())).description(Some("Seconds")).build();
                filled = filled.header("Retry-After", header);
            }
            *described = filled.build();
        } else if is_write {
            let header = HeaderBuilder::new()
                .schema(Some(String::schema()))
                .description(Some("`true` when this is the answer of the first time"))
                .build();
            *described = ResponseBuilder::from(described.clone()).header("Idempotency-Replayed", header).build();
        }
    }
}
