//! A campaign, a news item or the settings of the centre on the desk of whoever writes it: what is typed, what the backend has, and how the two come together when somebody else was faster. It needs a connection, and what was typed
//! stays on the device until the backend has it.

use super::exchange::{Of, Record, What, Wrong};
use crate::{
    api::{ApiError, ProblemKind, campaigns, news, rights},
    model::{
        OrganisationId,
        bulletin_draft::Draft,
        bulletin_held::{Held, Version},
        campaign::CampaignKind,
        can::{Act, Reach, Rights, can},
        centre_change::strands_of,
        instant::iso,
        merge::Clash,
    },
    pages::manage::kept::begin_and_look_again,
    routes,
    state::{App, Failure},
    web::{clock, page},
};
use leptos::prelude::*;
use std::sync::Arc;

/// Places that hold a text in several languages.
const TEXTS: [&str; 8] = ["/title", "/summary", "/text", "/unit", "/definition", "/name", "/about", "/address"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    Loading,
    There,
    /// It could not be had.
    Missing,
    /// There is no such record.
    Gone,
}

/// What others have done meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    Changed,
    Deleted,
}

#[derive(Clone, Copy)]
pub struct Sheet {
    pub app: App,
    pub what: What,
    pub(super) of: StoredValue<Of>,
    pub draft: RwSignal<Draft>,
    /// What the draft is based on; without an ETag it is to be a new one.
    pub base: RwSignal<Version>,
    pub stands: RwSignal<Stands>,
    pub faults: RwSignal<Vec<(String, Wrong)>>,
    pub clashes: RwSignal<Vec<Clash>>,
    pub told: RwSignal<Option<Told>>,
    pub failure: RwSignal<Failure>,
    pub busy: RwSignal<bool>,
    /// Of whoever is here, once the backend has said so.
    pub rights: RwSignal<Option<Rights>>,
    /// What the form says is on the device.
    pub kept: RwSignal<bool>,
    /// Of the row on the device.
    pub(super) key: StoredValue<String>,
    pub(super) writing: StoredValue<bool>,
    /// Nothing is written any more: the backend has it, or it is gone.
    pub(super) closed: StoredValue<bool>,
    /// The version of the others, until what clashes with it is decided: see [`Held`].
    undecided: StoredValue<Option<Version>>,
    /// How many bookings may be left behind, as far as whoever saves the settings of the centre was told.
    pub strands: StoredValue<usize>,
    /// The last write whose outcome is not known, and its key: sent again it is answered as the first time.
    tried: StoredValue<Option<(String, String)>>,
}

impl Sheet {
    /// `new`: there is no such record yet.
    pub fn open(app: App, of: Of, new: bool) -> Self {
        let this = Self {
            app,
            what: of.what(),
            key: StoredValue::new(of.key(app, new)),
            of: StoredValue::new(of),
            draft: RwSignal::default(),
            base: RwSignal::default(),
            stands: RwSignal::new(Stands::Loading),
            faults: RwSignal::default(),
            clashes: RwSignal::default(),
            told: RwSignal::new(None),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
            rights: RwSignal::new(None),
            kept: RwSignal::new(true),
            writing: StoredValue::new(false),
            closed: StoredValue::new(false),
            undecided: StoredValue::new(None),
            strands: StoredValue::new(0),
            tried: StoredValue::new(None),
        };
        if new && this.what == What::Campaign {
            // A choice always stands there.
            this.preset("/kind", CampaignKind::Other.key());
        }
        let look = move || async move {
            if this.what != What::Centre {
                this.learn_rights().await;
            }
            if !new {
                this.look().await;
            }
        };
        let begin = move || async move {
            this.restore(new).await;
            look().await;
        };
        begin_and_look_again(app, begin, look);
        this
    }

    /// Stands there without anybody having typed it.
    fn preset(self, at: &str, text: &str) {
        self.draft.update(|draft| draft.put(at, text));
        self.base.update(|base| base.draft.put(at, text));
    }

    /// Nothing of it is with the backend yet.
    pub fn is_new(self) -> bool {
        self.base.with(|base| base.etag.is_none())
    }

    pub fn is_touched(self) -> bool {
        self.draft.with(|draft| self.base.with(|base| base.draft != *draft))
    }

    /// Where the record says whose it is.
    pub fn whose(self) -> &'static str {
        if self.what == What::Campaign { "/organiser" } else { "/organisation" }
    }

    /// For which organisations alone they publish; `None`: for all, as far as is known here.
    pub fn own(self) -> Option<Vec<OrganisationId>> {
        self.rights.with(|rights| match can(rights.as_ref()?, Act::Publish) {
            Ok(Reach::Slice(own)) => Some(own.iter().cloned().collect()),
            _ => None,
        })
    }

    /// It belongs to an organisation for which they do not publish.
    pub fn is_foreign(self) -> bool {
        if self.what == What::Centre {
            return false;
        }
        let whose = self.base.with(|base| OrganisationId::new(base.draft.get(self.whose())).ok());
        !self.is_new() && self.own().is_some_and(|own| whose.is_none_or(|whose| !own.contains(&whose)))
    }

    /// Whoever publishes for one organisation alone need not choose it.
    async fn learn_rights(self) {
        let Ok(rights) = self.app.client().read(&rights::mine()).await else { return };
        if self.rights.try_set(Some(rights)).is_some() {
            return;
        }
        let own = untrack(|| self.own());
        if let Some([only]) = own.as_deref()
            && untrack(|| self.is_new())
        {
            self.preset(self.whose(), only.as_str());
        }
    }

    /// What the backend has, against what is here.
    async fn look(self) {
        let Some(answer) = self.fetch().await else { return };
        // The page may be gone by the time it answers.
        let Some(stands) = self.stands.try_get_untracked() else { return };
        match answer {
            Ok(theirs) => self.meet(theirs),
            // A hub's first centre is written as well.
            Err(error) if error.kind() == Some(ProblemKind::NotFound) && self.what == What::Centre => self.meet(Version::default()),
            Err(error) if error.kind() == Some(ProblemKind::NotFound) && stands == Stands::There => self.deleted(),
            Err(error) if error.kind() == Some(ProblemKind::NotFound) => self.stands.set(Stands::Gone),
            Err(error) => {
                if stands != Stands::There {
                    self.stands.set(Stands::Missing);
                }
                self.failure.set(Some(Arc::new(error)));
            }
        }
    }

    fn held(self) -> Held {
        let (mine, base, clashes) = (self.draft.get_untracked(), self.base.get_untracked(), self.clashes.get_untracked());
        Held { mine, base, clashes, undecided: self.undecided.get_value() }
    }

    fn hold(self, held: Held) {
        self.draft.set(held.mine);
        self.base.set(held.base);
        self.clashes.set(held.clashes);
        self.undecided.set_value(held.undecided);
        self.keep();
    }

    fn meet(self, theirs: Version) {
        let mut held = self.held();
        if held.meet(theirs) {
            self.told.set(Some(Told::Changed));
        }
        self.hold(held);
        self.failure.set(None);
        self.stands.set(Stands::There);
    }

    /// What is here stays, and would be a new one.
    fn deleted(self) {
        let mut held = self.held();
        held.lose();
        self.hold(held);
        self.told.set(Some(Told::Deleted));
    }

    /// Back to how the backend has it.
    pub fn drop_changes(self) {
        let mut held = self.held();
        held.drop_changes();
        self.hold(held);
        self.told.set(None);
        self.failure.set(None);
        self.faults.set(Vec::new());
    }

    /// Several places at once: something is added or taken out.
    pub fn change(self, at: &str, change: impl FnOnce(&mut Draft)) {
        self.draft.update(change);
        self.mended(at);
    }

    pub fn edit(self, at: &str, text: &str) {
        self.draft.update(|draft| draft.put(at, text));
        if at == "/achieved/value" {
            self.date_figure(text.is_empty());
        }
        self.mended(at);
    }

    fn mended(self, at: &str) {
        self.faults.update(|faults| faults.retain(|(wrong, _)| !lies_at(wrong, at) && !lies_at(at, wrong)));
        self.keep();
    }

    /// A new figure is of today, until somebody says otherwise.
    fn date_figure(self, none: bool) {
        let today = untrack(|| iso(self.app.zone().day(self.app.now.get())));
        let before = self.base.with_untracked(|base| base.draft.get(AS_OF).to_owned());
        let ours = self.draft.with_untracked(|draft| [before.as_str(), today.as_str()].contains(&draft.get(AS_OF)));
        if ours {
            self.draft.update(|draft| draft.put(AS_OF, if none { &before } else { &today }));
        }
    }

    /// What is wrong at a place, or in one of its languages.
    pub fn fault(self, at: &str) -> Memo<Option<Wrong>> {
        let at = at.to_owned();
        Memo::new(move |_| self.faults.with(|faults| faults.iter().find(|(wrong, _)| lies_at(wrong, &at)).map(|(_, fault)| *fault)))
    }

    fn blame(self, faults: Vec<(String, Wrong)>) {
        let first = faults.first().map(|(at, _)| self.field(at));
        self.faults.set(faults);
        if let Some(first) = first {
            leptos::task::spawn_local(async move {
                clock::breathe().await;
                page::focus(&first);
            });
        }
    }

    /// The field that a fault leads to: of a text without any language, the first.
    fn field(self, at: &str) -> String {
        let named = at.strip_prefix("/resources/").is_some_and(|rest| rest.ends_with("/name"));
        match self.app.hub().languages.first().filter(|_| named || TEXTS.contains(&at)) {
            Some(lang) => id_of(&format!("{at}/{}", lang.code())),
            None => id_of(at),
        }
    }

    /// What is typed as a record; where something is wrong with it, it is said and shown.
    pub fn checked(self) -> Option<Record> {
        let record = self.record(&self.draft.get_untracked());
        match record {
            Ok(record) => {
                self.faults.set(Vec::new());
                Some(record)
            }
            Err(faults) => {
                self.blame(faults);
                None
            }
        }
    }

    /// Whether all that is here is with the backend now.
    pub async fn save(self) -> bool {
        let sent = self.draft.get_untracked();
        if self.base.with_untracked(|base| base.published.is_none()) {
            // Of its first try: what is sent once more is the same.
            self.base.update(|base| base.published = Some(clock::now()));
            self.keep();
        }
        let Some(record) = self.checked() else { return false };
        let etag = self.base.with_untracked(|base| base.etag.clone());
        let key = self.key_for(&format!("{etag:?} {} {sent:?}", self.strands.get_value()));
        self.busy.set(true);
        let answer = self.send(&record, etag.as_deref(), &key).await;
        if self.heard(answer.as_ref().err()) {
            return false;
        }
        match answer {
            Ok(theirs) => {
                let mut held = self.held();
                held.settle(&sent, theirs);
                self.move_row();
                self.hold(held);
                self.told.set(None);
                self.failure.set(None);
                let t = self.app.t_untracked();
                let said = match (self.what, &etag) {
                    (What::Centre, _) => t.manage_centre.saved,
                    (_, None) => t.manage_news.published,
                    (_, Some(_)) => t.manage_news.saved,
                };
                self.app.toasts.tell(said);
                // The page of the centre goes on.
                !untrack(|| self.is_touched()) && (self.what == What::Centre || self.close().await)
            }
            Err(error) => {
                self.refused(error).await;
                false
            }
        }
    }

    /// Whether it is gone.
    pub async fn delete(self) -> bool {
        let Some(etag) = self.base.with_untracked(|base| base.etag.clone()) else { return true };
        let client = self.app.client();
        let key = self.key_for(&format!("delete {etag}"));
        self.busy.set(true);
        let answer = match self.of.get_value() {
            Of::Campaign(id) => client.send(&campaigns::remove(&id, &etag, &key)).await,
            Of::News(id) => client.send(&news::remove(&id, &etag, &key)).await,
            // A hub keeps its centre.
            Of::Centre => Err(ApiError::Unexpected { status: 405 }),
        };
        if self.heard(answer.as_ref().err()) {
            return false;
        }
        match answer {
            Err(error) if error.kind() != Some(ProblemKind::NotFound) => {
                self.refused(error).await;
                false
            }
            _ => {
                self.app.toasts.tell(self.app.t_untracked().manage_news.deleted);
                self.close().await
            }
        }
    }

    /// Somebody was faster: both versions come together in the form; whoever sits here looks, and does it again.
    async fn refused(self, error: ApiError) {
        match error.kind() {
            // Nobody has typed anything: somebody has booked.
            Some(ProblemKind::Changed) if stranding(&error).is_some() => self.failure.set(Some(Arc::new(error))),
            Some(ProblemKind::Changed) => {
                self.told.set(Some(Told::Changed));
                self.look().await;
            }
            Some(ProblemKind::NotFound) => self.deleted(),
            _ => self.failure.set(Some(Arc::new(error))),
        }
    }

    pub fn decide(self, clash: &Clash, theirs: bool) {
        let mut held = self.held();
        held.decide(clash, theirs);
        self.hold(held);
    }

    /// The page to go to once it is saved.
    pub fn leads_to(self) -> String {
        match self.of.get_value() {
            Of::Campaign(id) => routes::campaign(&id),
            Of::News(_) => routes::NEWS.to_owned(),
            Of::Centre => routes::MANAGE_CENTRE.to_owned(),
        }
    }

    pub fn list(self) -> &'static str {
        match self.what {
            What::Campaign => routes::CAMPAIGNS,
            What::News => routes::NEWS,
            What::Centre => routes::MANAGE,
        }
    }

    fn key_for(self, write: &str) -> String {
        if let Some((_, key)) = self.tried.get_value().filter(|(tried, _)| tried == write) {
            return key;
        }
        let key = clock::unique();
        self.tried.set_value(Some((write.to_owned(), key.clone())));
        key
    }

    /// A write was answered: what was decided is not asked again under its key. Whether the page is gone meanwhile.
    fn heard(self, error: Option<&ApiError>) -> bool {
        if error.is_none_or(|error| !error.heals()) {
            self.tried.try_set_value(None);
        }
        self.busy.try_set(false).is_some()
    }
}

const AS_OF: &str = "/achieved/as_of";

/// How many bookings a change of the settings would leave behind, where it was refused for that.
pub fn stranding(error: &ApiError) -> Option<usize> {
    match error {
        ApiError::Problem { problem, .. } => strands_of(problem.detail.as_deref()?),
        _ => None,
    }
}

/// Whether a pointer leads to a place or into it.
fn lies_at(pointer: &str, at: &str) -> bool {
    pointer.strip_prefix(at).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The id of a field in the document.
pub fn id_of(at: &str) -> String {
    format!("field{}", at.replace('/', "-"))
}
