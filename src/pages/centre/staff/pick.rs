//! A choice of one of several by a list, as the browser has it.

use leptos::prelude::*;

#[component]
pub fn Pick(
    #[prop(into)] id: String,
    #[prop(into)] label: Signal<String>,
    /// The key of the one that is chosen.
    value: RwSignal<String>,
    /// Keys and words, told anew when the language changes.
    options: impl Fn() -> Vec<(String, String)> + Send + Sync + 'static,
) -> impl IntoView {
    let options = move || {
        let option = |(key, words): (String, String)| {
            let own = key.clone();
            view! { <option value=key selected=move || value.with(|now| *now == own)>{words}</option> }
        };
        options().into_iter().map(option).collect_view()
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select class="input" id=id prop:value=move || value.get() on:change=move |event| value.set(event_target_value(&event))>{options}</select>
        </div>
    }
}
