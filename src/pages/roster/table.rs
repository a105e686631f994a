//! The table. Only the rows in sight and some around them stand in the document; the room of the others is kept by two empty rows. Rows are of one height, measured once: the browser's own scroll
//! bar works, and nothing is guessed.
//!
//! The focus stays on the table while an active row moves through it (`aria-activedescendant`): a row that has the focus itself would lose it when it is scrolled out of the document.

use super::{cell, look::Look};
use crate::{
    model::{
        member::Field,
        roster::{Row, Way},
    },
    state::use_app,
    ui::{Icon, each, strokes},
    web::{events::listen_here, page},
};
use leptos::{ev::KeyboardEvent, html, prelude::*};
use std::sync::Arc;

/// Rows kept above and below what is in sight.
const AROUND: usize = 12;
/// Height of a row in pixels before one has been measured.
const GUESS: f64 = 44.0;

#[derive(Clone, Copy)]
struct Grid {
    look: Look,
    open: RwSignal<Option<Arc<Row>>>,
    /// The box that scrolls.
    frame: NodeRef<html::Div>,
    height: RwSignal<f64>,
    /// First row in the document, and the one after the last.
    window: RwSignal<(usize, usize)>,
    active: RwSignal<usize>,
}

impl Grid {
    fn count(self) -> usize {
        self.look.found.with_untracked(|found| found.len())
    }

    /// Looks which rows are in sight.
    fn sight(self) {
        let Some(frame) = self.frame.get_untracked() else { return };
        let height = self.height.get_untracked();
        let first = (f64::from(frame.scroll_top()) / height) as usize;
        let many = (f64::from(frame.client_height()) / height).ceil() as usize;
        let window = (first.saturating_sub(AROUND), (first + many + AROUND).min(self.count()));
        if self.window.get_untracked() != window {
            self.window.set(window);
        }
    }

    /// Makes a row the active one and brings it into sight.
    fn go(self, row: usize) {
        let row = row.min(self.count().saturating_sub(1));
        self.active.set(row);
        let Some(frame) = self.frame.get_untracked() else { return };
        let height = self.height.get_untracked();
        // Under the head, which stays where it is.
        let (top, bottom) = (row as f64 * height, (row + 2) as f64 * height);
        let (above, below) = (f64::from(frame.scroll_top()), f64::from(frame.scroll_top() + frame.client_height()));
        if top < above {
            frame.set_scroll_top(top as i32);
        } else if bottom > below {
            frame.set_scroll_top((bottom - f64::from(frame.client_height())).ceil() as i32);
        }
        self.sight();
    }

    fn open_row(self, row: usize) {
        self.active.set(row);
        self.open.set(self.look.found.with_untracked(|found| found.get(row).cloned()));
    }

    /// As in a spreadsheet; a letter begins a search.
    fn press(self, event: &KeyboardEvent) {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let row = self.active.get_untracked();
        let screen =
            self.frame.get_untracked().map_or(10, |frame| (f64::from(frame.client_height()) / self.height.get_untracked()) as usize).max(2)
                - 1;
        match event.key().as_str() {
            "ArrowDown" => self.go(row + 1),
            "ArrowUp" => self.go(row.saturating_sub(1)),
            "PageDown" => self.go(row + screen),
            "PageUp" => self.go(row.saturating_sub(screen)),
            "Home" => self.go(0),
            "End" => self.go(usize::MAX),
            "Enter" => self.open_row(row),
            "/" => page::focus("roster-search"),
            key if key.chars().count() == 1 && key != " " => {
                self.look.typed.set(key.to_owned());
                page::focus("roster-search");
            }
            _ => return,
        }
        event.prevent_default();
    }
}

#[component]
pub fn Table(look: Look, open: RwSignal<Option<Arc<Row>>>) -> impl IntoView {
    let app = use_app();
    let grid = Grid {
        look,
        open,
        frame: NodeRef::new(),
        height: RwSignal::new(GUESS),
        window: RwSignal::new((0, 2 * AROUND)),
        active: RwSignal::new(0),
    };
    // Another list begins at its top.
    Effect::new(move |before: Option<usize>| {
        let count = look.found.with(|found| found.len());
        if before.is_some_and(|before| before != count) {
            grid.go(0);
        }
        grid.sight();
        count
    });
    if let Some(window) = web_sys::window() {
        listen_here(&window, "resize", move |_| grid.sight());
    }
    let shown = move || {
        let (first, end) = grid.window.get();
        look.found.with(|found| {
            let end = end.min(found.len());
            (first.min(end)..end).map(|at| (at, found[at].clone())).collect::<Vec<_>>()
        })
    };
    let above = move || format!("{}px", grid.window.get().0 as f64 * grid.height.get());
    let below = move || {
        let all = look.found.with(|found| found.len());
        format!("{}px", all.saturating_sub(grid.window.get().1) as f64 * grid.height.get())
    };
    let row_key = move |(at, row): &(usize, Arc<Row>)| (*at, row.member.id.to_string(), row.member.rev, look.shown());
    let active = move || look.found.with(|found| !found.is_empty()).then(|| format!("row-{}", grid.active.get()));
    view! {
        <p class="quiet small" id="roster-keys">{move || app.t().roster.keys}</p>
        <div class="table-wrap" node_ref=grid.frame on:scroll=move |_| grid.sight()>
            <table
                class="table"
                role="grid"
                tabindex="0"
                aria-label=move || app.t().roster.table
                aria-describedby="roster-keys"
                aria-rowcount=move || look.found.with(|found| found.len() + 1).to_string()
                aria-activedescendant=active
                on:keydown=move |event| if event.target() == event.current_target() { grid.press(&event) }
            >
                <Head look />
                <tbody>
                    <tr class="room" aria-hidden="true"><td style:height=above></td></tr>
                    {each(shown, row_key, move |(at, row)| view! { <OneRow grid at row /> }.into_any())}
                    <tr class="room" aria-hidden="true"><td style:height=below></td></tr>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Head(look: Look) -> impl IntoView {
    let app = use_app();
    let head = move |field: Field| {
        let way = Memo::new(move |_| look.order.with(|order| order.first().filter(|(first, _)| *first == field).map(|(_, way)| *way)));
        let sort = move || match way.get() {
            Some(Way::Up) => Some("ascending"),
            Some(Way::Down) => Some("descending"),
            None => None,
        };
        let arrow = move || {
            way.get().map(|way| view! { <Icon name=if way == Way::Up { strokes::UP } else { strokes::DOWN } class="icon icon-s" /> })
        };
        view! {
            <th scope="col" aria-sort=sort>
                <button type="button" on:click=move |_| look.sort_by(field)>{move || app.t().roster.field(field)} {arrow}</button>
            </th>
        }
        .into_any()
    };
    view! { <thead><tr aria-rowindex="1">{each(move || look.shown(), |field| *field, head)}</tr></thead> }
}

#[component]
fn OneRow(grid: Grid, at: usize, row: Arc<Row>) -> impl IntoView {
    let app = use_app();
    let node = NodeRef::<html::Tr>::new();
    // The first one that stands in the document says how high they are.
    Effect::new(move |_| {
        let Some(node) = node.get() else { return };
        let height = node.get_bounding_client_rect().height();
        if height > 0.0 && (height - grid.height.get_untracked()).abs() > 0.5 {
            grid.height.set(height);
        }
    });
    let cells = grid.look.shown().into_iter().map(|field| {
        let row = row.clone();
        let text = move || cell::text(app, &row.member, field);
        match field {
            Field::Name => view! { <th scope="row">{text}</th> }.into_any(),
            _ => view! { <td>{text}</td> }.into_any(),
        }
    });
    view! {
        <tr
            id=format!("row-{at}")
            node_ref=node
            class:active=move || grid.active.get() == at
            aria-rowindex=(at + 2).to_string()
            on:click=move |_| grid.open_row(at)
        >
            {cells.collect_view()}
        </tr>
    }
}
