//! A page that is not for everybody: to each who stands before it, what this device knows of their right to it. The backend decides by itself.

use crate::{
    i18n::Catalogue,
    model::can::{self, Act, Denied as Why},
    routes,
    shell::{Page, Place},
    state::{App, use_app},
    ui::{Empty, Icon, Skeleton, strokes},
};
use leptos::prelude::*;

#[derive(Clone, Copy, PartialEq)]
enum Visitor {
    Unknown,
    Nobody,
    /// Signed in, and may not do this.
    Other,
    Fit,
    /// This backend has no such thing.
    Elsewhere,
}

fn visitor(app: App, act: Act) -> Visitor {
    if !app.can().account {
        return Visitor::Elsewhere;
    }
    if !app.session.known.get() {
        return Visitor::Unknown;
    }
    match app.session.person.with(Option::is_some) {
        false => Visitor::Nobody,
        true if may(app, act).is_ok() => Visitor::Fit,
        true => Visitor::Other,
    }
}

/// Whether this person may do it, as far as their roles tell; else why not.
pub fn may(app: App, act: Act) -> Result<(), Why> {
    app.session.person.with(|person| can::may(person.as_ref().map_or(&[], |person| &person.roles), act))
}

/// Somebody is signed in of whom it is known that they may not do it.
pub fn is_shut(app: App, act: Act) -> bool {
    visitor(app, act) == Visitor::Other
}

/// What stands before the gate.
pub struct Words {
    /// To those who are not signed in: what for, and what happens then.
    pub sign_in: [&'static str; 2],
    /// Where the backend has no such thing.
    pub not_here: [&'static str; 2],
}

/// Where a page leads back to.
pub type Back = (&'static str, fn(&Catalogue) -> &'static str);

#[component]
pub fn Gate(
    #[prop(into)] title: Signal<String>,
    class: &'static str,
    act: Act,
    /// Where one begins after signing in.
    #[prop(into)]
    path: String,
    back: Option<Back>,
    words: fn(&Catalogue) -> Words,
    shown: impl Fn() -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    let app = use_app();
    // Whose it is, too: what one has begun on a page is not finished by the next.
    let who = Memo::new(move |_| (visitor(app, act), app.session.owner()));
    let sign_in_first = StoredValue::new(routes::sign_in_then(&path));
    let sign_in = move || view! { <a class="button primary" href=sign_in_first.get_value()>{move || app.t().common.sign_in}</a> };
    let text = move |pick: fn(Words) -> &'static str| Signal::derive(move || pick(words(app.t())).to_owned());
    view! {
        <Page title place=Place::Other class>
            {back.map(|(path, label)| view! { <p><a class="withicon" href=path><Icon name=strokes::BACK class="icon icon-s" /> {move || label(app.t())}</a></p> })}
            <h1>{title}</h1>
            {move || match who.get().0 {
                Visitor::Unknown => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
                Visitor::Nobody => view! { <Empty icon=strokes::PERSON title=text(|words| words.sign_in[0]) text=text(|words| words.sign_in[1]) act=sign_in /> }.into_any(),
                Visitor::Elsewhere => view! { <Empty icon=strokes::USERS title=text(|words| words.not_here[0]) text=text(|words| words.not_here[1]) /> }.into_any(),
                Visitor::Other => view! { <Denied why=Signal::derive(move || may(app, act).err().map(|why| (app.t().rights.denied)(&why))) /> }.into_any(),
                Visitor::Fit => shown(),
            }}
        </Page>
    }
}

#[component]
pub fn Denied(#[prop(into)] why: Signal<Option<String>>) -> impl IntoView {
    let app = use_app();
    let text = Signal::derive(move || why.get().unwrap_or_else(|| app.t().rights.denied_somehow.to_owned()));
    view! { <Empty icon=strokes::LOCK title=app.word(|t| t.rights.denied_title) text /> }
}
