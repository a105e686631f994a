//! One section as a list: the switch between the two, search, filters, and how many were found.

use super::{filters::Filters, href, place, row::OrganisationRow, title};
use crate::{
    i18n::directory::Words,
    model::{
        Instant, Lang, Organisation,
        directory::{self, Entry, Found, Section},
        hub::District,
    },
    routes,
    shell::{
        Page,
        listing::{Missing, Stale},
    },
    state::{App, use_app},
    ui::{Banner, Empty, Icon, each, strokes},
    web::page,
};
use leptos::prelude::*;
use std::sync::Arc;

type Shown = Found<Arc<Organisation>>;

#[component]
pub fn List(section: Section) -> impl IntoView {
    let app = use_app();
    let filters = Filters::of_url(section);
    let name = Signal::derive(move || title(&app.t().directory, section).to_owned());
    let lead = move || match section {
        Section::Shops => app.t().directory.shops_lead,
        Section::Funds => app.t().directory.funds_lead,
    };
    view! {
        <Page title=name place=place(section)>
            <div class="stack">
                <h1>{name}</h1>
                <p class="quiet">{lead}</p>
                <Sections current=section />
                // Of the city as well, with pages of their own.
                <Show when=move || app.can().native>
                    <p class="marks">
                        <a class="withicon" href=routes::CENTRE><Icon name=strokes::CITY class="icon icon-s" /> {move || app.t().centre.title}</a>
                        <a class="withicon" href=routes::CAMPAIGNS><Icon name=strokes::CHART class="icon icon-s" /> {move || app.t().news.campaigns}</a>
                        <a class="withicon" href=routes::NEWS><Icon name=strokes::BELL class="icon icon-s" /> {move || app.t().news.news}</a>
                    </p>
                </Show>
            </div>
            <div class="stack tight">
                <Search filters />
                <Kinds section filters />
                <Districts filters />
            </div>
            <Results section filters />
        </Page>
    }
}

/// Shops | Funds, as links, by their short names.
#[component]
fn Sections(current: Section) -> impl IntoView {
    let app = use_app();
    let link = move |section: Section| {
        let name = move || match section {
            Section::Shops => app.t().shell.shops,
            Section::Funds => app.t().shell.funds,
        };
        view! { <a href=href(section) aria-current=(section == current).then_some("true")>{name}</a> }
    };
    view! {
        <div class="segmented" role="group" aria-label=move || app.t().directory.sections>
            {link(Section::Shops)}
            {link(Section::Funds)}
        </div>
    }
}

#[component]
fn Search(filters: Filters) -> impl IntoView {
    let app = use_app();
    view! {
        <search class="search lookup">
            <label class="sr" for="search">{move || app.t().directory.search}</label>
            <input
                class="input"
                id="search"
                type="search"
                autocomplete="off"
                enterkeyhint="search"
                maxlength="100"
                placeholder=move || app.t().directory.search_hint
                prop:value=move || filters.typed.get()
                on:input=move |event| filters.type_in(event_target_value(&event))
            />
            <Icon name=strokes::SEARCH />
        </search>
    }
}

#[component]
fn Chip(#[prop(into)] text: Signal<String>, #[prop(into)] on: Signal<bool>, press: impl Fn() + 'static) -> impl IntoView {
    view! {
        <button class="chip" type="button" aria-pressed=move || on.get().to_string() on:click=move |_| press()>
            {text}
        </button>
    }
}

/// Nothing where a section has one kind only.
#[component]
fn Kinds(section: Section, filters: Filters) -> impl IntoView {
    let app = use_app();
    let chips = section.kinds().map(move |kind| {
        let text = Signal::derive(move || app.t().common.kind(kind).to_owned());
        let on = Memo::new(move |_| filters.asked.with(|asked| asked.kind == Some(kind)));
        view! { <Chip text on press=move || filters.set_kind((!on.get_untracked()).then_some(kind)) /> }
    });
    (section.kinds().count() > 1).then(|| {
        view! {
            <div class="chips" role="group" aria-label=move || app.t().directory.by_kind>
                {chips.collect_view()}
            </div>
        }
    })
}

#[component]
fn Districts(filters: Filters) -> impl IntoView {
    let app = use_app();
    let hub = app.hub();
    let chips = hub.districts.iter().cloned().map(move |District { key, name }| {
        let own = key.clone();
        let on = Memo::new(move |_| filters.asked.with(|asked| asked.district.as_ref() == Some(&own)));
        let text = Signal::derive(move || app.show(&name).text.to_owned());
        view! { <Chip text on press=move || filters.set_district((!on.get_untracked()).then(|| key.clone())) /> }
    });
    (!hub.districts.is_empty()).then(|| {
        view! {
            <div class="chips" role="group" aria-label=move || app.t().directory.by_district>
                {chips.collect_view()}
            </div>
        }
    })
}

#[component]
fn Results(section: Section, filters: Filters) -> impl IntoView {
    let app = use_app();
    let listing = app.directory.organisations;
    let entries = Memo::new(move |_| entries(app));
    let shown = Memo::new(move |_| choose(entries, section, filters, app.lang()));
    let known = Memo::new(move |_| shown.with(|shown| shown.as_ref().map(|shown| shown.list.is_empty())));
    let body = move || match known.get() {
        None => view! { <Missing failure=listing.failure /> }.into_any(),
        Some(true) => view! { <Nothing filters /> }.into_any(),
        Some(false) => view! {
            <ul class="lined orgs" role="list">
                {each(
                    move || shown.with(|shown| shown.as_ref().map(|shown| shown.list.clone()).unwrap_or_default()),
                    |organisation| (organisation.id.clone(), organisation.rev),
                    move |organisation| view! { <OrganisationRow organisation section /> }.into_any(),
                )}
            </ul>
        }
        .into_any(),
    };
    let unclear = move || {
        let words = &app.t().directory;
        filters
            .asked
            .with(|asked| asked.unclear)
            .then(|| view! { <Banner tone="info" icon=strokes::INFO strong=String::new() text=words.unclear.to_owned() /> })
    };
    view! {
        <div class="stack">
            {unclear}
            <Show when=move || known.get().is_some()>
                <Stale saved_at=true_at(app) failure=listing.failure bad=listing.bad />
            </Show>
            <p class="found" role="status">{move || shown.with(|shown| shown.as_ref().map(|shown| found(&app.t().directory, shown)))}</p>
            {body}
        </div>
    }
}

/// Either no record is there at all, or the filters leave none.
#[component]
fn Nothing(filters: Filters) -> impl IntoView {
    let app = use_app();
    move || {
        let words = &app.t().directory;
        if !app.can().organisations {
            let lacking = &app.t().backend;
            return view! { <Empty icon=strokes::INBOX title=lacking.no_organisations.to_owned() text=lacking.no_organisations_hint.to_owned() /> };
        }
        if !filters.is_any() {
            return view! { <Empty icon=strokes::INBOX title=words.empty.to_owned() text=words.empty_hint.to_owned() /> };
        }
        let press = move |_| {
            filters.clear();
            // The button goes away with what it cleared.
            page::focus("search");
        };
        let clear = move || view! { <button class="button" type="button" on:click=press>{words.clear}</button> };
        view! { <Empty icon=strokes::SEARCH title=words.none_found.to_owned() text=words.none_found_hint.to_owned() act=clear /> }
    }
}

fn found(words: &Words, shown: &Shown) -> String {
    let nowhere = if shown.nowhere > 0 { (words.nowhere)(shown.nowhere) } else { String::new() };
    match shown.list.len() {
        0 => format!("{}. {nowhere}", words.none_found),
        count if nowhere.is_empty() => (words.found)(count),
        count => format!("{}. {nowhere}", (words.found)(count)),
    }
}

/// Every organisation with its search key.
fn entries(app: App) -> Option<Arc<Vec<Entry>>> {
    app.directory.organisations.items.with(|items| Some(Arc::new(items.as_ref()?.iter().cloned().map(Entry::new).collect())))
}

fn choose(entries: Memo<Option<Arc<Vec<Entry>>>>, section: Section, filters: Filters, lang: Lang) -> Option<Shown> {
    let wanted = filters.wanted();
    entries.with(|entries| {
        let found = directory::choose(entries.as_ref()?.iter(), section, &wanted, lang);
        Some(Found { list: found.list.into_iter().cloned().collect(), nowhere: found.nowhere })
    })
}

/// When the list was last known to be true: every refresh of the actions brings the changes of the organisations along.
fn true_at(app: App) -> Signal<Option<Instant>> {
    Signal::derive(move || app.directory.organisations.saved_at.get().max(app.actions.saved_at.get()))
}
