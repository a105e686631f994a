//! Notes about a member: read at a glance, written without opening the form. Each is an edit like any other (it works offline, stands in the history with who and when, and is taken back), and who sees
//! them is said where they are written.

use super::{form::id_of, keeps};
use crate::{
    model::{
        batch::{BatchKind, Edit},
        member::{Field, MemberId},
        member_edit::Change,
        roster::Row,
    },
    state::{App, roster::Roster, use_app},
    ui::{Icon, TextField, each, strokes},
    web::{clock, page},
};
use leptos::{prelude::*, task::spawn_local};
use std::{collections::BTreeSet, sync::Arc};

/// A note that is being written. It belongs to the card, with its field: what is shown of the member is made anew whenever something of it changes, here or elsewhere.
#[derive(Clone, Copy)]
pub struct Unsaid {
    text: RwSignal<String>,
    error: RwSignal<Option<String>>,
}

impl Unsaid {
    pub fn new() -> Self {
        Self { text: RwSignal::new(String::new()), error: RwSignal::new(None) }
    }

    pub fn is_there(self) -> bool {
        self.text.with(|text| !text.trim().is_empty())
    }

    pub fn forget(self) {
        self.text.set(String::new());
        self.error.set(None);
    }

    /// Instead of losing it.
    pub fn say_unsaved(self, app: App) {
        self.error.set(Some(app.t_untracked().roster_acts.unsaved.to_owned()));
        // Where the form stood, the field comes first.
        spawn_local(async {
            clock::breathe().await;
            page::focus(&id_of(Field::Notes));
        });
    }
}

#[component]
pub fn Notes(roster: Roster, row: Arc<Row>) -> impl IntoView {
    let app = use_app();
    let may = keeps(app);
    let (shown, id) = (row.clone(), row.member.id.clone());
    let remove = Callback::new(move |note: String| change(app, roster, &id, BTreeSet::new(), BTreeSet::from([note]), None));
    let note = move |text: String| view! { <Note text may remove /> }.into_any();
    let none = row.member.notes.is_empty();
    view! {
        <section class="stack" aria-labelledby="member-notes">
            <h3 id="member-notes">{move || app.t().roster.field(Field::Notes)}</h3>
            {none.then(|| view! { <p class="quiet">{move || app.t().roster_besides.no_notes}</p> })}
            <ul class="notes" role="list">{each(move || shown.member.notes.iter().cloned().collect(), Clone::clone, note)}</ul>
            <p class="quiet small">{move || app.t().roster_besides.notes_seen_by}</p>
        </section>
    }
}

#[component]
fn Note(text: String, may: bool, remove: Callback<String>) -> impl IntoView {
    let app = use_app();
    let (label, gone) = (text.clone(), text.clone());
    let button = may.then(|| {
        view! {
            <button class="button plain square" type="button" on:click=move |_| remove.run(gone.clone())>
                <Icon name=strokes::X class="icon icon-s" />
                <span class="sr">{move || (app.t().roster_besides.remove_note)(&label)}</span>
            </button>
        }
    });
    view! { <li><span>{text}</span> {button}</li> }
}

#[component]
pub fn New(roster: Roster, id: MemberId, unsaid: Unsaid) -> impl IntoView {
    let app = use_app();
    let Unsaid { text, error } = unsaid;
    let there = Memo::new(move |_| unsaid.is_there());
    let give_up = move |_| {
        unsaid.forget();
        page::focus(&id_of(Field::Notes));
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = &app.t_untracked().roster_besides;
        // Merged with another record, or deleted, while the note was written.
        let gone = roster.rows.with_untracked(|rows| rows.iter().all(|row| row.member.id != id));
        match Field::Notes.canonical(&text.get_untracked()) {
            Ok(None) => page::focus(&id_of(Field::Notes)),
            Ok(Some(_)) if gone => error.set(Some(words.note_without.to_owned())),
            Ok(Some(note)) => change(app, roster, &id, BTreeSet::from([note]), BTreeSet::new(), Some(unsaid)),
            Err(_) => error.set(Some(words.note_too_long.to_owned())),
        }
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <TextField id=id_of(Field::Notes) label=app.word(|t| t.roster_besides.new_note) value=text error />
            <p class="actions">
                <button class="button compact" type="submit">{move || app.t().roster_besides.add_note}</button>
                <Show when=move || there.get()><button class="button plain compact" type="button" on:click=give_up>{move || app.t().common.cancel}</button></Show>
            </p>
        </form>
    }
}

/// What was written is emptied only once it is kept, and only if nothing was written since.
fn change(app: App, roster: Roster, member: &MemberId, add: BTreeSet<String>, remove: BTreeSet<String>, written: Option<Unsaid>) {
    let sent = written.map(|written| written.text.get_untracked());
    let edit = Edit::new(member.clone(), vec![Change::Entries { field: Field::Notes, add, remove }]);
    spawn_local(async move {
        match roster.act(BatchKind::Edit, None, vec![edit]).await {
            Ok(()) => {
                if let Some(written) = written
                    && written.text.try_get_untracked() == sent
                {
                    written.forget();
                }
            }
            Err(_) => app.toasts.tell(app.t_untracked().action.not_kept),
        }
    });
}
