//! The table. Only the rows in sight and some around them stand in the document; the room of the others is kept by two empty rows. Rows are of one height, measured once: the browser's own scroll
//! bar works, and nothing is guessed. A row of the document takes whichever member stands at its place, and another place when it is scrolled out of sight: at a keystroke, and at each step of scrolling, words are written anew, and nothing
//! is built.
//!
//! The focus stays on the table while an active row moves through it (`aria-activedescendant`): a row that has the focus itself would lose it when it is scrolled out of the document.

use super::{cell, keeps, look::Look};
use crate::{
    model::{
        member::{Field, MemberId},
        roster::{Besides, Column, Row},
        roster_order::Way,
    },
    state::{App, use_app},
    ui::{Icon, each, strokes},
    web::{events::listen_here, mark, page},
};
use leptos::{ev::KeyboardEvent, html, prelude::*, task::spawn_local};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Rows kept above and below what is in sight.
const AROUND: usize = 6;
/// Height of a row in pixels before one has been measured.
const GUESS: f64 = 44.0;

/// What is looked for.
type Asked = (String, BTreeMap<Column, String>);

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
    /// Rows can be chosen: by those who may do something to them.
    choosing: Memo<bool>,
    /// Who was chosen last: with Shift all from there on are. A person and not a place: the list may change between two presses, and then other people would be chosen than were seen.
    anchor: StoredValue<Option<MemberId>>,
}

impl Grid {
    fn count(self) -> usize {
        self.look.found.with_untracked(|found| found.len())
    }

    /// Looks which rows are in sight. Always as many, as long as there are: so each row that leaves is the one that comes.
    fn sight(self) {
        let Some(frame) = self.frame.get_untracked() else { return };
        let (height, count) = (self.height.get_untracked(), self.count());
        let first = (f64::from(frame.scroll_top()) / height) as usize;
        let many = (f64::from(frame.client_height()) / height).ceil() as usize + 2 * AROUND;
        let first = first.saturating_sub(AROUND).min(count.saturating_sub(many));
        let window = (first, (first + many).min(count));
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

    fn can_choose(self) -> bool {
        self.choosing.get_untracked()
    }

    /// Chooses the row, or no longer.
    fn turn(self, row: usize) {
        let Some(id) = self.person(row) else { return };
        let chosen = self.look.chosen.with_untracked(|chosen| chosen.contains(&id));
        self.choose(row, row, !chosen);
    }

    fn person(self, row: usize) -> Option<MemberId> {
        self.look.found.with_untracked(|found| found.get(row).map(|row| row.member.id.clone()))
    }

    /// Where the last one who was chosen stands now; nobody: `row` itself.
    fn anchored(self, row: usize) -> usize {
        let Some(id) = self.anchor.get_value() else { return row };
        self.look.found.with_untracked(|found| found.iter().position(|row| row.member.id == id)).unwrap_or(row)
    }

    /// Chooses all rows from one to another, or no longer.
    fn choose(self, from: usize, row: usize, wanted: bool) {
        self.look.choose_range(from.min(row), from.max(row), wanted);
        self.anchor.set_value(self.person(row));
    }

    /// As in a spreadsheet; a letter begins a search.
    fn press(self, event: &KeyboardEvent) {
        if self.can_choose() && (event.ctrl_key() || event.meta_key()) && matches!(event.key().as_str(), "a" | "ф") {
            event.prevent_default();
            return self.look.choose_found();
        }
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let row = self.active.get_untracked();
        let screen =
            self.frame.get_untracked().map_or(10, |frame| (f64::from(frame.client_height()) / self.height.get_untracked()) as usize).max(2)
                - 1;
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if event.shift_key() && self.can_choose() => {
                let next = if event.key() == "ArrowDown" { (row + 1).min(self.count().saturating_sub(1)) } else { row.saturating_sub(1) };
                self.choose(row, next, true);
                self.go(next);
            }
            "ArrowDown" => self.go(row + 1),
            "ArrowUp" => self.go(row.saturating_sub(1)),
            "PageDown" => self.go(row + screen),
            "PageUp" => self.go(row.saturating_sub(screen)),
            "Home" => self.go(0),
            "End" => self.go(usize::MAX),
            "Enter" => self.open_row(row),
            " " if self.can_choose() => self.turn(row),
            "Escape" if self.look.chosen.with_untracked(|chosen| !chosen.is_empty()) => self.look.chosen.set(BTreeSet::new()),
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
        choosing: Memo::new(move |_| keeps(app)),
        anchor: StoredValue::new(None),
    };
    // What is looked for anew is looked at from its top; where somebody else has changed the list, it stays where it is.
    Effect::new(move |before: Option<Asked>| {
        let asked = (look.typed.get(), look.wanted.get());
        let count = look.found.with(|found| found.len());
        let anew = before.is_some_and(|before| before != asked);
        // After the rows have their new words: asked before, the browser would have to reckon twice where everything stands.
        spawn_local(async move {
            match grid.active.try_get_untracked() {
                Some(_) if anew => grid.go(0),
                Some(active) if active >= count => grid.go(count),
                Some(_) => grid.sight(),
                None => {}
            }
        });
        asked
    });
    if let Some(window) = web_sys::window() {
        listen_here(&window, "resize", move |_| grid.sight());
    }
    let count = Memo::new(move |_| look.found.with(|found| found.len()));
    // A row of the document stands at the one place of the window that leaves the same rest: scrolled by three, three rows are moved and written anew, and none is built.
    // (Counted references: signals that are made while the rows are reckoned would be gone at the next time.)
    let slots = StoredValue::new(Vec::<ArcRwSignal<usize>>::new());
    let places = move || {
        let ((first, end), count) = (grid.window.get(), count.get());
        let (first, end) = (first.min(count), end.min(count));
        let many = end - first;
        slots.update_value(|slots| slots.resize_with(many.max(slots.len()), || ArcRwSignal::new(0)));
        (first..end)
            .map(|at| {
                let slot = slots.with_value(|slots| slots[at % many].clone());
                if slot.get_untracked() != at {
                    slot.set(at);
                }
                (at % many, slot)
            })
            .collect::<Vec<_>>()
    };
    let above = move || format!("{}px", grid.window.get().0 as f64 * grid.height.get());
    let below = move || format!("{}px", count.get().saturating_sub(grid.window.get().1) as f64 * grid.height.get());
    let place_key = move |(slot, _): &(usize, ArcRwSignal<usize>)| (*slot, look.shown.get(), grid.choosing.get());
    // Only of a row that stands in the document: the mouse may have scrolled it away.
    let active = move || {
        let ((first, end), active) = (grid.window.get(), grid.active.get());
        (first..end.min(count.get())).contains(&active).then(|| format!("row-{active}"))
    };
    view! {
        <p class="quiet small" id="roster-keys">{move || app.t().roster.keys} " " {move || grid.choosing.get().then(|| app.t().roster_acts.keys)}</p>
        <div class="table-wrap" node_ref=grid.frame on:scroll=move |_| grid.sight()>
            <table
                class="table"
                style:width=move || format!("{}rem", width(&look.shown.get()))
                role="grid"
                tabindex="0"
                aria-label=move || app.t().roster.table
                aria-describedby="roster-keys"
                aria-rowcount=move || (count.get() + 1).to_string()
                aria-activedescendant=active
                on:keydown=move |event| if event.target() == event.current_target() { grid.press(&event) }
            >
                <Head grid />
                <tbody>
                    <tr class="room" aria-hidden="true"><td style:height=above></td></tr>
                    {each(places, place_key, move |(_, at)| view! { <OneRow grid at /> }.into_any())}
                    <tr class="room" aria-hidden="true"><td style:height=below></td></tr>
                </tbody>
            </table>
        </div>
    }
}

/// In rem: columns are as wide as what mostly stands in them, and not as what is in sight. Else they would move while one scrolls, and the browser would measure every word of the table at each keystroke.
fn width(columns: &[Column]) -> f64 {
    let one = |column: &Column| match column {
        Column::Field(Field::Name) => 14.0,
        // "активный участник", "Аль-Фарабийский район": what is mostly there has to be read whole in the longest of the three languages.
        Column::Field(Field::Email | Field::Directions | Field::Groups | Field::Organisations | Field::Notes | Field::Guardian) => 12.0,
        Column::Field(Field::Standing | Field::District) => 12.0,
        Column::Field(Field::Phone | Field::Skills | Field::Tags) => 10.0,
        Column::Field(_) | Column::Hours | Column::Seen => 8.0,
    };
    columns.iter().map(one).sum()
}

#[component]
fn Head(grid: Grid) -> impl IntoView {
    let app = use_app();
    let look = grid.look;
    let choose_all = move || {
        grid.choosing.get().then(|| {
            view! {
                <th scope="col" class="pick">
                    <input
                        class="box"
                        type="checkbox"
                        aria-label=move || app.t().roster_acts.choose_all
                        prop:checked=move || look.all_found_are_chosen()
                        on:change=move |_| look.choose_found()
                    />
                </th>
            }
        })
    };
    let head = move |column: Column| {
        let way = Memo::new(move |_| look.order.with(|order| order.first().filter(|(first, _)| *first == column).map(|(_, way)| *way)));
        let sort = move || match way.get() {
            Some(Way::Up) => Some("ascending"),
            Some(Way::Down) => Some("descending"),
            None => None,
        };
        let arrow = move || {
            way.get().map(|way| view! { <Icon name=if way == Way::Up { strokes::UP } else { strokes::DOWN } class="icon icon-s" /> })
        };
        view! {
            <th scope="col" aria-sort=sort style:width=format!("{}rem", width(&[column]))>
                <button type="button" on:click=move |_| look.sort_by(column)>{move || cell::head(app, column)} {arrow}</button>
            </th>
        }
        .into_any()
    };
    view! { <thead><tr aria-rowindex="1">{choose_all} {each(move || look.shown.get().to_vec(), |column| *column, head)}</tr></thead> }
}

#[component]
fn OneRow(
    grid: Grid,
    /// Its place in the list.
    at: ArcRwSignal<usize>,
) -> impl IntoView {
    let at = RwSignal::from(at);
    let app = use_app();
    let node = NodeRef::<html::Tr>::new();
    // The first one that is made says how high they all are.
    if grid.window.with_untracked(|(first, _)| *first == at.get_untracked()) {
        Effect::new(move |_| {
            let Some(node) = node.get() else { return };
            let height = node.get_bounding_client_rect().height();
            mark::mark_once("roster-ready");
            if height > 0.0 && (height - grid.height.get_untracked()).abs() > 0.5 {
                grid.height.set(height);
            }
        });
    }
    let row = Memo::new(move |_| grid.look.found.with(|found| found.get(at.get()).cloned()));
    let waits = Memo::new(move |_| row.with(|row| row.as_ref().is_some_and(|row| row.waiting > 0)));
    let chosen =
        Memo::new(move |_| row.with(|row| row.as_ref().is_some_and(|row| grid.look.chosen.with(|chosen| chosen.contains(&row.member.id)))));
    let besides = grid.look.besides;
    let cells = grid.look.shown.get_untracked().to_vec().into_iter().map(|column| {
        let text = move || row.with(|row| row.as_ref().map(|row| cell_text(app, row, column, &besides.get())));
        match column {
            Column::Field(Field::Name) => {
                view! { <th scope="row">{move || waits.get().then(|| view! { <Waits /> })} {text}</th> }.into_any()
            }
            _ => view! { <td>{text}</td> }.into_any(),
        }
    });
    view! {
        <tr
            id=move || format!("row-{}", at.get())
            node_ref=node
            class:active=move || grid.active.get() == at.get()
            aria-rowindex=move || (at.get() + 2).to_string()
            aria-selected=move || grid.choosing.get().then(|| chosen.get().to_string())
            on:click=move |_| grid.open_row(at.get_untracked())
        >
            {grid.choosing.get_untracked().then(|| view! { <Pick grid at row chosen /> })}
            {cells.collect_view()}
        </tr>
    }
}

fn cell_text(app: App, row: &Row, column: Column, besides: &Besides) -> String {
    match column {
        Column::Field(Field::Name) => row.member.name.clone().unwrap_or_else(|| app.t().roster.somebody.to_owned()),
        _ => cell::of(app, row, column, besides),
    }
}

/// The box that chooses a row. A press on it does not open the row.
#[component]
fn Pick(grid: Grid, at: RwSignal<usize>, row: Memo<Option<Arc<Row>>>, chosen: Memo<bool>) -> impl IntoView {
    let app = use_app();
    let label =
        move || row.with(|row| row.as_ref().map(|row| (app.t().roster_acts.choose)(row.member.name.as_deref().unwrap_or_default())));
    // Told by the press, which comes before the change.
    let range = StoredValue::new(false);
    let choose = move |wanted| {
        let at = at.get_untracked();
        let from = if range.try_update_value(std::mem::take) == Some(true) { grid.anchored(at) } else { at };
        grid.choose(from, at, wanted);
    };
    view! {
        <td class="pick" on:click=move |event| event.stop_propagation()>
            <input
                class="box"
                type="checkbox"
                tabindex="-1"
                aria-label=label
                prop:checked=chosen
                on:click=move |event| range.set_value(event.shift_key())
                on:change=move |event| choose(event_target_checked(&event))
            />
        </td>
    }
}

#[component]
fn Waits() -> impl IntoView {
    let app = use_app();
    view! { <Icon name=strokes::HOURGLASS class="icon icon-s" /> <span class="sr">{move || app.t().roster_acts.waits}</span> }
}
