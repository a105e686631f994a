//! The pages of those who plan: drafts, actions, series, reports; and of those who publish: campaigns, news; the settings of the coworking centre. In a chunk of their own: a volunteer's first visit brings nothing of them.

mod acts;
mod bulletin;
mod call_off;
mod centre;
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
mod select;
mod shifts;
mod texts;

use crate::{
    i18n::Catalogue,
    model::{ActionId, CampaignId, NewsId, SeriesId, action_draft::DraftId, can::Act},
    pages::{
        not_found::NotFound,
        parts::gate::{Back, Gate, Words},
    },
    routes::{self, Managing},
    web::clock,
};
use bulletin::Of;
use leptos::prelude::*;

/// The page at a path below [`routes::MANAGE`].
#[component]
pub fn Manage(path: String, page: Managing) -> impl IntoView {
    match page {
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
        Managing::NewCampaign => match CampaignId::new(&clock::unique()) {
            Ok(id) => view! { <bulletin::Write path of=Of::Campaign(id) new=true /> }.into_any(),
            Err(_) => view! { <NotFound /> }.into_any(),
        },
        Managing::NewNews => match NewsId::new(&clock::unique()) {
            Ok(id) => view! { <bulletin::Write path of=Of::News(id) new=true /> }.into_any(),
            Err(_) => view! { <NotFound /> }.into_any(),
        },
        Managing::Campaign(id) => match CampaignId::new(&id) {
            Ok(id) => view! { <bulletin::Write path of=Of::Campaign(id) /> }.into_any(),
            Err(_) => view! { <NotFound /> }.into_any(),
        },
        Managing::News(id) => match NewsId::new(&id) {
            Ok(id) => view! { <bulletin::Write path of=Of::News(id) /> }.into_any(),
            Err(_) => view! { <NotFound /> }.into_any(),
        },
        Managing::Centre => view! { <bulletin::Write path of=Of::Centre /> }.into_any(),
        Managing::Nowhere => view! { <NotFound /> }.into_any(),
    }
}

/// A page for those who plan. Any but the first leads back to it.
#[component]
fn For(#[prop(into)] title: Signal<String>, path: String, shown: impl Fn() -> AnyView + Send + Sync + 'static) -> impl IntoView {
    let back: Option<Back> = (path != routes::MANAGE).then_some((routes::MANAGE, |t| t.outcome.to_plan));
    let words =
        |t: &Catalogue| Words { sign_in: [t.manage.sign_in, t.manage.sign_in_hint], not_here: [t.manage.not_here, t.manage.not_here_hint] };
    view! { <Gate title class="manage" act=Act::Plan path back words shown /> }
}
