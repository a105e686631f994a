//! Scanning passes: read and checked on this device, by the hub's keys as they were last known. What is good is noted at once; what is not is said, and noted by nobody.

use super::noting::{Seen, closed_text, note};
use crate::{
    api::attendance,
    model::{
        attendance::{How, NotNow, What},
        pass::Claims,
        roll::{Listed, Roll},
        signed::Standing,
    },
    pages::verify::check::{Found, Verdict, check},
    state::{App, kept::Kept, use_app},
    store::{Room, records},
    ui::{Camera, CameraWords, Icon, Segmented, strokes},
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// What is said about a code that was read.
#[derive(Clone, PartialEq)]
struct Said {
    good: bool,
    text: String,
}

#[component]
pub fn Scan(
    roll: Kept<Roll>,
    people: Memo<Vec<Seen>>,
    /// Why nobody can be noted at this moment.
    closed: Memo<Option<NotNow>>,
) -> impl IntoView {
    let app = use_app();
    let keys = Kept::open(app, Room::Cache, records::KEYS.to_owned(), attendance::keys);
    let out = RwSignal::new(false);
    let said = RwSignal::new(None::<Said>);
    let read = Callback::new(move |text: String| {
        spawn_local(async move {
            let known = keys.value.try_get_untracked().flatten();
            let verdict = check(&text, known.as_deref()).await;
            if let (Some(Some(roll)), Some(out)) = (roll.value.try_get_untracked(), out.try_get_untracked()) {
                let closed = closed.try_get_untracked().flatten();
                said.try_set(Some(untrack(|| match closed {
                    Some(why) => Said { good: false, text: closed_text(app, why) },
                    None => take(app, &roll, people, verdict, out),
                })));
            }
        });
    });
    let ways = vec![(false, app.word(|t| t.check_in.scan_in)), (true, app.word(|t| t.check_in.scan_out))];
    let words = CameraWords {
        title: app.word(|t| t.check_in.no_camera[0]),
        retry: app.word(|t| t.common.retry),
        none: app.word(|t| t.check_in.no_camera[1]),
        refused: app.word(|t| t.check_in.camera_refused),
        busy: app.word(|t| t.check_in.camera_busy),
        unsupported: app.word(|t| t.check_in.camera_unsupported),
    };
    view! {
        <section class="stack" aria-labelledby="scan">
            <h2 class="sr" id="scan">{move || app.t().check_in.scan}</h2>
            <p class="quiet">{move || app.t().check_in.scan_hint}</p>
            <Segmented labelled_by="scan" chosen=out on_choose=move |chosen| out.set(chosen) options=ways />
            <Camera label=app.word(|t| t.check_in.scan) on_text=read words />
            <p role="status" class="scanned">
                {move || said.get().map(|said| {
                    let icon = if said.good { strokes::CHECK } else { strokes::ALERT };
                    view! { <span class="banner" data-tone=if said.good { "positive" } else { "danger" }><Icon name=icon /> <b>{said.text}</b></span> }
                })}
            </p>
        </section>
    }
}

/// Notes whoever the pass belongs to, if it is good, and says what came of it.
fn take(app: App, roll: &Arc<Roll>, people: Memo<Vec<Seen>>, verdict: Verdict, out: bool) -> Said {
    let words = &app.t().check_in;
    let no = |text: &'static str| Said { good: false, text: text.to_owned() };
    let claims: Claims = match verdict {
        Verdict::Signed(Found::Pass(claims), Standing::Good) => claims,
        Verdict::Signed(Found::Pass(_), Standing::RunOut(_)) => return no(words.run_out),
        Verdict::Signed(Found::Pass(_), Standing::Revoked) => return no(words.revoked),
        Verdict::Signed(Found::Certificate(_), _) | Verdict::Unreadable => return no(words.not_a_pass),
        Verdict::Forged | Verdict::OtherKey => return no(words.forged),
        Verdict::NoKeys | Verdict::Unable => return no(words.unchecked),
    };
    let what = if out { What::Out { how: How::Pass } } else { What::In { how: How::Pass } };
    let seen = people.with(|people| people.iter().find(|seen| seen.listed.person == claims.sub).cloned());
    let Some(seen) = seen else {
        // Came without a place: the log knows the person, and the backend the name.
        let listed = Listed {
            person: claims.sub,
            name: None,
            expected: false,
            deleted: false,
            short_code: String::new(),
            marks: Vec::new(),
            cover: None,
        };
        note(app, roll, &listed, what);
        return Said { good: true, text: words.unknown_person.to_owned() };
    };
    // A second scan is the same attendance: nothing new is noted.
    let noted = if out { seen.state.checked_out.is_some() } else { seen.state.checked_in.is_some() };
    if !noted {
        note(app, roll, &seen.listed, what);
    }
    Said { good: true, text: (words.scanned)(&seen.name(app)) }
}
