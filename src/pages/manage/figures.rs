//! What the reports of the last year come to, direction by direction. A direction of which nothing was reported says so, and is no zero.

use crate::{
    i18n::numbers,
    model::{Direction, Indicator},
    state::{App, use_app},
};
use leptos::prelude::*;

/// The kinds of figures, as their ids have them; see the backend's `figures`.
const KINDS: [&str; 3] = ["held", "came", "hours"];

/// The last year that has a figure.
fn year(all: &[Indicator]) -> Option<i16> {
    all.iter().filter_map(|one| one.id.as_str().strip_prefix("hub-held-")?.parse().ok()).max()
}

fn value(app: App, all: &[Indicator], kind: &str, year: i16, direction: Option<Direction>) -> Option<String> {
    let of = direction.map(|direction| format!("-{}", direction.key())).unwrap_or_default();
    let id = format!("hub-{kind}-{year}{of}");
    let value = all.iter().find(|one| one.id.as_str() == id)?.value?;
    Some(numbers::number(app.lang(), value))
}

#[component]
pub fn Figures() -> impl IntoView {
    let app = use_app();
    let all = Memo::new(move |_| app.directory.indicators.items.get().map(|items| items.as_ref().clone()).unwrap_or_default());
    let year = Memo::new(move |_| all.with(|all| year(all)));
    let table = move || {
        let t = app.t();
        let words = &t.manage_report;
        let Some(year) = year.get() else { return view! { <p class="quiet">{words.year_none}</p> }.into_any() };
        let line = |name: String, direction: Option<Direction>| {
            let cell = |kind: &str| {
                let text = all.with(|all| value(app, all, kind, year, direction));
                match text {
                    Some(text) => view! { <td class="num">{text}</td> }.into_any(),
                    None => view! { <td class="quiet">{words.none}</td> }.into_any(),
                }
            };
            view! { <tr><th scope="row">{name}</th> {KINDS.map(cell).collect_view()}</tr> }
        };
        let directions = Direction::ALL.map(|direction| line(t.common.direction(direction).to_owned(), Some(direction))).collect_view();
        view! {
            <p class="quiet small">{(words.year)(year)} ". " {words.year_hint}</p>
            <table class="compare">
                <thead><tr><th scope="col">{words.direction}</th><th scope="col">{words.held}</th><th scope="col">{words.people}</th><th scope="col">{words.hours}</th></tr></thead>
                <tbody>{line(words.total.to_owned(), None)} {directions}</tbody>
            </table>
        }
        .into_any()
    };
    view! {
        <section class="stack" aria-labelledby="figures">
            <h2 id="figures">{move || app.t().home.figures}</h2>
            {table}
        </section>
    }
}
