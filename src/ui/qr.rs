//! A text as a QR code: black on white in every theme, with the quiet zone that readers need.

use fast_qr::{ECL, QRBuilder};
use leptos::prelude::*;

#[component]
pub fn Qr(
    text: String,
    #[prop(into)] label: Signal<String>,
    /// For paper: more of it may be dirty.
    #[prop(optional)]
    sturdy: bool,
) -> impl IntoView {
    let ecl = if sturdy { ECL::M } else { ECL::L };
    QRBuilder::new(text.as_bytes()).ecl(ecl).build().ok().map(|code| {
        let side = code.size;
        let mut path = String::new();
        for (y, row) in (0..side).map(|y| (y, &code[y])) {
            for (x, _) in row.iter().enumerate().filter(|(_, module)| module.value()) {
                path.push_str(&format!("M{} {}h1v1h-1z", x + 4, y + 4));
            }
        }
        let view_box = format!("0 0 {0} {0}", side + 8);
        view! {
            <svg class="qr" role="img" aria-label=label viewBox=view_box shape-rendering="crispEdges">
                <rect width="100%" height="100%" fill="#fff" />
                <path d=path fill="#000" />
            </svg>
        }
    })
}
