//! What the person wants to hear and how: a table of kinds and channels, saved at each press. What is shown as chosen and could not be saved goes back to what it was, with a word about it.

use super::push::ThisDevice;
use crate::{
    api::{ApiError, notices},
    model::{Contact, NoticeKind, Wishes, notice::Channel, session::PersonPatch},
    state::{App, use_app},
    ui::{Icon, Skeleton, live, strokes},
    web::clock,
};
use leptos::{prelude::*, task::spawn_local};
use std::{cell::Cell, rc::Rc};

/// The wishes as they are shown, and as the backend has them.
#[derive(Clone, Copy)]
struct Draft {
    app: App,
    shown: RwSignal<Option<Wishes>>,
    saved: RwSignal<Option<Wishes>>,
    /// What was pressed last. Outlives the page: who leaves it at once has chosen all the same.
    wanted: StoredValue<Rc<Cell<Option<Wishes>>>, LocalStorage>,
    /// They could not be read.
    unread: RwSignal<Option<ApiError>>,
    busy: RwSignal<bool>,
    /// How the last save went.
    word: RwSignal<Option<Result<(), ()>>>,
}

impl Draft {
    fn new(app: App) -> Self {
        let this = Self {
            app,
            shown: RwSignal::new(None),
            saved: RwSignal::new(None),
            wanted: StoredValue::new_local(Rc::default()),
            unread: RwSignal::new(None),
            busy: RwSignal::new(false),
            word: RwSignal::new(None),
        };
        // Again when the connection has come back.
        Effect::new(move |_| {
            if !app.connection.is_offline() && this.saved.with_untracked(Option::is_none) {
                this.load();
            }
        });
        this
    }

    fn load(self) {
        self.unread.set(None);
        spawn_local(async move {
            let answer = self.app.client().read(&notices::wishes()).await;
            self.unread.try_set(answer.as_ref().err().cloned());
            if let Ok(wishes) = answer {
                self.saved.try_set(Some(wishes));
                self.shown.try_set(Some(wishes));
                self.wanted.try_with_value(|wanted| wanted.set(Some(wishes)));
            }
        });
    }

    fn choose(self, kind: NoticeKind, channel: Channel, wanted: bool) {
        let Some(shown) = self.shown.get_untracked() else { return };
        let shown = Some(shown.with(kind, channel, wanted));
        self.shown.set(shown);
        self.wanted.with_value(|wanted| wanted.set(shown));
        self.word.set(None);
        if !self.busy.get_untracked() {
            self.save();
        }
    }

    /// Until what is wanted is what is saved: more may have been pressed meanwhile, and the page may have been left.
    fn save(self) {
        self.busy.set(true);
        let (wanted, mut saved) = (self.wanted.get_value(), self.saved.get_untracked());
        spawn_local(async move {
            while let Some(next) = wanted.get().filter(|next| Some(*next) != saved) {
                let outcome = self.app.client().send(&notices::change_wishes(&next, &clock::unique())).await;
                let word = outcome.as_ref().map(drop).map_err(drop);
                match outcome {
                    Ok(kept) => saved = Some(kept),
                    Err(_) => wanted.set(saved),
                }
                // Nothing is called saved while something that was pressed since is not.
                if wanted.get() == saved {
                    self.word.try_set(Some(word));
                }
                self.saved.try_set(saved);
            }
            self.shown.try_set(saved);
            self.busy.try_set(false);
        });
    }
}

#[component]
pub fn Notices() -> impl IntoView {
    let app = use_app();
    let whose = Memo::new(move |_| app.session.owner().filter(|_| app.can().account));
    let shown = move || {
        view! {
            <section class="stack" aria-labelledby="notices">
                <h2 id="notices">{move || app.t().notices.title}</h2>
                <p class="quiet">{move || app.t().notices.hint}</p>
                <Language />
                <Choices />
                <ThisDevice />
            </section>
        }
    };
    // Made anew for another person: the wishes of one are not sent as the other's.
    move || whose.get().map(|_| shown())
}

/// In which language messages come: the account's, which need not be that of this device.
#[component]
fn Language() -> impl IntoView {
    let app = use_app();
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(false));
    let theirs = Memo::new(move |_| app.session.person.with(|person| person.as_ref().map(|person| person.lang)));
    let blocked = move || (busy.get() || app.connection.is_offline()).then_some("true");
    let go = move |_| {
        if untrack(blocked).is_some() {
            return;
        }
        busy.set(true);
        let patch = PersonPatch { lang: Some(untrack(|| app.lang())), ..PersonPatch::default() };
        spawn_local(async move {
            let outcome = app.session.change_me(app, &patch).await;
            busy.try_set(false);
            failed.try_set(outcome.is_err());
        });
    };
    view! {
        <p>{move || theirs.get().map(|lang| (app.t().notices.lang_is)(lang.own_name()))}</p>
        <Show when=move || theirs.get().is_some_and(|lang| lang != app.lang())>
            <p class="actions">
                <button class="button compact" type="button" aria-disabled=blocked aria-busy=move || busy.get().then_some("true") on:click=go>
                    {move || (app.t().notices.lang_change)(app.lang().own_name())}
                </button>
            </p>
        </Show>
        <div role="alert">{move || failed.get().then(|| view! { <p class="why danger">{app.t().notices.failed}</p> })}</div>
    }
}

#[component]
fn Choices() -> impl IntoView {
    let app = use_app();
    let draft = Draft::new(app);
    let offline = Memo::new(move |_| app.connection.is_offline());
    let known = Memo::new(move |_| draft.saved.with(Option::is_some));
    let letters = Memo::new(move |_| {
        app.session.person.with(|person| match person.as_ref().map(|person| person.contact.clone()) {
            Some(Contact::Email(address)) => Some(address.to_string()),
            _ => None,
        })
    });
    let where_to =
        move || letters.get().map_or_else(|| app.t().notices.email_none.to_owned(), |address| (app.t().notices.email_to)(&address));
    let table = live(move || match (known.get(), draft.unread.with(Option::is_some), offline.get()) {
        (true, ..) => view! { <Table draft by_letter=Signal::derive(move || letters.with(Option::is_some)) /> }.into_any(),
        (false, false, false) => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
        (false, _, true) => ().into_any(),
        (false, true, false) => view! {
            <div role="alert">
                <p class="why danger">{move || app.t().notices.unread}</p>
            </div>
            <p class="actions">
                <button class="button" type="button" on:click=move |_| draft.load()>{move || app.t().notices.try_again}</button>
            </p>
        }
        .into_any(),
    });
    let word = move || {
        let words = &app.t().notices;
        match draft.word.get() {
            Some(Ok(())) => words.saved,
            Some(Err(())) => words.failed,
            None => "",
        }
    };
    view! {
        {table}
        <p class="quiet small" role="status">{word}</p>
        <p class="why" id="letters-to">
            <Icon name=strokes::MAIL class="icon icon-s" />
            <span>{where_to}</span>
        </p>
        <Show when=move || offline.get()>
            <p class="why" id="wishes-why">
                <Icon name=strokes::OFFLINE class="icon icon-s" />
                <span>{move || app.t().notices.needs_connection}</span>
            </p>
        </Show>
    }
}

#[component]
fn Table(draft: Draft, #[prop(into)] by_letter: Signal<bool>) -> impl IntoView {
    let app = use_app();
    let cell = move |at: usize, kind: NoticeKind, channel: Channel| {
        // Each box is read with its row and its column.
        let label = move || {
            let words = &app.t().notices;
            let by = if channel == Channel::Email { words.email } else { words.push };
            format!("{}: {}", words.kinds[at], by.to_lowercase())
        };
        let blocked = move || app.connection.is_offline() || (channel == Channel::Email && !by_letter.get());
        let chosen = move || draft.shown.get().is_some_and(|shown| shown.wants(kind, channel));
        view! {
            <td>
                <label class="tick">
                    <input
                        class="box"
                        type="checkbox"
                        aria-label=label
                        aria-describedby=move || app.connection.is_offline().then_some("wishes-why")
                        disabled=blocked
                        prop:checked=chosen
                        on:change=move |event| draft.choose(kind, channel, event_target_checked(&event))
                    />
                </label>
            </td>
        }
    };
    let row = move |(at, kind): (usize, NoticeKind)| {
        view! {
            <tr>
                <th scope="row">{move || app.t().notices.kinds[at]}</th>
                {cell(at, kind, Channel::Email)}
                {cell(at, kind, Channel::Push)}
            </tr>
        }
    };
    view! {
        <div class="lined">
            <table class="storage wishes">
                <caption class="sr">{move || app.t().notices.title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{move || app.t().notices.kind}</th>
                        <th scope="col">{move || app.t().notices.email}</th>
                        <th scope="col">{move || app.t().notices.push}</th>
                    </tr>
                </thead>
                <tbody>{NoticeKind::WISHES.into_iter().enumerate().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
