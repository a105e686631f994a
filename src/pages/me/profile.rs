//! The form that changes what the hub knows of me. Only what was changed is sent; on failure everything typed stays.

use crate::{
    api::{ApiError, ProblemKind},
    model::{AgeClass, Lang, person::LONGEST_NAME, session::PersonPatch},
    pages::sign_in::{AgeChoice, said},
    state::{App, use_app},
    ui::{Banner, Choice, TextField, strokes},
    web::page,
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NameFault {
    Empty,
    Long,
    Refused,
}

#[derive(Clone, Copy)]
struct Draft {
    app: App,
    name: RwSignal<String>,
    age: RwSignal<Option<AgeClass>>,
    lang: RwSignal<Lang>,
    fault: RwSignal<Option<NameFault>>,
    failure: RwSignal<Option<ApiError>>,
    busy: RwSignal<bool>,
    on_close: Callback<()>,
}

impl Draft {
    fn new(app: App, on_close: Callback<()>) -> Self {
        let person = app.session.person.get_untracked();
        let person = person.as_ref();
        Self {
            app,
            name: RwSignal::new(person.and_then(|person| person.name.clone()).unwrap_or_default()),
            age: RwSignal::new(person.and_then(|person| person.age_class)),
            lang: RwSignal::new(person.map_or(app.settings.lang.get_untracked(), |person| person.lang)),
            fault: RwSignal::new(None),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
            on_close,
        }
    }

    /// What differs from what is known; `Err` if the name cannot stand.
    fn patch(self) -> Result<PersonPatch, NameFault> {
        let Some(person) = self.app.session.person.get_untracked() else { return Ok(PersonPatch::default()) };
        let name = self.name.with_untracked(|name| name.trim().to_owned());
        if name.chars().count() > LONGEST_NAME {
            return Err(NameFault::Long);
        }
        if name.is_empty() && person.name.is_some() {
            return Err(NameFault::Empty);
        }
        let age = self.age.get_untracked();
        let lang = self.lang.get_untracked();
        Ok(PersonPatch {
            name: (!name.is_empty() && person.name.as_ref() != Some(&name)).then_some(name),
            age_class: age.filter(|_| age != person.age_class),
            lang: (lang != person.lang).then_some(lang),
        })
    }

    fn blame(self, fault: NameFault) {
        self.fault.set(Some(fault));
        page::focus_soon("name");
    }

    fn save(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.fault.set(None);
        self.failure.set(None);
        let patch = match self.patch() {
            Ok(patch) if patch == PersonPatch::default() => return self.on_close.run(()),
            Ok(patch) => patch,
            Err(fault) => return self.blame(fault),
        };
        self.busy.set(true);
        spawn_local(async move {
            let outcome = self.app.session.change_me(self.app, &patch).await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match outcome {
                Ok(()) => {
                    self.app.toasts.tell(self.app.t_untracked().me.saved);
                    self.on_close.run(());
                }
                Err(error) if error.kind() == Some(ProblemKind::Invalid) && patch.name.is_some() => self.blame(NameFault::Refused),
                Err(error) => self.failure.set(Some(error)),
            }
        });
    }

    fn fault_text(self) -> Option<String> {
        let t = self.app.t();
        self.fault.get().map(|fault| match fault {
            NameFault::Empty => t.me.name_empty.to_owned(),
            NameFault::Long => t.sign_in.name_long.to_owned(),
            NameFault::Refused => t.me.name_refused.to_owned(),
        })
    }
}

#[component]
pub fn Profile(#[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let app = use_app();
    let draft = Draft::new(app, on_close);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        draft.save();
    };
    let failed = move || {
        draft.failure.get().map(|error| {
            let t = app.t();
            view! { <Banner tone="danger" icon=strokes::ALERT strong=said(t, &error) text=t.common.nothing_lost.to_owned() /> }
        })
    };
    view! {
        <form class="card stack-l" novalidate aria-labelledby="edit-title" on:submit=submit>
            <h2 id="edit-title">{move || app.t().me.edit_title}</h2>
            {failed}
            <TextField
                id="name"
                label=app.word(|t| t.sign_in.name)
                hint=app.word(|t| t.sign_in.name_hint)
                value=draft.name
                error=Signal::derive(move || draft.fault_text())
                autocomplete="name"
            />
            <AgeChoice chosen=draft.age error=Signal::stored(None::<String>) />
            <Language chosen=draft.lang />
            <p class="actions">
                <button class="button primary" type="submit" aria-busy=move || draft.busy.get().then_some("true")>{move || app.t().common.save}</button>
                <button class="button plain" type="button" on:click=move |_| on_close.run(())>{move || app.t().common.cancel}</button>
            </p>
        </form>
    }
}

/// In which language the hub writes to the person; what the screen shows is chosen in the settings.
#[component]
fn Language(chosen: RwSignal<Lang>) -> impl IntoView {
    let app = use_app();
    let choice = move |lang: Lang| {
        view! {
            <Choice
                name="message-language"
                chosen=Signal::derive(move || chosen.get() == lang)
                on_choose=move |_| chosen.set(lang)
                label=lang.own_name().to_owned()
                lang=lang.code()
            />
        }
    };
    view! {
        <fieldset class="field">
            <legend>{move || app.t().me.message_language}</legend>
            <div class="lined">{app.hub().languages.iter().map(|&lang| choice(lang)).collect_view()}</div>
        </fieldset>
    }
}
