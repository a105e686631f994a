//! Duplicates: who may be on the list twice, compared side by side and merged, one by one or, where it is certain, all at once. Found on this device, from what it holds of the list.

mod pair;

use super::{Away, acts::Acts};
use crate::{
    model::{
        batch::BatchKind,
        duplicates::{Finder, Pair, Sureness, merge_all},
        roster::Row,
    },
    state::{App, roster::Roster, use_app},
    ui::{Dialog, Empty, Icon, Skeleton, each, live, strokes},
    web::{clock, local},
};
use leptos::{prelude::*, task::spawn_local};
use pair::Compared;
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// Members that are looked at before the page may draw and hear.
const STEP: usize = 200;
/// Pairs of a kind that are shown; of the rest, how many.
const SHOWN: usize = 20;
/// In `localStorage`, by their ids, which say nothing to anybody: pairs that are two people.
const APART: &str = "meyirim.apart";
/// How many of them are remembered.
const REMEMBERED: usize = 2000;

#[derive(Clone, Copy)]
struct Same {
    app: App,
    roster: Roster,
    /// `None` while they are looked for.
    pairs: RwSignal<Option<Arc<Vec<Pair>>>>,
    apart: RwSignal<BTreeSet<String>>,
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

fn name(pair: &Pair) -> String {
    let (a, b) = (pair.one.as_str(), pair.other.as_str());
    if a < b { format!("{a} {b}") } else { format!("{b} {a}") }
}

impl Same {
    fn new(app: App, roster: Roster) -> Self {
        let apart = local::get(APART).map(|text| text.lines().map(str::to_owned).collect()).unwrap_or_default();
        let this = Self {
            app,
            roster,
            pairs: RwSignal::new(None),
            apart: RwSignal::new(apart),
            busy: RwSignal::new(false),
            failed: RwSignal::new(false),
        };
        // Once, when the list is there: a pair that is merged falls out by itself.
        let whole = Memo::new(move |_| roster.whole.get() && roster.saved_at.with(Option::is_some));
        Effect::new(move |_| {
            if whole.get() && this.pairs.with_untracked(Option::is_none) {
                spawn_local(this.find());
            }
        });
        this
    }

    async fn find(self) {
        let Some(rows) = self.roster.rows.try_get_untracked() else { return };
        let mut finder = Finder::new(rows.as_ref().clone());
        while finder.step(STEP) {
            clock::breathe().await;
            if self.pairs.try_with_untracked(Option::is_none) != Some(true) {
                return;
            }
        }
        self.pairs.try_set(Some(Arc::new(finder.pairs)));
    }

    /// Those of whom both are still on the list, and nobody has said that they are two.
    fn shown(self) -> Vec<Shown> {
        let rows = self.roster.rows.get();
        let by_id: HashMap<_, _> = rows.iter().map(|row| (&row.member.id, row)).collect();
        let shown = |pair: &Pair| {
            let (one, other) = (by_id.get(&pair.one)?, by_id.get(&pair.other)?);
            let there = !one.member.is_blank() && !other.member.is_blank() && self.apart.with(|apart| !apart.contains(&name(pair)));
            there.then(|| Shown { pair: pair.clone(), one: (*one).clone(), other: (*other).clone() })
        };
        self.pairs.with(|pairs| pairs.iter().flat_map(|pairs| pairs.iter()).filter_map(shown).collect())
    }

    fn say_apart(self, pair: &Pair) {
        self.apart.update(|apart| {
            apart.insert(name(pair));
        });
        self.remember();
    }

    fn forget_apart(self) {
        self.apart.set(BTreeSet::new());
        self.remember();
    }

    fn remember(self) {
        let text = self.apart.with_untracked(|apart| apart.iter().take(REMEMBERED).cloned().collect::<Vec<_>>().join("\n"));
        local::set(APART, (!text.is_empty()).then_some(text.as_str()));
    }

    /// Carries a merge out: on the disk when it is said to be done, as everything that is done to the list.
    fn act(self, edits: Vec<crate::model::batch::Edit>) {
        if self.busy.get_untracked() || edits.is_empty() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let kept = self.roster.act(BatchKind::Merge, None, edits).await;
            self.busy.try_set(false);
            self.failed.try_set(kept.is_err());
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
    let key = |one: &Shown| (name(&one.pair), one.one.member.rev, one.one.waiting, one.other.member.rev, one.other.waiting);
    let none = Memo::new(move |_| all.with(Vec::is_empty));
    let apart = Memo::new(move |_| same.apart.with(|apart| apart.len() as u64));
    let pairs = move || {
        view! {
            <div class="import-kinds" role="group" aria-label=move || app.t().roster_same.title>{(0..3).map(kind).collect_view()}</div>
            <Show when=move || at.get() == 0 && counts.get()[0] != 0><All same all /></Show>
            {move || (counts.get()[at.get()] == 0).then(|| view! { <p class="quiet">{app.t().roster_same.none_so}</p> })}
            {each(here, key, move |shown| view! { <Compared same shown /> }.into_any())}
            {move || more().map(|more| view! { <p class="quiet">{(app.t().roster_same.more)(more)}</p> })}
        }
    };
    view! {
        <Show when=move || !none.get() fallback=move || view! { <Empty icon=strokes::USERS title=app.word(|t| t.roster_same.none) text=app.word(|t| t.roster_same.none_hint) /> }>
            {pairs}
        </Show>
        <Show when=move || apart.get() != 0>
            <p class="actions">
                <span class="quiet small">{move || (app.t().roster_same.apart_count)(apart.get())}</span>
                <button class="button plain compact" type="button" on:click=move |_| same.forget_apart()>{move || app.t().roster_same.show_again}</button>
            </p>
        </Show>
    }
}

/// What is certain, in one go.
#[component]
fn All(same: Same, all: Memo<Vec<Shown>>) -> impl IntoView {
    let app = same.app;
    let asking = RwSignal::new(false);
    let certain = move || all.with(|all| all.iter().filter(|one| one.pair.sureness == Sureness::Certain).cloned().collect::<Vec<_>>());
    let count = Memo::new(move |_| certain().len() as u64);
    let go = move |()| {
        let certain = untrack(certain);
        let members = certain.iter().flat_map(|one| [&one.one, &one.other]).map(|row| (row.member.id.clone(), row.clone())).collect();
        same.act(merge_all(&certain.into_iter().map(|one| one.pair).collect::<Vec<_>>(), &members));
    };
    view! {
        <p class="actions">
            <button class="button" type="button" aria-busy=move || same.busy.get().then_some("true") on:click=move |_| asking.set(true)>
                <Icon name=strokes::MERGE />
                {move || (app.t().roster_same.merge_all)(count.get())}
            </button>
        </p>
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
