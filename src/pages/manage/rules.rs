//! What it is, where, who organises it; who may take part, and how hours count.

use super::{
    desk::Desk,
    input::{Line, Select, Spot},
    texts::{Place, Texts},
};
use crate::{
    model::{AgeClass, CoverRule, Direction, Hazard},
    state::{App, use_app},
    ui::Choice,
};
use leptos::prelude::*;

const HAZARDS: [Hazard; 3] = [Hazard::EmergencyRelief, Hazard::HeavyOrHarmful, Hazard::ConvictSupport];

#[component]
pub fn Facts(desk: Desk) -> impl IntoView {
    let app = use_app();
    let direction = Spot::new(
        "direction",
        |form| form.direction.map(Direction::key).unwrap_or_default().to_owned(),
        |form, key| form.direction = Direction::from_key(&key),
    );
    let directions = move || {
        let t = app.t();
        let empty = (String::new(), t.manage_form.choose.to_owned());
        [empty].into_iter().chain(Direction::ALL.map(|one| (one.key().to_owned(), t.common.direction(one).to_owned()))).collect()
    };
    let district = Spot::new("district", |form| form.district.clone(), |form, key| form.district = key);
    let organiser = Spot::new("organiser", |form| form.organiser.clone(), |form, key| form.organiser = key);
    view! {
        <section class="stack" aria-labelledby="facts">
            <h2 id="facts">{move || app.t().manage_form.facts}</h2>
            <div class="dates">
                <Select desk spot=direction label=app.word(|t| t.manage_form.direction) options=directions />
                <Select desk spot=district label=app.word(|t| t.manage_form.district) options=move || districts(app) />
                <Select desk spot=organiser label=app.word(|t| t.manage_form.organiser) options=move || organisers(app) />
            </div>
            <Texts desk place=Place::Where label=app.word(|t| t.manage_form.place) hint=app.word(|t| t.manage_form.place_hint) />
            <Texts desk place=Place::Address label=app.word(|t| t.manage_form.address) />
            <Texts desk place=Place::Meeting label=app.word(|t| t.manage_form.meeting) />
        </section>
    }
}

fn not_said(app: App) -> (String, String) {
    (String::new(), app.t().manage_form.not_said.to_owned())
}

fn districts(app: App) -> Vec<(String, String)> {
    let hub = app.hub();
    let all = hub.districts.iter().map(|district| (district.key.clone(), app.show(&district.name).text.to_owned()));
    [not_said(app)].into_iter().chain(all).collect()
}

fn organisers(app: App) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = app.directory.organisations.items.with(|items| {
        items.iter().flat_map(|items| items.iter()).map(|one| (one.id.to_string(), app.show(&one.name).text.to_owned())).collect()
    });
    all.sort_by(|one, other| one.1.cmp(&other.1));
    all.insert(0, not_said(app));
    all
}

#[component]
pub fn Rules(desk: Desk) -> impl IntoView {
    let app = use_app();
    let youngest = Spot::new(
        "youngest",
        |form| form.youngest.map(AgeClass::key).unwrap_or_default().to_owned(),
        |form, key| form.youngest = AgeClass::ALL.into_iter().find(|class| class.key() == key),
    );
    let ages = move || {
        let t = app.t();
        let empty = (String::new(), t.manage_form.choose.to_owned());
        [empty].into_iter().chain(AgeClass::ALL.map(|one| (one.key().to_owned(), t.common.age(one).to_owned()))).collect()
    };
    const LEADER: &str = "leader_agrees";
    let cover = Spot::new(
        "cover",
        |form| if form.cover == CoverRule::LeaderAgrees { LEADER.to_owned() } else { String::new() },
        |form, key| form.cover = if key == LEADER { CoverRule::LeaderAgrees } else { CoverRule::Free },
    );
    let covers = move || {
        let words = &app.t().manage_form;
        vec![(String::new(), words.cover_free.to_owned()), (LEADER.to_owned(), words.cover_leader.to_owned())]
    };
    let hazard = move |hazard: Hazard| {
        let chosen = Signal::derive(move || desk.form.with(|form| form.hazards.contains(&hazard)));
        let choose = move |wanted: bool| {
            desk.edit(|form| {
                form.hazards.retain(|one| *one != hazard);
                if wanted {
                    form.hazards.push(hazard);
                }
            });
        };
        let label = Signal::derive(move || app.t().common.hazard(hazard).to_owned());
        view! { <Choice name="hazards" kind="checkbox" chosen on_choose=choose label /> }
    };
    let waits = Signal::derive(move || desk.form.with(|form| form.waitlist));
    view! {
        <section class="stack" aria-labelledby="rules">
            <h2 id="rules">{move || app.t().manage_form.rules}</h2>
            <div class="dates">
                <Select desk spot=youngest label=app.word(|t| t.manage_form.youngest) options=ages />
                <Select desk spot=cover label=app.word(|t| t.manage_form.cover) options=covers />
            </div>
            <fieldset class="field">
                <legend>{move || app.t().manage_form.hazards}</legend>
                <span class="hint">{move || app.t().manage_form.hazards_hint}</span>
                <div class="lined">{HAZARDS.map(hazard).collect_view()}</div>
            </fieldset>
            <div class="lined">
                <Choice name="waitlist" kind="checkbox" chosen=waits on_choose=move |wanted| desk.edit(|form| form.waitlist = wanted) label=app.word(|t| t.manage_form.waitlist) />
            </div>
            <Hours desk />
        </section>
    }
}

#[component]
fn Hours(desk: Desk) -> impl IntoView {
    let app = use_app();
    let round = Spot::new("count_round", |form| form.count_round.clone(), |form, text| form.count_round = text);
    let most = Spot::new("count_most", |form| form.count_most.clone(), |form, text| form.count_most = text);
    let night = Spot::new("count_night", |form| form.count_night.clone(), |form, text| form.count_night = text);
    // What is wrong in it must be seen.
    let open = Memo::new(move |_| desk.faults.with(|faults| faults.iter().any(|(path, _)| path.starts_with("count_"))));
    view! {
        <details class="more" open=move || open.get()>
            <summary>{move || app.t().manage_form.hours}</summary>
            <div class="dates">
                <Line desk spot=round label=app.word(|t| t.manage_form.round) input_mode="numeric" />
                <Line desk spot=most label=app.word(|t| t.manage_form.most_minutes) hint=app.word(|t| t.manage_form.most_minutes_hint) input_mode="numeric" />
                <Line desk spot=night label=app.word(|t| t.manage_form.night) hint=app.word(|t| t.manage_form.night_hint) input_mode="numeric" />
            </div>
        </details>
    }
}
