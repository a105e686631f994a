//! Icons, the patch of a direction, the mark and the ornament.
//!
//! The strokes are inlined: a sprite would cost a request before the first icon shows, an icon crate brings a lookup of thousands.
//! The mark, the patch and the ornament are ours. `inner_html` takes these constants only.

use super::strokes::{self, Strokes};
use leptos::prelude::*;

/// An icon. Hidden from screen readers: words stand beside it, always.
#[component]
pub fn Icon(name: Strokes, #[prop(default = "icon")] class: &'static str) -> impl IntoView {
    view! { <svg class=class viewBox="0 0 24 24" aria-hidden="true" inner_html=name.markup()></svg> }
}

/// The patch of a direction: colour and icon. With a label where it stands alone, hidden where its name stands beside it.
#[component]
pub fn Patch(
    key: &'static str,
    #[prop(optional, into)] label: Option<Signal<String>>,
    #[prop(default = "patch")] class: &'static str,
) -> impl IntoView {
    let drawing = format!(r#"{PATCH}<g class="glyph" transform="translate(9 9) scale(.917)">{}</g>"#, strokes::direction(key).markup());
    let alone = label.is_some();
    view! {
        <svg
            class=class
            data-dir=key
            viewBox="0 0 40 40"
            role=alone.then_some("img")
            aria-label=move || label.map(|label| label.get())
            aria-hidden=(!alone).then_some("true")
            inner_html=drawing
        ></svg>
    }
}

#[component]
pub fn Mark() -> impl IntoView {
    view! { <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" inner_html=MARK></svg> }
}

/// The edge where the deep felt meets the page. Once a screen at most.
#[component]
pub fn Frieze(#[prop(default = "frieze")] class: &'static str) -> impl IntoView {
    view! { <svg class=class viewBox="0 0 2048 32" preserveAspectRatio="xMidYMid slice" aria-hidden="true" inner_html=FRIEZE></svg> }
}

const MARK: &str = r#"<path d="M10.8 16.8C8.6 19.2 4.5 17.6 4.5 13.3 4.5 9.3 7.3 6.8 10.3 6.8 13.8 6.8 16 9.8 16 14v12M21.2 16.8c2.2 2.4 6.3.8 6.3-3.5 0-4-2.8-6.5-5.8-6.5C18.2 6.8 16 9.8 16 14"/>"#;
const PATCH: &str = r#"<path d="M20 4.51A11 11 0 0 1 35.49 20A11 11 0 0 1 20 35.49A11 11 0 0 1 4.51 20A11 11 0 0 1 20 4.51Z"/>"#;
const FRIEZE: &str = concat!(
    r#"<defs><pattern id="frieze" width="64" height="32" patternUnits="userSpaceOnUse">"#,
    r#"<path d="M0 16C0 11.6 2.8 8.2 8 8.2C10.8 8.2 12.4 9.6 12.4 12.8C12.4 14.4 12.4 19.2 11.8 21C11 23.4 7.8 24 6.8 22C6 20.2 6.6 18.4 9 17.8C11 17.2 10.6 14.4 8.2 14.4C5.4 14.4 2.6 17 2.6 21.4C2.6 25.6 5 29.2 9.8 29.2C12.4 29.2 15 28.4 16 25.4C17 28.4 19.6 29.2 22.2 29.2C27 29.2 29.4 25.6 29.4 21.4C29.4 17 26.6 14.4 23.8 14.4C21.4 14.4 21 17.2 23 17.8C25.4 18.4 26 20.2 25.2 22C24.2 24 21 23.4 20.2 21C19.6 19.2 19.6 14.4 19.6 12.8C19.6 9.6 21.2 8.2 24 8.2C29.2 8.2 32 11.6 32 16C32 20.4 34.8 23.8 40 23.8C42.8 23.8 44.4 22.4 44.4 19.2C44.4 17.6 44.4 12.8 43.8 11C43 8.6 39.8 8 38.8 10C38 11.8 38.6 13.6 41 14.2C43 14.8 42.6 17.6 40.2 17.6C37.4 17.6 34.6 15 34.6 10.6C34.6 6.4 37 2.8 41.8 2.8C44.4 2.8 47 3.6 48 6.6C49 3.6 51.6 2.8 54.2 2.8C59 2.8 61.4 6.4 61.4 10.6C61.4 15 58.6 17.6 55.8 17.6C53.4 17.6 53 14.8 55 14.2C57.4 13.6 58 11.8 57.2 10C56.2 8 53 8.6 52.2 11C51.6 12.8 51.6 17.6 51.6 19.2C51.6 22.4 53.2 23.8 56 23.8C61.2 23.8 64 20.4 64 16V-1H0Z" fill="currentColor"/>"#,
    r#"</pattern></defs><rect width="2048" height="32" fill="url(#frieze)"/>"#,
);
