//! Social shops, funds and everybody else who helps: two lists, and one detail for both.

mod contacts;
mod detail;
mod filters;
mod list;
mod record;
mod row;

pub use detail::Organisation;

use crate::{i18n::directory::Words, model::directory::Section, routes, shell::Place};
use leptos::prelude::*;

#[component]
pub fn Shops() -> impl IntoView {
    view! { <list::List section=Section::Shops /> }
}

#[component]
pub fn Funds() -> impl IntoView {
    view! { <list::List section=Section::Funds /> }
}

/// How a section is called.
fn title(words: &Words, section: Section) -> &'static str {
    match section {
        Section::Shops => words.shops,
        Section::Funds => words.funds,
    }
}

fn place(section: Section) -> Place {
    match section {
        Section::Shops => Place::Shops,
        Section::Funds => Place::Funds,
    }
}

fn href(section: Section) -> &'static str {
    match section {
        Section::Shops => routes::SHOPS,
        Section::Funds => routes::FUNDS,
    }
}
