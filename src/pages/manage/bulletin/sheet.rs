//! A campaign or a news item on the desk of whoever publishes it: what is typed, what the backend has, and how the two come together when somebody else was faster. It needs a connection, and nothing that was typed
//! goes from the page before the backend has it.

use crate::{
    api::{ApiError, Fetched, ProblemKind, campaigns, news, rights},
    model::{
        Campaign, CampaignId, Instant, NewsId, NewsItem, OrganisationId,
        bulletin::{Fault, Faults},
        bulletin_draft::Draft,
        campaign::CampaignKind,
        can::{Act, Reach, Rights, can},
        instant::iso,
        merge::{Clash, merge, take_theirs, typed_since},
    },
    pages::manage::kept::begin_and_look_again,
    routes,
    state::{App, Failure},
    web::{clock, page},
};
use leptos::prelude::*;
use std::sync::Arc;

/// Places that hold a text in several languages.
const TEXTS: [&str; 5] = ["/title", "/summary", "/text", "/unit", "/definition"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Campaign,
    News,
}

/// Which record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Of {
    Campaign(CampaignId),
    News(NewsId),
}

impl Of {
    pub fn what(&self) -> What {
        match self {
            Self::Campaign(_) => What::Campaign,
            Self::News(_) => What::News,
        }
    }
}

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

/// As the backend has it.
struct Theirs {
    draft: Draft,
    etag: Option<String>,
    demo: bool,
    /// Of a news item.
    published: Instant,
}

enum Record {
    Campaign(Box<Campaign>),
    News(Box<NewsItem>),
}

#[derive(Clone, Copy)]
pub struct Sheet {
    pub app: App,
    pub what: What,
    of: StoredValue<Of>,
    pub draft: RwSignal<Draft>,
    /// What the draft began with.
    pub base: RwSignal<Draft>,
    pub stands: RwSignal<Stands>,
    pub faults: RwSignal<Faults>,
    pub clashes: RwSignal<Vec<Clash>>,
    pub told: RwSignal<Option<Told>>,
    pub failure: RwSignal<Failure>,
    pub busy: RwSignal<bool>,
    /// Of whoever is here, once the backend has said so.
    pub rights: RwSignal<Option<Rights>>,
    /// Of the version that the draft is based on; none: it is to be a new one.
    etag: RwSignal<Option<String>>,
    demo: StoredValue<bool>,
    published: StoredValue<Option<Instant>>,
    /// The last write whose outcome is not known, and its key: sent again it is answered as the first time.
    tried: StoredValue<Option<(String, String)>>,
}

impl Sheet {
    /// `new`: there is no such record yet.
    pub fn open(app: App, of: Of, new: bool) -> Self {
        let this = Self {
            app,
            what: of.what(),
            of: StoredValue::new(of),
            draft: RwSignal::default(),
            base: RwSignal::default(),
            stands: RwSignal::new(if new { Stands::There } else { Stands::Loading }),
            faults: RwSignal::default(),
            clashes: RwSignal::default(),
            told: RwSignal::new(None),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
            rights: RwSignal::new(None),
            etag: RwSignal::new(None),
            demo: StoredValue::new(false),
            published: StoredValue::new(None),
            tried: StoredValue::new(None),
        };
        if new && this.what == What::Campaign {
            // A choice always stands there.
            for form in [this.draft, this.base] {
                form.update(|form| form.put("/kind", CampaignKind::Other.key()));
            }
        }
        let look = move || async move {
            this.learn_rights().await;
            if !new {
                this.look().await;
            }
        };
        begin_and_look_again(app, look, look);
        this
    }

    /// Nothing of it is with the backend yet.
    pub fn is_new(self) -> bool {
        self.etag.with(Option::is_none)
    }

    pub fn is_touched(self) -> bool {
        self.draft.with(|draft| self.base.with(|base| base != draft))
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
        let whose = self.base.with(|base| OrganisationId::new(base.get(self.whose())).ok());
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
            for form in [self.draft, self.base] {
                form.update(|form| form.put(self.whose(), only.as_str()));
            }
        }
    }

    /// `None`: the page is gone.
    async fn fetch(self) -> Option<Result<Theirs, ApiError>> {
        let client = self.app.client();
        Some(match self.of.try_get_value()? {
            Of::Campaign(id) => fresh(client.read(&campaigns::get(&id)).await).map(|(one, etag)| Theirs::of_campaign(&one, etag)),
            Of::News(id) => fresh(client.read(&news::get(&id)).await).map(|(one, etag)| self.of_news(&one, etag)),
        })
    }

    fn of_news(self, item: &NewsItem, etag: Option<String>) -> Theirs {
        Theirs { draft: Draft::of_news(item, &self.app.zone()), etag, demo: item.demo, published: item.published }
    }

    /// What the backend has, against what is here.
    async fn look(self) {
        let Some(answer) = self.fetch().await else { return };
        // The page may be gone by the time it answers.
        let Some(stands) = self.stands.try_get_untracked() else { return };
        match answer {
            Ok(theirs) => self.meet(theirs, stands),
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

    fn meet(self, theirs: Theirs, stands: Stands) {
        let (base, mine) = (self.base.get_untracked(), self.draft.get_untracked());
        if stands != Stands::There || base == mine {
            self.draft.set(theirs.draft.clone());
        } else if base != theirs.draft
            && let Some(merged) = merge(&base, &mine, &theirs.draft)
        {
            self.draft.set(merged.value);
            self.clashes.set(merged.clashes);
            self.told.set(Some(Told::Changed));
        }
        self.based_on(theirs);
        self.failure.set(None);
        self.stands.set(Stands::There);
    }

    fn based_on(self, theirs: Theirs) {
        self.base.set(theirs.draft);
        self.etag.set(theirs.etag);
        self.demo.set_value(theirs.demo);
        self.published.set_value(Some(theirs.published));
    }

    /// What is here stays, and would be a new one.
    fn deleted(self) {
        self.etag.set(None);
        self.base.set(Draft::default());
        self.clashes.set(Vec::new());
        self.told.set(Some(Told::Deleted));
    }

    pub fn edit(self, at: &str, text: &str) {
        self.draft.update(|draft| draft.put(at, text));
        if at == "/achieved/value" {
            self.date_figure(text.is_empty());
        }
        self.faults.update(|faults| faults.retain(|(wrong, _)| !lies_at(wrong, at) && !lies_at(at, wrong)));
    }

    /// A new figure is of today, until somebody says otherwise.
    fn date_figure(self, none: bool) {
        let today = untrack(|| iso(self.app.zone().day(self.app.now.get())));
        let before = self.base.with_untracked(|base| base.get(AS_OF).to_owned());
        let ours = self.draft.with_untracked(|draft| [before.as_str(), today.as_str()].contains(&draft.get(AS_OF)));
        if ours {
            self.draft.update(|draft| draft.put(AS_OF, if none { &before } else { &today }));
        }
    }

    /// What is wrong at a place, or in one of its languages.
    pub fn fault(self, at: &'static str) -> Memo<Option<Fault>> {
        Memo::new(move |_| self.faults.with(|faults| faults.iter().find(|(wrong, _)| lies_at(wrong, at)).map(|(_, fault)| *fault)))
    }

    fn blame(self, faults: Faults) {
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
        match self.app.hub().languages.first().filter(|_| TEXTS.contains(&at)) {
            Some(lang) => id_of(&format!("{at}/{}", lang.code())),
            None => id_of(at),
        }
    }

    fn record(self, draft: &Draft) -> Result<Record, Faults> {
        let (now, zone, demo) = (clock::now(), self.app.zone(), self.demo.get_value());
        match self.of.get_value() {
            Of::Campaign(id) => draft.campaign(id, demo, zone.day(now)).map(|one| Record::Campaign(Box::new(one))),
            Of::News(id) => {
                let published = self.published.get_value().unwrap_or(now);
                draft.news(id, demo, published, now, &zone).map(|one| Record::News(Box::new(one)))
            }
        }
    }

    async fn send(self, record: &Record, etag: Option<&str>, key: &str) -> Result<Theirs, ApiError> {
        let client = self.app.client();
        match record {
            Record::Campaign(one) => client.send(&campaigns::put(one, etag, key)).await.map(|(one, etag)| Theirs::of_campaign(&one, etag)),
            Record::News(one) => client.send(&news::put(one, etag, key)).await.map(|(one, etag)| self.of_news(&one, etag)),
        }
    }

    /// Whether all that is here is with the backend now.
    pub async fn save(self) -> bool {
        let sent = self.draft.get_untracked();
        if self.published.get_value().is_none() {
            // Of its first try: what is sent once more is the same.
            self.published.set_value(Some(clock::now()));
        }
        let record = match self.record(&sent) {
            Ok(record) => record,
            Err(faults) => {
                self.blame(faults);
                return false;
            }
        };
        self.faults.set(Faults::new());
        let etag = self.etag.get_untracked();
        let key = self.key_for(&format!("{etag:?} {sent:?}"));
        self.busy.set(true);
        let answer = self.send(&record, etag.as_deref(), &key).await;
        if self.heard(answer.as_ref().err()) {
            return false;
        }
        match answer {
            Ok(theirs) => {
                self.draft.update(|draft| *draft = typed_since(&sent, draft, &theirs.draft));
                self.based_on(theirs);
                self.told.set(None);
                self.failure.set(None);
                let words = &self.app.t_untracked().manage_news;
                self.app.toasts.tell(if etag.is_none() { words.published } else { words.saved });
                !untrack(|| self.is_touched())
            }
            Err(error) => {
                self.refused(error).await;
                false
            }
        }
    }

    /// Whether it is gone.
    pub async fn delete(self) -> bool {
        let Some(etag) = self.etag.get_untracked() else { return true };
        let client = self.app.client();
        let key = self.key_for(&format!("delete {etag}"));
        self.busy.set(true);
        let answer = match self.of.get_value() {
            Of::Campaign(id) => client.send(&campaigns::remove(&id, &etag, &key)).await,
            Of::News(id) => client.send(&news::remove(&id, &etag, &key)).await,
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
                true
            }
        }
    }

    /// Somebody was faster: both versions come together in the form; whoever sits here looks, and does it again.
    async fn refused(self, error: ApiError) {
        match error.kind() {
            Some(ProblemKind::Changed) => {
                self.told.set(Some(Told::Changed));
                self.look().await;
            }
            Some(ProblemKind::NotFound) => self.deleted(),
            _ => self.failure.set(Some(Arc::new(error))),
        }
    }

    pub fn decide(self, clash: &Clash, theirs: bool) {
        if theirs && let Some(draft) = self.draft.with_untracked(|draft| take_theirs(draft, clash)) {
            self.draft.set(draft);
        }
        self.clashes.update(|all| all.retain(|one| one.path != clash.path));
    }

    /// The page to go to once it is saved.
    pub fn leads_to(self) -> String {
        match self.of.get_value() {
            Of::Campaign(id) => routes::campaign(&id),
            Of::News(_) => routes::NEWS.to_owned(),
        }
    }

    pub fn list(self) -> &'static str {
        if self.what == What::Campaign { routes::CAMPAIGNS } else { routes::NEWS }
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

/// Nobody asked whether it is still the same, so "as it was" answers nothing.
fn fresh<T>(answer: Result<Fetched<T>, ApiError>) -> Result<T, ApiError> {
    match answer? {
        Fetched::New(record) => Ok(record),
        Fetched::Unchanged => Err(ApiError::Unexpected { status: 304 }),
    }
}

impl Theirs {
    fn of_campaign(campaign: &Campaign, etag: Option<String>) -> Self {
        Self { draft: Draft::of_campaign(campaign), etag, demo: campaign.demo, published: Instant::default() }
    }
}

const AS_OF: &str = "/achieved/as_of";

/// Whether a pointer leads to a place or into it.
fn lies_at(pointer: &str, at: &str) -> bool {
    pointer.strip_prefix(at).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The id of a field in the document.
pub fn id_of(at: &str) -> String {
    format!("field{}", at.replace('/', "-"))
}
