//! Duplicates: who may be on the list twice, compared side by side and merged, one by one or, where it is certain, all at once. Found on this device, from what it holds of the list.

mod pair;

use super::{Away, acts::Acts};
use crate::{
    model::{
        batch::{BatchKind, Edit},
        duplicates::{Finder, Pair, Sureness, compare, merge_all, merges_unseen, say_apart},
        roster::Row,
    },
    state::{App, roster::Roster, use_app},
    ui::{Dialog, Empty, Icon, Skeleton, each, live, strokes},
    web::{clock, page},
};
use leptos::{prelude::*, task::spawn_local};
use pair::Compared;
use std::{collections::HashMap, sync::Arc};

/// Members that are looked at before the page may draw and hear.
const STEP: usize = 200;
/// Pairs of a kind that are shown; of the rest, how many.
const SHOWN: usize = 20;
/// After a change of the list, before duplicates are looked for anew, in milliseconds.
const SETTLED: u64 = 1000;

#[derive(Clone, Copy)]
struct Same {
    app: App,
    roster: Roster,
    /// `None` until they were looked for once.
    pairs: RwSignal<Option<Arc<Vec<Pair>>>>,
    /// Of the search: one that is not the latest gives up.
    turn: StoredValue<u64>,
    busy: RwSignal<bool>,
    /// It could not be kept on this device.
    failed: RwSignal<bool>,
}

/// A pair with both records as they are now.
#[derive(Clone, PartialEq)]
struct Shown {
    pair: Pair,
    one: Arc<Row>,
    other: Arc<Row>,
}

impl Same {
    fn new(app: App, roster: Roster) -> Self {
        let this = Self {
            app,
            roster,
            pairs: RwSignal::new(None),
            turn: StoredValue::new(0),
            busy: RwSignal::new(false),
            failed: RwSignal::new(false),
        };
        // Once the list is there, and whenever it has changed.
        Effect::new(move |_| {
            roster.rows.track();
            if roster.whole.get() && roster.saved_at.with(Option::is_some) {
                spawn_local(this.find());
            }
        });
        this
    }

    async fn find(self) {
        let turn = self.turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        let still = || turn.is_some() && self.turn.try_get_value() == turn;
        if self.pairs.try_with_untracked(Option::is_some) == Some(true) {
            clock::sleep(SETTLED).await;
        }
        if !still() {
            return;
        }
        let Some(rows) = self.roster.rows.try_get_untracked() else { return };
        let mut finder = Finder::new(rows.as_ref().clone());
        while finder.step(STEP) {
            clock::breathe().await;
            if !still() {
                return;
            }
        }
        self.pairs.try_set(Some(Arc::new(finder.pairs)));
    }

    /// Those who are still like one another as the list is now; the search comes after it.
    fn shown(self) -> Vec<Shown> {
        let rows = self.roster.rows.get();
        let by_id: HashMap<_, _> = rows.iter().map(|row| (&row.member.id, row)).collect();
        let shown = |pair: &Pair| {
            let (one, other) = (by_id.get(&pair.one)?, by_id.get(&pair.other)?);
            let (sureness, signs) = compare(&one.member, &other.member)?;
            Some(Shown { pair: Pair { sureness, signs, ..pair.clone() }, one: (*one).clone(), other: (*other).clone() })
        };
        let mut all: Vec<Shown> = self.pairs.with(|pairs| pairs.iter().flat_map(|pairs| pairs.iter()).filter_map(shown).collect());
        all.sort_by_key(|one| one.pair.sureness);
        all
    }

    fn say_apart(self, shown: &Shown) {
        self.act(BatchKind::Edit, say_apart(&shown.one.member, &shown.other.member));
    }

    /// On the disk when it is said to be done, as everything that is done to the list. What it was pressed on is gone then: who works by keyboard goes on at the first of the others.
    fn act(self, kind: BatchKind, edits: Vec<Edit>) {
        if self.busy.get_untracked() || edits.is_empty() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let kept = self.roster.act(kind, None, edits).await;
            self.busy.try_set(false);
            self.failed.try_set(kept.is_err());
            if kept.is_ok() {
                page::focus_soon("same-pairs");
            }
        });
    }
}

#[component]
pub fn Work() -> impl IntoView {
    let app = use_app();
    let roster = Roster::open(app);
    let same = Same::new(app, roster);
    let missing = Memo::new(move |_| roster.saved_at.with(Option::is_none) && roster.failure.with(Option::is_some));
    let there = Memo::new(move |_| same.pairs.with(Option::is_some));
    let work = move || {
        view! {
            <p class="quiet">{move || app.t().roster_same.lead}</p>
            <Acts roster />
            <div role="alert">{move || same.failed.get().then(|| view! { <p class="why danger">{move || app.t().action.not_kept}</p> })}</div>
            {live(move || match (there.get(), missing.get()) {
                (true, _) => view! { <Found same /> }.into_any(),
                (false, true) => view! { <Empty icon=strokes::OFFLINE title=app.word(|t| t.common.nothing_saved) text=app.word(|t| t.common.nothing_saved_hint) /> }.into_any(),
                (false, false) => view! { <Skeleton label=app.word(|t| t.roster_same.looking) /> }.into_any(),
            })}
        }
    };
    view! { <Show when=move || !roster.away.get() fallback=move || view! { <Away roster /> }>{work}</Show> }
}

#[component]
fn Found(same: Same) -> impl IntoView {
    let app = same.app;
    let all = Memo::new(move |_| same.shown());
    let counts = Memo::new(move |_| {
        Sureness::ALL.map(|sureness| all.with(|all| all.iter().filter(|one| one.pair.sureness == sureness).count() as u64))
    });
    // The surest kind of which there are any, until another is chosen.
    let picked = RwSignal::new(None::<usize>);
    let at = Memo::new(move |_| picked.get().or_else(|| counts.get().iter().position(|count| *count > 0)).unwrap_or_default());
    let kind = move |kind: usize| {
        view! {
            <button class="segment" type="button" aria-pressed=move || (at.get() == kind).to_string() on:click=move |_| picked.set(Some(kind))>
                <span>{move || app.t().roster_same.kinds[kind]}</span>
                <b class="num">{move || counts.get()[kind]}</b>
            </button>
        }
    };
    let here = move || {
        let sureness = Sureness::ALL[at.get()];
        all.with(|all| all.iter().filter(|one| one.pair.sureness == sureness).take(SHOWN).cloned().collect::<Vec<_>>())
    };
    let more = move || Some(counts.get()[at.get()].saturating_sub(SHOWN as u64)).filter(|more| *more > 0);
    let key = |one: &Shown| {
        let version = |row: &Row| (row.member.id.clone(), row.member.rev, row.waiting);
        (version(&one.one), version(&one.other))
    };
    let none = Memo::new(move |_| all.with(Vec::is_empty));
    let pairs = move || {
        view! {
            <div class="import-kinds" role="group" aria-label=move || app.t().roster_same.title>{(0..3).map(kind).collect_view()}</div>
            <Show when=move || app.connection.is_offline()>
                <p class="why"><Icon name=strokes::OFFLINE class="icon icon-s" /> <span>{move || app.t().roster_same.needs_connection}</span></p>
            </Show>
            <Show when=move || at.get() == 0><All same all /></Show>
            {move || (counts.get()[at.get()] == 0).then(|| view! { <p class="quiet">{app.t().roster_same.none_so}</p> })}
            {each(here, key, move |shown| view! { <Compared same shown /> }.into_any())}
            {move || more().map(|more| view! { <p class="quiet">{(app.t().roster_same.more)(more)}</p> })}
        }
    };
    view! {
        <div id="same-pairs" class="stack" tabindex="-1">
            <Show when=move || !none.get() fallback=move || view! { <Empty icon=strokes::USERS title=app.word(|t| t.roster_same.none) text=app.word(|t| t.roster_same.none_hint) /> }>
                {pairs}
            </Show>
        </div>
    }
}

/// What is certain and contradicts nowhere, in one go.
#[component]
fn All(same: Same, all: Memo<Vec<Shown>>) -> impl IntoView {
    let app = same.app;
    let asking = RwSignal::new(false);
    let plain = Memo::new(move |_| {
        all.with(|all| all.iter().filter(|one| merges_unseen(&one.one.member, &one.other.member)).cloned().collect::<Vec<_>>())
    });
    let count = move || plain.with(|plain| plain.len() as u64);
    let go = move |()| {
        let plain = plain.get_untracked();
        let members = plain.iter().flat_map(|one| [&one.one, &one.other]).map(|row| (row.member.id.clone(), row.clone())).collect();
        same.act(BatchKind::Merge, merge_all(&plain.into_iter().map(|one| one.pair).collect::<Vec<_>>(), &members));
    };
    view! {
        <Show when=move || count() != 0>
            <p class="actions">
                <button
                    class="button"
                    type="button"
                    disabled=move || app.connection.is_offline()
                    aria-busy=move || same.busy.get().then_some("true")
                    on:click=move |_| asking.set(true)
                >
                    <Icon name=strokes::MERGE />
                    {move || (app.t().roster_same.merge_all)(count())}
                </button>
            </p>
        </Show>
        <Dialog
            id="merge-all"
            open=asking
            title=app.word(|t| t.roster_same.merge_all_title)
            text=app.word(|t| t.roster_same.merge_all_text)
            safe=app.word(|t| t.common.cancel)
            act=app.word(|t| t.roster_same.merge)
            on_act=go
        />
    }
}
