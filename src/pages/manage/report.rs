//! What came of an action: how many came, beside what was noted; what was done; figures of its own. What is typed stays on the device until it is published.

use super::{
    For,
    kept::{begin_and_look_again, written},
    report_form::Fields,
    report_missed::Missed,
};
use crate::{
    api::{ApiError, Fetched, ProblemKind, actions, manage},
    model::{
        Action, ActionId,
        report::{Closing, NewReport, NoReport, Report, ReportDraft, Unready, Written, may_report},
    },
    pages::sign_in::said,
    routes,
    state::{App, Failure, use_app},
    store::{Room, Write},
    ui::{Empty, Icon, Skeleton, strokes},
    web::{clock, page},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use std::sync::Arc;

/// The report that is being written.
#[derive(Clone, Copy)]
pub struct Sheet {
    pub app: App,
    pub id: StoredValue<ActionId>,
    pub draft: RwSignal<ReportDraft>,
    pub closing: RwSignal<Option<Arc<Closing>>>,
    pub action: RwSignal<Option<Arc<Action>>>,
    pub failure: RwSignal<Failure>,
    pub unready: RwSignal<Vec<(String, Unready)>>,
    pub refused: RwSignal<Option<NoReport>>,
    pub busy: RwSignal<bool>,
    /// Something was typed that is not published.
    pub touched: RwSignal<bool>,
    /// What was written last lies on the device.
    kept: RwSignal<bool>,
    /// Writes begun.
    writes: StoredValue<u64>,
    /// Somebody else has reported meanwhile, and otherwise: until it is decided which stays, nothing is published.
    pub missed: RwSignal<bool>,
    etag: StoredValue<Option<String>>,
    /// The report that this one corrects.
    of: StoredValue<Option<Report>>,
    /// Where it lies on the device.
    key: StoredValue<String>,
    /// The last try whose outcome is not known, and its key: sent again it is answered as the first time.
    tried: StoredValue<Option<(NewReport, String)>>,
}

impl Sheet {
    fn open(app: App, id: ActionId) -> Self {
        let this = Self {
            app,
            key: StoredValue::new(written(app, &format!("report/{id}"))),
            id: StoredValue::new(id),
            draft: RwSignal::default(),
            closing: RwSignal::new(None),
            action: RwSignal::new(None),
            failure: RwSignal::new(None),
            unready: RwSignal::default(),
            refused: RwSignal::new(None),
            busy: RwSignal::new(false),
            touched: RwSignal::new(false),
            kept: RwSignal::new(true),
            writes: StoredValue::new(0),
            missed: RwSignal::new(false),
            etag: StoredValue::new(None),
            of: StoredValue::new(None),
            tried: StoredValue::new(None),
        };
        begin_and_look_again(app, move || this.begin(), move || this.look());
        this
    }

    async fn begin(self) {
        let Some(id) = self.id.try_get_value() else { return };
        self.action.try_set(self.app.actions.find(&id));
        let Some(key) = self.key.try_get_value() else { return };
        let row = self.app.store().get(Room::Own, &key).await.ok().flatten();
        if let Some(row) = row.and_then(|bytes| serde_json::from_slice::<Written>(&bytes).ok()) {
            self.draft.try_set(row.draft);
            self.of.try_set_value(row.of);
            self.touched.try_set(true);
        }
        self.look().await;
    }

    /// What was noted and reported, and the version of the action that the report is of.
    async fn look(self) {
        let Some(id) = self.id.try_get_value() else { return };
        let client = self.app.client();
        let outcome = match client.read(&actions::get(&id, None)).await {
            Ok(Fetched::New((detail, etag))) => client.read(&manage::closing(&id)).await.map(|closing| (detail, etag, closing)),
            Ok(Fetched::Unchanged) => Err(ApiError::Unexpected { status: 304 }),
            Err(error) => Err(error),
        };
        match outcome {
            Ok((detail, etag, closing)) => {
                self.etag.try_set_value(etag);
                if self.touched.try_get_untracked() == Some(false) {
                    self.draft.try_set(ReportDraft::of(&closing));
                    self.of.try_set_value(closing.report.clone());
                }
                self.missed.try_set(self.written().is_some_and(|written| written.misses(&closing)));
                self.action.try_set(Some(Arc::new(detail.action)));
                self.closing.try_set(Some(Arc::new(closing)));
                self.failure.try_set(None);
            }
            Err(error) => drop(self.failure.try_set(Some(Arc::new(error)))),
        }
    }

    pub fn edit(self, change: impl FnOnce(&mut ReportDraft)) {
        self.draft.update(change);
        self.touched.set(true);
        self.refused.set(None);
        self.unready.set(Vec::new());
        self.keep();
    }

    fn written(self) -> Option<Written> {
        Some(Written { draft: self.draft.try_get_untracked()?, of: self.of.try_get_value()? })
    }

    fn keep(self) {
        let (Some(key), Some(written)) = (self.key.try_get_value(), self.written()) else { return };
        self.put(Write::Put(Room::Own, key, serde_json::to_vec(&written).unwrap_or_default()));
    }

    fn put(self, write: Write) {
        self.kept.set(false);
        self.writes.update_value(|writes| *writes += 1);
        let this = self.writes.get_value();
        spawn_local(async move {
            if self.app.store().write(&[write]).await.is_err() {
                self.app.storage_failed.set(true);
            } else if self.writes.try_get_value() == Some(this) {
                self.kept.try_set(true);
            }
        });
    }

    /// Both were seen: the one that is written here corrects the other, or the other stays.
    pub fn decide(self, theirs: bool) {
        let Some(closing) = self.closing.get_untracked() else { return };
        self.of.set_value(closing.report.clone());
        self.missed.set(false);
        self.failure.set(None);
        if theirs {
            self.draft.set(ReportDraft::of(&closing));
            self.touched.set(false);
            self.put(Write::Delete(Room::Own, self.key.get_value()));
        } else {
            self.keep();
        }
    }

    /// Whether it was published.
    async fn publish(self) -> bool {
        let (Some(action), Some(closing), Some(etag)) = (self.action.get_untracked(), self.closing.get_untracked(), self.etag.get_value())
        else {
            return false;
        };
        let sent = self.draft.get_untracked();
        let new = match sent.report() {
            Ok(new) => new,
            Err(unready) => {
                if let Some((path, _)) = unready.first() {
                    page::focus(&id_of(path));
                }
                self.unready.set(unready);
                return false;
            }
        };
        if let Err(why) = new.check(&action, &closing.noted, clock::now()) {
            self.refused.set(Some(why));
            if why == NoReport::WhyNeeded {
                page::focus(&id_of("why"));
            }
            return false;
        }
        self.busy.set(true);
        let key = match self.tried.get_value() {
            Some((tried, key)) if tried == new => key,
            _ => clock::unique(),
        };
        self.tried.set_value(Some((new.clone(), key.clone())));
        let answer = self.app.client().send(&manage::report(&action.id, &new, &etag, &key)).await;
        if answer.as_ref().err().is_none_or(|error| !error.heals()) {
            self.tried.try_set_value(None);
        }
        self.busy.try_set(false);
        match answer {
            Ok((detail, _)) => {
                self.app.toasts.tell(self.app.t_untracked().manage_report.saved);
                self.app.actions.learn(self.app, detail.action).await;
                if self.draft.try_with_untracked(|now| *now != sent) == Some(true) {
                    // What was typed while it was under way corrects it.
                    self.of.try_set_value(detail.report);
                    self.keep();
                    self.look().await;
                    return false;
                }
                if let Some(key) = self.key.try_get_value() {
                    self.put(Write::Delete(Room::Own, key));
                }
                true
            }
            Err(error) => {
                let again = matches!(error.kind(), Some(ProblemKind::Changed | ProblemKind::Invalid));
                if again {
                    // More was noted meanwhile, or somebody else has reported: what they say is seen before it is sent again.
                    self.look().await;
                }
                self.failure.try_set(Some(Arc::new(error)));
                false
            }
        }
    }
}

/// The id of a field in the document.
pub fn id_of(path: &str) -> String {
    format!("report-{}", path.replace('.', "-"))
}

#[component]
pub fn ReportPage(path: String, id: ActionId) -> impl IntoView {
    let app = use_app();
    let id = StoredValue::new(id);
    view! { <For title=app.word(|t| t.manage_report.title) path shown=move || view! { <Work id=id.get_value() /> }.into_any() /> }
}

#[component]
fn Work(id: ActionId) -> impl IntoView {
    let app = use_app();
    let sheet = Sheet::open(app, id.clone());
    let back = routes::manage(&id);
    let title = move || sheet.action.get().map(|action| app.show(&action.title).text.to_owned()).unwrap_or_default();
    let barred = Memo::new(move |_| sheet.action.with(|action| action.as_ref().and_then(|action| may_report(action, app.now.get()).err())));
    let there = Memo::new(move |_| sheet.closing.with(Option::is_some) || sheet.touched.get());
    let gone =
        Memo::new(move |_| sheet.failure.with(|failure| failure.as_ref().is_some_and(|error| error.kind() == Some(ProblemKind::NotFound))));
    view! {
        <p><a class="withicon" href=back><Icon name=strokes::BACK class="icon icon-s" /> {title}</a></p>
        {move || match (gone.get(), barred.get(), there.get()) {
            (true, ..) => view! { <Empty icon=strokes::SEARCH title=app.word(|t| t.manage.gone) text=app.word(|t| t.manage.gone_hint) /> }.into_any(),
            (_, Some(why), _) => view! { <Barred why /> }.into_any(),
            (_, _, true) => view! { <Writing sheet /> }.into_any(),
            _ if sheet.failure.with(Option::is_some) => view! { <Empty icon=strokes::OFFLINE title=app.word(|t| t.manage.loading_failed) text=app.word(|t| t.manage.loading_failed_hint) /> }.into_any(),
            _ => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
        }}
    }
}

#[component]
fn Barred(why: NoReport) -> impl IntoView {
    let app = use_app();
    let text = move || {
        let t = app.t();
        match why {
            NoReport::NotOver(until) => (t.manage_report.not_over)(&t.dates.moment(until, app.now.get(), &app.zone())),
            _ => t.manage_report.cancelled.to_owned(),
        }
    };
    view! { <p class="why"><Icon name=strokes::CLOCK class="icon icon-s" /> <span>{text}</span></p> }
}

#[component]
fn Writing(sheet: Sheet) -> impl IntoView {
    let app = use_app();
    let navigate = use_navigate();
    let off = move || {
        (app.connection.is_offline() || sheet.busy.get() || sheet.missed.get() || sheet.closing.with(Option::is_none)).then_some("true")
    };
    let go = move |_| {
        if untrack(off).is_some() {
            return;
        }
        let navigate = navigate.clone();
        spawn_local(async move {
            if sheet.publish().await {
                navigate(&routes::action(&sheet.id.get_value()), Default::default());
            }
        });
    };
    let why = move || match app.connection.is_offline() {
        true => Some(app.t().manage.needs_connection),
        false => sheet.missed.get().then(|| app.t().manage.decide_first),
    };
    let kept = move || (sheet.touched.get() && sheet.kept.get()).then(|| app.t().manage_report.kept);
    let wrong = move || {
        let text = match (sheet.refused.get(), sheet.failure.get()) {
            (Some(why), _) => (app.t().manage_report.wrong)(why).to_owned(),
            (None, Some(error)) if !error.is_offline() => said(app.t(), &error),
            _ => return None,
        };
        Some(view! { <p class="why danger"><Icon name=strokes::ALERT class="icon icon-s" /> <span>{text}</span></p> })
    };
    view! {
        <div class="stack-l">
            <Missed sheet />
            <Fields sheet />
            <section class="stack">
                <p class="quiet small" role="status">{kept}</p>
                <div role="alert">{wrong}</div>
                <p class="actions">
                    <button class="button primary" type="button" aria-disabled=off aria-busy=move || sheet.busy.get().then_some("true") aria-describedby="report-why-not" on:click=go>{move || app.t().manage_report.save}</button>
                </p>
                <p class="why" id="report-why-not">{why}</p>
            </section>
        </div>
    }
}
