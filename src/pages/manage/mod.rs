//! The pages of those who plan: drafts, actions, series, reports. In a chunk of their own: a volunteer's first visit brings nothing of them.

mod acts;
mod clash;
mod desk;
mod draft;
mod edit;
mod figures;
mod fits;
mod form;
mod input;
mod kept;
mod list;
mod plan;
mod repeat;
mod report;
mod report_form;
mod report_missed;
mod rules;
mod shifts;
mod texts;

use crate::{
    model::{
        ActionId, SeriesId,
        action_draft::DraftId,
        can::{self, Act},
    },
    pages::not_found::NotFound,
    routes::{self, Managing},
    shell::{Page, Place},
    state::{App, use_app},
    ui::{Empty, Icon, Skeleton, strokes},
};
use leptos::prelude::*;

/// Who stands before the page, as far as this device knows. The backend decides by itself.
#[derive(Clone, Copy, PartialEq)]
enum Visitor {
    Unknown,
    Nobody,
    /// Signed in, and does not plan.
    Other,
    Planner,
    /// This backend takes no changes of actions.
    Elsewhere,
}

fn visitor(app: App) -> Visitor {
    if !app.can().account {
        return Visitor::Elsewhere;
    }
    if !app.session.known.get() {
        return Visitor::Unknown;
    }
    app.session.person.with(|person| match person {
        None => Visitor::Nobody,
        Some(person) if can::may(&person.roles, Act::Plan).is_ok() => Visitor::Planner,
        Some(_) => Visitor::Other,
    })
}

/// The page at a path below [`routes::MANAGE`].
#[component]
pub fn Manage(path: String) -> impl IntoView {
    match Managing::of(&path) {
        Managing::All => view! { <list::All path /> }.into_any(),
        Managing::New => view! { <draft::New path /> }.into_any(),
        Managing::Draft(id) => match DraftId::new(&id) {
            Ok(id) => view! { <draft::Draft path id /> }.into_any(),
            Err(_) => view! { <NotFound /> }.into_any(),
        },
        Managing::Series(id) => match SeriesId::new(&id) {
            Ok(id) => view! { <plan::Plan path id /> }.into_any(),
            Err(_) => view! { <NotFound /> }.into_any(),
        },
        Managing::Action(id) => match ActionId::new(&id) {
            Ok(id) => view! { <edit::Edit path id /> }.into_any(),
            Err(_) => view! { <NotFound /> }.into_any(),
        },
        Managing::Report(id) => match ActionId::new(&id) {
            Ok(id) => view! { <report::ReportPage path id /> }.into_any(),
            Err(_) => view! { <NotFound /> }.into_any(),
        },
        Managing::Nowhere => view! { <NotFound /> }.into_any(),
    }
}

/// A page for those who plan. Any but the first leads back to it.
#[component]
fn For(#[prop(into)] title: Signal<String>, path: String, shown: impl Fn() -> AnyView + Send + Sync + 'static) -> impl IntoView {
    let app = use_app();
    let who = Memo::new(move |_| visitor(app));
    let first = path == routes::MANAGE;
    let sign_in_first = StoredValue::new(routes::sign_in_then(&path));
    let sign_in = move || view! { <a class="button primary" href=sign_in_first.get_value()>{move || app.t().common.sign_in}</a> };
    view! {
        <Page title place=Place::Other class="manage">
            {(!first).then(|| view! { <p><a class="withicon" href=routes::MANAGE><Icon name=strokes::BACK class="icon icon-s" /> {move || app.t().outcome.to_plan}</a></p> })}
            <h1>{title}</h1>
            {move || match who.get() {
                Visitor::Unknown => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
                Visitor::Nobody => view! { <Empty icon=strokes::PERSON title=app.word(|t| t.manage.sign_in) text=app.word(|t| t.manage.sign_in_hint) act=sign_in /> }.into_any(),
                Visitor::Elsewhere => view! { <Empty icon=strokes::CALENDAR title=app.word(|t| t.manage.not_here) text=app.word(|t| t.manage.not_here_hint) /> }.into_any(),
                Visitor::Other => view! { <Empty icon=strokes::LOCK title=app.word(|t| t.manage.denied) text=app.word(|t| t.manage.denied_hint) /> }.into_any(),
                Visitor::Planner => shown(),
            }}
        </Page>
    }
}
