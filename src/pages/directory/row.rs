//! An organisation as a row of a list.

use crate::{
    model::{Direction, Organisation, OrganisationKind, Texts, directory::Section},
    routes,
    shell::{Demo, Said, StandIn},
    state::{App, use_app},
    ui::{Badge, Icon, Patch, Strokes, strokes},
};
use leptos::prelude::*;
use std::sync::Arc;

#[component]
pub fn OrganisationRow(organisation: Arc<Organisation>, section: Section) -> impl IntoView {
    let app = use_app();
    let Organisation { id, kind, name, directions, district, does, demo, .. } = organisation.as_ref().clone();
    let flagged = flagged(app, &name, does.as_ref());
    let kind_name = Signal::derive(move || app.t().common.kind(kind).to_owned());
    // Among shops every row is a shop.
    let kind_badge = (section == Section::Funds).then(|| view! { <Badge form="soft" tone="neutral" text=kind_name /> });
    view! {
        <li class="row org">
            <span class="org-mark">
                <Icon name=icon(kind) />
            </span>
            <div>
                <h2>
                    <a href=routes::organisation(kind, &id)><Said texts=name /></a>
                </h2>
                {does.map(|does| view! { <p class="place"><Said texts=does /></p> })}
                <p class="state">
                    {kind_badge}
                    {district.map(|key| view! { <District key /> })}
                    {directions.into_iter().map(|direction| view! { <SmallPatch direction /> }).collect_view()}
                    {move || flagged.get().map(|texts| view! { <StandIn texts /> })}
                    <Demo shown=demo />
                </p>
            </div>
        </li>
    }
}

/// The first text of a row that stands in for a translation: one flag a row is enough.
fn flagged(app: App, name: &Texts, does: Option<&Texts>) -> Signal<Option<Texts>> {
    let texts: Vec<Texts> = std::iter::once(name).chain(does).cloned().collect();
    Signal::derive(move || texts.iter().find(|texts| app.show(texts).stand_in).cloned())
}

#[component]
fn SmallPatch(direction: Direction) -> impl IntoView {
    let app = use_app();
    let label = Signal::derive(move || app.t().common.direction(direction).to_owned());
    view! { <Patch key=direction.key() label class="patch patch-s" /> }
}

/// A district by its name; a key that the hub does not know is shown as it is.
#[component]
pub fn District(key: String) -> impl IntoView {
    let app = use_app();
    let name = app.hub().district(&key).map(|district| district.name.clone());
    match name {
        Some(name) => view! { <span class="quiet"><Said texts=name /></span> }.into_any(),
        None => view! { <span class="quiet">{key}</span> }.into_any(),
    }
}

pub fn icon(kind: OrganisationKind) -> Strokes {
    match kind {
        OrganisationKind::Fund => strokes::HAND_COINS,
        OrganisationKind::LegalEntity => strokes::PACKAGE,
        OrganisationKind::SocialShop => strokes::STORE,
        OrganisationKind::VolunteerOrganisation => strokes::USERS,
        OrganisationKind::Centre | OrganisationKind::Institution => strokes::CITY,
    }
}
