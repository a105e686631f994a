//! The list by day, of which only the rows around the part in sight stand in the document.

use super::{
    finder::Found,
    window::{DayRows, Heights, Layout},
};
use crate::{
    model::instant::day_of_number,
    pages::parts::ActionRow,
    state::{App, actions::Listed, use_app},
    ui::each,
    web::{events::listen_here, mark},
};
use leptos::{html, prelude::*};
use std::sync::Arc;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::HtmlElement;

/// How far around the screen rows are kept, in screens.
const AROUND: f64 = 1.5;
/// The same for the first frame of another list: what is in sight comes first, the rest a frame later.
const AT_FIRST: f64 = 0.1;

#[derive(Clone, Copy)]
struct Rows {
    found: Signal<Found>,
    layout: RwSignal<Arc<Layout>>,
    heights: StoredValue<Heights>,
    /// First row and end of what stands in the document.
    window: RwSignal<(usize, usize)>,
    list: NodeRef<html::Div>,
    /// How much of the list lay above the screen when that was last looked at, and the height of the screen.
    sight: StoredValue<(f64, f64)>,
    /// Only what is in sight has been asked for; the rest is still to follow.
    narrow: StoredValue<bool>,
}

#[component]
pub fn Rows(#[prop(into)] found: Signal<Found>) -> impl IntoView {
    let app = use_app();
    let rows = Rows {
        found,
        layout: RwSignal::default(),
        heights: StoredValue::default(),
        window: RwSignal::new((0, 0)),
        list: NodeRef::new(),
        sight: StoredValue::new((0.0, 800.0)),
        narrow: StoredValue::new(true),
    };
    // Before the first paint, so that the first rows come with it.
    rows.lay_out(app, AT_FIRST);
    Effect::new(move |before: Option<()>| {
        found.track();
        if before.is_some() {
            rows.lay_out(app, AT_FIRST);
        }
    });
    Effect::new(move |_| {
        rows.window.track();
        rows.layout.track();
        after_paint(move || rows.measure(app));
    });
    if let Some(window) = web_sys::window() {
        listen_here(&window, "scroll", move |_| rows.look(AROUND));
        listen_here(&window, "resize", move |_| {
            rows.heights.update_value(Heights::forget);
            rows.lay_out(app, AROUND);
            rows.look(AROUND);
        });
    }
    let days = Signal::derive(move || {
        let (first, end) = rows.window.get();
        rows.layout.with(|layout| layout.days.iter().filter(|day| day.first < end && day.end > first).cloned().collect::<Vec<_>>())
    });
    let above = move || days.with(|days| days.first().map_or(0.0, |day| rows.layout.with(|layout| layout.day_top(day))));
    let below = move || {
        let end = days.with(|days| days.last().map_or(0, |day| day.end));
        rows.layout.with(|layout| if end == 0 { 0.0 } else { (layout.total - layout.top(end)).max(0.0) })
    };
    make_room(move || rows.list.get().map(|list| list.into()), above, below);
    view! {
        <div class="listing" node_ref=rows.list>
            {each(move || days.get(), |day| day.day, move |day| view! { <OneDay rows number=day.day /> }.into_any())}
        </div>
    }
}

/// A day's heading and those of its rows that are in the window.
#[component]
fn OneDay(rows: Rows, number: i64) -> impl IntoView {
    let app = use_app();
    let span = move || rows.layout.with(|layout| layout.days.iter().find(|day| day.day == number).cloned());
    let shown = Memo::new(move |_| {
        let (first, end) = rows.window.get();
        span().map_or((0, 0), |day: DayRows| (first.clamp(day.first, day.end), end.clamp(day.first, day.end)))
    });
    let records = move || {
        let (first, end) = shown.get();
        rows.found.with(|found| found.get(first..end.min(found.len())).map(<[_]>::to_vec).unwrap_or_default())
    };
    let above = move || span().map_or(0.0, |day| rows.layout.with(|layout| layout.top(shown.get().0) - layout.top(day.first)));
    let below = move || {
        let end = shown.get().1;
        span().map_or(0.0, |day| rows.layout.with(|layout| (layout.bottom(day.end) - layout.top(end)).max(0.0)))
    };
    let list = NodeRef::<html::Ul>::new();
    make_room(move || list.get().map(|list| list.into()), above, below);
    view! {
        <section class="day">
            <h2>{move || heading(app, number)}</h2>
            <ul class="lined" role="list" node_ref=list>
                {each(records, identity, move |listed| view! { <ActionRow action=listed.action.clone() /> }.into_any())}
            </ul>
        </section>
    }
}

fn heading(app: App, number: i64) -> impl IntoView {
    let t = app.t();
    let (now, zone) = (app.now.get(), app.zone());
    let (day, today) = (day_of_number(number), zone.day(now));
    let weekday = crate::i18n::dates::capital(t.dates.weekday_or_near(day, today));
    view! {
        <span>{weekday}</span>
        " "
        {t.dates.day(day, today.year())}
    }
}

impl Rows {
    fn lay_out(&self, app: App, around: f64) {
        let zone = app.zone();
        let layout = self.found.with_untracked(|found| {
            self.heights.with_value(|heights| {
                Layout::new(found.len(), |row| zone.day_number(found[row].action.starts()), |row| heights.get(identity(&found[row])))
            })
        });
        self.layout.set(Arc::new(layout));
        // Where the list stands is not asked here: with the page half changed the browser would have to lay all of it out to tell.
        self.show(around);
    }

    /// Which rows are in sight now, and so many screens around them.
    fn look(&self, around: f64) {
        if let (Some(list), Some(window)) = (self.list.get_untracked(), web_sys::window()) {
            let screen = window.inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(800.0);
            self.sight.set_value((-list.get_bounding_client_rect().top(), screen));
        }
        self.show(around);
    }

    fn show(&self, around: f64) {
        let (above, screen) = self.sight.get_value();
        self.narrow.set_value(around < AROUND);
        let window = self.layout.with_untracked(|layout| layout.between(above - around * screen, above + (1.0 + around) * screen));
        if self.window.get_untracked() != window {
            self.window.set(window);
        }
    }

    /// Learns the heights of the rows that stand in the document.
    fn measure(&self, app: App) {
        mark::mark("search-painted");
        let Some(list) = self.list.try_get_untracked().flatten() else { return };
        let (first, end) = self.window.get_untracked();
        let items = list.query_selector_all("li.row").ok();
        let mut news = false;
        self.found.with_untracked(|found| {
            let Some(items) = items else { return };
            let shown = found.get(first..end.min(found.len())).unwrap_or_default();
            for (at, listed) in (0..items.length()).zip(shown) {
                if let Some(item) = items.item(at).and_then(|item| item.dyn_into::<HtmlElement>().ok()) {
                    let height = item.get_bounding_client_rect().height();
                    news |= self.heights.try_update_value(|heights| heights.learn(identity(listed), height)).unwrap_or_default();
                }
            }
            if !shown.is_empty() {
                mark::mark_once("listing-first-row");
            }
        });
        if news {
            self.lay_out(app, AROUND);
        }
        if news || self.narrow.get_value() {
            let this = *self;
            after_paint(move || {
                // The page may have been left in between.
                if this.list.try_get_untracked().is_some() {
                    this.look(AROUND);
                }
            });
        }
    }
}

/// A row is known by where its record lies: another version of the record lies elsewhere. Hashing ten thousand ids took longer than finding them.
fn identity(listed: &Arc<Listed>) -> u64 {
    Arc::as_ptr(listed) as usize as u64
}

/// After the browser has had the chance to put the new rows on the screen.
fn after_paint(work: impl FnOnce() + 'static) {
    let once = Closure::once_into_js(work);
    if let Some(window) = web_sys::window() {
        let _ = window.request_animation_frame(once.unchecked_ref());
    }
}

/// Keeps the room of what is not in the document, above and below what is. Set through the object model: the page's policy forbids `style` attributes.
fn make_room(node: impl Fn() -> Option<HtmlElement> + 'static, above: impl Fn() -> f64 + 'static, below: impl Fn() -> f64 + 'static) {
    Effect::new(move |_| {
        if let Some(element) = node() {
            for (side, height) in [("padding-top", above()), ("padding-bottom", below())] {
                let _ = element.style().set_property(side, &format!("{}px", height.round() as i64));
            }
        }
    });
}
