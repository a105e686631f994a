//! Two records side by side: where they say different things, one of them is chosen.

use super::{super::cell, Same, Shown};
use crate::{
    model::{
        batch::BatchKind,
        duplicates::{Sign, merge, proposed},
        member::{Field, Member},
        roster::Row,
    },
    state::App,
    ui::{Icon, strokes},
};
use leptos::prelude::*;
use std::{collections::BTreeSet, sync::Arc};

fn sign(sign: Sign) -> usize {
    match sign {
        Sign::Name => 0,
        Sign::CloseName => 1,
        Sign::Phone => 2,
        Sign::ClosePhone => 3,
        Sign::Email => 4,
    }
}

#[component]
pub fn Compared(same: Same, shown: Shown) -> impl IntoView {
    let app = same.app;
    let Shown { pair, one, other } = shown.clone();
    let theirs = RwSignal::new(proposed(&one.member, &other.member));
    let failed = RwSignal::new(None::<Field>);
    let id = format!("same-{}-{}", pair.one, pair.other);
    let (heading, labelled) = (id.clone(), id.clone());
    let (stays, goes) = (format!("{id}-stays"), format!("{id}-goes"));
    let (title, signs) = (one.member.name.clone().unwrap_or_default(), pair.signs.clone());
    let why = move || signs.iter().map(|one| app.t().roster_same.signs[sign(*one)]).collect::<Vec<_>>().join(", ");
    let fields = {
        let known = |field: &Field| !cell_is_empty(&one.member, *field) || !cell_is_empty(&other.member, *field);
        Field::ALL.into_iter().filter(known).collect::<Vec<_>>()
    };
    let (a, b) = (one.clone(), other.clone());
    let go = move |_| match merge(&a.member, &b.member, &theirs.get_untracked()) {
        Ok(edits) => same.act(BatchKind::Merge, edits),
        Err(field) => failed.set(Some(field)),
    };
    let lines = fields
        .into_iter()
        .map(|field| view! { <Line app id=id.clone() field one=one.clone() other=other.clone() theirs /> })
        .collect_view();
    view! {
        <article class="card stack" aria-labelledby=labelled>
            <h2 id=heading>{title}</h2>
            <p class="quiet small">{why}</p>
            <table class="compare">
                <thead>
                    <tr>
                        <th scope="col">{move || app.t().roster_same.field}</th>
                        <th id=stays scope="col">{move || app.t().roster_same.stays}</th>
                        <th id=goes scope="col">{move || app.t().roster_same.goes}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
            <div role="alert">{move || failed.get().map(|field| view! { <p class="why warning">{(app.t().roster_same.too_many)(app.t().roster.field(field))}</p> })}</div>
            <p class="actions">
                <button class="button primary" type="button" disabled=move || app.connection.is_offline() aria-busy=move || same.busy.get().then_some("true") on:click=go>
                    <Icon name=strokes::MERGE />
                    {move || app.t().roster_same.merge}
                </button>
                <button class="button" type="button" on:click=move |_| same.say_apart(&shown)>{move || app.t().roster_same.apart}</button>
            </p>
        </article>
    }
}

fn cell_is_empty(member: &Member, field: Field) -> bool {
    member.value(field).is_none() && member.entries(field).is_empty()
}

#[component]
fn Line(app: App, id: String, field: Field, one: Arc<Row>, other: Arc<Row>, theirs: RwSignal<BTreeSet<Field>>) -> impl IntoView {
    let differ = one.member.value(field).zip(other.member.value(field)).is_some_and(|(mine, theirs)| mine != theirs);
    let both = field.is_set() && !one.member.entries(field).is_empty() && !other.member.entries(field).is_empty();
    let head = format!("{id}-{field:?}");
    let (column, line) = (id.clone(), head.clone());
    let side = move |row: &Arc<Row>, is_theirs: bool| {
        let row = row.clone();
        // Heard with it: the field, and whose record.
        let labelled = format!("{line} {column}-{}", if is_theirs { "goes" } else { "stays" });
        let text = move || cell::text(app, &row.member, field);
        if !differ {
            return view! { <td>{text}</td> }.into_any();
        }
        let choose = move |_| {
            theirs.update(|theirs| {
                if is_theirs {
                    theirs.insert(field)
                } else {
                    theirs.remove(&field)
                };
            });
        };
        view! {
            <td>
                <label class="tick">
                    <input class="box" type="radio" name=line.clone() aria-describedby=labelled prop:checked=move || theirs.with(|theirs| theirs.contains(&field)) == is_theirs on:change=choose />
                    <span>{text}</span>
                </label>
            </td>
        }
        .into_any()
    };
    view! {
        <tr>
            <th id=head scope="row">
                {move || app.t().roster.field(field)}
                {both.then(|| view! { <small class="quiet">{move || app.t().roster_same.both}</small> })}
            </th>
            {side(&one, false)}
            {side(&other, true)}
        </tr>
    }
}
