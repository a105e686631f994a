//! The list to take along: as a file that can be brought in again, on paper for a clipboard, or as numbers for the state's register. Those chosen, those found, or everybody.

mod lines;
mod paper;
mod register;

use super::{look::Look, refusal};
use crate::{
    api::ApiError,
    model::{
        audit::{Export as Told, Taken},
        table::{Book, Sheet, csv},
    },
    pages::sign_in::said,
    state::{
        App,
        roster::{NotTold, Rows},
        use_app,
    },
    ui::{Choice, Icon, TextField, shown_while, strokes},
    web::{clock, page, save, sheets},
};
use leptos::{html, prelude::*, task::spawn_local};
use paper::Paper;
use std::sync::Arc;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    Chosen,
    Found,
    Everybody,
}

#[derive(Clone, Copy)]
struct Draft {
    app: App,
    look: Look,
    open: RwSignal<bool>,
    who: RwSignal<Who>,
    /// All columns, or those of the table.
    all: RwSignal<bool>,
    heading: RwSignal<String>,
    signature: RwSignal<bool>,
    busy: RwSignal<bool>,
    /// Why there is no file.
    failed: RwSignal<Option<Failed>>,
    /// What is being printed: it stands beside the page, and only on paper.
    paper: RwSignal<Option<Arc<Paper>>>,
}

#[derive(Clone, PartialEq)]
enum Failed {
    NeedsConnection,
    Broken,
    /// The backend does not allow it.
    Refused(ApiError),
    /// The audit can hear of it neither now nor later.
    NotTold,
}

impl Draft {
    /// Whom it is about, as the window is opened.
    fn begin(self) {
        let some = self.look.chosen.with_untracked(|chosen| !chosen.is_empty());
        self.who.set(match untrack(|| self.narrowed()) {
            _ if some => Who::Chosen,
            true => Who::Found,
            false => Who::Everybody,
        });
        self.failed.set(None);
        self.open.set(true);
    }

    /// Not everybody is found.
    fn narrowed(self) -> bool {
        self.look.found.with(|found| found.len()) != self.look.roster.rows.with(|rows| rows.len())
    }

    fn rows(self) -> Rows {
        match self.who.get() {
            Who::Found => Arc::new(self.look.found.with(|found| found.iter().cloned().collect())),
            Who::Everybody => Arc::new(self.look.everybody().iter().cloned().collect()),
            Who::Chosen => {
                let chosen = self.look.chosen.get();
                Arc::new(self.look.everybody().iter().filter(|row| chosen.contains(&row.member.id)).cloned().collect())
            }
        }
    }

    /// The audit hears of it first.
    fn told(self, what: Taken, then: impl FnOnce(Self) + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failed.set(None);
        let count = untrack(|| self.rows().len()) as u64;
        let export = Told { what, count, columns: untrack(|| lines::columns(self)), made_at: clock::now() };
        spawn_local(async move {
            let told = self.look.roster.tell_export(export).await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match told {
                Ok(()) => then(self),
                Err(NotTold::Refused(why)) => self.failed.set(Some(Failed::Refused(why))),
                Err(NotTold::NotKept) => self.failed.set(Some(Failed::NotTold)),
            }
        });
    }

    /// With the day, by which one tells last month's file from this one.
    fn file(self, what: &str, ending: &str) -> String {
        format!("meyirim-{what}-{}.{ending}", self.app.zone().day(clock::now()))
    }

    fn text(self) {
        let text = csv(self.app.settings.lang.get_untracked(), untrack(|| lines::of(self, &self.rows())));
        if save::file(&self.file("roster", "csv"), "text/csv;charset=utf-8", &text.into()).is_err() {
            self.failed.set(Some(Failed::Broken));
        }
    }

    fn list(self) {
        let t = self.app.t_untracked();
        let rows = untrack(|| lines::of(self, &self.rows())).into_iter().map(|line| line.into_iter().map(Into::into).collect()).collect();
        self.book(self.file("roster", "xlsx"), Book { sheets: vec![Sheet { name: t.roster_export.list.to_owned(), heads: 1, rows }] });
    }

    fn register(self) {
        self.book(self.file("register", "xlsx"), untrack(|| register::book(self.app, &self.rows())));
    }

    fn book(self, name: String, book: Book) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failed.set(None);
        spawn_local(async move {
            // The button says that it is busy before the rows are written down.
            clock::breathe().await;
            let failed = match serde_json::to_string(&book) {
                Ok(json) => sheets::write(&json).await.and_then(|bytes| save::file(&name, XLSX, &bytes)).is_err(),
                Err(_) => true,
            };
            self.busy.try_set(false);
            if failed {
                let offline = untrack(|| self.app.connection.is_offline());
                self.failed.try_set(Some(if offline { Failed::NeedsConnection } else { Failed::Broken }));
            }
        });
    }

    fn print(self) {
        self.paper.set(Some(Arc::new(untrack(|| Paper::of(self)))));
        spawn_local(async move {
            clock::breathe().await;
            page::print();
        });
    }
}

#[component]
pub fn Export(look: Look) -> impl IntoView {
    let app = use_app();
    let draft = Draft {
        app,
        look,
        open: RwSignal::new(false),
        who: RwSignal::new(Who::Found),
        all: RwSignal::new(false),
        heading: RwSignal::default(),
        signature: RwSignal::new(true),
        busy: RwSignal::new(false),
        failed: RwSignal::new(None),
        paper: RwSignal::new(None),
    };
    let node = NodeRef::<html::Dialog>::new();
    shown_while(node, draft.open);
    let close = move || {
        draft.open.set(false);
        draft.paper.set(None);
    };
    view! {
        <button class="button" type="button" on:click=move |_| draft.begin()><Icon name=strokes::DOWNLOAD /> {move || app.t().roster_export.title}</button>
        <dialog class="sheet member" node_ref=node aria-labelledby="export-title" on:close=move |_| close()>
            <header class="sheet-head">
                <h2 id="export-title">{move || app.t().roster_export.title}</h2>
                <button class="button plain square" type="button" on:click=move |_| close()>
                    <Icon name=strokes::X />
                    <span class="sr">{move || app.t().common.close}</span>
                </button>
            </header>
            <div class="sheet-body stack">{move || draft.open.get().then(|| view! { <Wanted draft /> })}</div>
        </dialog>
        {move || draft.paper.get().map(|paper| view! { <paper::Printed app paper /> })}
    }
}

#[component]
fn Wanted(draft: Draft) -> impl IntoView {
    let app = draft.app;
    let failed = move || {
        let words = &app.t().roster_export;
        draft.failed.get().map(|why| match why {
            Failed::NeedsConnection => words.needs_connection.to_owned(),
            Failed::Broken => words.failed.to_owned(),
            Failed::Refused(error) => refusal(app, &error).unwrap_or_else(|| said(app.t(), &error)),
            Failed::NotTold => app.t().audit.not_told.to_owned(),
        })
    };
    let busy = move || draft.busy.get().then_some("true");
    view! {
        <Whom draft />
        <section class="stack" aria-labelledby="export-file">
            <h3 id="export-file">{move || app.t().roster_export.as_file}</h3>
            <p class="quiet small">{move || app.t().roster_export.careful} " " {move || app.t().audit.export_told}</p>
            <p class="actions">
                <button class="button primary" type="button" aria-busy=busy on:click=move |_| draft.told(Taken::Workbook, Draft::list)>{move || app.t().roster_export.xlsx}</button>
                <button class="button" type="button" on:click=move |_| draft.told(Taken::Csv, Draft::text)>{move || app.t().roster_export.csv}</button>
            </p>
            <div role="alert">{move || failed().map(|text| view! { <p class="why danger">{text}</p> })}</div>
        </section>
        <section class="stack" aria-labelledby="export-paper">
            <h3 id="export-paper">{move || app.t().roster_export.on_paper}</h3>
            <TextField id="export-heading" label=app.word(|t| t.roster_export.heading) hint=app.word(|t| t.roster_export.heading_hint) value=draft.heading error=Signal::stored(None::<String>) />
            <Choice name="export-signature" kind="checkbox" chosen=draft.signature on_choose=move |wanted| draft.signature.set(wanted) label=app.word(|t| t.roster_export.signature) />
            <p class="actions"><button class="button" type="button" aria-busy=busy on:click=move |_| draft.told(Taken::Paper, Draft::print)>{move || app.t().roster_export.print}</button></p>
        </section>
        <section class="stack" aria-labelledby="export-register">
            <h3 id="export-register">{move || app.t().roster_export.register}</h3>
            <p class="quiet small">{move || app.t().roster_export.register_hint}</p>
            <p class="actions"><button class="button" type="button" aria-busy=busy on:click=move |_| draft.register()>{move || app.t().roster_export.register_sheet}</button></p>
        </section>
    }
}

/// Who is in it, and with which columns.
#[component]
fn Whom(draft: Draft) -> impl IntoView {
    let (app, look) = (draft.app, draft.look);
    let chosen = Memo::new(move |_| look.chosen.with(|chosen| chosen.len() as u64));
    let label = move |who: Who| {
        Signal::derive(move || {
            let words = &app.t().roster_export;
            match who {
                Who::Chosen => (words.chosen)(chosen.get()),
                Who::Found => (words.found)(look.found.with(|rows| rows.len() as u64)),
                Who::Everybody => (words.everybody)(look.roster.rows.with(|rows| rows.len() as u64)),
            }
        })
    };
    let who = move |who: Who| view! { <Choice name="export-who" chosen=Signal::derive(move || draft.who.get() == who) on_choose=move |_| draft.who.set(who) label=label(who) /> };
    let columns = move |all: bool| {
        let label = Signal::derive(move || app.t().roster_export.columns_are[usize::from(all)].to_owned());
        view! { <Choice name="export-columns" chosen=Signal::derive(move || draft.all.get() == all) on_choose=move |_| draft.all.set(all) label /> }
    };
    view! {
        <fieldset class="field">
            <legend>{move || app.t().roster_export.who}</legend>
            <div class="lined">
                {(chosen.get_untracked() > 0).then(|| who(Who::Chosen))}
                {untrack(|| draft.narrowed()).then(|| who(Who::Found))}
                {who(Who::Everybody)}
            </div>
        </fieldset>
        <fieldset class="field">
            <legend>{move || app.t().roster_export.columns}</legend>
            <div class="lined">{[false, true].map(columns)}</div>
        </fieldset>
    }
}
