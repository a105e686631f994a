//! Bringing a spreadsheet in: the file, what its columns are, what it would change, and then the change itself, which can be taken back. Nothing is written before that.

mod columns;
mod preview;
mod source;
mod vocabulary;

use super::{Away, acts::Acts};
use crate::{
    model::{
        batch::{BatchKind, Edit, LONGEST_WHY},
        fnv::fnv,
        fold::fold,
        import::{
            Choice, Column, Planned, Planner, Rule,
            book::{Book, Sheet},
            guess,
        },
        member::{Field, MemberId},
    },
    routes,
    state::{
        App,
        roster::{Roster, new_member},
        use_app,
    },
    ui::{Icon, strokes},
    web::{clock, local},
};
use columns::Columns;
use leptos::{prelude::*, task::spawn_local};
use preview::Preview;
use source::Source;
use std::{collections::BTreeMap, sync::Arc};

/// Members or rows that are worked on before the page may draw and hear.
const STEP: usize = 200;
/// Where what columns were taken for is kept: by the words over them.
const RULES: &str = "roster-import";
/// How many such sheets are remembered.
const REMEMBERED: usize = 12;

/// A sheet on its way in.
#[derive(Clone, Copy)]
struct Draft {
    app: App,
    roster: Roster,
    /// Of the file; it stands in the history as the reason.
    name: RwSignal<String>,
    book: RwSignal<Option<Arc<Book>>>,
    at: RwSignal<usize>,
    heads: RwSignal<usize>,
    columns: RwSignal<Vec<Column>>,
    rule: RwSignal<Rule>,
    tolerant: RwSignal<bool>,
    choices: RwSignal<BTreeMap<usize, Choice>>,
    /// `None`: nothing has been compared. While it is compared anew after a decision, what came of it before stays.
    planned: RwSignal<Option<Arc<Vec<Planned>>>>,
    comparing: RwSignal<bool>,
    /// Which kind of rows is looked at.
    picked: RwSignal<Option<usize>>,
    /// Of those who are not on the list, by row: a decision may name somebody further up in the sheet.
    ids: StoredValue<BTreeMap<usize, MemberId>>,
    turn: StoredValue<u64>,
    busy: RwSignal<bool>,
    /// It could not be written to the device.
    failed: RwSignal<bool>,
    done: RwSignal<bool>,
}

impl Draft {
    fn new(app: App, roster: Roster) -> Self {
        let this = Self {
            app,
            roster,
            name: RwSignal::default(),
            book: RwSignal::default(),
            at: RwSignal::new(0),
            heads: RwSignal::new(0),
            columns: RwSignal::default(),
            rule: RwSignal::default(),
            tolerant: RwSignal::new(false),
            choices: RwSignal::default(),
            planned: RwSignal::default(),
            comparing: RwSignal::new(false),
            picked: RwSignal::new(None),
            ids: StoredValue::default(),
            turn: StoredValue::new(0),
            busy: RwSignal::new(false),
            failed: RwSignal::new(false),
            done: RwSignal::new(false),
        };
        // Against a list that could not be had, everybody would be new.
        let whole = Memo::new(move |_| roster.whole.get() && roster.saved_at.with(Option::is_some));
        Effect::new(move |before: Option<(Rule, bool, usize, Vec<Column>)>| {
            // Whatever is decided on the page changes what would come of it. What others change meanwhile does not throw the reader out: it is told as a clash.
            this.choices.track();
            let read_as = (this.rule.get(), this.tolerant.get(), this.heads.get(), this.columns.get());
            if before.is_some_and(|before| before != read_as) {
                this.forget_plan();
            }
            if whole.get() && this.has_name() && this.book.with(Option::is_some) && !this.done.get_untracked() {
                spawn_local(this.compare());
            } else {
                this.forget_plan();
            }
            read_as
        });
        this
    }

    /// Takes a book that was read.
    fn take(self, name: String, book: Book) {
        self.name.set(name);
        self.done.set(false);
        self.book.set(Some(Arc::new(book)));
        self.show(0);
    }

    /// Another book is on its way.
    fn forget_book(self) {
        self.book.set(None);
        self.forget_plan();
    }

    /// What was compared is of another sheet, or of other columns.
    fn forget_plan(self) {
        self.turn.update_value(|turn| *turn += 1);
        self.planned.set(None);
        self.comparing.set(false);
    }

    /// Another sheet of the book.
    fn show(self, at: usize) {
        self.forget_plan();
        self.at.set(at);
        self.choices.set(BTreeMap::new());
        self.picked.set(None);
        self.ids.set_value(BTreeMap::new());
        let Some(guess) = self.with_sheet(|sheet| guess(&sheet.rows)) else { return };
        self.heads.set(guess.heads);
        let remembered = self.remembered().get(&self.over()).filter(|columns| columns.len() == guess.columns.len()).cloned();
        self.columns.set(remembered.unwrap_or(guess.columns));
    }

    fn with_sheet<T>(self, read: impl FnOnce(&Sheet) -> T) -> Option<T> {
        self.book.with(|book| book.as_ref()?.sheets.get(self.at.get()).map(read))
    }

    fn has_name(self) -> bool {
        self.columns
            .with(|columns| columns.iter().any(|column| matches!(column, Column::Field(Field::Name) | Column::Surname | Column::Given)))
    }

    /// By this the sheet is known again: the words over the columns, folded and hashed. Were the heads taken for a row too low, a person would stand there, and settings are not sealed.
    fn over(self) -> String {
        let heads = self.heads.get_untracked();
        let words = untrack(|| {
            self.with_sheet(|sheet| {
                sheet.rows.get(heads.wrapping_sub(1)).map(|row| row.iter().map(|cell| fold(cell)).collect::<Vec<_>>().join("|"))
            })
        })
        .flatten();
        words.map(|text| format!("{:08x}", fnv(&text))).unwrap_or_default()
    }

    /// What another version wrote is as if nothing had been kept.
    fn remembered(self) -> BTreeMap<String, Vec<Column>> {
        local::get(RULES).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    }

    fn remember(self) {
        let mut all = self.remembered();
        let over = self.over();
        if over.is_empty() {
            return;
        }
        all.insert(over.clone(), self.columns.get_untracked());
        while all.len() > REMEMBERED {
            let Some(oldest) = all.keys().find(|key| **key != over).cloned() else { break };
            all.remove(&oldest);
        }
        if let Ok(text) = serde_json::to_string(&all) {
            local::set(RULES, Some(&text));
        }
    }

    /// Brings it in. What it does stands on the disk, sealed, before it is said to be done; it is sent from there, also by a later visit.
    fn bring_in(self, edits: Vec<Edit>) {
        if self.busy.get_untracked() || edits.is_empty() {
            return;
        }
        self.busy.set(true);
        self.remember();
        let name = self.name.get_untracked();
        spawn_local(async move {
            let why = (!name.is_empty()).then(|| name.chars().take(LONGEST_WHY).collect());
            let kept = self.roster.act(BatchKind::Import, why, edits).await;
            self.busy.try_set(false);
            self.failed.try_set(kept.is_err());
            self.done.try_set(kept.is_ok());
        });
    }

    async fn compare(self) {
        let turn = self
            .turn
            .try_update_value(|turn| {
                *turn += 1;
                *turn
            })
            .unwrap_or_default();
        self.comparing.set(true);
        let Some(import) = untrack(|| self.import()) else { return };
        let words = vocabulary::vocabulary(self.app);
        let mut planner = Planner::new(import, self.roster.rows.get_untracked().as_ref().clone(), &words);
        let new_id = |row| {
            self.ids
                .try_update_value(|ids| ids.get(&row).cloned().or_else(|| new_member().inspect(|id| drop(ids.insert(row, id.clone())))))
                .flatten()
        };
        while planner.step(STEP, new_id) {
            clock::breathe().await;
            // Something else is wanted by now, or the page is gone.
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
        }
        self.planned.try_set(Some(Arc::new(planner.planned)));
        self.comparing.try_set(false);
    }

    fn import(self) -> Option<crate::model::import::Import> {
        let rows = self.with_sheet(|sheet| sheet.rows.clone())?;
        let zone = self.app.zone();
        Some(crate::model::import::Import {
            rows,
            heads: self.heads.get(),
            columns: self.columns.get(),
            rule: self.rule.get(),
            tolerant: self.tolerant.get(),
            choices: self.choices.get(),
            today: zone.day(self.app.now.get()),
        })
    }
}

#[component]
pub fn Work() -> impl IntoView {
    let app = use_app();
    let roster = Roster::open(app);
    let draft = Draft::new(app, roster);
    let there = Memo::new(move |_| draft.book.with(Option::is_some));
    let missing = Memo::new(move |_| roster.saved_at.with(Option::is_none) && roster.failure.with(Option::is_some));
    let work = move || {
        view! {
            <p class="quiet">{move || app.t().roster_import.lead}</p>
            <Acts roster />
            <Show when=move || missing.get()>
                <p class="why warning"><Icon name=strokes::OFFLINE class="icon icon-s" /> <span>{move || app.t().common.nothing_saved}</span></p>
            </Show>
            <Show when=move || draft.done.get() fallback=move || view! {
                <Source draft />
                <Show when=move || there.get()>
                    <Columns draft />
                    <Preview draft />
                </Show>
            }>
                <Done draft />
            </Show>
        }
    };
    view! { <Show when=move || !roster.away.get() fallback=move || view! { <Away roster /> }>{work}</Show> }
}

#[component]
fn Done(draft: Draft) -> impl IntoView {
    let app = use_app();
    let roster = draft.roster;
    // Of this import nothing waits any more.
    let sent = Memo::new(move |_| {
        let batch = roster.last.with(|last| last.as_ref().map(|last| last.batch.clone()));
        roster.waiting.with(|waiting| waiting.iter().all(|one| !one.is_undecided() || Some(one.batch()) != batch.as_ref()))
    });
    let another = move |_| {
        draft.book.set(None);
        draft.planned.set(None);
        draft.done.set(false);
    };
    view! {
        <section class="stack" aria-labelledby="import-done">
            <h2 id="import-done">{move || if sent.get() { app.t().roster_import.done } else { app.t().roster_import.done_here }}</h2>
            <p class="actions">
                <a class="button primary" href=routes::ROSTER>{move || app.t().roster_import.to_list}</a>
                <button class="button" type="button" on:click=another>{move || app.t().roster_import.another}</button>
            </p>
        </section>
    }
}
