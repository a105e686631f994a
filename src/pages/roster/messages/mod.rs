//! Messages to members: what was sent, one of them with everybody in it, and writing a new one.

mod compose;
mod draft;
mod list;
mod one;
mod people;
mod preview;
mod texts;
mod wants;
mod watched;
mod ways;
mod writing;

pub use compose::Compose;
pub use list::List;
pub use one::One;
pub use texts::Texts;
pub use wants::Wants;
pub use ways::Ways;
pub use writing::{USUAL, WAYS, Writing};

use crate::{
    routes,
    state::use_app,
    ui::{Empty, strokes},
};
use leptos::prelude::*;

/// For who looks after the list without keeping it.
#[component]
pub fn ReadOnly() -> impl IntoView {
    let app = use_app();
    let see = move || view! { <a class="button" href=routes::ROSTER_MESSAGES>{move || app.t().messages.title}</a> };
    view! { <Empty icon=strokes::LOCK title=app.word(|t| t.messages.new) text=app.word(|t| t.messages.read_only) act=see /> }
}
