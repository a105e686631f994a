//! Signing in at another server (OpenID Connect): going there, coming back, and signing out of it as well.

use super::{
    flow::{Fault, Flow, Step},
    steps::{Failed, NeedsConnection, Submit},
};
use crate::{
    api::{ApiError, capabilities::SignsIn, request::segment, session},
    model::session::{Departure, Returned},
    pages::parts::device,
    routes,
    state::{App, use_app},
    ui::{Banner, strokes},
    web::{clock, page, tab},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};

/// For the tab alone, between going and coming back.
const DEPARTED: &str = "meyirim.departure";

#[derive(Serialize, Deserialize)]
struct Kept {
    departure: Departure,
    next: String,
}

#[component]
pub fn ElsewhereStep(flow: Flow) -> impl IntoView {
    let app = use_app();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        flow.depart();
    };
    let fault = move || {
        flow.fault_text(|_| true).map(|strong| {
            let text = flow.fault.with(|fault| match fault {
                Some(Fault::NotCompleted(why)) => why.clone(),
                _ => String::new(),
            });
            view! { <Banner tone="danger" icon=strokes::ALERT strong text /> }
        })
    };
    view! {
        <form class="sign-in stack-l" novalidate on:submit=submit>
            <Failed flow />
            {fault}
            <p class="actions"><Submit flow label=Signal::derive(move || (app.t().backend.elsewhere)(&app.can().identity)) /></p>
            <NeedsConnection />
        </form>
    }
}

impl Flow {
    /// To the server where people sign in.
    fn depart(self) {
        if !self.begin() {
            return;
        }
        let departure = Departure {
            back: format!("{}{}", page::origin(), routes::SIGN_IN),
            state: clock::unique(),
            nonce: clock::unique(),
            verifier: format!("{}{}", clock::unique(), clock::unique()),
        };
        let app = self.app;
        let asked = departure.clone();
        let work = async move { app.client().send(&session::depart(&asked, &clock::unique())).await };
        self.ask("main", work, move |there| {
            let kept = Kept { departure, next: self.next.get_value() };
            tab::set(DEPARTED, serde_json::to_string(&kept).ok().as_deref());
            page::go(&there.address);
        });
    }

    /// Takes what the other server has sent somebody back with out of the address, and goes on with it once the backend is known.
    pub fn watch_for_return(self) {
        let sent = page::address().split_once('?').map(|(_, query)| query.split('#').next().unwrap_or_default().to_owned());
        let answered = use_query_map().with_untracked(|query| query.get("state").is_some());
        let Some(query) = sent.filter(|_| answered) else { return };
        let taken = StoredValue::new(Some(query));
        Effect::new(move |_| {
            if taken.with_value(Option::is_some) {
                self.go.with_value(|go| go(routes::SIGN_IN));
            }
            if self.app.can().signs_in == SignsIn::Elsewhere
                && let Some(query) = taken.try_update_value(Option::take).flatten()
            {
                self.come_back(query);
            }
        });
    }

    fn come_back(self, query: String) {
        let kept = tab::get(DEPARTED).and_then(|kept| serde_json::from_str::<Kept>(&kept).ok());
        // Once: whoever comes by this address again starts again.
        tab::set(DEPARTED, None);
        let Some(Kept { departure, next }) = kept else {
            return self.blame(Fault::NotCompleted(String::new()), "main");
        };
        // Before anything is asked: who comes back is neither "already signed in" nor to press again.
        self.step.set(Step::Returning);
        if let Some(next) = routes::safe_next(&next) {
            self.next.set_value(next.to_owned());
        }
        let app = self.app;
        let returned = Returned { departure, query };
        self.ask("main", async move { app.session.come_back(app, &returned).await }, move |()| self.signed_in());
    }

    /// The answer from there could not be used: back to the button, with the reason where it is a word that helps whoever set this up.
    pub(super) fn not_completed(self, error: ApiError) {
        self.step.set(Step::Contact);
        if error.is_offline() || error.heals() {
            self.failure.set(Some(error));
            return;
        }
        let why = match &error {
            // `invalid_scope`; whole sentences are for developers.
            ApiError::Problem { problem, .. } => problem.title.clone(),
            ApiError::Decode { path, .. } => path.clone(),
            _ => String::new(),
        };
        if why == "access_denied" {
            return self.blame(Fault::Cancelled, "main");
        }
        let short = why.len() <= 60 && !why.contains(' ');
        self.blame(Fault::NotCompleted(if short { why } else { String::new() }), "main");
    }
}

#[component]
pub fn Returning() -> impl IntoView {
    let app = use_app();
    view! { <p role="status">{move || app.t().backend.elsewhere_coming}</p> }
}

/// Signs out here, and where the person is signed in at another server, goes there to sign out as well.
pub async fn sign_out_everywhere(app: App) -> Result<(), ApiError> {
    let can = app.can();
    // Not waited for: a browser that takes its time with it must not keep somebody signed in.
    spawn_local(device::end());
    let further = app.session.sign_out(app).await?;
    match further.filter(|_| !app.connection.is_offline()) {
        Some(address) => page::go(&format!("{address}&post_logout_redirect_uri={}", segment(&format!("{}/", page::origin())))),
        None if can.signs_in == SignsIn::Elsewhere => app.toasts.tell((app.t_untracked().backend.elsewhere_still)(&can.identity)),
        None => {}
    }
    Ok(())
}
