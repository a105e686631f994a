//! How the types that read and write themselves stand in an OpenAPI document (feature `openapi`, for the reference backend). All other
//! types derive it. What is said here is what their `Deserialize` accepts and their `Serialize` writes.

use super::{Contact, Id, Instant, PartialDate, Phone, Texts, WebLink};
use std::borrow::Cow;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{KnownFormat, Object, ObjectBuilder, RefOr, Schema, SchemaFormat, Type, schema::SchemaType},
};

macro_rules! described {
    ($type:ty, $name:literal, $object:expr) => {
        impl PartialSchema for $type {
            fn schema() -> RefOr<Schema> {
                Schema::Object($object).into()
            }
        }
        impl ToSchema for $type {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed($name)
            }
        }
    };
}

fn string(description: &str, pattern: &str, longest: usize) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(SchemaType::Type(Type::String))
        .description(Some(description))
        .pattern(Some(pattern))
        .max_length(Some(longest))
}

impl<T> PartialSchema for Id<T> {
    fn schema() -> RefOr<Schema> {
        let text = "An id. Given back as it came; its text means nothing.";
        Schema::Object(string(text, "^[A-Za-z0-9._~-]{1,64}$", super::id::LONGEST).build()).into()
    }
}
impl<T> ToSchema for Id<T> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Id")
    }
}

described!(Instant, "Instant", moment());
fn moment() -> Object {
    ObjectBuilder::new()
        .schema_type(SchemaType::Type(Type::String))
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
        .description(Some("A moment, RFC 3339, written in UTC; milliseconds count."))
        .build()
}

described!(
    PartialDate,
    "PartialDate",
    string("A date as well as it is known.", "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$", 10).examples(["2021", "2021-06", "2021-06-14"]).build()
);
described!(WebLink, "WebLink", string("An http or https address.", "^[Hh][Tt][Tt][Pp][Ss]?://[^\\s\"<>\\\\]+$", 2000).build());
described!(Phone, "Phone", string("A phone number, E.164.", "^\\+[0-9]{8,15}$", 16).build());
described!(
    Contact,
    "Contact",
    string(
        "A phone number, E.164, or an e-mail address. Usual ways of writing a number are understood.",
        "^(\\+[0-9]{8,15}|[^@\\s]+@[^@\\s]+\\.[^@\\s]+)$",
        254
    )
    .examples(["+77010000001", "aigul@example.kz"])
    .build()
);
described!(Texts, "Texts", texts());
fn texts() -> Object {
    let one = || ObjectBuilder::new().schema_type(SchemaType::from_iter([Type::String, Type::Null])).build();
    ObjectBuilder::new()
        .schema_type(SchemaType::Type(Type::Object))
        .description(Some("A text in up to three languages, at least one of them."))
        .property("kk", one())
        .property("ru", one())
        .property("en", one())
        .build()
}
