//! The day as a timetable: a row a seat or a room, a column an hour. By keyboard as a grid: one stop of Tab, then the arrows. A booking is moved by dragging it, or by the form beside it.

use super::{Chosen, Desk};
use crate::{
    i18n::dates::clock as hour,
    model::{Booking, ResourceId, booking::BookingState, booking_acts::MoveBooking, clash::Span},
    ui::{each, live},
    web::{clock, page},
};
use leptos::{ev::KeyboardEvent, prelude::*};

/// A piece of a row: free, or part of a booking that begins at an earlier one.
#[derive(Debug, Clone, PartialEq)]
struct Cell {
    place: ResourceId,
    row: usize,
    /// Its first piece, and over how many it goes.
    at: usize,
    span: usize,
    time: Span,
    booking: Option<Booking>,
}

fn id_of(row: usize, at: usize) -> String {
    format!("cell-{row}-{at}")
}

/// The cells of a row, without gaps.
fn row_of(place: &ResourceId, row: usize, pieces: &[Span], held: &[Booking]) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let booking = held.iter().find(|one| one.resource == *place && one.time().overlaps(*piece)).cloned();
        match cells.last_mut() {
            Some(last) if booking.is_some() && last.booking.as_ref().map(|one| &one.id) == booking.as_ref().map(|one| &one.id) => {
                last.span += 1
            }
            _ => cells.push(Cell { place: place.clone(), row, at, span: 1, time: *piece, booking }),
        }
    }
    cells
}

fn held(desk: Desk) -> Vec<Booking> {
    let all = desk.bookings.get().unwrap_or_default();
    desk.ask(|rules| all.iter().filter(|one| one.holds(&rules.centre.rules, rules.now)).cloned().collect())
}

#[component]
pub fn Timetable(desk: Desk) -> impl IntoView {
    let app = desk.app;
    let pieces = Memo::new(move |_| {
        desk.centre.with_value(|centre| {
            centre.hours(desk.day.get(), &app.zone()).into_iter().map(|one| (one.starts, one.ends)).collect::<Vec<_>>()
        })
    });
    let pieces = move || pieces.get().into_iter().map(|(starts, ends)| Span { starts, ends }).collect::<Vec<Span>>();
    let rows = Memo::new(move |_| {
        let (pieces, held) = (pieces(), held(desk));
        desk.centre.with_value(|centre| {
            centre.resources.iter().enumerate().map(|(row, one)| row_of(&one.id, row, &pieces, &held)).collect::<Vec<_>>()
        })
    });
    let active = RwSignal::new((0_usize, 0_usize));
    let dragged = RwSignal::new(None::<Booking>);
    let grid = Grid { desk, active, dragged };
    let keys = move |event: KeyboardEvent| rows.with(|rows| moved(rows, active, &event));
    let none = move || rows.with(|rows| rows.iter().all(Vec::is_empty));
    let head =
        move || pieces().into_iter().map(|piece| view! { <th scope="col">{hour(app.zone().local(piece.starts))}</th> }).collect_view();
    let key = |cells: &Vec<Cell>| format!("{cells:?}");
    view! {
        <Show when=move || !none() fallback=move || view! { <p class="quiet">{move || app.t().centre.closed_day}</p> }>
            <p class="quiet small">{move || app.t().centre_desk.table_hint}</p>
            <div class="table-wrap centre-table">
                <table role="grid" aria-label=move || app.t().centre_desk.table on:keydown=keys>
                    <thead><tr><th scope="col"><span class="sr">{move || app.t().centre_desk.place}</span></th>{head}</tr></thead>
                    <tbody>{each(move || rows.get(), key, move |cells| view! { <Row grid cells /> }.into_any())}</tbody>
                </table>
            </div>
        </Show>
    }
}

#[derive(Clone, Copy)]
struct Grid {
    desk: Desk,
    /// The row and the piece that Tab stops at.
    active: RwSignal<(usize, usize)>,
    dragged: RwSignal<Option<Booking>>,
}

/// The arrows, Home and End.
fn moved(rows: &[Vec<Cell>], active: RwSignal<(usize, usize)>, event: &KeyboardEvent) {
    let (row, at) = active.get_untracked();
    let Some(cells) = rows.get(row) else { return };
    let here = cells.iter().position(|cell| (cell.at..cell.at + cell.span).contains(&at)).unwrap_or_default();
    let in_row = |row: usize| rows.get(row).and_then(|cells| cells.iter().find(|cell| (cell.at..cell.at + cell.span).contains(&at)));
    let next = match event.key().as_str() {
        "ArrowRight" => cells.get(here + 1),
        "ArrowLeft" => here.checked_sub(1).and_then(|at| cells.get(at)),
        "ArrowDown" => in_row(row + 1),
        "ArrowUp" => row.checked_sub(1).and_then(in_row),
        "Home" => cells.first(),
        "End" => cells.last(),
        _ => return,
    };
    event.prevent_default();
    if let Some(cell) = next {
        active.set((cell.row, cell.at));
        page::focus(&id_of(cell.row, cell.at));
    }
}

#[component]
fn Row(grid: Grid, cells: Vec<Cell>) -> impl IntoView {
    let desk = grid.desk;
    let place = cells.first().map(|cell| cell.place.clone());
    let name = move || place.as_ref().map(|place| desk.named(place));
    view! {
        <tr>
            <th scope="row">{name}</th>
            {cells.into_iter().map(|cell| view! { <OneCell grid cell /> }.into_any()).collect_view()}
        </tr>
    }
}

fn class_of(cell: &Cell) -> &'static str {
    match cell.booking.as_ref().map(|booking| booking.state) {
        None => "centre-cell",
        Some(BookingState::CheckedIn) => "centre-cell here",
        Some(BookingState::Blocked) => "centre-cell blocked",
        Some(_) => "centre-cell booked",
    }
}

#[component]
fn OneCell(grid: Grid, cell: Cell) -> impl IntoView {
    let (desk, app) = (grid.desk, grid.desk.app);
    let (row, at, span) = (cell.row, cell.at, cell.span);
    let class = class_of(&cell);
    let movable = cell.booking.is_some();
    let cell = StoredValue::new(cell);
    let label = move || {
        cell.with_value(|cell| {
            let words = &app.t().centre;
            let place = desk.named(&cell.place);
            match &cell.booking {
                None => format!("{place}, {}: {}", desk.time(cell.time), words.free),
                Some(one) => format!("{place}, {}: {}, {}", desk.time(one.time()), desk.who(&one.holder), (words.state)(one.state)),
            }
        })
    };
    let text = move || cell.with_value(|cell| cell.booking.as_ref().map(|one| desk.who(&one.holder)));
    let is = cell.with_value(|cell| match &cell.booking {
        Some(one) => Chosen::Booked(one.id.clone()),
        None => Chosen::Free(cell.place.clone(), cell.time),
    });
    let wanted = is.clone();
    let pressed = move || desk.chosen.with(|chosen| chosen.as_ref() == Some(&is)).to_string();
    let press = move |_| {
        grid.active.set((row, at));
        desk.said.set(None);
        desk.chosen.set(Some(wanted.clone()));
        page::focus_soon("chosen");
    };
    // Where a browser drags nothing that carries no data, the form beside the table moves it too: each function of the browser that Rust calls would be part of everybody's first load.
    let begin = move |_| grid.dragged.set(cell.with_value(|cell| cell.booking.clone()));
    let over = move |event: leptos::ev::DragEvent| {
        if grid.dragged.with(Option::is_some) {
            event.prevent_default();
        }
    };
    let drop = move |event: leptos::ev::DragEvent| {
        event.prevent_default();
        if let Some(booking) = grid.dragged.try_update(Option::take).flatten() {
            cell.with_value(|cell| put(desk, &booking, cell.place.clone(), cell.time));
        }
    };
    // Also when the piece that Tab stopped at has become part of a booking.
    let stop = move || {
        let (its_row, its) = grid.active.get();
        if its_row == row && (at..at + span).contains(&its) { "0" } else { "-1" }
    };
    view! {
        <td colspan=span.to_string() on:dragover=over on:drop=drop>
            <button
                class=class
                id=id_of(row, at)
                type="button"
                tabindex=stop
                draggable=movable.then_some("true")
                aria-label=label
                aria-pressed=pressed
                on:click=press
                on:focus=move |_| grid.active.set((row, at))
                on:dragstart=begin
                on:dragend=move |_| grid.dragged.set(None)
            >
                {text}
            </button>
        </td>
    }
}

/// To another place or hour, for as many hours as it has.
fn put(desk: Desk, booking: &Booking, place: ResourceId, to: Span) {
    if booking.resource == place && booking.from == to.starts {
        return;
    }
    let wanted = Span { starts: to.starts, ends: to.starts.plus(booking.to.0 - booking.from.0) };
    move_to(desk, booking, place, wanted);
}

pub fn move_to(desk: Desk, booking: &Booking, place: ResourceId, time: Span) {
    let to = MoveBooking { resource: place, from: time.starts, to: time.ends, rev: booking.rev };
    let call = crate::api::centre::move_to(&booking.id, &to, &clock::unique());
    let done =
        move |t: &crate::i18n::Catalogue, moved: &Booking| (t.centre_desk.moved)(&desk.named(&moved.resource), &desk.time(moved.time()));
    desk.send(call, done, |_| {});
}

/// What was given up or released, and what stands at hours that the centre no longer has: in no row, and not to be forgotten.
#[component]
pub fn Others(desk: Desk) -> impl IntoView {
    let app = desk.app;
    let others = Memo::new(move |_| {
        let all = desk.bookings.get().unwrap_or_default();
        desk.ask(|rules| {
            let hours = rules.centre.hours(desk.day.get(), rules.zone);
            // What an earlier change of the settings has left without its hours or its place is here, to be moved or given up.
            let has_row = |one: &Booking| rules.centre.resource(&one.resource).is_some();
            let in_table = |one: &Booking| {
                has_row(one) && one.holds(&rules.centre.rules, rules.now) && hours.iter().any(|piece| piece.overlaps(one.time()))
            };
            all.iter().filter(|one| !in_table(one)).cloned().collect::<Vec<_>>()
        })
    });
    let some = Memo::new(move |_| others.with(|others| !others.is_empty()));
    // Somebody who still counts on their hour is not folded away.
    let waits = Memo::new(move |_| {
        others.with(|others| desk.ask(|rules| others.iter().any(|one| one.to > rules.now && one.holds(&rules.centre.rules, rules.now))))
    });
    let key = |one: &Booking| format!("{} {}", one.id, one.rev);
    let one = move |booking: Booking| {
        let id = booking.id.clone();
        let state = booking.state;
        let press = move |_| {
            desk.chosen.set(Some(Chosen::Booked(id.clone())));
            page::focus_soon("chosen");
        };
        let text = move || {
            let words = &app.t().centre;
            format!(
                "{}, {}, {}: {}",
                desk.time(booking.time()),
                desk.named(&booking.resource),
                desk.who(&booking.holder),
                (words.state)(state)
            )
        };
        view! { <li><button class="button plain" type="button" on:click=press>{text}</button></li> }.into_any()
    };
    live(move || {
        some.get().then(|| {
            view! {
                <details class="more" open=move || waits.get()>
                    <summary>{move || app.t().centre_desk.others}</summary>
                    <ul role="list">{each(move || others.get(), key, one)}</ul>
                </details>
            }
            .into_any()
        })
    })
}
