//! Something done to all who were chosen: what it is, how many of them it would change, and the button that does it. It can be taken back.

use super::{
    form::reason,
    look::Look,
    sends,
    values::{Select, Usual, choices},
};
use crate::{
    model::{
        batch::{BatchKind, Edit},
        member::{Field, Wrong},
        member_draft::Wish,
        roster::Row,
    },
    routes,
    state::{App, roster::take_along, use_app},
    ui::{Icon, TextField, shown_while, strokes},
    web::page,
};
use leptos::{html, prelude::*, task::spawn_local};
use std::sync::Arc;

/// The verb that empties a field. It is a wish of its own: a value that nobody has chosen yet empties nothing.
const EMPTY: usize = 3;

/// What can be wanted: the field, and what of [`Wish`] (set, add, remove, empty; as the words of it are ordered).
const WISHES: [(Field, usize); 21] = [
    (Field::Standing, 0),
    (Field::Standing, EMPTY),
    (Field::Tags, 1),
    (Field::Tags, 2),
    (Field::Groups, 1),
    (Field::Groups, 2),
    (Field::Directions, 1),
    (Field::Directions, 2),
    (Field::Skills, 1),
    (Field::Skills, 2),
    (Field::Languages, 1),
    (Field::Languages, 2),
    (Field::District, 0),
    (Field::District, EMPTY),
    (Field::AgeClass, 0),
    (Field::AgeClass, EMPTY),
    (Field::Consent, 0),
    (Field::Consent, EMPTY),
    (Field::Notes, 1),
    (Field::Organisations, 1),
    (Field::Organisations, 2),
];

/// What is wanted most: a tag more.
const FIRST: usize = 2;

#[derive(Clone, Copy)]
struct Draft {
    look: Look,
    /// Place in [`WISHES`].
    wish: RwSignal<usize>,
    text: RwSignal<String>,
    why: RwSignal<String>,
    error: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    open: RwSignal<bool>,
}

impl Draft {
    /// The field, and what is wanted of it.
    fn wanted(self) -> (Field, usize) {
        WISHES[self.wish.get().min(WISHES.len() - 1)]
    }

    fn wish(self) -> Result<Option<Wish>, Wrong> {
        let (field, verb) = self.wanted();
        let text = field.canonical(&self.text.get())?;
        Ok(match verb {
            0 => text.map(|text| Wish::Set { field, to: Some(text) }),
            EMPTY => Some(Wish::Set { field, to: None }),
            1 => text.map(|entry| Wish::Add { field, entry }),
            _ => text.map(|entry| Wish::Remove { field, entry }),
        })
    }

    /// Those chosen who are still on the list.
    fn people(self) -> Vec<Arc<Row>> {
        let chosen = self.look.chosen.get();
        self.look.roster.rows.with(|rows| rows.iter().filter(|row| chosen.contains(&row.member.id)).cloned().collect())
    }

    fn edits(self) -> Vec<Edit> {
        match self.wish() {
            Ok(Some(wish)) => self.people().iter().filter_map(|row| wish.edit(&row.member)).collect(),
            _ => Vec::new(),
        }
    }

    fn go(self, app: App) {
        let t = app.t_untracked();
        let words = &t.roster_acts;
        self.error.set(None);
        if let Err(wrong) = untrack(|| self.wish()) {
            return self.error.set(Some((words.wrong)(wrong, t.errors.contact).to_owned()));
        }
        let Ok(why) = reason(self.why) else { return self.error.set(Some(words.why_too_long.to_owned())) };
        let edits = untrack(|| self.edits());
        if edits.is_empty() {
            return self.error.set(Some(words.same.to_owned()));
        }
        self.busy.set(true);
        spawn_local(async move {
            let kept = self.look.roster.act(BatchKind::Bulk, why, edits).await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match kept {
                Ok(()) => {
                    self.open.set(false);
                    self.look.chosen.update(|chosen| chosen.clear());
                    // The button that opened the window is gone.
                    page::focus_soon("roster-search");
                }
                Err(_) => self.error.set(Some(app.t_untracked().action.not_kept.to_owned())),
            }
        });
    }
}

#[component]
pub fn Bulk(look: Look) -> impl IntoView {
    let app = use_app();
    let many = Memo::new(move |_| look.chosen.with(|chosen| chosen.len() as u64));
    let draft = Draft {
        look,
        wish: RwSignal::new(FIRST),
        text: RwSignal::new(String::new()),
        why: RwSignal::new(String::new()),
        error: RwSignal::new(None),
        busy: RwSignal::new(false),
        open: RwSignal::new(false),
    };
    // Those whom the search or a segment no longer shows: what is done is done to them as well.
    let unseen = Memo::new(move |_| {
        look.chosen.with(|chosen| {
            let seen = look.found.with(|found| found.iter().filter(|row| chosen.contains(&row.member.id)).count());
            Some((chosen.len() - seen) as u64).filter(|unseen| *unseen > 0)
        })
    });
    let clear = move |_| {
        look.chosen.update(|chosen| chosen.clear());
        page::focus("roster-search");
    };
    let write = move || {
        view! {
            <a class="button" href=routes::ROSTER_NEW_MESSAGE on:click=move |_| take_along(app, look.chosen.get_untracked())>
                <Icon name=strokes::SEND />
                {move || app.t().messages.write}
            </a>
        }
    };
    let bar = move || {
        view! {
            <div class="bulk-bar">
                <b role="status">{move || (app.t().roster_acts.chosen)(many.get())} {move || unseen.get().map(|unseen| format!(" {}", (app.t().roster_acts.out_of_sight)(unseen)))}</b>
                <button class="button" type="button" on:click=move |_| draft.open.set(true)>{move || app.t().roster_acts.change_chosen}</button>
                {sends(app).then(write)}
                <button class="button plain" type="button" on:click=clear>
                    {move || app.t().roster_acts.choose_nobody}
                </button>
            </div>
        }
    };
    let some = Memo::new(move |_| many.get() > 0);
    view! {
        <Show when=move || some.get()>{bar}</Show>
        <Window draft />
    }
}

#[component]
fn Window(draft: Draft) -> impl IntoView {
    let app = use_app();
    let node = NodeRef::<html::Dialog>::new();
    shown_while(node, draft.open);
    view! {
        <dialog class="sheet member" node_ref=node aria-labelledby="bulk-title" on:close=move |_| draft.open.set(false)>
            <header class="sheet-head">
                <h2 id="bulk-title">{move || app.t().roster_acts.change_chosen}</h2>
                <button class="button plain square" type="button" on:click=move |_| draft.open.set(false)>
                    <Icon name=strokes::X />
                    <span class="sr">{move || app.t().common.close}</span>
                </button>
            </header>
            // Made when it is opened: counting thousands at every choice of a row would be felt.
            <div class="sheet-body stack">{move || draft.open.get().then(|| view! { <Wanted draft /> })}</div>
        </dialog>
    }
}

#[component]
fn Wanted(draft: Draft) -> impl IntoView {
    let app = use_app();
    let change = Memo::new(move |_| draft.edits().len() as u64);
    let all = Memo::new(move |_| draft.people().len() as u64);
    let option = move |(at, (field, verb)): (usize, (Field, usize))| {
        let words = move || format!("{}: {}", app.t().roster.field(field), app.t().roster_acts.verbs[verb]);
        view! { <option value=at.to_string() selected=move || draft.wish.get() == at>{words}</option> }
    };
    let choose = move |event| {
        draft.text.set(String::new());
        draft.error.set(None);
        draft.wish.set(event_target_value(&event).parse().unwrap_or_default());
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !draft.busy.get_untracked() {
            draft.go(app);
        }
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <div class="field">
                <label for="bulk-wish">{move || app.t().roster_acts.wish}</label>
                <select id="bulk-wish" class="input" on:change=choose>{WISHES.into_iter().enumerate().map(option).collect_view()}</select>
            </div>
            {move || {
                let (field, verb) = draft.wanted();
                (verb != EMPTY).then(|| view! { <Value draft field /> })
            }}
            <TextField id="bulk-why" label=app.word(|t| t.roster_acts.why) hint=app.word(|t| t.roster_acts.why_hint) value=draft.why error=Signal::stored(None::<String>) />
            <p role="status">{move || (app.t().roster_acts.would)(change.get(), all.get())}</p>
            <div role="alert">{move || draft.error.get().map(|text| view! { <p class="why warning">{text}</p> })}</div>
            <p class="actions">
                <button class="button primary" type="submit" aria-busy=move || draft.busy.get().then_some("true")>{move || (app.t().roster_acts.go)(change.get())}</button>
                <button class="button" type="button" on:click=move |_| draft.open.set(false)>{move || app.t().common.cancel}</button>
            </p>
        </form>
    }
}

/// A choice where the field has choices, else a text with what others have there as suggestions.
#[component]
fn Value(draft: Draft, field: Field) -> impl IntoView {
    let app = use_app();
    let label = app.word(|t| t.roster_acts.value);
    if choices(app, draft.look.roster, field).is_some() {
        return view! { <Select id="bulk-value".to_owned() roster=draft.look.roster label field value=draft.text /> }.into_any();
    }
    let hint =
        (field == Field::Consent).then(|| view! { <span class="hint" id="bulk-hint">{move || app.t().roster_besides.consent_hint}</span> });
    let described = hint.is_some().then_some("bulk-hint");
    view! {
        <div class="field">
            <label for="bulk-value">{label}</label>
            {hint}
            <input
                id="bulk-value"
                class="input"
                list="bulk-list"
                autocomplete="off"
                aria-describedby=described
                prop:value=move || draft.text.get()
                on:input=move |event| draft.text.set(event_target_value(&event))
            />
            // A note about somebody else is none to suggest, nor a date.
            {(!matches!(field, Field::Notes | Field::Consent)).then(|| view! { <Usual id="bulk-list".to_owned() roster=draft.look.roster field /> })}
        </div>
    }
    .into_any()
}
