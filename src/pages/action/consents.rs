//! What the page of an action knows of a parent's consent: mine as the backend keeps them, and the link that was just made.
//!
//! Nothing of it is kept on the device: a shared phone must not hold a link that gives consent. So without a connection it may not be known whether a parent has agreed;
//! then a join is queued like any other, and the backend decides.

use super::here::Here;
use crate::{
    api::{ApiError, ProblemKind, consents},
    model::{
        AgeClass, Consent, Guardian,
        consent::{Purpose, Standing},
    },
    routes,
    state::App,
    web::{clock, events, page},
};
use leptos::{prelude::*, task::spawn_local};

/// How often an answer is looked for, in milliseconds.
const LOOK: u64 = 5_000;

#[derive(Clone, Copy)]
pub struct Consents {
    app: App,
    /// Mine, the latest first; `None` until they have been heard of.
    mine: RwSignal<Option<Vec<Consent>>>,
    /// How the parent takes part, as chosen in the dialog.
    pub how: RwSignal<Option<Guardian>>,
    /// For everything, not for this action only.
    pub everything: RwSignal<bool>,
    /// The link that was made here. Told once, shown as long as the page is.
    pub link: RwSignal<Option<String>>,
    pub busy: RwSignal<bool>,
    pub failure: RwSignal<Option<ApiError>>,
    /// Of the ask under way: a repeat after a lost answer hears the same link.
    key: StoredValue<String>,
}

/// How it stands with a parent's consent for the shift that is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// This hub keeps no consents, or nobody under 14 is signed in: nothing to be said.
    Unasked,
    /// Not heard of yet.
    Unknown,
    None,
    /// Given, and holds for the shift.
    Holds(Consent),
    Other(Standing, Consent),
}

impl Consents {
    pub fn new(app: App) -> Self {
        let this = Self {
            app,
            mine: RwSignal::new(None),
            how: RwSignal::new(None),
            everything: RwSignal::new(false),
            link: RwSignal::new(None),
            busy: RwSignal::new(false),
            failure: RwSignal::new(None),
            key: StoredValue::new(clock::unique()),
        };
        // When the page is opened, when somebody else signs in, and when the connection is back.
        Effect::new(move |_| {
            // A consent that was taken back gives up places: that is heard of at once.
            app.session.signups.track();
            let asks = this.asks() && app.keeping.with(Option::is_some) && !app.connection.is_offline();
            if asks {
                this.refresh();
            }
        });
        // Whoever comes back from showing or sending the link wants to see what has become of it.
        if let Some(document) = page::document() {
            events::listen_here(&document, "visibilitychange", move |_| {
                if events::is_visible() && untrack(|| this.asks() && app.keeping.with(Option::is_some)) {
                    this.refresh();
                }
            });
        }
        // The answer is given on another phone, often beside this one: as long as it is waited for, it is looked for.
        spawn_local(async move {
            while let Some(waits) =
                this.mine.try_with_untracked(|mine| mine.iter().flatten().any(|one| one.standing(clock::now()) == Standing::Waiting))
            {
                if waits && events::is_visible() && events::is_online() {
                    // One after the other: an older answer must not come after a newer one.
                    this.look().await;
                }
                clock::sleep(LOOK).await;
            }
        });
        this
    }

    /// Whether this person needs a parent's word, and this hub keeps it.
    pub fn asks(&self) -> bool {
        let child =
            self.app.session.person.with(|person| person.as_ref().is_some_and(|person| person.age_class == Some(AgeClass::Under14)));
        child && self.app.can().account
    }

    pub fn refresh(self) {
        spawn_local(self.look());
    }

    async fn look(self) {
        match self.app.client().read(&consents::mine()).await {
            Ok(mine) => {
                self.mine.try_set(Some(mine.consents));
            }
            // What was heard before stands. That nothing is known without a connection is said in words of its own.
            Err(error) if error.is_offline() || self.mine.try_with_untracked(Option::is_some) != Some(false) => {}
            Err(error) => {
                self.failure.try_set(Some(error));
            }
        }
    }

    /// What holds for the shift counts before what was asked last.
    pub fn word(&self, here: Here) -> Word {
        if !self.asks() {
            return Word::Unasked;
        }
        let Some(mine) = self.mine.get() else { return Word::Unknown };
        let Some(shift) = here.chosen_shift() else { return Word::None };
        let (id, now) = (here.action.with(|action| action.id.clone()), self.app.now.get());
        if let Some(holds) = mine.iter().find(|consent| consent.covers(&id, &shift, now)) {
            return Word::Holds(holds.clone());
        }
        let about = |consent: &&Consent| match &consent.purpose {
            Purpose::Action(action) => *action == id,
            Purpose::Everything => true,
        };
        mine.iter().find(about).map_or(Word::None, |consent| Word::Other(consent.standing(now), consent.clone()))
    }

    /// A link is out that has not been answered.
    pub fn waits(&self, here: Here) -> bool {
        matches!(self.word(here), Word::Other(Standing::Waiting, _))
    }

    pub fn ask(self, here: Here) {
        if self.busy.get_untracked() || untrack(|| self.app.connection.is_offline()) {
            return;
        }
        let purpose = if self.everything.get_untracked() { Purpose::Everything } else { Purpose::Action(here.id()) };
        self.busy.set(true);
        self.failure.set(None);
        spawn_local(async move {
            let Some(key) = self.key.try_get_value() else { return };
            let outcome = self.app.client().send(&consents::ask(&purpose, &key)).await;
            // The page may be gone.
            self.busy.try_set(false);
            // Only what may have been done unheard is asked again under the same key.
            if !matches!(&outcome, Err(error) if error.heals()) {
                self.key.try_set_value(clock::unique());
            }
            match outcome {
                Ok(asked) => {
                    self.link.try_set(Some(format!("{}{}", page::origin(), routes::consent(&asked.secret))));
                    self.mine.try_update(|mine| mine.get_or_insert_default().insert(0, asked.consent));
                    // With it the link above it and the ways to send it come into sight.
                    page::focus_soon("share-link");
                    self.refresh();
                }
                Err(error) => {
                    if error.kind() == Some(ProblemKind::SignIn) {
                        self.app.session.doubt(self.app);
                    }
                    self.failure.try_set(Some(error));
                }
            }
        });
    }
}
