//! Icons, the patch of a direction, the mark and the ornament.
//!
//! The strokes are Lucide's (ISC licence), inlined: a sprite would cost a request before the first icon shows, an icon crate brings a lookup of thousands.
//! The mark, the patch and the ornament are ours. `inner_html` takes these constants only.

use leptos::prelude::*;

/// An icon by its name. Hidden from screen readers: words stand beside it, always.
#[component]
pub fn Icon(name: &'static str, #[prop(default = "icon")] class: &'static str) -> impl IntoView {
    view! { <svg class=class viewBox="0 0 24 24" aria-hidden="true" inner_html=strokes(name)></svg> }
}

/// The patch of a direction: colour and icon. With a label where it stands alone, hidden where its name stands beside it.
#[component]
pub fn Patch(
    key: &'static str,
    #[prop(optional, into)] label: Option<Signal<String>>,
    #[prop(default = "patch")] class: &'static str,
) -> impl IntoView {
    let drawing = format!(r#"{PATCH}<g class="glyph" transform="translate(9 9) scale(.917)">{}</g>"#, strokes(key));
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

/// Inner markup of a 24 x 24 drawing.
fn strokes(name: &str) -> &'static str {
    match name {
        "home" => {
            r#"<path d="M15 21v-8a1 1 0 0 0-1-1h-4a1 1 0 0 0-1 1v8M3 10a2 2 0 0 1 .709-1.528l7-6a2 2 0 0 1 2.582 0l7 6A2 2 0 0 1 21 10v9a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z"/>"#
        }
        "calendar" => {
            r#"<path d="M8 2v3M16 2v3M3 9h18M8 13h.01M12 13h.01M16 13h.01M8 17h.01M12 17h.01M16 17h.01"/><rect x="3" y="3" width="18" height="18" rx="2"/>"#
        }
        "city" => {
            r#"<path d="M10 12h4M10 8h4M14 21v-3a2 2 0 0 0-4 0v3M6 10H4a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2V9a2 2 0 0 0-2-2h-2M6 21V5a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v16"/>"#
        }
        "person" => r#"<path d="M19 21v-2a4 4 0 0 0-4-4H9a4 4 0 0 0-4 4v2"/><circle cx="12" cy="7" r="4"/>"#,
        "check" => r#"<path d="M20 6 9 17l-5-5"/>"#,
        "hourglass" => {
            r#"<path d="M5 22h14M5 2h14M17 22v-4.172a2 2 0 0 0-.586-1.414L12 12l-4.414 4.414A2 2 0 0 0 7 17.828V22M7 2v4.172a2 2 0 0 0 .586 1.414L12 12l4.414-4.414A2 2 0 0 0 17 6.172V2"/>"#
        }
        "alert" => r#"<path d="M21.73 18l-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3M12 9v4M12 17h.01"/>"#,
        "info" => r#"<path d="M12 16v-4M12 8h.01"/><circle cx="12" cy="12" r="10"/>"#,
        "offline" => {
            r#"<path d="M10.94 5.274A7 7 0 0 1 15.71 10h1.79a4.5 4.5 0 0 1 4.222 6.057M18.796 18.81A4.5 4.5 0 0 1 17.5 19H9A7 7 0 0 1 5.79 5.78M2 2l20 20"/>"#
        }
        "lock" => {
            r#"<path d="M7 10V7a5 5 0 0 1 10 0v3"/><circle cx="12" cy="16" r="1"/><rect x="3" y="10" width="18" height="12" rx="2"/>"#
        }
        "list" => r#"<path d="M11 5h10M11 12h10M11 19h10M4 4h1v5M4 9h2M6.5 20H3.4c0-1 2.6-1.925 2.6-3.5a1.5 1.5 0 0 0-2.6-1.02"/>"#,
        "calendar-plus" => r#"<path d="M16 18h6M16 2v3M19 15v6M21 11.5V5a2 2 0 00-2-2H5a2 2 0 00-2 2v14a2 2 0 002 2h8.3M3 9h18M8 2v3"/>"#,
        "qr" => {
            r#"<path d="M21 16h-3a2 2 0 0 0-2 2v3M21 21v.01M12 7v3a2 2 0 0 1-2 2H7M3 12h.01M12 3h.01M12 16v.01M16 12h1M21 12v.01M12 21v-1"/><rect width="5" height="5" x="3" y="3" rx="1"/><rect width="5" height="5" x="16" y="3" rx="1"/><rect width="5" height="5" x="3" y="16" rx="1"/>"#
        }
        "share" => {
            r#"<path d="M8.59 13.51L15.42 17.49M15.41 6.51L8.59 10.49"/><circle cx="18" cy="5" r="3"/><circle cx="6" cy="12" r="3"/><circle cx="18" cy="19" r="3"/>"#
        }
        "undo" => r#"<path d="M9 14 4 9l5-5M4 9h10.5a5.5 5.5 0 0 1 5.5 5.5a5.5 5.5 0 0 1-5.5 5.5H11"/>"#,
        "search" => r#"<path d="M21 21l-4.34-4.34"/><circle cx="11" cy="11" r="8"/>"#,
        "sliders" => r#"<path d="M10 5H3M12 19H3M14 3v4M16 17v4M21 12h-9M21 19h-5M21 5h-7M8 10v4M8 12H3"/>"#,
        "upload" => r#"<path d="M12 3v12M17 8l-5-5-5 5M21 15v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4"/>"#,
        "download" => r#"<path d="M12 15V3M21 15v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4M7 10l5 5 5-5"/>"#,
        "send" => {
            r#"<path d="M14.536 21.686a.5.5 0 0 0 .937-.024l6.5-19a.496.496 0 0 0-.635-.635l-19 6.5a.5.5 0 0 0-.024.937l7.93 3.18a2 2 0 0 1 1.112 1.11zM21.854 2.147l-10.94 10.939"/>"#
        }
        "plus" => r#"<path d="M5 12h14M12 5v14"/>"#,
        "x" => r#"<path d="M18 6 6 18M6 6l12 12"/>"#,
        "refresh" => {
            r#"<path d="M3 12a9 9 0 0 1 9-9 9.75 9.75 0 0 1 6.74 2.74L21 8M21 3v5h-5M21 12a9 9 0 0 1-9 9 9.75 9.75 0 0 1-6.74-2.74L3 16M8 16H3v5"/>"#
        }
        "accessibility" => {
            r#"<path d="M18 19l1-7-6 1M5 8l3-3 5.5 3-2.36 3.5M4.24 14.5a5 5 0 0 0 6.88 6M13.76 17.5a5 5 0 0 0-6.88-6"/><circle cx="16" cy="4" r="1"/>"#
        }
        "languages" => r#"<path d="M5 8l6 6M4 14l6-6 2-3M2 5h12M7 2h1M22 22l-5-10-5 10M14 18h6"/>"#,
        "globe" => r#"<path d="M12 2a14.5 14.5 0 0 0 0 20 14.5 14.5 0 0 0 0-20M2 12h20"/><circle cx="12" cy="12" r="10"/>"#,
        "gear" => {
            r#"<path d="M9.671 4.136a2.34 2.34 0 0 1 4.659 0 2.34 2.34 0 0 0 3.319 1.915 2.34 2.34 0 0 1 2.33 4.033 2.34 2.34 0 0 0 0 3.831 2.34 2.34 0 0 1-2.33 4.033 2.34 2.34 0 0 0-3.319 1.915 2.34 2.34 0 0 1-4.659 0 2.34 2.34 0 0 0-3.32-1.915 2.34 2.34 0 0 1-2.33-4.033 2.34 2.34 0 0 0 0-3.831A2.34 2.34 0 0 1 6.35 6.051a2.34 2.34 0 0 0 3.319-1.915"/><circle cx="12" cy="12" r="3"/>"#
        }
        "pin" => {
            r#"<path d="M20 10c0 4.993-5.539 10.193-7.399 11.799a1 1 0 0 1-1.202 0C9.539 20.193 4 14.993 4 10a8 8 0 0 1 16 0"/><circle cx="12" cy="10" r="3"/>"#
        }
        "users" => {
            r#"<path d="M16 21v-2a4 4 0 0 0-4-4H6a4 4 0 0 0-4 4v2M16 3.128a4 4 0 0 1 0 7.744M22 21v-2a4 4 0 0 0-3-3.87"/><circle cx="9" cy="7" r="4"/>"#
        }
        "coins" => r#"<path d="M13.744 17.736a6 6 0 1 1-7.48-7.48M15 6h1v4M6.134 14.768l.866-.5 2 3.464"/><circle cx="16" cy="8" r="6"/>"#,
        "package" => {
            r#"<path d="M11 21.73a2 2 0 0 0 2 0l7-4A2 2 0 0 0 21 16V8a2 2 0 0 0-1-1.73l-7-4a2 2 0 0 0-2 0l-7 4A2 2 0 0 0 3 8v8a2 2 0 0 0 1 1.73zM12 22V12M7.5 4.27l9 5.15"/><polyline points="3.29 7 12 12 20.71 7"/>"#
        }
        "store" => {
            r#"<path d="M15 21v-5a1 1 0 0 0-1-1h-4a1 1 0 0 0-1 1v5M17.774 10.31a1.12 1.12 0 0 0-1.549 0 2.5 2.5 0 0 1-3.451 0 1.12 1.12 0 0 0-1.548 0 2.5 2.5 0 0 1-3.452 0 1.12 1.12 0 0 0-1.549 0 2.5 2.5 0 0 1-3.77-3.248l2.889-4.184A2 2 0 0 1 7 2h10a2 2 0 0 1 1.653.873l2.895 4.192a2.5 2.5 0 0 1-3.774 3.244M4 10.95V19a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-8.05"/>"#
        }
        "chart" => r#"<path d="M3 3v16a2 2 0 0 0 2 2h16M18 17V9M13 17V5M8 17v-3"/>"#,
        "shield-check" => {
            r#"<path d="M20 13c0 5-3.5 7.5-7.66 8.95a1 1 0 0 1-.67-.01C7.5 20.5 4 18 4 13V6a1 1 0 0 1 1-1c2 0 4.5-1.2 6.24-2.72a1.17 1.17 0 0 1 1.52 0C14.51 3.81 17 5 19 5a1 1 0 0 1 1 1zM9 12l2 2 4-4"/>"#
        }
        "inbox" => {
            r#"<path d="M5.45 5.11 2 12v6a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2v-6l-3.45-6.89A2 2 0 0 0 16.76 4H7.24a2 2 0 0 0-1.79 1.11z"/><polyline points="22 12 16 12 14 15 10 15 8 12 2 12"/>"#
        }
        "bell" => {
            r#"<path d="M10.268 21a2 2 0 0 0 3.464 0M3.262 15.326A1 1 0 0 0 4 17h16a1 1 0 0 0 .74-1.673C19.41 13.956 18 12.499 18 8A6 6 0 0 0 6 8c0 4.499-1.411 5.956-2.738 7.326"/>"#
        }
        "clock" => r#"<path d="M12 6v6l4 2"/><circle cx="12" cy="12" r="10"/>"#,
        "back" => r#"<path d="M15 18l-6-6 6-6"/>"#,
        "forward" => r#"<path d="M9 18l6-6-6-6"/>"#,
        "arrow-left" => r#"<path d="M12 19l-7-7 7-7M19 12H5"/>"#,
        "phone" => {
            r#"<path d="M13.832 16.568a1 1 0 0 0 1.213-.303l.355-.465A2 2 0 0 1 17 15h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2A18 18 0 0 1 2 4a2 2 0 0 1 2-2h3a2 2 0 0 1 2 2v3a2 2 0 0 1-.8 1.6l-.468.351a1 1 0 0 0-.292 1.233 14 14 0 0 0 6.392 6.384"/>"#
        }
        "external" => r#"<path d="M15 3h6v6M10 14 21 3M18 13v6a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h6"/>"#,
        "link" => {
            r#"<path d="M10 13a5 5 0 0 0 7.54.54l3-3a5 5 0 0 0-7.07-7.07l-1.72 1.71M14 11a5 5 0 0 0-7.54-.54l-3 3a5 5 0 0 0 7.07 7.07l1.71-1.71"/>"#
        }
        "mail" => r#"<path d="M22 7l-8.991 5.727a2 2 0 0 1-2.009 0L2 7"/><rect x="2" y="4" width="20" height="16" rx="2"/>"#,
        "sun" => {
            r#"<path d="M12 2v2M12 20v2M4.93 4.93l1.41 1.41M17.66 17.66l1.41 1.41M2 12h2M20 12h2M6.34 17.66l-1.41 1.41M19.07 4.93l-1.41 1.41"/><circle cx="12" cy="12" r="4"/>"#
        }
        "moon" => {
            r#"<path d="M20.985 12.486a9 9 0 1 1-9.473-9.472c.405-.022.617.46.402.803a6 6 0 0 0 8.268 8.268c.344-.215.825-.004.803.401"/>"#
        }
        "copy" => {
            r#"<path d="M4 16c-1.1 0-2-.9-2-2V4c0-1.1.9-2 2-2h10c1.1 0 2 .9 2 2"/><rect width="14" height="14" x="8" y="8" rx="2" ry="2"/>"#
        }
        "trash" => r#"<path d="M10 11v6M14 11v6M19 6v14a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V6M3 6h18M8 6V4a2 2 0 0 1 2-2h4a2 2 0 0 1 2 2v2"/>"#,
        "log-in" => r#"<path d="M10 17l5-5-5-5M15 12H3M15 3h4a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2h-4"/>"#,
        "log-out" => r#"<path d="M16 17l5-5-5-5M21 12H9M9 21H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h4"/>"#,
        "map" => {
            r#"<path d="M14.106 5.553a2 2 0 0 0 1.788 0l3.659-1.83A1 1 0 0 1 21 4.619v12.764a1 1 0 0 1-.553.894l-4.553 2.277a2 2 0 0 1-1.788 0l-4.212-2.106a2 2 0 0 0-1.788 0l-3.659 1.83A1 1 0 0 1 3 19.381V6.618a1 1 0 0 1 .553-.894l4.553-2.277a2 2 0 0 1 1.788 0zM15 5.764v15M9 3.236v15"/>"#
        }
        "heart" => {
            r#"<path d="M2 9.5a5.5 5.5 0 0 1 9.591-3.676.56.56 0 0 0 .818 0A5.49 5.49 0 0 1 22 9.5c0 2.29-1.5 4-3 5.5l-5.492 5.313a2 2 0 0 1-3 .019L5 15c-1.5-1.5-3-3.2-3-5.5"/>"#
        }
        "down" => r#"<path d="M6 9l6 6 6-6"/>"#,
        "merge" => r#"<path d="M8 6l4-4 4 4M12 2v10.3a4 4 0 0 1-1.172 2.872L4 22M20 22l-5-5"/>"#,
        "armchair" => {
            r#"<path d="M19 9V6a2 2 0 0 0-2-2H7a2 2 0 0 0-2 2v3M3 16a2 2 0 0 0 2 2h14a2 2 0 0 0 2-2v-5a2 2 0 0 0-4 0v1.5a.5.5 0 0 1-.5.5h-9a.5.5 0 0 1-.5-.5V11a2 2 0 0 0-4 0zM5 18v2M19 18v2"/>"#
        }
        "hand-coins" => {
            r#"<path d="M11 15h2a2 2 0 1 0 0-4h-3c-.6 0-1.1.2-1.4.6L3 17M7 21l1.6-1.4c.3-.4.8-.6 1.4-.6h4c1.1 0 2.1-.4 2.8-1.2l4.6-4.4a2 2 0 0 0-2.75-2.91l-4.2 3.9M2 16l6 6"/><circle cx="16" cy="9" r="2.9"/><circle cx="6" cy="5" r="3"/>"#
        }
        "share-ios" => r#"<path d="M12 2v13M16 6l-4-4-4 4M4 12v8a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-8"/>"#,
        "circle-check" => r#"<path d="M16 9l-5.5 5.5L8 12"/><circle cx="12" cy="12" r="10"/>"#,
        "sabaqtastyq" => {
            r#"<path d="M10 8V5c0-.6-.4-1-1-1H6a1 1 0 0 0-1 1v3M19 8V5c0-.6-.4-1-1-1h-3a1 1 0 0 0-1 1v3"/><rect width="18" height="12" x="3" y="8" rx="1"/>"#
        }
        "saulyq" => {
            r#"<path d="M2 9.5a5.5 5.5 0 0 1 9.591-3.676.56.56 0 0 0 .818 0A5.49 5.49 0 0 1 22 9.5c0 2.29-1.5 4-3 5.5l-5.492 5.313a2 2 0 0 1-3 .019L5 15c-1.5-1.5-3-3.2-3-5.5M3.22 13H9.5l.5-1 2 4.5 2-7 1.5 3.5h5.27"/>"#
        }
        "taza_alem" => {
            r#"<path d="M11 20a10 10 0 0010-10 25.9 25.9 0 00-1.04-7.281 1 1 0 00-1.755-.325C15.833 5.5 13 5.5 9.8 6.1A7 7 0 0011 20M2 21a5 5 0 012.911-4.544C7.613 15.212 8.351 15.24 11 13"/>"#
        }
        "asyl_mura" => {
            r#"<path d="M10 18v-7M11.119 2.205a2 2 0 0 1 1.762 0l7.84 3.846A.5.5 0 0 1 20.5 7h-17a.5.5 0 0 1-.22-.949zM14 18v-7M18 18v-7M3 22h18M6 18v-7"/>"#
        }
        "qamqor" => {
            r#"<path d="M11 14h2a2 2 0 0 0 0-4h-3c-.6 0-1.1.2-1.4.6L3 16M14.45 13.39l5.05-4.694C20.196 8 21 6.85 21 5.75a2.75 2.75 0 0 0-4.797-1.837.276.276 0 0 1-.406 0A2.75 2.75 0 0 0 11 5.75c0 1.2.802 2.248 1.5 2.946L16 11.95M2 15l6 6M7 20l1.6-1.4c.3-.4.8-.6 1.4-.6h4c1.1 0 2.1-.4 2.8-1.2l4.6-4.4a1 1 0 0 0-2.75-2.91"/>"#
        }
        "bilim" => {
            r#"<path d="M12 5v16M20.001 19A2 2 0 0022 17V5a2 2 0 00-1.999-2L16 3.002A5 5 0 0012 5a5 5 0 00-4-2H4a2 2 0 00-2 2v12a2 2 0 001.999 2H8a5 5 0 014 2 5 5 0 014-2z"/>"#
        }
        "umit" => {
            r#"<path d="M12 13v1M17 2a1 1 0 0 1 1 1v4a3 3 0 0 1-.6 1.8l-.6.8A4 4 0 0 0 16 12v8a2 2 0 0 1-2 2H10a2 2 0 0 1-2-2v-8a4 4 0 0 0-.8-2.4l-.6-.8A3 3 0 0 1 6 7V3a1 1 0 0 1 1-1zM6 6h12"/>"#
        }
        "other" => {
            r#"<path d="M8.3 10a.7.7 0 0 1-.626-1.079L11.4 3a.7.7 0 0 1 1.198-.043L16.3 8.9a.7.7 0 0 1-.572 1.1Z"/><rect x="3" y="14" width="7" height="7" rx="1"/><circle cx="17.5" cy="17.5" r="3.5"/>"#
        }
        _ => "",
    }
}
