//! Changing a member, or writing down a new one. What was wrong is told beside its field; nothing that was typed is lost, not even an entry that was not added by its button.

use super::{
    entries::Entries,
    values::{Select, choices},
};
use crate::{
    model::{
        Phone,
        batch::{BatchKind, Edit, LONGEST_WHY},
        member::Field,
        member_draft::{Draft, Faults},
        roster::Row,
    },
    state::{App, roster::Roster, use_app},
    ui::{Icon, TextField, strokes},
    web::page,
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use std::{collections::BTreeSet, sync::Arc};

/// A line of the form.
#[derive(Clone, Copy)]
pub struct Line {
    pub field: Field,
    /// What is written; of a set, the entry that is being written.
    pub text: RwSignal<String>,
    pub entries: RwSignal<BTreeSet<String>>,
}

/// The form as it stands.
#[derive(Clone, Copy)]
pub struct Sheet {
    pub before: StoredValue<Arc<Row>>,
    pub lines: StoredValue<Vec<Line>>,
    why: RwSignal<String>,
    faults: RwSignal<Faults>,
    said: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
}

impl Sheet {
    pub fn new(row: Arc<Row>) -> Self {
        let draft = Draft::of(&row.member);
        let line = |field: Field| Line {
            field,
            text: RwSignal::new(draft.values.get(&field).cloned().unwrap_or_default()),
            entries: RwSignal::new(draft.entries.get(&field).cloned().unwrap_or_default()),
        };
        Self {
            lines: StoredValue::new(Field::ALL.into_iter().filter(|field| *field != Field::Notes).map(line).collect()),
            before: StoredValue::new(row),
            why: RwSignal::new(String::new()),
            faults: RwSignal::default(),
            said: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    fn draft(self) -> Draft {
        let mut draft = Draft::default();
        self.lines.with_value(|lines| {
            for line in lines {
                let text = line.text.get_untracked();
                if line.field.is_set() {
                    let mut entries = line.entries.get_untracked();
                    entries.extend((!text.trim().is_empty()).then_some(text));
                    draft.entries.insert(line.field, entries);
                } else {
                    draft.values.insert(line.field, text);
                }
            }
        });
        draft
    }

    /// Something is written that has not been saved.
    pub fn is_touched(self) -> bool {
        let mut before = Draft::of(&self.before.get_value().member);
        // Notes have a place of their own on the card.
        before.entries.remove(&Field::Notes);
        self.draft() != before
    }

    pub fn say_unsaved(self, app: App) {
        self.said.set(Some(app.t_untracked().roster_acts.unsaved.to_owned()));
        // It stands at the end of a form that is longer than the window.
        page::focus_soon("member-said");
    }

    fn save(self, app: App, roster: Roster, on_done: Callback<()>) {
        let before = self.before.get_value();
        let words = &app.t_untracked().roster_acts;
        let changes = match self.draft().changes(&before.member) {
            Ok(changes) if changes.is_empty() => {
                self.said.set(Some(words.same.to_owned()));
                return;
            }
            Ok(changes) => changes,
            Err(faults) => {
                if let Some((field, _)) = faults.first_key_value() {
                    page::focus(&id_of(*field));
                }
                self.faults.set(faults);
                self.said.set(Some(words.fix_first.to_owned()));
                return;
            }
        };
        self.faults.set(Faults::new());
        let why = match reason(self.why) {
            Ok(why) => why,
            Err(()) => return self.said.set(Some(words.why_too_long.to_owned())),
        };
        self.said.set(None);
        self.busy.set(true);
        spawn_local(async move {
            let kept = roster.act(BatchKind::Edit, why, vec![Edit::new(before.member.id.clone(), changes)]).await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match kept {
                Ok(()) => on_done.run(()),
                Err(_) => self.said.set(Some(app.t_untracked().action.not_kept.to_owned())),
            }
        });
    }
}

/// The reason as it is sent; `Err`: longer than a reason may be.
pub fn reason(written: RwSignal<String>) -> Result<Option<String>, ()> {
    let why = written.get_untracked().trim().to_owned();
    if why.chars().count() > LONGEST_WHY { Err(()) } else { Ok((!why.is_empty()).then_some(why)) }
}

pub fn id_of(field: Field) -> String {
    format!("member-{field:?}")
}

#[component]
pub fn Form(
    roster: Roster,
    row: Arc<Row>,
    /// Where whoever closes the window finds what is written.
    held: StoredValue<Option<Sheet>>,
    on_done: Callback<()>,
    on_cancel: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let sheet = Sheet::new(row);
    // Once it stands: the button that opened it is gone, and the focus with it.
    page::focus_soon("member-Name");
    held.set_value(Some(sheet));
    on_cleanup(move || {
        held.try_set_value(None);
    });
    let lines = sheet.lines.get_value().into_iter().map(|line| view! { <OneLine roster sheet line /> }).collect_view();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !sheet.busy.get_untracked() {
            sheet.save(app, roster, on_done);
        }
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            {lines}
            <TextField id="member-why" label=app.word(|t| t.roster_acts.why) hint=app.word(|t| t.roster_acts.why_hint) value=sheet.why error=Signal::stored(None::<String>) />
            <div role="alert" id="member-said" tabindex="-1">{move || sheet.said.get().map(|text| view! { <p class="why warning">{text}</p> })}</div>
            <p class="actions">
                <button class="button primary" type="submit" aria-busy=move || sheet.busy.get().then_some("true")>{move || app.t().common.save}</button>
                <button class="button" type="button" on:click=move |_| on_cancel.run(())>{move || app.t().common.cancel}</button>
            </p>
        </form>
    }
}

/// Whose phone it is already. A family may share one, so it is said and stops nobody; a second record of the same person is seen before it is made.
fn has_phone(roster: Roster, sheet: Sheet, text: &str) -> Option<String> {
    let phone = Phone::parse(text).ok()?;
    let own = sheet.before.with_value(|row| row.member.id.clone());
    roster.rows.with(|rows| {
        let other = rows.iter().find(|row| row.member.id != own && row.member.phone.as_ref() == Some(&phone));
        other.and_then(|row| row.member.name.clone())
    })
}

#[component]
fn OneLine(roster: Roster, sheet: Sheet, line: Line) -> impl IntoView {
    let app = use_app();
    let field = line.field;
    let label = Signal::derive(move || app.t().roster.field(field).to_owned());
    let error = Signal::derive(move || {
        let t = app.t();
        sheet.faults.with(|faults| faults.get(&field).map(|wrong| (t.roster_acts.wrong)(*wrong, t.errors.contact).to_owned()))
    });
    match field {
        _ if field.is_set() => view! { <Entries roster line label error /> }.into_any(),
        _ if choices(app, roster, field).is_some() => view! { <Select id=id_of(field) roster label field value=line.text /> }.into_any(),
        Field::Since => {
            view! { <TextField id=id_of(field) label hint=app.word(|t| t.roster_acts.since_hint) value=line.text error /> }.into_any()
        }
        Field::Consent => {
            view! { <TextField id=id_of(field) label hint=app.word(|t| t.roster_besides.consent_hint) value=line.text error /> }.into_any()
        }
        Field::Phone => {
            let told = move || {
                let name = has_phone(roster, sheet, &line.text.get())?;
                Some(
                    view! { <p class="why"><Icon name=strokes::INFO class="icon icon-s" /> <span>{(app.t().roster_acts.same_phone)(&name)}</span></p> },
                )
            };
            view! { <TextField id=id_of(field) label value=line.text error kind="tel" /> <div role="status">{told}</div> }.into_any()
        }
        Field::Email => view! { <TextField id=id_of(field) label value=line.text error kind="email" /> }.into_any(),
        _ => view! { <TextField id=id_of(field) label value=line.text error /> }.into_any(),
    }
}
