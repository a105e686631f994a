//! Texts in all of the hub's languages, side by side where there is room. What is not written in one of them is flagged, and stops nobody.

use super::{
    desk::{Desk, id_of},
    input::error,
};
use crate::{
    i18n::manage_form,
    model::{
        Lang,
        action_draft::{ActionDraft, Typed},
    },
    state::use_app,
    ui::{FieldError, Icon, each, strokes},
};
use leptos::prelude::*;

/// Where a text lies; a line or a shift that was taken out has none.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    Title,
    About,
    Where,
    Address,
    Meeting,
    Line(usize),
    Role(String),
}

impl Place {
    fn path(&self) -> String {
        match self {
            Self::Title => "title".to_owned(),
            Self::About => "about".to_owned(),
            Self::Where => "place".to_owned(),
            Self::Address => "address".to_owned(),
            Self::Meeting => "meeting".to_owned(),
            Self::Line(number) => format!("requirements.{number}"),
            Self::Role(shift) => format!("shifts.{shift}.role"),
        }
    }

    fn read<'a>(&self, form: &'a ActionDraft) -> Option<&'a Typed> {
        match self {
            Self::Title => Some(&form.title),
            Self::About => Some(&form.about),
            Self::Where => Some(&form.place),
            Self::Address => Some(&form.address),
            Self::Meeting => Some(&form.meeting),
            Self::Line(number) => form.requirements.get(*number),
            Self::Role(shift) => form.shifts.get(shift).map(|shift| &shift.role),
        }
    }

    fn write<'a>(&self, form: &'a mut ActionDraft) -> Option<&'a mut Typed> {
        match self {
            Self::Title => Some(&mut form.title),
            Self::About => Some(&mut form.about),
            Self::Where => Some(&mut form.place),
            Self::Address => Some(&mut form.address),
            Self::Meeting => Some(&mut form.meeting),
            Self::Line(number) => form.requirements.get_mut(*number),
            Self::Role(shift) => form.shifts.get_mut(shift).map(|shift| &mut shift.role),
        }
    }
}

/// The tag of a text that lacks languages.
#[component]
pub fn Missing(#[prop(into)] typed: Signal<Typed>) -> impl IntoView {
    let app = use_app();
    let languages = app.hub().languages.clone();
    let tags = move || {
        let words = &app.t().manage_form;
        let tag = |lang: Lang| view! { <span class="tag"><Icon name=strokes::GLOBE class="icon icon-s" /> {(words.not_in)(lang)}</span> };
        typed.with(|typed| typed.missing(&languages)).into_iter().map(tag).collect_view()
    };
    view! { <span class="marks">{tags}</span> }
}

#[component]
pub fn Texts(
    desk: Desk,
    place: Place,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] hint: Option<Signal<String>>,
    /// Several lines.
    #[prop(optional)]
    long: bool,
) -> impl IntoView {
    let app = use_app();
    let path = place.path();
    let typed = {
        let place = place.clone();
        Memo::new(move |_| desk.form.with(|form| place.read(form).cloned()).unwrap_or_default())
    };
    let error = error(desk, &path);
    let error_id = format!("{}-error", id_of(&path));
    let first = id_of(&path);
    let place = StoredValue::new(place);
    let path = StoredValue::new(path);
    let wrong = StoredValue::new(error_id.clone());
    let put = move |lang: Lang, text: String| {
        desk.edit(|form| {
            if let Some(typed) = place.with_value(|place| place.write(form)) {
                *typed.at(lang) = text;
            }
        });
        path.with_value(|path| desk.mend(path));
    };
    let input = move |(number, lang): (usize, Lang)| {
        let id = if number == 0 { first.clone() } else { format!("{first}-{}", lang.code()) };
        let value = move || typed.with(|typed| typed.get(lang).to_owned());
        let invalid = move || error.with(Option::is_some).then_some("true");
        let described = move || error.with(Option::is_some).then(|| wrong.get_value());
        let on_input = move |event: leptos::ev::Event| put(lang, event_target_value(&event));
        let name = manage_form::Words::language(lang);
        let field = if long {
            view! { <textarea class="input" id=id.clone() lang=lang.code() rows="5" aria-invalid=invalid aria-describedby=described prop:value=value on:input=on_input></textarea> }.into_any()
        } else {
            view! { <input class="input" id=id.clone() lang=lang.code() type="text" autocomplete="off" aria-invalid=invalid aria-describedby=described prop:value=value on:input=on_input /> }.into_any()
        };
        view! { <div class="field"><label for=id lang=lang.code()>{name}</label> {field}</div> }
    };
    let inputs = app.hub().languages.iter().copied().enumerate().map(input).collect_view();
    view! {
        <fieldset class="field texts">
            <legend>{label}</legend>
            <Missing typed />
            {hint.map(|hint| view! { <span class="hint">{hint}</span> })}
            <div class="languages">{inputs}</div>
            <FieldError id=error_id error />
        </fieldset>
    }
}

/// What to bring, wear or know, a line each.
#[component]
pub fn Lines(desk: Desk) -> impl IntoView {
    let app = use_app();
    let numbers = move || desk.form.with(|form| (0..form.requirements.len()).collect::<Vec<_>>());
    let line = move |number: usize| {
        let shown = number as u64 + 1;
        let label = Signal::derive(move || (app.t().manage_form.requirement)(shown));
        let remove = move |_| {
            desk.edit(|form| {
                if number < form.requirements.len() {
                    form.requirements.remove(number);
                }
            });
        };
        view! {
            <li class="stack">
                <Texts desk place=Place::Line(number) label />
                <p class="actions">
                    <button class="button compact" type="button" on:click=remove>
                        <Icon name=strokes::X class="icon icon-s" /> {move || (app.t().manage_form.remove_line)(shown)}
                    </button>
                </p>
            </li>
        }
        .into_any()
    };
    let add = move |_| desk.edit(|form| form.requirements.push(Typed::default()));
    let error = error(desk, "requirements");
    view! {
        <section class="stack" aria-labelledby="requirements">
            <h3 id="requirements">{move || app.t().manage_form.requirements}</h3>
            <ul class="stack" role="list">{each(numbers, |number| *number, line)}</ul>
            <FieldError id="field-requirements-error" error />
            <p class="actions">
                <button id="field-requirements" class="button compact" type="button" on:click=add><Icon name=strokes::PLUS class="icon icon-s" /> {move || app.t().manage_form.add_line}</button>
            </p>
        </section>
    }
}
