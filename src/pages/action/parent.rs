//! A parent's consent as the child sees it: on the page how it stands, in the dialog the way to ask, and the link to hand on.

use super::{
    consents::{Consents, Word},
    here::Here,
    ticket,
};
use crate::{
    model::{
        Guardian,
        consent::{Purpose, Standing},
    },
    outbox::Mine,
    state::use_app,
    ui::{Icon, Strokes, strokes},
    web::save::{self, Shared},
};
use leptos::{prelude::*, task::spawn_local};

/// Heading, what follows from it, and how it looks.
fn told(here: Here, word: &Word) -> Option<(Strokes, &'static str, &'static str, String)> {
    let words = &here.app.t().guardian;
    let until = |at| ticket::moment(here, at);
    Some(match word {
        Word::Unasked | Word::Unknown | Word::None => return None,
        Word::Holds(consent) => (strokes::CHECK, "offer", words.given, (words.given_hint)(&until(consent.until))),
        Word::Other(standing, consent) => match standing {
            Standing::Waiting => (strokes::HOURGLASS, "waiting", words.waiting, (words.waiting_hint)(&until(consent.over()))),
            Standing::Given => (strokes::INFO, "offer", words.given, words.too_short.to_owned()),
            Standing::Refused => (strokes::X, "refused", words.refused, words.talk.to_owned()),
            Standing::Withdrawn => (strokes::X, "refused", words.withdrawn, words.talk.to_owned()),
            Standing::Expired => (strokes::CLOCK, "offer", words.expired, words.expired_hint.to_owned()),
            Standing::Ended => (strokes::CLOCK, "offer", words.ended, words.expired_hint.to_owned()),
        },
    })
}

/// On the page, as long as nothing has been joined: how it stands, and the way back to the dialog.
#[component]
pub fn Notice(here: Here) -> impl IntoView {
    let app = here.app;
    let consents = here.consents;
    let open = move |_| {
        consents.how.set(Some(Guardian::WrittenConsent));
        if let Some(dialog) = here.asking.get_untracked() {
            // Throws only if it is open already.
            let _ = dialog.show_modal();
        }
    };
    let shown = Memo::new(move |_| {
        let free = here.is_open() && here.chosen_shift().is_some_and(|shift| here.mine(&shift.id) == Mine::No);
        match consents.word(here) {
            _ if !free => Word::Unasked,
            // That another one is long over would stand on every action's page.
            Word::Other(standing, consent) if consent.purpose == Purpose::Everything && standing != Standing::Waiting => Word::Unasked,
            word => word,
        }
    });
    move || {
        told(here, &shown.get()).map(|(icon, class, title, text)| {
            view! {
                <section class=format!("ticket {class} stack") aria-labelledby="parent-word">
                    <h2 id="parent-word" class="withicon">
                        <Icon name=icon />
                        {title}
                    </h2>
                    <p>{text}</p>
                    <p class="actions">
                        <button class="button compact" type="button" on:click=open>
                            {move || app.t().guardian.open}
                        </button>
                    </p>
                </section>
            }
        })
    }
}

/// In the dialog, once "written consent" is chosen.
#[component]
pub fn Asking(here: Here) -> impl IntoView {
    let app = here.app;
    let consents = here.consents;
    let word = Memo::new(move |_| consents.word(here));
    let standing = move || {
        let words = &app.t().guardian;
        match word.get() {
            Word::Unasked => None,
            Word::Unknown if app.connection.is_offline() => {
                Some(view! { <p class="why"><Icon name=strokes::OFFLINE class="icon icon-s" />{words.not_known}</p> }.into_any())
            }
            Word::Unknown => Some(view! { <p class="quiet">{app.t().common.loading}</p> }.into_any()),
            Word::None => Some(view! { <p class="quiet">{words.none}</p> }.into_any()),
            word => told(here, &word).map(|(icon, _, title, text)| {
                view! { <p class="withicon"><Icon name=icon /><span><strong>{title}</strong> ". " {text}</span></p> }.into_any()
            }),
        }
    };
    let can_ask = Memo::new(move |_| matches!(word.get(), Word::None | Word::Other(..)));
    view! {
        <div class="stack" role="status">{standing}</div>
        {move || consents.link.get().map(|link| view! { <Link link /> })}
        {move || (can_ask.get() && consents.link.with(Option::is_none)).then(|| view! { <Purposes here /> })}
        {move || (can_ask.get() && app.connection.is_offline()).then(|| view! {
            <p class="why" id="ask-why">
                <Icon name=strokes::OFFLINE class="icon icon-s" />
                {app.t().guardian.needs_connection}
            </p>
        })}
        <div role="alert">
            {move || consents.failure.get().map(|error| view! { <p class="why danger">{(app.t().errors.api)(&error)}</p> })}
        </div>
    }
}

/// What the consent is to be for.
#[component]
fn Purposes(here: Here) -> impl IntoView {
    let app = here.app;
    let Consents { everything, .. } = here.consents;
    let choice = move |all: bool| {
        let words = move || {
            let t = &app.t().guardian;
            if all { (t.everything, t.everything_hint) } else { (t.this_action, t.this_action_hint) }
        };
        view! {
            <label class="choice">
                <input class="box" type="radio" name="purpose" prop:checked=move || everything.get() == all on:change=move |_| everything.set(all) />
                <span>{move || words().0}</span>
                <small>{move || words().1}</small>
            </label>
        }
    };
    view! {
        <fieldset class="field">
            <legend>{move || app.t().guardian.purpose}</legend>
            <div class="lined">{choice(false)} {choice(true)}</div>
        </fieldset>
    }
}

/// The link, to be sent, copied, or shown on this screen.
#[component]
fn Link(link: String) -> impl IntoView {
    let app = use_app();
    let (shared, copied) = (link.clone(), link.clone());
    // Said here and not by a toast: the dialog lies over those.
    let done = RwSignal::new(None::<bool>);
    let tell = move |worked: bool| {
        done.try_set(Some(worked));
    };
    let share = move |_| {
        let link = shared.clone();
        spawn_local(async move {
            match save::share(app.t_untracked().guardian.share_title, &link).await {
                Shared::Sheet | Shared::Declined => {}
                Shared::Copied => tell(true),
                Shared::Failed => tell(false),
            }
        });
    };
    let copy = move |_| {
        let link = copied.clone();
        spawn_local(async move { tell(save::copy(&link).await) });
    };
    view! {
        <div class="field">
            <label for="parent-link">{move || app.t().guardian.link}</label>
            <span class="hint" id="parent-link-hint">{move || app.t().guardian.link_hint}</span>
            <textarea class="input" id="parent-link" readonly rows="3" aria-describedby="parent-link-hint" prop:value=link></textarea>
        </div>
        <p class="actions">
            <button class="button primary" id="share-link" type="button" on:click=share>
                <Icon name=strokes::SHARE />
                {move || app.t().guardian.share}
            </button>
            <button class="button" type="button" on:click=copy>
                <Icon name=strokes::COPY />
                {move || app.t().guardian.copy}
            </button>
        </p>
        <p class="small" role="status">
            {move || done.get().map(|worked| if worked { app.t().guardian.copied } else { app.t().guardian.copy_by_hand })}
        </p>
    }
}
