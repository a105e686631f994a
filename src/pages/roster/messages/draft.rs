//! A message that is being written, as the page holds it: who was chosen, what is typed, and what would come of it.

use super::writing::{USUAL, WAYS, Writing};
use crate::{
    api::{ApiError, messages},
    i18n::message_out::Why,
    model::{
        Instant,
        member::{Member, MemberId},
        message::{Channel, Languages, MOST_PEOPLE, MessageId, MessageTerms, NewMessage, Written, clean},
        message_plan::{Fate, Terms, plan},
    },
    state::{
        App,
        roster::{Roster, taken_along},
    },
    web::clock,
};
use leptos::{prelude::*, task::spawn_local};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// Between two times that what is typed is sealed, in milliseconds: at each letter it would be felt, and closing a tab takes longer.
const MOMENT: u64 = 150;

pub type Fates = Arc<Vec<(MemberId, Fate)>>;

#[derive(Clone, Copy)]
pub struct Draft {
    pub app: App,
    pub roster: Roster,
    pub id: StoredValue<Option<MessageId>>,
    pub audience: RwSignal<Arc<Vec<MemberId>>>,
    pub writing: Writing,
    pub stand_in: RwSignal<bool>,
    pub why: RwSignal<String>,
    pub terms: RwSignal<Option<Arc<MessageTerms>>>,
    pub failure: RwSignal<Option<ApiError>>,
    pub fates: Memo<Option<Fates>>,
    /// What the device keeps has been looked at.
    pub begun: RwSignal<bool>,
    /// The text is of an earlier visit.
    pub old: RwSignal<bool>,
    /// This device keeps nothing.
    pub unkept: RwSignal<bool>,
    /// When it was begun.
    begun_at: StoredValue<Instant>,
    /// Something is not sealed yet; and somebody is at it.
    changed: StoredValue<bool>,
    keeping: StoredValue<bool>,
    /// It has been sent or thrown away: nothing of it is kept any more.
    over: StoredValue<bool>,
}

impl Draft {
    pub fn new(app: App, roster: Roster) -> Self {
        let (audience, stand_in) = (RwSignal::new(Arc::<Vec<MemberId>>::default()), RwSignal::new(true));
        let terms = RwSignal::new(None::<Arc<MessageTerms>>);
        let writing =
            Writing::new(Signal::derive(move || terms.with(|terms| Some(Arc::new(terms.as_ref()?.offered.clone())))), Why::Listed);
        // Not at each letter: only which languages are there counts.
        let fates = Memo::new_with_compare(
            move |_| {
                let terms = terms.get()?;
                let texts: Languages = writing.there.get().into_iter().map(|lang| (lang, Written::default())).collect();
                Some(foresee(roster, &audience.get(), &texts, writing.channels(), stand_in.get(), &terms))
            },
            |_, _| true,
        );
        let this = Self {
            app,
            roster,
            id: StoredValue::new(None),
            audience,
            writing,
            stand_in,
            why: RwSignal::default(),
            terms,
            failure: RwSignal::new(None),
            fates,
            begun: RwSignal::new(false),
            old: RwSignal::new(false),
            unkept: RwSignal::new(false),
            begun_at: StoredValue::new(clock::now()),
            changed: StoredValue::new(false),
            keeping: StoredValue::new(false),
            over: StoredValue::new(false),
        };
        let handed = StoredValue::new(taken_along(app));
        // Once the device has been looked at.
        Effect::new(move |_| {
            if roster.whole.get() && !this.begun.get_untracked() {
                spawn_local(this.begin(handed.try_update_value(Option::take).flatten()));
            }
        });
        Effect::new(move |_| {
            if !app.connection.is_offline() && app.keeping.with(Option::is_some) {
                this.ask();
            }
        });
        Effect::new(move |_| {
            // Whatever of it changes.
            drop(this.message());
            if this.begun.get() {
                this.keep();
            }
        });
        // Typed in the last moment before somebody went elsewhere.
        on_cleanup(move || {
            if this.changed.try_get_value() == Some(true)
                && this.over.try_get_value() == Some(false)
                && let Some(draft) = untrack(|| this.message()).filter(|draft| !draft.audience.is_empty())
            {
                let kept = roster.keep_draft(draft);
                // Nobody is there any more who could be told that it was not.
                spawn_local(async move {
                    let _ = kept.await;
                });
            }
        });
        this
    }

    /// Goes on with what is kept. Those chosen just now take the place of those chosen then; what was typed stays.
    async fn begin(self, handed: Option<std::collections::BTreeSet<MemberId>>) {
        let kept = self.roster.draft().await;
        if self.begun.try_get_untracked() != Some(false) {
            return;
        }
        if let Some(kept) = kept {
            for field in self.writing.fields {
                if let Some(written) = kept.texts.get(&field.lang) {
                    field.subject.set(written.subject.clone());
                    field.body.set(written.body.clone());
                }
            }
            self.writing.way.set(WAYS.iter().position(|way| *way == kept.channels.as_slice()).unwrap_or(USUAL));
            self.stand_in.set(kept.stand_in);
            self.why.set(kept.why.unwrap_or_default());
            self.old.set(kept.texts.values().any(|written| !written.is_blank()));
            self.audience.set(Arc::new(kept.audience));
            self.id.set_value(Some(kept.id));
            self.begun_at.set_value(kept.made_at);
        }
        if let Some(handed) = handed {
            self.audience.set(Arc::new(handed.into_iter().collect()));
        }
        if self.id.with_value(Option::is_none) {
            self.id.set_value(clock::unique().parse().ok());
        }
        self.writing.settle_way();
        self.begun.set(true);
    }

    /// By which ways the hub sends, and who wants none.
    pub fn ask(self) {
        spawn_local(async move {
            match self.app.client().read(&messages::terms()).await {
                Ok(terms) => {
                    self.failure.try_set(None);
                    if self.terms.try_set(Some(Arc::new(terms))).is_none() {
                        self.writing.settle_way();
                    }
                }
                Err(error) => {
                    self.failure.try_set(Some(error));
                }
            }
        });
    }

    /// As it stands; `None` before the device has been looked at.
    pub fn message(self) -> Option<NewMessage> {
        let why = self.why.get();
        Some(NewMessage {
            texts: self.writing.texts(),
            channels: self.writing.channels().to_vec(),
            stand_in: self.stand_in.get(),
            audience: self.audience.get().as_ref().clone(),
            why: Some(why).filter(|why| !why.trim().is_empty()),
            made_at: self.begun_at.get_value(),
            id: self.id.get_value()?,
        })
    }

    /// The same, as it is sent: the same words are the same bytes, so that a repeat is known as one.
    pub fn to_send(self) -> Option<NewMessage> {
        let message = untrack(|| self.message())?;
        let why = message.why.map(|why| why.split_whitespace().collect::<Vec<_>>().join(" "));
        Some(NewMessage { texts: clean(&message.texts), why, ..message })
    }

    pub fn too_many(self) -> bool {
        self.audience.with(|audience| audience.len() > MOST_PEOPLE)
    }

    /// Seals what stands there now, and again as long as it changes meanwhile: one after the other, so that the latest is the last.
    fn keep(self) {
        self.changed.set_value(true);
        if self.keeping.try_update_value(|keeping| std::mem::replace(keeping, true)) != Some(false) {
            return;
        }
        spawn_local(async move {
            while self.over.try_get_value() == Some(false) && self.changed.try_update_value(std::mem::take) == Some(true) {
                let Some(draft) = untrack(|| self.message()).filter(|draft| !draft.audience.is_empty()) else { break };
                let kept = self.roster.keep_draft(draft).await;
                self.unkept.try_set(!kept);
                clock::sleep(MOMENT).await;
            }
            self.keeping.try_set_value(false);
        });
    }

    /// It has been sent, or is not wanted any more.
    pub async fn forget(self) {
        self.over.try_set_value(true);
        self.roster.forget_draft().await;
    }
}

fn foresee(roster: Roster, audience: &[MemberId], texts: &Languages, channels: &[Channel], stand_in: bool, terms: &MessageTerms) -> Fates {
    let stopped: HashSet<&MemberId> = terms.opted_out.iter().collect();
    let rows = roster.rows.get();
    let known: HashMap<&MemberId, &Member> = rows.iter().map(|row| (&row.member.id, &row.member)).collect();
    let by = Terms { texts, channels, stand_in, languages: &terms.languages };
    Arc::new(plan(audience, |id| known.get(id).copied(), |member| stopped.contains(&member.id), &by))
}
