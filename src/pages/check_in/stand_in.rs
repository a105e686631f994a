//! Who cannot come and asks the leader of the shift to agree that somebody stands in: where the action says that the leader decides. With a connection only, like everything that
//! decides about others.

use super::noting::Seen;
use crate::{
    api::{ApiError, attendance},
    model::{
        Cover,
        roll::{Listed, Roll},
    },
    pages::sign_in::said,
    state::{
        App,
        kept::{self, Kept},
        use_app,
    },
    store::{Room, records},
    ui::{each, live},
    web::clock,
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

#[component]
pub fn StandIns(roll: Kept<Roll>, people: Memo<Vec<Seen>>) -> impl IntoView {
    let app = use_app();
    let those = Memo::new(move |_| {
        // Nobody agrees to their own.
        let own = app.session.owner();
        let concerns = |seen: &&Seen| seen.listed.cover == Some(Cover::Asked) && own.as_ref() != Some(&seen.listed.person);
        people.with(|all| all.iter().filter(concerns).cloned().collect::<Vec<_>>())
    });
    live(move || {
        if those.with(Vec::is_empty) {
            return ().into_any();
        }
        let key = |seen: &Seen| seen.listed.person.to_string();
        view! {
            <section class="stack" aria-labelledby="stand-ins">
                <h2 id="stand-ins">{move || app.t().cover.title}</h2>
                <ul class="lined" role="list">{each(move || those.get(), key, move |seen| view! { <One seen roll /> }.into_any())}</ul>
            </section>
        }
        .into_any()
    })
}

#[component]
fn One(seen: Seen, roll: Kept<Roll>) -> impl IntoView {
    let app = use_app();
    let seen = StoredValue::new(seen);
    let name = move || seen.with_value(|seen| seen.name(app));
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<ApiError>));
    // The same for the same answer, so that one whose own answer was lost can be repeated.
    let keys = StoredValue::new([clock::unique(), clock::unique()]);
    let blocked = move || (busy.get() || app.connection.is_offline()).then_some("true");
    let answer = move |agreed: bool| {
        if untrack(blocked).is_some() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let (Some(Some(known)), Some(person)) =
                (roll.value.try_get_untracked(), seen.try_with_value(|seen| seen.listed.person.clone()))
            else {
                return;
            };
            let key = keys.with_value(|keys| keys[usize::from(agreed)].clone());
            let outcome = app.client().send(&attendance::answer_cover(&known.action, &known.shift, &person, agreed, &key)).await;
            busy.try_set(false);
            match outcome {
                Ok(listed) => put(app, roll, listed).await,
                Err(error) => drop(failed.try_set(Some(error))),
            }
        });
    };
    view! {
        <li class="row bare">
            <div role="group" aria-label=name>
                <h3>{name}</h3>
                <p class="small">{move || app.t().cover.wants_yes}</p>
                <p class="actions">
                    <button class="button primary compact" type="button" aria-disabled=blocked on:click=move |_| answer(true)>{move || app.t().cover.agree}</button>
                    <button class="button compact" type="button" aria-disabled=blocked on:click=move |_| answer(false)>{move || app.t().cover.refuse}</button>
                </p>
                <div role="alert">{move || failed.get().map(|error| view! { <p class="why danger">{said(app.t(), &error)}</p> })}</div>
            </div>
        </li>
    }
}

/// One person as the backend has just answered, on the roll as it is by now: others were noted meanwhile.
pub async fn put(app: App, roll: Kept<Roll>, listed: Listed) {
    let Some(Some(known)) = roll.value.try_get_untracked() else { return };
    let mut changed = known.as_ref().clone();
    if let Some(old) = changed.people.iter_mut().find(|other| other.person == listed.person) {
        *old = listed;
    }
    kept::keep(app, Room::Own, &records::roll(&changed.action, &changed.shift), &changed).await;
    roll.value.try_set(Some(Arc::new(changed)));
}
