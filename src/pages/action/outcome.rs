//! What came of it, once that has been reported; and the way to the pages of those who plan.

use super::here::Here;
use crate::{
    i18n::numbers,
    model::can::{self, Act},
    routes,
    shell::{Said, StandIn},
    ui::live,
};
use leptos::prelude::*;

#[component]
pub fn Outcome(here: Here) -> impl IntoView {
    let app = here.app;
    let report = Memo::new(move |_| here.detail.value.with(|detail| detail.as_ref().and_then(|detail| detail.report.clone())));
    let plans = Memo::new(move |_| {
        app.session.person.with(|person| person.as_ref().is_some_and(|person| can::may(&person.roles, Act::Plan).is_ok()))
    });
    live(move || {
        let words = &app.t().outcome;
        let shown = report.get().map(|report| {
            let hours = (report.minutes > 0).then(|| view! { <p>{(words.hours)(report.minutes.into())}</p> });
            let done =
                report.done.map(|texts| view! { <p class="prose"><Said texts=texts.clone() /></p> <p class="marks"><StandIn texts /></p> });
            let figure = |of: crate::model::report::Figure| {
                view! { <div><dt><Said texts=of.what /></dt><dd class="num">{numbers::count(app.lang(), of.count.into())}</dd></div> }
            };
            let figures = (!report.figures.is_empty())
                .then(|| view! { <dl class="kv lined">{report.figures.into_iter().map(figure).collect_view()}</dl> });
            view! {
                <section class="stack" aria-labelledby="outcome">
                    <h2 id="outcome">{words.title}</h2>
                    <p>{(words.came)(report.came.into())}</p>
                    {hours}
                    {done}
                    {figures}
                </section>
            }
        });
        let manage = plans.get().then(|| {
            view! { <p class="actions screen-only"><a class="button" href=routes::manage(&here.id())>{words.manage_this}</a></p> }
        });
        view! { {shown} {manage} }.into_any()
    })
}
