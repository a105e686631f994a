//! How an organisation is reached. What nobody has told us is named too, in one line: an empty page would look like a fault.

use super::row::District;
use crate::{
    i18n::{dates::capital, directory::Words},
    model::{Organisation, Phone, Texts, WebLink},
    pages::parts::ExternalLink,
    shell::Said,
    state::{App, use_app},
    ui::{Icon, Strokes, strokes},
};
use leptos::prelude::*;
use std::sync::Arc;

type Name = fn(&Words) -> &'static str;

const ADDRESS: Name = |words| words.address;
const HOURS: Name = |words| words.hours;
const PHONE: Name = |words| words.phone;
const WEBSITE: Name = |words| words.website;

#[component]
pub fn Contacts(of: Arc<Organisation>) -> impl IntoView {
    let Organisation { district, address, hours, phone, website, source, .. } = of.as_ref().clone();
    let missing: Vec<Name> =
        [(address.is_none(), ADDRESS), (hours.is_none(), HOURS), (phone.is_none(), PHONE), (website.is_none(), WEBSITE)]
            .into_iter()
            .filter_map(|(missing, name)| missing.then_some(name))
            .collect();
    let any = missing.len() < 4 || district.is_some();
    let facts = any.then(|| {
        view! {
            <dl class="facts">
                {(address.is_some() || district.is_some()).then(|| view! { <Where address district /> })}
                {hours.map(|hours| view! { <Fact icon=strokes::CLOCK name=HOURS><Said texts=hours /></Fact> })}
                {phone.map(|phone| view! { <Fact icon=strokes::PHONE name=PHONE><Dial phone /></Fact> })}
                {website.map(|website| {
                    let host = website.host().to_owned();
                    view! { <Fact icon=strokes::GLOBE name=WEBSITE><ExternalLink link=website text=host /></Fact> }
                })}
            </dl>
        }
    });
    view! {
        <div class="stack">
            {facts}
            <NotGiven missing by_source=source.is_some() />
        </div>
    }
}

#[component]
fn Fact(icon: Strokes, name: Name, children: Children) -> impl IntoView {
    let app = use_app();
    view! {
        <div>
            <Icon name=icon />
            <dt>{move || capital(name(&app.t().directory))}</dt>
            <dd>{children()}</dd>
        </div>
    }
}

/// The address with a link to a map; no link where only the district is known.
#[component]
fn Where(address: Option<Texts>, district: Option<String>) -> impl IntoView {
    let name: Name = if address.is_some() { ADDRESS } else { |words| words.by_district };
    view! {
        <Fact icon=strokes::PIN name>
            {address.map(|address| {
                let shown = address.clone();
                view! {
                    <Said texts=shown />
                    <br />
                    <MapLink address />
                    {district.is_some().then(|| view! { <br /> })}
                }
            })}
            {district.map(|key| view! { <District key /> })}
        </Fact>
    }
}

#[component]
fn MapLink(address: Texts) -> impl IntoView {
    let app = use_app();
    move || {
        let (href, text) = (map(app, &address), app.t().directory.on_map);
        match WebLink::new(&href) {
            Ok(link) => view! { <ExternalLink link text /> }.into_any(),
            // The device's own map.
            Err(_) => view! { <a href=href rel="external">{text}</a> }.into_any(),
        }
    }
}

/// By the address in the language it is known in, and the city: street names repeat from city to city.
fn map(app: App, address: &Texts) -> String {
    let hub = app.hub();
    let shown = app.show(address);
    hub.map_link(&format!("{}, {}", hub.city.show(shown.lang).text, shown.text), None)
}

/// A number that can be dialled is a link; anything else a source calls a phone is text.
#[component]
fn Dial(phone: String) -> impl IntoView {
    match Phone::parse(&phone) {
        Ok(number) => view! { <a href=format!("tel:{}", number.as_str()) rel="external">{number.spaced()}</a> }.into_any(),
        Err(_) => view! { <span>{phone}</span> }.into_any(),
    }
}

#[component]
fn NotGiven(missing: Vec<Name>, by_source: bool) -> impl IntoView {
    let app = use_app();
    (!missing.is_empty()).then(|| {
        let text = move || {
            let words = &app.t().directory;
            let list = missing.iter().map(|name| name(words)).collect::<Vec<_>>().join(", ");
            if by_source { (words.not_given_by_source)(&list) } else { (words.not_given)(&list) }
        };
        view! { <p class="quiet small">{text}</p> }
    })
}
