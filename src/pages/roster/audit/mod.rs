//! The audit: who looked at personal data or changed it, searched, taken along, and its chain checked on this device. Names of members come from this device's own list: none stand in the audit.

mod chain;
mod filters;
mod lines;

use super::refusal;
use crate::{
    api::{ApiError, Call, rights},
    model::{
        Cursor,
        audit::{Export, Line, Lines, Taken, Wanted},
        table::csv,
    },
    pages::sign_in::said,
    state::{
        App,
        roster::{NotTold, Roster},
        use_app,
    },
    ui::{Empty, Icon, Skeleton, each, strokes},
    web::{clock, save},
};
use chain::Chain;
use filters::Filters;
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// Entries that one file holds, at most.
const MOST: usize = 50_000;

#[derive(Clone, Copy)]
struct Draft {
    app: App,
    roster: Roster,
    wanted: RwSignal<Wanted>,
    lines: RwSignal<Arc<Vec<Line>>>,
    total: RwSignal<u64>,
    next: RwSignal<Option<Cursor>>,
    busy: RwSignal<bool>,
    /// The first answer has come.
    there: RwSignal<bool>,
    failed: RwSignal<Option<Arc<ApiError>>>,
    /// Why there is no file.
    unsaved: RwSignal<Option<String>>,
    /// Of what is asked for: an answer to something else is thrown away.
    turn: StoredValue<u64>,
}

impl Draft {
    /// From the latest on.
    fn search(self) {
        self.turn.update_value(|turn| *turn += 1);
        self.next.set(None);
        self.there.set(false);
        self.fetch(true);
    }

    fn fetch(self, anew: bool) {
        let turn = self.turn.get_value();
        let call = rights::audit(&self.wanted.get_untracked(), self.next.get_untracked().as_ref());
        self.busy.set(true);
        spawn_local(async move {
            let answer = self.read(call).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            self.busy.set(false);
            self.there.set(true);
            match answer {
                Ok(Lines { items, next, total }) => {
                    self.failed.set(None);
                    self.next.set(next);
                    self.total.set(total);
                    self.lines.update(|lines| {
                        let lines = Arc::make_mut(lines);
                        if anew {
                            lines.clear();
                        }
                        lines.extend(items);
                    });
                }
                Err(error) => self.failed.set(Some(Arc::new(error))),
            }
        });
    }

    async fn read(self, call: Call<Lines>) -> Result<Lines, ApiError> {
        self.app.client().read(&call).await
    }

    /// All that is found, not only what has been shown.
    async fn all(self) -> Result<Vec<Line>, ApiError> {
        let wanted = self.wanted.get_untracked();
        let (mut all, mut next) = (Vec::new(), None);
        loop {
            let page = self.read(rights::audit(&wanted, next.as_ref())).await?;
            all.extend(page.items);
            match page.next.filter(|_| all.len() < MOST) {
                Some(cursor) => next = Some(cursor),
                None => return Ok(all),
            }
        }
    }

    fn save(self, what: &'static str) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.unsaved.set(None);
        spawn_local(async move {
            let saved = self.save_now(what).await;
            self.busy.try_set(false);
            self.unsaved.try_set(saved.err());
        });
    }

    async fn save_now(self, what: &'static str) -> Result<(), String> {
        let words = |error: &ApiError| refusal(self.app, error).unwrap_or_else(|| said(self.app.t_untracked(), error));
        let all = self.all().await.map_err(|error| words(&error))?;
        let export = Export { what: Taken::Audit, count: all.len() as u64, columns: Vec::new(), made_at: clock::now() };
        self.roster.tell_export(export).await.map_err(|why| match why {
            NotTold::Refused(error) => words(&error),
            NotTold::NotKept => self.app.t_untracked().audit.not_told.to_owned(),
        })?;
        let broken = || self.app.t_untracked().audit.save_failed.to_owned();
        let day = self.app.zone().day(clock::now());
        let file = match what {
            CSV => save::file(
                &format!("meyirim-audit-{day}.csv"),
                "text/csv;charset=utf-8",
                &csv(self.app.settings.lang.get_untracked(), untrack(|| lines::table(self, &all))).into(),
            ),
            _ => {
                let mut entries: Vec<_> = all.into_iter().map(|line| line.entry).collect();
                entries.reverse();
                let json = serde_json::to_string(&entries).map_err(|_| broken())?;
                save::file(&format!("meyirim-audit-{day}.json"), "application/json", &json.into())
            }
        };
        file.map_err(|_| broken())
    }
}

const CSV: &str = "csv";
const JSON: &str = "json";

#[component]
pub fn Work() -> impl IntoView {
    let app = use_app();
    let draft = Draft {
        app,
        roster: Roster::open(app),
        wanted: RwSignal::default(),
        lines: RwSignal::default(),
        total: RwSignal::new(0),
        next: RwSignal::new(None),
        busy: RwSignal::new(false),
        there: RwSignal::new(false),
        failed: RwSignal::new(None),
        unsaved: RwSignal::new(None),
        turn: StoredValue::new(0),
    };
    // Once the app knows its backend; and when the connection is back.
    Effect::new(move |_| {
        let offline = app.connection.is_offline();
        if !offline && app.keeping.with(Option::is_some) && untrack(|| draft.lines.with(|lines| lines.is_empty())) {
            draft.search();
        }
    });
    view! {
        <p class="quiet">{move || app.t().audit.lead}</p>
        <Chain draft />
        <Filters draft />
        <Found draft />
    }
}

/// The audit is not kept on a device.
fn not_here(app: App) -> AnyView {
    view! { <Empty icon=strokes::OFFLINE title=app.word(|t| t.audit.offline[0]) text=app.word(|t| t.audit.offline[1]) /> }.into_any()
}

#[component]
fn Found(draft: Draft) -> impl IntoView {
    let app = draft.app;
    let shown = move || {
        let (failed, none) = (draft.failed.get(), draft.lines.with(|lines| lines.is_empty()));
        match (failed, none, draft.there.get()) {
            (Some(error), ..) if error.is_offline() => not_here(app),
            (Some(error), ..) => {
                let text = refusal(app, &error).unwrap_or_else(|| said(app.t(), &error));
                view! { <p class="why danger"><Icon name=strokes::ALERT class="icon icon-s" /> <span>{text}</span></p> }.into_any()
            }
            // Nothing has been asked for, nor will be before there is a connection.
            (None, true, false) if app.connection.is_offline() => not_here(app),
            (None, true, false) => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
            (None, true, true) => {
                view! { <Empty icon=strokes::SEARCH title=app.word(|t| t.audit.no_entries) text=app.word(|t| t.audit.no_entries_hint) /> }
                    .into_any()
            }
            (None, false, _) => view! { <List draft /> }.into_any(),
        }
    };
    let busy = move || draft.busy.get().then_some("true");
    view! {
        <section class="stack" aria-labelledby="audit-found">
            <h2 class="sr" id="audit-found">{move || app.t().audit.title}</h2>
            <p class="actions">
                <span role="status" class="quiet small">{move || draft.there.get().then(|| (app.t().audit.entries)(draft.total.get()))}</span>
                <button class="button" type="button" aria-busy=busy on:click=move |_| draft.save(CSV)><Icon name=strokes::DOWNLOAD /> {move || app.t().audit.save_csv}</button>
                <button class="button" type="button" aria-busy=busy on:click=move |_| draft.save(JSON)><Icon name=strokes::DOWNLOAD /> {move || app.t().audit.save_json}</button>
            </p>
            <div role="alert">{move || draft.unsaved.get().map(|text| view! { <p class="why danger">{text}</p> })}</div>
            {shown}
        </section>
    }
}

#[component]
fn List(draft: Draft) -> impl IntoView {
    let app = draft.app;
    let lines = move || draft.lines.get().as_ref().clone();
    let more = move || {
        draft.next.with(Option::is_some).then(|| {
            let busy = move || draft.busy.get().then_some("true");
            view! { <p class="actions"><button class="button" type="button" aria-busy=busy on:click=move |_| draft.fetch(false)>{move || app.t().audit.earlier}</button></p> }
        })
    };
    view! {
        <ol class="lined" role="list">{each(lines, |line| line.entry.seq, move |line| view! { <lines::One draft line /> }.into_any())}</ol>
        {more}
    }
}
