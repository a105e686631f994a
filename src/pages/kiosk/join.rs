//! Walking in: a step a screen, and at each what is wrong with it. Nothing of it is anywhere but on this screen until it is sent or sealed.

use super::{
    keyboard::{Keyboard, Keys},
    outcome::{Outcome, Told},
    stage::Stage,
};
use crate::{
    model::{
        ActionId, AgeClass, Guardian, Phone, ShiftId,
        contact::ContactError,
        kiosk::{
            log::Happened,
            walk_in::{NoWalkIn, Parent, WalkIn, may_walk_in},
        },
        person::{LONGEST_NAME, NoName, clean_name},
    },
    state::{App, kiosk::Entry, use_app},
    ui::{Skeleton, TextField},
    web::{clock, page},
};
use leptos::{prelude::*, task::spawn_local};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Name,
    Phone,
    Age,
    Parent,
    ParentName,
    ParentPhone,
    Agree,
    Sending,
    Told,
}

/// What somebody has entered so far.
#[derive(Clone, Copy)]
struct Form {
    stage: Stage,
    of: StoredValue<(ActionId, ShiftId)>,
    step: RwSignal<Step>,
    name: RwSignal<String>,
    phone: RwSignal<String>,
    class: RwSignal<Option<AgeClass>>,
    parent: RwSignal<Option<Guardian>>,
    parent_name: RwSignal<String>,
    parent_phone: RwSignal<String>,
    error: RwSignal<Option<String>>,
    told: RwSignal<Option<Told>>,
}

fn phone(app: App, text: &str) -> Result<Option<Phone>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    Phone::parse(text).map(Some).map_err(|why| (app.t_untracked().errors.contact)(why).to_owned())
}

impl Form {
    fn go(self, step: Step) {
        self.error.set(None);
        self.step.set(step);
        page::focus_soon("main");
    }

    fn name_error(self, text: RwSignal<String>) -> Option<String> {
        let words = &self.stage.app.t_untracked().kiosk;
        text.with_untracked(|text| clean_name(text)).err().map(|why| {
            match why {
                NoName::Empty => words.name_empty,
                NoName::TooLong => words.name_long,
            }
            .to_owned()
        })
    }

    /// Onwards, or what is wrong here.
    fn next(self) {
        let app = self.stage.app;
        let (error, next) = match self.step.get_untracked() {
            Step::Name => (self.name_error(self.name), Step::Phone),
            Step::Phone => (self.phone.with_untracked(|text| phone(app, text)).err(), Step::Age),
            Step::Age if self.class.get_untracked() == Some(AgeClass::Under14) => (None, Step::Parent),
            Step::Age => (None, Step::Agree),
            Step::Parent => (None, Step::ParentName),
            Step::ParentName => (self.name_error(self.parent_name), Step::ParentPhone),
            Step::ParentPhone => (self.parent_phone.with_untracked(|text| phone(app, text)).err(), Step::Agree),
            step @ (Step::Agree | Step::Sending | Step::Told) => (None, step),
        };
        match error {
            Some(error) => self.error.set(Some(error)),
            None => self.go(next),
        }
    }

    /// What this device can tell before anybody has typed more than needed.
    fn choose_age(self, class: AgeClass) {
        self.class.set(Some(class));
        let guardian = (class == AgeClass::Under14).then_some(Guardian::Present);
        match self.refusal(class, guardian) {
            Some(why) => self.tell(Told::Barred(why)),
            None => self.next(),
        }
    }

    fn refusal(self, class: AgeClass, guardian: Option<Guardian>) -> Option<NoWalkIn> {
        let app = self.stage.app;
        self.of.with_value(|(action, shift)| {
            let action = app.actions.find(action)?;
            let shift = action.shift(shift)?;
            may_walk_in(&action, shift, class, guardian, false, self.stage.kiosk.moment(), &app.zone()).err()
        })
    }

    fn walk_in(self) -> Option<WalkIn> {
        let app = self.stage.app;
        let class = self.class.get_untracked()?;
        let (action, shift) = self.of.get_value();
        let parent = self.parent.get_untracked().filter(|_| class == AgeClass::Under14).map(|how| Parent {
            how,
            name: self.parent_name.with_untracked(|name| clean_name(name)).unwrap_or_default(),
            phone: self.parent_phone.with_untracked(|text| phone(app, text)).ok().flatten(),
        });
        Some(WalkIn {
            id: clock::unique().parse().ok()?,
            action,
            shift,
            name: self.name.with_untracked(|name| clean_name(name)).ok()?,
            phone: self.phone.with_untracked(|text| phone(app, text)).ok()?,
            age_class: class,
            parent,
            lang: app.settings.lang.get_untracked(),
            agreed: true,
            made_at: clock::now(),
        })
    }

    fn send(self) {
        // A second tap finds another screen.
        let Some(walk_in) = self.walk_in().filter(|walk_in| walk_in.check().is_ok()) else { return self.go(Step::Name) };
        self.go(Step::Sending);
        spawn_local(async move {
            let id = walk_in.id.clone();
            let sent = self.stage.kiosk.enter(Entry::WalkIn(walk_in)).await;
            self.stage.kiosk.note_sent(Happened::WalkIn, &sent);
            self.stage.app.refresh();
            if self.step.try_get_untracked().is_some() {
                self.tell(Told::Sent(sent, id));
            }
        });
    }

    /// Shows what came of it, and forgets what was entered.
    fn tell(self, told: Told) {
        for text in [self.name, self.phone, self.parent_name, self.parent_phone] {
            text.set(String::new());
        }
        self.told.set(Some(told));
        self.go(Step::Told);
    }
}

#[component]
pub fn Join(stage: Stage, action: ActionId, shift: ShiftId) -> impl IntoView {
    let app = use_app();
    let text = || RwSignal::new(String::new());
    let form = Form {
        stage,
        of: StoredValue::new((action.clone(), shift.clone())),
        step: RwSignal::new(Step::Name),
        name: text(),
        phone: text(),
        class: RwSignal::new(None),
        parent: RwSignal::new(None),
        parent_name: text(),
        parent_phone: text(),
        error: RwSignal::new(None),
        told: RwSignal::new(None),
    };
    let found = app.actions.find(&action);
    let about = move || {
        let action = found.as_ref()?;
        let hours = action.shift(&shift).map(|shift| stage.hours(shift)).unwrap_or_default();
        Some(format!("{}, {hours}", app.show(&action.title).text))
    };
    view! {
        <p class="kiosk-about">{about}</p>
        {move || match form.step.get() {
            Step::Name => view! { <Line form value=form.name label=app.word(|t| t.kiosk.name) hint=app.word(|t| t.kiosk.name_hint) keys=Keys::Letters /> }.into_any(),
            Step::Phone => view! { <Line form value=form.phone label=app.word(|t| t.kiosk.phone) hint=app.word(|t| t.kiosk.phone_hint) keys=Keys::Digits skip=true /> }.into_any(),
            Step::Age => view! { <Age form /> }.into_any(),
            Step::Parent => view! { <WhichParent form /> }.into_any(),
            Step::ParentName => view! { <Line form value=form.parent_name label=app.word(|t| t.kiosk.parent_name) hint=app.word(|t| t.kiosk.name_hint) keys=Keys::Letters /> }.into_any(),
            Step::ParentPhone => view! { <Line form value=form.parent_phone label=app.word(|t| t.kiosk.parent_phone) hint=app.word(|t| t.kiosk.phone_hint) keys=Keys::Digits skip=true /> }.into_any(),
            Step::Agree => view! { <Agree form /> }.into_any(),
            Step::Sending => view! { <Skeleton label=app.word(|t| t.kiosk.wait) /> }.into_any(),
            Step::Told => form.told.get().map(|told| view! { <Outcome stage of=form.of.get_value() told /> }).into_any(),
        }}
    }
}

/// One line to type. `skip`: it can be left empty, by a button that says so.
#[component]
fn Line(
    form: Form,
    value: RwSignal<String>,
    label: Signal<String>,
    hint: Signal<String>,
    keys: Keys,
    #[prop(optional)] skip: bool,
) -> impl IntoView {
    let app = use_app();
    let most = if keys == Keys::Digits { 16 } else { LONGEST_NAME };
    let none = move |_| {
        value.set(String::new());
        form.next();
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        // An empty line is skipped by the button that says so.
        if skip && value.with_untracked(|text| text.trim().is_empty()) {
            return form.error.set(Some((app.t_untracked().errors.contact)(ContactError::TooShort).to_owned()));
        }
        form.next();
    };
    view! {
        <h1>{label}</h1>
        <form class="kiosk-form" novalidate on:submit=submit>
            <TextField id="kiosk-line" label hint value error=form.error input_mode="none" />
            <p class="actions">
                <button class="button primary big" type="submit">{move || app.t().kiosk.next}</button>
                {skip.then(|| view! { <button class="button big" type="button" on:click=none>{move || app.t().kiosk.no_phone}</button> })}
            </p>
            <Keyboard value keys most />
        </form>
    }
}

#[component]
fn Age(form: Form) -> impl IntoView {
    let app = use_app();
    let choice = move |class: AgeClass| {
        view! { <button class="kiosk-door" type="button" on:click=move |_| form.choose_age(class)><b>{move || app.t().common.age(class)}</b></button> }
    };
    view! {
        <h1>{move || app.t().kiosk.age}</h1>
        <div class="kiosk-doors">{AgeClass::ALL.map(choice)}</div>
    }
}

#[component]
fn WhichParent(form: Form) -> impl IntoView {
    let app = use_app();
    let choice = move |(at, how): (usize, Guardian)| {
        let choose = move |_| {
            form.parent.set(Some(how));
            form.next();
        };
        view! { <button class="kiosk-door" type="button" on:click=choose><b>{move || app.t().kiosk.parent_how[at]}</b></button> }
    };
    view! {
        <h1>{move || app.t().kiosk.parent}</h1>
        <p>{move || app.t().kiosk.parent_hint}</p>
        <div class="kiosk-doors">{[(0, Guardian::WrittenConsent), (1, Guardian::Present)].map(choice)}</div>
    }
}

#[component]
fn Agree(form: Form) -> impl IntoView {
    let app = use_app();
    view! {
        <h1>{move || app.t().kiosk.agree_title}</h1>
        <p class="kiosk-text">{move || app.t().kiosk.agree_text}</p>
        <p class="actions">
            <button class="button primary big" type="button" on:click=move |_| form.send()>{move || app.t().kiosk.agree}</button>
        </p>
    }
}
