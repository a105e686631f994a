//! The list on paper, for a clipboard: the names large enough to be found, with room for a signature. It stands in the page and is seen by the printer only, and nothing else
//! is (style/pages/roster.css).

use super::{Draft, lines};
use crate::state::App;
use leptos::prelude::*;
use std::sync::Arc;

/// What is printed, as it was when it was pressed.
pub struct Paper {
    heading: String,
    about: String,
    signature: bool,
    /// The heads first.
    lines: Vec<Vec<String>>,
}

impl Paper {
    pub fn of(draft: Draft) -> Self {
        let (app, t) = (draft.app, draft.app.t());
        let rows = draft.rows();
        let heading = draft.heading.get().trim().to_owned();
        let now = app.now.get();
        let about = [
            app.show(&app.hub().name).text.to_owned(),
            // A list that hangs on a wall says of which year it is.
            t.dates.full_day(app.zone().day(now), 0),
            format!("{}: {}", t.roster_export.people, rows.len()),
        ]
        .join(" · ");
        Self {
            heading: if heading.is_empty() { t.roster.title.to_owned() } else { heading },
            about,
            signature: draft.signature.get(),
            lines: lines::of(draft, &rows),
        }
    }
}

#[component]
pub fn Printed(app: App, paper: Arc<Paper>) -> impl IntoView {
    move || {
        let words = &app.t().roster_export;
        let signed = paper.signature.then_some(words.signed);
        let head = paper.lines.first().into_iter().flatten().map(|text| view! { <th scope="col">{text.clone()}</th> }).collect_view();
        let line = |(at, cells): (usize, &Vec<String>)| {
            let cells = cells.iter().map(|text| view! { <td>{text.clone()}</td> }).collect_view();
            view! { <tr><td class="num">{at}</td> {cells} {signed.map(|_| view! { <td class="sign"></td> })}</tr> }
        };
        let lines = paper.lines.iter().enumerate().skip(1).map(line).collect_view();
        view! {
            <section class="printed">
                <h1>{paper.heading.clone()}</h1>
                <p>{paper.about.clone()}</p>
                <table>
                    <thead><tr><th scope="col">{words.number}</th> {head} {signed.map(|signed| view! { <th scope="col" class="sign">{signed}</th> })}</tr></thead>
                    <tbody>{lines}</tbody>
                </table>
            </section>
        }
    }
}
