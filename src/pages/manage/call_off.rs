//! Calling an action off, and holding it after all: why, with how it is read, and how many people hear of it by which way. The reason of what is called off can still be written.

use super::{
    acts::{blocked, told},
    desk::Desk,
    edit::{detail, send},
    texts::Missing,
};
use crate::{
    api::{ApiError, manage},
    i18n::{called_off, manage_form},
    model::{
        ActionDetail, ActionState, Lang, Texts,
        action_draft::Typed,
        called_off::{About, CalledOff, Hearing, too_long},
    },
    state::{App, use_app},
    ui::{FieldError, Icon, live, shown_while, strokes},
    web::page,
};
use leptos::{html, prelude::*, task::spawn_local};

/// What somebody is about to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    CallOff,
    Hold,
    /// Only the reason is written anew.
    Reason,
}

#[derive(Clone, Copy)]
struct Ask {
    desk: Desk,
    wish: RwSignal<Wish>,
    open: RwSignal<bool>,
    reason: RwSignal<Typed>,
    /// `None`: it is being looked.
    hearing: RwSignal<Option<Result<Hearing, ApiError>>>,
    /// It was sent and not taken: said in the question, and begun again it goes on with what was typed.
    failed: RwSignal<Option<Wish>>,
}

impl Ask {
    fn begin(self, wish: Wish) {
        let Some(detail) = untrack(|| detail(self.desk)) else { return };
        if self.failed.get_untracked() != Some(wish) {
            let kept = detail.called_off.as_ref().and_then(|off| off.reason.as_ref());
            self.reason.set(Typed::of(kept));
            self.failed.set(None);
        }
        self.wish.set(wish);
        self.hearing.set(None);
        self.open.set(true);
        if wish == Wish::Reason {
            return;
        }
        let app = self.desk.app;
        spawn_local(async move {
            let answer = app.client().read(&manage::hearing(&detail.action.id)).await;
            self.hearing.try_set(Some(answer));
        });
    }

    /// The action as it is to be.
    fn after(self) -> Option<ActionDetail> {
        let mut after = detail(self.desk)?;
        let wish = self.wish.get();
        after.action.state = if wish == Wish::Hold { ActionState::Published } else { ActionState::Cancelled };
        // When it was is told by the backend.
        after.called_off = (wish != Wish::Hold).then(|| CalledOff { at: None, reason: self.reason.get().texts() });
        Some(after)
    }

    fn wrong(self) -> bool {
        self.wish.get() != Wish::Hold && self.reason.get().texts().as_ref().and_then(too_long).is_some()
    }

    /// Why it cannot be done now.
    fn blocked(self) -> Option<&'static str> {
        blocked(self.desk.app, self.desk)
    }

    fn go(self) {
        if untrack(|| self.blocked().is_some() || self.desk.busy.get()) {
            return;
        }
        if untrack(|| self.wrong()) {
            let first = untrack(|| self.reason.get().texts()).as_ref().and_then(too_long);
            return first.into_iter().for_each(|lang| page::focus(&field(lang)));
        }
        let (Some(after), Some(etag)) = (untrack(|| self.after()), self.desk.base.with_untracked(|base| base.etag.clone())) else { return };
        let (desk, wish) = (self.desk, self.wish.get_untracked());
        self.failed.set(None);
        spawn_local(async move {
            let taken = send(desk, &after, &etag, None).await;
            self.failed.try_set((!taken).then_some(wish));
            if taken {
                self.open.try_set(false);
                let words = &desk.app.t_untracked().call_off;
                desk.app.toasts.tell(match wish {
                    Wish::CallOff => words.called_off,
                    Wish::Hold => words.held,
                    Wish::Reason => words.reason_saved,
                });
            }
        });
    }
}

fn field(lang: Lang) -> String {
    format!("reason-{}", lang.code())
}

#[component]
pub fn CallOff(desk: Desk) -> impl IntoView {
    let app = use_app();
    let ask = Ask {
        desk,
        wish: RwSignal::new(Wish::CallOff),
        open: RwSignal::new(false),
        reason: RwSignal::default(),
        hearing: RwSignal::new(None),
        failed: RwSignal::new(None),
    };
    let off = Memo::new(move |_| detail(desk).is_some_and(|detail| detail.off().is_some()));
    let open = Memo::new(move |_| detail(desk).is_some_and(|detail| detail.action.ends() > app.now.get()));
    let blocked = move || app.connection.is_offline().then_some("true");
    let begin = move |wish: Wish| {
        if untrack(blocked).is_none() {
            ask.begin(wish);
        }
    };
    let label = move || if off.get() { app.t().call_off.hold } else { app.t().call_off.call_off };
    let press = move |_| begin(if off.get_untracked() { Wish::Hold } else { Wish::CallOff });
    let reason = Memo::new(move |_| detail(desk).and_then(|detail| detail.off()).and_then(|off| off.reason));
    let why = move || reason.get().map_or_else(|| app.t().call_off.no_reason.to_owned(), |reason| called_off::because(&reason, app.lang()));
    let change = move || {
        off.get().then(|| {
            view! {
                <p>{why}</p>
                <p class="actions"><button class="button" type="button" aria-disabled=blocked on:click=move |_| begin(Wish::Reason)>{move || app.t().call_off.change_reason}</button></p>
            }
        })
    };
    view! {
        <Show when=move || open.get()>
            {change}
            <p class="actions">
                <button class="button" class:danger=move || !off.get() type="button" aria-disabled=blocked on:click=press>{move || view! { <Icon name=if off.get() { strokes::CHECK } else { strokes::X } /> }} {label}</button>
                {move || app.connection.is_offline().then(|| view! { <span class="why">{app.t().manage.needs_connection}</span> })}
            </p>
        </Show>
        <Question ask />
    }
}

#[component]
fn Question(ask: Ask) -> impl IntoView {
    let app = use_app();
    let node = NodeRef::<html::Dialog>::new();
    shown_while(node, ask.open);
    let title = move || match ask.wish.get() {
        Wish::CallOff => app.t().call_off.call_off_title,
        Wish::Hold => app.t().call_off.hold_title,
        Wish::Reason => app.t().call_off.change_reason,
    };
    let act = move || match ask.wish.get() {
        Wish::CallOff => app.t().call_off.call_off,
        Wish::Hold => app.t().call_off.hold,
        Wish::Reason => app.t().call_off.save,
    };
    let nobody = move || ask.hearing.with(|hearing| matches!(hearing, Some(Ok(hearing)) if hearing.everybody() == 0));
    let text = move || {
        let words = &app.t().call_off;
        match ask.wish.get() {
            Wish::CallOff => words.stays,
            Wish::Hold if nobody() => words.opens,
            Wish::Hold => words.places,
            Wish::Reason => words.change_text,
        }
    };
    // What was typed goes with it, unless it was sent and not taken: begun again, it begins with what is kept.
    let close = move || ask.open.set(false);
    let why_not = Signal::derive(move || ask.blocked());
    let off = move || (why_not.get().is_some() || ask.desk.busy.get()).then_some("true");
    // Where somebody else's changes were brought together with what was typed in the form, that is said there.
    let failure = move || {
        let failed = ask.failed.get() == Some(ask.wish.get());
        let text = failed.then(|| ask.desk.failure.get().map_or_else(|| app.t().manage.merged.to_owned(), |error| told(app, &error)));
        text.map(|text| view! { <p class="why danger"><Icon name=strokes::ALERT class="icon icon-s" /> <span>{text}</span></p> }).into_any()
    };
    view! {
        <dialog class="dialog call-off" id="call-off" node_ref=node aria-labelledby="call-off-title" aria-describedby="call-off-text" on:close=move |_| close()>
            <h2 id="call-off-title">{title}</h2>
            <p id="call-off-text">{text}</p>
            {live(move || (ask.open.get() && ask.wish.get() != Wish::Reason).then(|| view! { <Heard ask /> }.into_any()))}
            {live(move || (ask.open.get() && ask.wish.get() != Wish::Hold).then(|| view! { <Reason ask /> <Preview ask /> }.into_any()))}
            <div role="alert">{live(failure)}</div>
            <p class="actions">
                <button class="button" type="button" on:click=move |_| close()>{move || app.t().common.close}</button>
                <button
                    class="button"
                    class:danger=move || ask.wish.get() == Wish::CallOff
                    class:primary=move || ask.wish.get() != Wish::CallOff
                    type="button"
                    aria-disabled=off
                    aria-busy=move || ask.desk.busy.get().then_some("true")
                    aria-describedby="call-off-why"
                    on:click=move |_| ask.go()
                >
                    {act}
                </button>
            </p>
            <p class="why" id="call-off-why">{move || why_not.get()}</p>
        </dialog>
    }
}

/// How many people hear of it, by which way.
#[component]
fn Heard(ask: Ask) -> impl IntoView {
    let app = use_app();
    let lines = move || {
        let words = &app.t().call_off;
        match ask.hearing.get() {
            None => vec![words.looking.to_owned()],
            Some(Err(_)) => vec![words.unknown.to_owned()],
            Some(Ok(hearing)) if hearing.everybody() == 0 => vec![words.nobody.to_owned()],
            Some(Ok(hearing)) => (words.hearing)(hearing),
        }
    };
    view! {
        <div role="status">
            <h3>{move || app.t().call_off.hearing_title}</h3>
            <ul>{move || lines().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
        </div>
    }
}

#[component]
fn Reason(ask: Ask) -> impl IntoView {
    let app = use_app();
    let languages = app.hub().languages.clone();
    let input = move |lang: Lang| {
        let id = field(lang);
        let error_id = format!("{id}-error");
        let error = Signal::derive(move || {
            let typed = ask.reason.get();
            let alone = Texts::new(Some(typed.get(lang)), None, None);
            alone.as_ref().and_then(too_long).map(|_| (app.t().call_off.too_long)())
        });
        let described = error_id.clone();
        let value = move || ask.reason.with(|typed| typed.get(lang).to_owned());
        let on_input = move |event: leptos::ev::Event| ask.reason.update(|typed| *typed.at(lang) = event_target_value(&event));
        view! {
            <div class="field">
                <label for=id.clone() lang=lang.code()>{manage_form::Words::language(lang)}</label>
                <textarea
                    class="input"
                    id=id
                    lang=lang.code()
                    rows="2"
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=move || error.with(Option::is_some).then(|| described.clone())
                    prop:value=value
                    on:input=on_input
                ></textarea>
                <FieldError id=error_id error />
            </div>
        }
    };
    view! {
        <fieldset class="field texts">
            <legend>{move || app.t().call_off.reason}</legend>
            <Missing typed=ask.reason />
            <span class="hint">{move || app.t().call_off.reason_hint}</span>
            <div class="languages">{languages.into_iter().map(input).collect_view()}</div>
        </fieldset>
    }
}

/// How it is read in each of the hub's languages: on the action's page, and by those who get a text message.
#[component]
fn Preview(ask: Ask) -> impl IntoView {
    let app = use_app();
    let texts = Memo::new(move |_| ask.hearing.with(|hearing| matches!(hearing, Some(Ok(hearing)) if hearing.text > 0)));
    let shown = move || {
        let after = ask.after()?;
        let words = &app.t().call_off;
        let reason = after.called_off.as_ref().and_then(|off| off.reason.clone());
        let on_page = reason.map(|reason| view! { <dt>{words.on_page}</dt> {in_each(app, |lang| called_off::because(&reason, lang))} });
        let shift = after.action.shifts.iter().find(|shift| shift.ends > app.now.get()).filter(|_| texts.get());
        let in_text = shift.map(|shift| {
            let body = |lang| called_off::written(About::CalledOff, &after, shift, lang, &app.zone(), app.now.get()).body;
            view! { <dt>{words.in_text}</dt> {in_each(app, body)} }
        });
        let some = on_page.is_some() || in_text.is_some();
        some.then(|| view! { <details class="more" open=true><summary>{words.preview}</summary><dl class="preview">{on_page} {in_text}</dl></details> })
    };
    live(move || shown().into_any())
}

fn in_each(app: App, text: impl Fn(Lang) -> String) -> impl IntoView {
    let line = |lang: &Lang| view! { <dd lang=lang.code()>{text(*lang)}</dd> };
    app.hub().languages.iter().map(line).collect_view()
}
