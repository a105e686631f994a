//! Adding a kiosk: by the code on its screen, with a name, a place and a PIN.

use super::devices::{List, words};
use crate::{
    api::{ProblemKind, kiosk},
    model::{
        OrganisationId,
        kiosk::{LONGEST_NAME, NewDevice, pin::is_pin, plain_code},
    },
    state::use_app,
    ui::{Icon, TextField, strokes},
    web::{clock, page},
};
use leptos::{prelude::*, task::spawn_local};

/// Whether it can be a kiosk's name.
pub fn is_name(text: &str) -> bool {
    (1..=LONGEST_NAME).contains(&text.trim().chars().count())
}

#[component]
pub fn Pair(list: List) -> impl IntoView {
    let app = use_app();
    let text = || RwSignal::new(String::new());
    let (code, name, place, pin) = (text(), text(), text(), text());
    let none = || RwSignal::new(None::<String>);
    let (code_error, name_error, pin_error, told) = (none(), none(), none(), none());
    let busy = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let t = &app.t_untracked().kiosk_desk;
        let wrong = |is: bool, text: &'static str| is.then(|| text.to_owned());
        code_error.set(wrong(code.with_untracked(|code| plain_code(code).len() != 8), t.code_short));
        name_error.set(wrong(name.with_untracked(|name| !is_name(name)), t.name_wrong));
        pin_error.set(wrong(pin.with_untracked(|pin| !is_pin(pin)), t.pin_wrong));
        told.set(None);
        let fields = [(code_error, "kiosk-code"), (name_error, "kiosk-name"), (pin_error, "kiosk-pin")];
        if let Some((_, first)) = fields.into_iter().find(|(error, _)| error.with_untracked(Option::is_some)) {
            return page::focus(first);
        }
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let new = NewDevice {
            code: code.with_untracked(|code| plain_code(code)),
            name: name.with_untracked(|name| name.trim().to_owned()),
            organisation: place.with_untracked(|place| OrganisationId::new(place).ok()),
            pin: pin.get_untracked(),
        };
        spawn_local(async move {
            let answer = app.client().send(&kiosk::pair(&new, &clock::unique())).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(device) => {
                    for field in [code, name, pin] {
                        field.set(String::new());
                    }
                    told.set(Some((app.t_untracked().kiosk_desk.paired)(&device.name)));
                    list.take(device);
                }
                Err(error) if error.kind() == Some(ProblemKind::CodeWrong) => {
                    code_error.set(Some(app.t_untracked().kiosk_desk.code_wrong.to_owned()));
                }
                Err(error) => code_error.set(Some(untrack(|| words(app, &error)))),
            }
        });
    };
    let organisations = move || {
        let all = app.directory.organisations.items.get().unwrap_or_default();
        let mut all: Vec<_> = all.iter().map(|one| (one.id.to_string(), app.show(&one.name).text.to_owned())).collect();
        all.sort_by_cached_key(|(_, name)| crate::model::directory::alphabetical(name));
        all.into_iter().map(|(id, name)| view! { <option value=id>{name}</option> }).collect_view()
    };
    view! {
        <details class="more">
            <summary>{move || app.t().kiosk_desk.pair}</summary>
            <form class="stack" novalidate on:submit=submit>
                <TextField id="kiosk-code" label=app.word(|t| t.kiosk_desk.code) hint=app.word(|t| t.kiosk_desk.code_hint) value=code error=code_error input_mode="numeric" />
                <TextField id="kiosk-name" label=app.word(|t| t.kiosk_desk.name) hint=app.word(|t| t.kiosk_desk.name_hint) value=name error=name_error />
                <div class="field">
                    <label for="kiosk-place">{move || app.t().kiosk_desk.place}</label>
                    <select class="input" id="kiosk-place" on:change=move |event| place.set(event_target_value(&event))>
                        <option value="">{move || app.t().kiosk_desk.whole_hub}</option>
                        {organisations}
                    </select>
                </div>
                <TextField id="kiosk-pin" label=app.word(|t| t.kiosk_desk.pin) hint=app.word(|t| t.kiosk_desk.pin_hint) value=pin error=pin_error input_mode="numeric" autocomplete="off" />
                <p class="actions">
                    <button class="button primary" type="submit" aria-busy=move || busy.get().then_some("true")><Icon name=strokes::PLUS /> {move || app.t().kiosk_desk.pair}</button>
                </p>
            </form>
        </details>
        <p role="status">{move || told.get()}</p>
    }
}
