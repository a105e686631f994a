//! A parent answers a child's link, on their own phone and without signing in: who asks, for what, until when; consent is given or refused, and from then on the
//! same page shows how it stands and takes it back.
//!
//! Nothing here waits in an outbox: a consent that is only queued would be none, and whoever borrowed a phone to answer will not open the hub again to see it sent.

mod about;
mod form;
mod settled;

use crate::{
    api::{ApiError, ProblemKind, consents},
    i18n::{Catalogue, errors},
    model::consent::{Answer, ConsentAnswer, ConsentView, Standing},
    routes,
    shell::{Page, Place, page::Languages},
    state::{App, use_app},
    ui::{Banner, Empty, Skeleton, strokes},
    web::{clock, page},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;
use std::sync::Arc;

/// A link, and what is known of it.
#[derive(Clone, Copy)]
pub struct Link {
    app: App,
    secret: Memo<Option<String>>,
    view: RwSignal<Option<Arc<ConsentView>>>,
    /// Why there is nothing to show.
    failure: RwSignal<Option<ApiError>>,
    loading: RwSignal<bool>,
    busy: RwSignal<bool>,
    /// Why the last answer was not taken, or may not have been.
    trouble: RwSignal<Option<ApiError>>,
}

impl Link {
    fn open(app: App) -> Self {
        let hash = use_location().hash;
        let this = Self {
            app,
            secret: Memo::new(move |_| hash.with(|hash| routes::secret(hash).map(str::to_owned))),
            view: RwSignal::new(None),
            failure: RwSignal::new(None),
            loading: RwSignal::new(true),
            busy: RwSignal::new(false),
            trouble: RwSignal::new(None),
        };
        // Another link in the same tab is another consent. Anew as well when the connection is back and nothing is there.
        Effect::new(move |before: Option<Option<String>>| {
            let secret = this.secret.get();
            let ready = app.keeping.with(Option::is_some);
            let back =
                !app.connection.is_offline() && this.failure.with_untracked(|failure| failure.as_ref().is_some_and(ApiError::is_offline));
            if !ready || !app.can().account {
                return None;
            }
            if before.flatten() != secret {
                this.view.set(None);
                this.look();
            } else if back {
                this.look();
            }
            secret
        });
        this
    }

    fn look(self) {
        let Some(secret) = self.secret.get_untracked() else { return self.loading.set(false) };
        self.loading.set(true);
        spawn_local(async move {
            let outcome = self.app.client().read(&consents::look(&secret, &clock::unique())).await;
            self.loading.try_set(false);
            match outcome {
                Ok(view) => {
                    self.failure.try_set(None);
                    self.view.try_set(Some(Arc::new(view)));
                }
                Err(error) => {
                    self.failure.try_set(Some(error));
                }
            }
        });
    }

    fn answer(self, answer: Answer) {
        let Some(secret) = self.secret.get_untracked().filter(|_| !self.busy.get_untracked()) else { return };
        self.busy.set(true);
        self.trouble.set(None);
        spawn_local(async move {
            let outcome = self.app.client().send(&consents::answer(&ConsentAnswer { secret, answer }, &clock::unique())).await;
            self.busy.try_set(false);
            match outcome {
                Ok(view) => {
                    self.view.try_set(Some(Arc::new(view)));
                    page::focus_soon("consent-state");
                }
                Err(error) if matches!(error.kind(), Some(ProblemKind::Changed | ProblemKind::NotFound)) => {
                    self.app.toasts.tell(self.app.t_untracked().consent.changed);
                    // The page may be gone.
                    if self.view.try_set(None).is_none() {
                        self.look();
                    }
                }
                Err(error) => {
                    self.trouble.try_set(Some(error));
                }
            }
        });
    }
}

#[component]
pub fn Consent() -> impl IntoView {
    let app = use_app();
    let link = Link::open(app);
    let title = app.word(|t| t.consent.title);
    view! {
        <Page title place=Place::Other>
            // Whoever is sent here has never set a language in this hub.
            <div class="phone-only"><Languages /></div>
            <h1>{title}</h1>
            {move || match link.view.get() {
                Some(view) => view! { <Known link view /> }.into_any(),
                None => view! { <Nothing link /> }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn Known(link: Link, view: Arc<ConsentView>) -> impl IntoView {
    let app = link.app;
    // The minute turns: a link may end while somebody reads.
    let standing = {
        let view = view.clone();
        Memo::new(move |_| view.consent.standing(app.now.get()))
    };
    move || {
        let view = view.clone();
        match standing.get() {
            Standing::Waiting => view! {
                <about::About view=view.clone() />
                <form::Form link view />
            }
            .into_any(),
            standing => view! { <settled::Settled link view standing /> }.into_any(),
        }
    }
}

/// Not there yet, not there at all, or not to be had now.
#[component]
fn Nothing(link: Link) -> impl IntoView {
    let app = link.app;
    let again = move || {
        view! {
            <button class="button primary" type="button" aria-busy=move || link.loading.get().then_some("true") on:click=move |_| link.look()>
                {move || app.t().common.retry}
            </button>
        }
    };
    move || {
        let t = app.t();
        let words = &t.consent;
        if link.secret.with(Option::is_none) || (app.keeping.with(Option::is_some) && !app.can().account) {
            return view! { <Empty icon=strokes::LINK title=words.no_link.to_owned() text=words.no_link_hint.to_owned() /> }.into_any();
        }
        match link.failure.get() {
            None => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
            Some(error) if error.kind() == Some(ProblemKind::NotFound) => {
                view! { <Empty icon=strokes::LINK title=words.unknown.to_owned() text=words.unknown_hint.to_owned() /> }.into_any()
            }
            Some(error) if error.is_offline() => {
                view! { <Empty icon=strokes::OFFLINE title=words.offline.to_owned() text=words.offline_hint.to_owned() act=again /> }
                    .into_any()
            }
            Some(error) => {
                let code = Signal::stored((t.common.error_code)(&errors::code(&error)));
                view! { <Empty icon=strokes::ALERT title=words.failed.to_owned() text=(t.errors.api)(&error) act=again code /> }.into_any()
            }
        }
    }
}

/// Why the last answer was not taken; of one whose own answer was lost only that it is not known.
#[component]
fn Trouble(link: Link) -> impl IntoView {
    let app = link.app;
    move || {
        link.trouble.get().map(|error| {
            let t = app.t();
            view! { <Banner tone="danger" icon=strokes::ALERT strong=(t.errors.api)(&error) text=uncertain(t, &error) /> }
        })
    }
}

fn uncertain(t: &'static Catalogue, error: &ApiError) -> String {
    if error.heals() { t.consent.unsure.to_owned() } else { String::new() }
}
