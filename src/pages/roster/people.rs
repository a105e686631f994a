//! Who may do what, for administrators: somebody is looked up by contact or name, and given or taken roles. Only with a connection: rights that are given provisionally would be none.

use super::{cell, refusal};
use crate::{
    api::{ApiError, ProblemKind, rights},
    model::{
        OrganisationId, Role,
        can::Rights,
        member::Field,
        people::{Found, FoundPeople, Give, Look, NoLook},
    },
    pages::sign_in::said,
    state::{App, use_app},
    ui::{Choice, Empty, Icon, TextField, each, strokes},
    web::clock,
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// Whose roles are shown at once.
const FEW: usize = 3;

/// What went wrong, in words.
fn words(app: App, error: &ApiError) -> String {
    if error.is_offline() {
        return app.t().rights.needs_connection.to_owned();
    }
    refusal(app, error).unwrap_or_else(|| said(app.t(), error))
}

#[component]
pub fn Work() -> impl IntoView {
    let app = use_app();
    let (text, error, busy) = (RwSignal::new(String::new()), RwSignal::new(None::<String>), RwSignal::new(false));
    let found = RwSignal::new(None::<Arc<FoundPeople>>);
    let look = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = text.get_untracked();
        let t = app.t_untracked();
        error.set(match (Look { text: typed.clone() }).sought() {
            Ok(_) => None,
            Err(NoLook::TooShort) => Some(t.rights.too_short.to_owned()),
            Err(NoLook::TooLong) => Some(t.rights.too_long.to_owned()),
        });
        if busy.get_untracked() || error.with_untracked(Option::is_some) {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = app.client().send(&rights::look(&typed, &clock::unique())).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(people) => found.set(Some(Arc::new(people))),
                Err(why) => error.set(Some(untrack(|| words(app, &why)))),
            }
        });
    };
    let shown = move || {
        let people = found.get()?;
        if people.people.is_empty() {
            return Some(
                view! { <Empty icon=strokes::SEARCH title=app.word(|t| t.rights.nobody) text=app.word(|t| t.rights.nobody_hint) /> }
                    .into_any(),
            );
        }
        let more = people.more.then(|| view! { <p class="why">{move || app.t().rights.more_people}</p> });
        // Of many only who they are, until somebody is chosen: all their roles at once nobody finds their way in.
        let open = people.people.len() <= FEW;
        let all = move || people.people.clone();
        let key = |one: &Found| (one.id.clone(), format!("{:?}", one.rights));
        Some(
            view! { {more} <ul class="lined" role="list">{each(all, key, move |one| view! { <One one open /> }.into_any())}</ul> }
                .into_any(),
        )
    };
    view! {
        <p class="quiet">{move || app.t().rights.people_lead}</p>
        <form class="stack" novalidate on:submit=look>
            <TextField id="people-search" label=app.word(|t| t.rights.people_search) hint=app.word(|t| t.rights.people_search_hint) value=text error kind="search" />
            <p class="actions">
                <button class="button primary" type="submit" aria-busy=move || busy.get().then_some("true")><Icon name=strokes::SEARCH /> {move || app.t().rights.look}</button>
            </p>
        </form>
        <div role="status">{shown}</div>
    }
}

/// The roles were sound, so it was the last administrator.
fn keeps_one(error: &ApiError) -> bool {
    matches!(error, ApiError::Problem { problem, .. } if problem.errors.iter().any(|wrong| wrong.pointer == "/rights/roles"))
}

/// What is said under somebody's roles.
#[derive(Clone, PartialEq)]
enum Told {
    Nothing,
    Saved,
    Wrong(String),
}

#[derive(Clone, Copy)]
struct Sheet {
    app: App,
    /// As the backend has them.
    kept: StoredValue<Found>,
    rights: RwSignal<Rights>,
    told: RwSignal<Told>,
    busy: RwSignal<bool>,
}

impl Sheet {
    fn save(self) {
        let (app, before, rights) = (self.app, self.kept.with_value(|kept| kept.rights.clone()), self.rights.get_untracked());
        let t = &app.t_untracked().rights;
        if before == rights {
            return self.told.set(Told::Wrong(t.unchanged.to_owned()));
        }
        if let Err(why) = rights.check() {
            return self.told.set(Told::Wrong((t.no_rights)(why).to_owned()));
        }
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.told.set(Told::Nothing);
        let id = self.kept.with_value(|kept| kept.id.clone());
        spawn_local(async move {
            let answer = app.client().send(&rights::give(&id, &Give { before, rights }, &clock::unique())).await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            self.told.set(match answer {
                Ok(now) => {
                    self.rights.set(now.rights.clone());
                    self.kept.set_value(now);
                    // Perhaps one's own.
                    app.session.refresh(app).await;
                    Told::Saved
                }
                Err(error) => Told::Wrong(untrack(|| match error.kind() {
                    Some(ProblemKind::Changed) => app.t().rights.changed_meanwhile.to_owned(),
                    Some(ProblemKind::Invalid) if keeps_one(&error) => app.t().rights.last_administrator.to_owned(),
                    _ => words(app, &error),
                })),
            });
        });
    }
}

#[component]
fn One(one: Found, open: bool) -> impl IntoView {
    let app = use_app();
    let contact = one.contact.as_str().to_owned();
    let (id, name) = (format!("person-{}", one.id), one.name.clone());
    let labelled = id.clone();
    let sheet = Sheet {
        app,
        rights: RwSignal::new(one.rights.clone()),
        kept: StoredValue::new(one),
        told: RwSignal::new(Told::Nothing),
        busy: RwSignal::new(false),
    };
    let role = move |role: Role| {
        let chosen = Signal::derive(move || sheet.rights.with(|rights| rights.roles.contains(&role)));
        let choose = move |wanted: bool| {
            sheet.told.set(Told::Nothing);
            sheet.rights.update(|rights| {
                if wanted {
                    rights.roles.insert(role);
                } else {
                    rights.roles.remove(&role);
                }
                // Organisations go with the role that they are for.
                if role == Role::Coordinator && !wanted {
                    rights.organisations.clear();
                }
            });
        };
        let label = Signal::derive(move || (app.t().rights.role)(role).to_owned());
        view! { <Choice name="person-roles" kind="checkbox" chosen on_choose=choose label /> }
    };
    let roles = move || {
        let words = &app.t().rights;
        let own = sheet.rights.with(|rights| rights.roles.iter().map(|role| (words.role)(*role)).collect::<Vec<_>>());
        format!("{}: {}", words.roles, own.join(", "))
    };
    let coordinates = Memo::new(move |_| sheet.rights.with(|rights| rights.roles.contains(&Role::Coordinator)));
    let told = move || match sheet.told.get() {
        Told::Nothing => None,
        Told::Saved => Some(
            view! { <p class="why"><Icon name=strokes::CHECK class="icon icon-s" /> <span>{move || app.t().rights.saved}</span></p> }
                .into_any(),
        ),
        Told::Wrong(text) => {
            Some(view! { <p class="why warning"><Icon name=strokes::ALERT class="icon icon-s" /> <span>{text}</span></p> }.into_any())
        }
    };
    view! {
        <li class="row bare">
            <form class="stack" novalidate aria-labelledby=labelled on:submit=move |event: leptos::ev::SubmitEvent| { event.prevent_default(); sheet.save() }>
                <h2 id=id>{move || name.clone().unwrap_or_else(|| app.t().audit.unnamed.to_owned())}</h2>
                <p class="quiet small">{contact}</p>
                <details class="more" open=open>
                    <summary>{roles}</summary>
                    <fieldset class="field">
                        <legend class="sr">{move || app.t().rights.roles}</legend>
                        <div class="lined">{Role::ALL.map(role)}</div>
                    </fieldset>
                    <Show when=move || coordinates.get()><Organisations sheet /></Show>
                    <div role="status">{told}</div>
                    <p class="actions"><button class="button primary" type="submit" aria-busy=move || sheet.busy.get().then_some("true")>{move || app.t().common.save}</button></p>
                </details>
            </form>
        </li>
    }
}

/// Whose members a coordinator sees.
#[component]
fn Organisations(sheet: Sheet) -> impl IntoView {
    let app = sheet.app;
    let own = move || sheet.rights.with(|rights| rights.organisations.iter().cloned().collect::<Vec<_>>());
    let remove = move |id: OrganisationId| {
        let shown = id.clone();
        let label = Signal::derive(move || cell::label(app, Field::Organisations, shown.as_str()));
        view! {
            <li class="chip">
                <span>{label}</span>
                <button type="button" class="button plain square" on:click=move |_| sheet.rights.update(|rights| { rights.organisations.remove(&id); })>
                    <Icon name=strokes::X class="icon icon-s" />
                    <span class="sr">{move || (app.t().roster_acts.remove)(&label.get())}</span>
                </button>
            </li>
        }
        .into_any()
    };
    let options = move || {
        let there = sheet.rights.with(|rights| rights.organisations.clone());
        let mut others: Vec<(String, String)> = app.directory.organisations.items.get().map_or_else(Vec::new, |all| {
            all.iter().filter(|one| !there.contains(&one.id)).map(|one| (one.id.to_string(), app.show(&one.name).text.to_owned())).collect()
        });
        others.sort_by(|(_, a), (_, b)| a.cmp(b));
        let empty = (String::new(), app.t().rights.choose.to_owned());
        [empty].into_iter().chain(others).map(|(key, words)| view! { <option value=key>{words}</option> }).collect_view()
    };
    let add = move |event: leptos::ev::Event| {
        if let Ok(id) = OrganisationId::new(&event_target_value(&event)) {
            sheet.told.set(Told::Nothing);
            sheet.rights.update(|rights| {
                rights.organisations.insert(id);
            });
        }
    };
    let unbound = move || sheet.rights.with(|rights| rights.organisations.is_empty());
    view! {
        <fieldset class="field entries">
            <legend>{move || app.t().rights.organisations_of}</legend>
            <ul class="chips" role="list">{each(own, Clone::clone, remove)}</ul>
            <select class="input" aria-label=move || app.t().rights.add_organisation prop:value="" on:change=add>{options}</select>
            {move || unbound().then(|| view! { <p class="quiet small">{move || app.t().rights.unbound_hint}</p> })}
        </fieldset>
    }
}
