//! How far a campaign has come: a bar where there is a goal to measure by, the figure in words, and its date. Nobody has counted: that is said, and no empty bar pretends that nothing was done.

use crate::{
    i18n::dates::capital,
    model::{Campaign, PartialDate, campaign::Achieved},
    pages::parts::campaign_figure,
    state::{App, use_app},
};
use leptos::prelude::*;

#[component]
pub fn Progress(of: Campaign) -> impl IntoView {
    let app = use_app();
    let (share, achieved) = (of.share(), of.achieved);
    let told = move || campaign_figure(app, &of);
    let bar = share.map(|share| {
        let label = move || app.t().news.progress;
        view! { <progress class="progress" max="100" value=share.to_string() aria-label=label></progress> }
    });
    let share = move || {
        let words = &app.t().news;
        share.map(|share| if share == 100 { words.reached.to_owned() } else { (words.percent)(share) })
    };
    view! {
        <div class="campaign-progress">
            {achieved.is_none().then(|| view! { <p class="nodata">{move || app.t().news.no_figure}</p> })}
            <p class="campaign-figure">{told}</p>
            {bar}
            <p class="asof">{share} {achieved.map(|Achieved { as_of, .. }| view! { " " <AsOf as_of /> })}</p>
        </div>
    }
}

#[component]
fn AsOf(as_of: PartialDate) -> impl IntoView {
    let app = use_app();
    view! { <time datetime=as_of.to_string()>{move || capital(&(app.t().common.as_of)(&app.t().dates.partial(as_of)))}</time> }
}

/// "2021", "January 2021 – June 2021", "Ends: 2021"; empty where nothing is known.
pub fn period(app: App, begins: Option<PartialDate>, ends: Option<PartialDate>) -> String {
    let (words, told) = (&app.t().news, |date| app.t().dates.partial(date));
    match (begins, ends) {
        (Some(begins), Some(ends)) if begins == ends => told(begins),
        (Some(begins), Some(ends)) => format!("{} – {}", told(begins), told(ends)),
        (Some(begins), None) => format!("{}: {}", words.begins, told(begins)),
        (None, Some(ends)) => format!("{}: {}", words.ends, told(ends)),
        (None, None) => String::new(),
    }
}
