//! A keyboard of our own, for Kazakh, Russian and Latin, and one for digits: a kiosk's system has mostly one language, or none. What a keyboard that is plugged in types goes the same way: into the field.

use crate::{
    model::Lang,
    state::use_app,
    ui::{Icon, each, strokes},
};
use leptos::prelude::*;

/// Rows of keys. Kazakh is Russian with its own letters above, as on the keyboards that people know (the row of digits there).
const KAZAKH: [&str; 4] = ["әіңғүұқөһ", "йцукенгшщзх", "фывапролджэ", "ячсмитьбюёъ-"];
const RUSSIAN: [&str; 3] = ["йцукенгшщзхъ", "фывапролджэё", "ячсмитьбю-"];
const LATIN: [&str; 3] = ["qwertyuiop", "asdfghjkl'", "zxcvbnm-"];
const DIGITS: [&str; 3] = ["123", "456", "789"];

/// What is typed with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// A name: the first letter of each word is a capital.
    Letters,
    Digits,
    /// Digits, and the sign before a country's own.
    Phone,
}

fn rows(keys: Keys, lang: Lang) -> &'static [&'static str] {
    match (keys, lang) {
        (Keys::Digits | Keys::Phone, _) => &DIGITS,
        (_, Lang::Kk) => &KAZAKH,
        (_, Lang::Ru) => &RUSSIAN,
        (_, Lang::En) => &LATIN,
    }
}

/// A word begins: with a capital, unless somebody wants it otherwise.
fn begins(text: &str) -> bool {
    text.chars().last().is_none_or(|c| c.is_whitespace() || c == '-')
}

#[component]
pub fn Keyboard(
    value: RwSignal<String>,
    keys: Keys,
    /// Characters that fit into the field.
    most: usize,
) -> impl IntoView {
    let app = use_app();
    let lang = RwSignal::new(app.lang());
    // The next letter is the other way than it would be.
    let other = RwSignal::new(false);
    let capital = Memo::new(move |_| keys == Keys::Letters && (value.with(|text| begins(text)) != other.get()));
    let press = move |letter: char| {
        value.update(|text| {
            if text.chars().count() < most {
                if capital.get_untracked() { text.extend(letter.to_uppercase()) } else { text.push(letter) }
            }
        });
        other.set(false);
    };
    let key = move |letter: char| {
        let shown = move || if capital.get() { letter.to_uppercase().to_string() } else { letter.to_string() };
        view! { <button class="key" type="button" on:click=move |_| press(letter)>{shown}</button> }
    };
    let row = move |(_, row): (usize, &'static str)| view! { <div class="key-row">{row.chars().map(key).collect_view()}</div> }.into_any();
    let layout = move || rows(keys, lang.get()).iter().copied().enumerate().collect::<Vec<_>>();
    let language = move |one: Lang| {
        let name = move || app.t().kiosk.letters[one as usize];
        view! { <button class="key wide" type="button" aria-pressed=move || (lang.get() == one).to_string() on:click=move |_| lang.set(one)>{name}</button> }
    };
    let erase = move |_| {
        value.update(|text| {
            text.pop();
        });
    };
    view! {
        <div class="keyboard" class:digits=keys != Keys::Letters role="group" aria-label=move || app.t().kiosk.keyboard>
            {each(layout, |row| *row, row)}
            <div class="key-row">
                <Show when=move || keys == Keys::Letters>
                    <button class="key wide" type="button" aria-pressed=move || capital.get().to_string() on:click=move |_| other.update(|other| *other = !*other)>
                        <Icon name=strokes::UP /> <span class="sr">{move || app.t().kiosk.capital}</span>
                    </button>
                    {Lang::ALL.map(language)}
                    <button class="key space" type="button" on:click=move |_| press(' ')>{move || app.t().kiosk.space}</button>
                </Show>
                {match keys {
                    Keys::Letters => "",
                    Keys::Digits => "0",
                    Keys::Phone => "+0",
                }.chars().map(key).collect_view()}
                <button class="key wide" type="button" on:click=erase><Icon name=strokes::ERASE /> <span class="sr">{move || app.t().kiosk.erase}</span></button>
            </div>
        </div>
    }
}
