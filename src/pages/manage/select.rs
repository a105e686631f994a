//! One of several, by keys: the one list to choose from that the forms here have.

use crate::ui::FieldError;
use leptos::prelude::*;

/// `options` are told anew when the language changes.
#[component]
pub fn Select(
    id: String,
    label: Signal<String>,
    value: Memo<String>,
    error: Signal<Option<String>>,
    options: impl Fn() -> Vec<(String, String)> + Send + Sync + 'static,
    on_choose: impl Fn(String) + Send + Sync + 'static,
) -> impl IntoView {
    let error_id = format!("{id}-error");
    let wrong = StoredValue::new(error_id.clone());
    let options = move || {
        let (mut all, now) = (options(), value.get());
        // What is set and not among them (a district that the hub has no more) is not lost by looking at it.
        if all.iter().all(|(key, _)| *key != now) {
            all.push((now.clone(), now));
        }
        let option = |(key, words): (String, String)| {
            let own = key.clone();
            view! { <option value=key selected=move || value.with(|now| *now == own)>{words}</option> }
        };
        all.into_iter().map(option).collect_view()
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select
                class="input"
                id=id
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || error.with(Option::is_some).then(|| wrong.get_value())
                prop:value=move || value.get()
                on:change=move |event| on_choose(event_target_value(&event))
            >{options}</select>
            <FieldError id=error_id error />
        </div>
    }
}
