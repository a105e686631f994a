//! What somebody is writing: a draft, an action that is being changed, or the plan of a series. Whatever is typed is on the device at once, with the version that it was based on, so that a closed
//! tab, a lost connection or a change by somebody else costs nothing. A draft also goes to the others who plan, some moments after the last word; all else is sent when somebody says so.

use super::kept::{Base, OnDevice, What, begin_and_look_again, fetch, read_row};
use crate::{
    api::{ApiError, ProblemKind, actions, manage, series},
    model::{
        ActionDetail, ActionId, SeriesId,
        action_draft::{ActionDraft, DraftId, Faults, PutDraft, Wrong},
        merge::{Clash, merge, take_theirs, typed_since},
    },
    state::{App, Failure},
    store::{Room, Write},
    web::{clock, page},
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// How long nothing has to be typed until a draft goes to the others, in milliseconds.
const PAUSE: u64 = 2_500;
/// How long after a failure that heals it is tried again.
const AGAIN: u64 = 15_000;

/// What can be said of what the page is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    Loading,
    There,
    /// Not on this device, and not to be had.
    Missing,
    /// There is no such thing.
    Gone,
}

/// News from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// Their changes are in the form too.
    Merged,
    /// The draft is published already.
    Published,
    /// The draft was thrown away.
    Removed,
}

#[derive(Clone, Copy)]
pub struct Desk {
    pub app: App,
    pub what: StoredValue<What>,
    /// Where it lies on the device.
    key: StoredValue<String>,
    pub form: RwSignal<ActionDraft>,
    pub base: RwSignal<Arc<Base>>,
    pub stands: RwSignal<Stands>,
    pub clashes: RwSignal<Vec<Clash>>,
    pub news: RwSignal<Option<News>>,
    pub failure: RwSignal<Failure>,
    pub busy: RwSignal<bool>,
    pub faults: RwSignal<Faults>,
    /// What the form says is on the device.
    pub kept: RwSignal<bool>,
    /// Counts what was typed; what is to happen after a pause looks whether it has gone on.
    turn: StoredValue<u64>,
    /// The version of the others, once what clashes with it is decided. Until then the form is based on the one before: whatever happens to this page, it is asked again, and nothing is sent.
    undecided: StoredValue<Option<Base>>,
    writing: StoredValue<bool>,
    /// Nothing is written or sent any more: it was published, or thrown away.
    closed: StoredValue<bool>,
    /// The last write whose outcome is not known, and its key: sent again it is answered as the first time.
    tried: StoredValue<Option<(String, String)>>,
}

impl Desk {
    pub fn open(app: App, what: What) -> Self {
        let this = Self {
            app,
            key: StoredValue::new(what.key(app)),
            what: StoredValue::new(what),
            form: RwSignal::new(ActionDraft::blank()),
            base: RwSignal::new(Arc::new(Base::none())),
            stands: RwSignal::new(Stands::Loading),
            clashes: RwSignal::default(),
            news: RwSignal::new(None),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
            faults: RwSignal::default(),
            kept: RwSignal::new(true),
            turn: StoredValue::new(0),
            undecided: StoredValue::new(None),
            writing: StoredValue::new(false),
            closed: StoredValue::new(false),
            tried: StoredValue::new(None),
        };
        begin_and_look_again(app, move || this.begin(), move || this.look_again());
        this
    }

    pub fn is_draft(self) -> bool {
        self.what.with_value(|what| matches!(what, What::Draft(_)))
    }

    /// Something is in the form that the backend does not have.
    pub fn is_touched(self) -> bool {
        self.form.with(|form| self.base.with(|base| base.form != *form))
    }

    async fn begin(self) {
        let Some(key) = self.key.try_get_value() else { return };
        if let Some(row) = read_row(self.app, &key).await {
            self.form.try_set(row.form);
            self.base.try_set(Arc::new(row.base));
            self.stands.try_set(Stands::There);
        }
        self.look_again().await;
    }

    /// What the backend has, against what is here.
    pub async fn look_again(self) {
        let Some(what) = self.what.try_get_value() else { return };
        let answer = fetch(self.app, &what).await;
        if self.closed.try_get_value() != Some(false) {
            return;
        }
        match answer {
            Ok(theirs) => self.meet(theirs),
            Err(error) if error.kind() == Some(ProblemKind::NotFound) => self.not_found(&what).await,
            Err(error) => {
                if self.stands.get_untracked() == Stands::Loading {
                    self.stands.set(Stands::Missing);
                    self.failure.set(Some(Arc::new(error)));
                }
            }
        }
        // What somebody else has thrown away comes back only when it is gone on with.
        if self.news.try_get_untracked().flatten() != Some(News::Removed) {
            self.send_soon();
        }
    }

    fn meet(self, theirs: Base) {
        let (base, form) = (self.base.get_untracked(), self.form.get_untracked());
        let mut clashes = Vec::new();
        if self.stands.get_untracked() != Stands::There || base.form == form {
            self.form.set(theirs.form.clone());
            self.stands.set(Stands::There);
        } else if !base.same_version(&theirs) {
            clashes = self.bring_together(&base.form, &form, &theirs.form);
        }
        self.failure.set(None);
        let decided = clashes.is_empty();
        self.clashes.set(clashes);
        if decided {
            self.undecided.set_value(None);
            self.base.set(Arc::new(theirs));
        } else {
            self.undecided.set_value(Some(theirs));
        }
        self.keep();
    }

    fn bring_together(self, base: &ActionDraft, mine: &ActionDraft, theirs: &ActionDraft) -> Vec<Clash> {
        // Two forms always make one; if ever they did not, mine stays and is looked through before it is sent.
        let Some(merged) = merge(base, mine, theirs) else { return Vec::new() };
        if merged.took || !merged.clashes.is_empty() {
            self.news.set(Some(News::Merged));
        }
        self.form.set(merged.value);
        merged.clashes
    }

    async fn not_found(self, what: &What) {
        let here = self.stands.get_untracked() == Stands::There;
        let (What::Draft(id), true) = (what, here) else {
            self.stands.set(Stands::Gone);
            return;
        };
        if self.base.with_untracked(|base| base.rev == 0) {
            return;
        }
        let published = self.is_published(id).await;
        if self.closed.try_get_value() != Some(false) {
            return;
        }
        self.news.try_set(Some(if published { News::Published } else { News::Removed }));
        if published {
            if !self.is_touched() {
                // It lives on as an action; nothing of it that only this device has would be lost.
                self.close().await;
            }
        } else {
            // Written anew when it is changed or published.
            self.base.try_set(Arc::new(Base { rev: 0, ..self.base.get_untracked().as_ref().clone() }));
            self.undecided.try_set_value(None);
            self.clashes.try_set(Vec::new());
        }
    }

    async fn is_published(self, id: &DraftId) -> bool {
        let (client, (action, many)) = (self.app.client(), (ActionId::new(id.as_str()), SeriesId::new(id.as_str())));
        let (Ok(action), Ok(many)) = (action, many) else { return false };
        client.read(&actions::get(&action, None)).await.is_ok() || client.read(&series::get(&many)).await.is_ok()
    }

    /// A change of the form by whoever sits before it.
    pub fn edit(self, change: impl FnOnce(&mut ActionDraft)) {
        self.form.update(change);
        // What was wrong is looked at again once it is to be sent; what is being mended is no longer called wrong.
        self.keep();
        self.send_soon();
    }

    pub fn mend(self, path: &str) {
        if self.faults.with_untracked(|faults| faults.iter().any(|(at, _)| at == path)) {
            self.faults.update(|faults| faults.retain(|(at, _)| at != path));
        }
    }

    pub fn wrong(self, path: String) -> Memo<Option<Wrong>> {
        Memo::new(move |_| self.faults.with(|faults| faults.iter().find(|(at, _)| *at == path).map(|(_, wrong)| *wrong)))
    }

    /// Shows what is wrong, and leads to the first of it.
    pub fn blame(self, faults: Faults) {
        let first = faults.first().map(|(path, _)| id_of(path));
        self.faults.set(faults);
        if let Some(first) = first {
            spawn_local(async move {
                clock::breathe().await;
                page::focus(&first);
            });
        }
    }

    /// Onto the device. One write at a time; what was typed meanwhile follows.
    fn keep(self) {
        self.kept.set(false);
        if self.writing.get_value() {
            return;
        }
        self.writing.set_value(true);
        spawn_local(async move {
            loop {
                let Some(key) = self.key.try_get_value() else { return };
                let (Some(form), Some(base)) = (self.form.try_get_untracked(), self.base.try_get_untracked()) else { return };
                if self.closed.try_get_value() != Some(false) {
                    return;
                }
                // What is as the backend has it needs no row, but for drafts: they open without a connection.
                let write = if self.is_draft() || base.form != form {
                    let row = OnDevice { form: form.clone(), base: base.as_ref().clone(), at: clock::now() };
                    Write::Put(Room::Own, key, serde_json::to_vec(&row).unwrap_or_default())
                } else {
                    Write::Delete(Room::Own, key)
                };
                let done = self.app.store().write(&[write]).await;
                if done.is_err() {
                    self.app.storage_failed.set(true);
                    break;
                }
                let same_base = self.base.try_with_untracked(|now| Arc::ptr_eq(now, &base)) != Some(false);
                if same_base && self.form.try_with_untracked(|now| *now == form) != Some(false) {
                    self.kept.try_set(true);
                    break;
                }
            }
            self.writing.try_set_value(false);
        });
    }

    /// To the others, after a pause. Only drafts: nobody else sees them before they are published.
    fn send_soon(self) {
        if self.what.try_with_value(|what| matches!(what, What::Draft(_))) != Some(true) {
            return;
        }
        let this = self
            .turn
            .try_update_value(|turn| {
                *turn += 1;
                *turn
            })
            .unwrap_or_default();
        spawn_local(async move {
            clock::sleep(PAUSE).await;
            if self.turn.try_get_value() == Some(this) {
                self.send_draft().await;
            }
        });
    }

    async fn send_draft(self) {
        let Some(What::Draft(id)) = self.what.try_get_value() else { return };
        let (form, base) = (self.form.get_untracked(), self.base.get_untracked());
        let idle = self.busy.get_untracked() || self.clashes.with_untracked(|all| !all.is_empty()) || self.app.connection.is_offline();
        if idle || (base.form == form && base.rev > 0) || form == ActionDraft::blank() || self.news.get_untracked() == Some(News::Published)
        {
            return;
        }
        self.busy.set(true);
        let put = PutDraft { rev: base.rev, form: form.clone() };
        let key = self.key_for(&format!("{put:?}"));
        let answer = self.app.client().send(&manage::put_draft(&id, &put, &key)).await;
        self.heard(answer.as_ref().err());
        if self.busy.try_set(false).is_some() || self.closed.try_get_value() != Some(false) {
            return;
        }
        match answer {
            Ok(kept) => {
                self.failure.set(None);
                self.base.set(Arc::new(Base { form: kept.form, rev: kept.rev, etag: None, detail: None }));
                self.keep();
                if self.form.with_untracked(|now| *now != form) {
                    self.send_soon();
                }
            }
            Err(error) if error.kind() == Some(ProblemKind::Changed) => Box::pin(self.look_again()).await,
            Err(error) => {
                let heals = error.heals();
                if error.kind() == Some(ProblemKind::Invalid) && self.is_published(&id).await {
                    self.news.try_set(Some(News::Published));
                    return;
                }
                // Without a connection all that there is to say is said already.
                if !error.is_offline() {
                    self.failure.try_set(Some(Arc::new(error)));
                }
                if heals {
                    clock::sleep(AGAIN).await;
                    self.send_soon();
                }
            }
        }
    }

    /// The key of a write: the same as before for the same write, as long as nobody has decided it.
    pub fn key_for(self, write: &str) -> String {
        if let Some((_, key)) = self.tried.get_value().filter(|(tried, _)| tried == write) {
            return key;
        }
        let key = clock::unique();
        self.tried.set_value(Some((write.to_owned(), key.clone())));
        key
    }

    /// A write went out of which nobody knows whether it arrived.
    pub fn is_undecided(self) -> bool {
        self.tried.with_value(Option::is_some)
    }

    /// A write was answered: what was decided is not asked again under its key.
    pub fn heard(self, error: Option<&ApiError>) {
        if error.is_none_or(|error| !error.heals()) {
            self.tried.try_set_value(None);
        }
    }

    /// The backend has it now as it was sent. What was typed meanwhile stays, and is no part of that.
    pub fn settled(self, sent: &ActionDraft, base: Base) {
        self.form.update(|form| *form = typed_since(sent, form, &base.form));
        self.undecided.set_value(None);
        self.base.set(Arc::new(base));
        self.failure.set(None);
        self.news.set(None);
        self.clashes.set(Vec::new());
        self.faults.set(Faults::new());
        self.keep();
    }

    /// The backend has another version of the action, which leaves what was typed as it is.
    pub fn based_on(self, detail: ActionDetail, etag: Option<String>) {
        let form = ActionDraft::of(&detail, &self.app.zone());
        let base = self.base.get_untracked();
        if self.form.with_untracked(|now| *now == base.form) {
            self.form.set(form.clone());
        }
        self.base.set(Arc::new(Base { form, rev: 0, etag, detail: Some(detail) }));
        self.failure.set(None);
        self.keep();
    }

    /// Back to how the backend has it.
    pub fn drop_changes(self) {
        let base = self.undecided.get_value().unwrap_or_else(|| self.base.get_untracked().as_ref().clone());
        self.form.set(base.form.clone());
        self.settled(&base.form.clone(), base);
    }

    pub fn decide(self, clash: &Clash, theirs: bool) {
        if theirs && let Some(form) = self.form.with_untracked(|form| take_theirs(form, clash)) {
            self.form.set(form);
        }
        self.clashes.update(|all| all.retain(|one| one.path != clash.path));
        if self.clashes.with_untracked(Vec::is_empty) {
            if let Some(theirs) = self.undecided.get_value() {
                self.undecided.set_value(None);
                self.base.set(Arc::new(theirs));
            }
        } else {
            let base = self.base.get_untracked();
            // What is decided is not asked again with the rest.
            if let Some(form) = take_theirs(&base.form, clash) {
                self.base.set(Arc::new(Base { form, ..base.as_ref().clone() }));
            }
        }
        self.keep();
        self.send_soon();
    }

    /// Refused. Where somebody was faster, both versions come together in the form; whoever sits here looks, and does it again.
    pub async fn refused(self, error: ApiError) {
        if error.kind() == Some(ProblemKind::Changed) {
            self.look_again().await;
        }
        if self.news.try_get_untracked().flatten().is_none() {
            self.failure.try_set(Some(Arc::new(error)));
        }
    }

    /// Nothing is left of it here.
    pub async fn close(self) {
        self.closed.try_set_value(true);
        if let Some(key) = self.key.try_get_value()
            && self.app.store().write(&[Write::Delete(Room::Own, key)]).await.is_err()
        {
            self.app.storage_failed.set(true);
        }
    }
}

/// The id of a field in the document.
pub fn id_of(path: &str) -> String {
    format!("field-{}", path.replace('.', "-"))
}
