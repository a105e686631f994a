//! Walking in: a step a screen, and at each what is wrong with it. Nothing of it is anywhere but on this screen until it is sent or sealed.

use super::{
    keyboard::Keys,
    line::{Line, Without, name_error, phone},
    outcome::{Outcome, Told},
    stage::Stage,
};
use crate::{
    model::{
        ActionId, AgeClass, Guardian, ShiftId,
        kiosk::{
            log::Happened,
            walk_in::{NoWalkIn, Parent, WalkIn, may_walk_in},
        },
        person::clean_name,
    },
    state::{kiosk::Entry, use_app},
    ui::Skeleton,
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

impl Form {
    fn go(self, step: Step) {
        self.error.set(None);
        self.step.set(step);
        page::focus_soon("main");
    }

    fn is_child(self) -> bool {
        self.class.get_untracked() == Some(AgeClass::Under14)
    }

    /// Onwards from a step, or what is wrong with it. A second tap comes from a step that is passed.
    fn next(self, from: Step) {
        if self.step.get_untracked() != from {
            return;
        }
        let app = self.stage.app;
        let (error, next) = match from {
            Step::Name => (name_error(app, self.name), Step::Phone),
            Step::Phone => (phone(app, self.phone).err(), Step::Age),
            Step::Age if self.is_child() => (None, Step::Parent),
            Step::Age => (None, Step::Agree),
            Step::Parent => (None, Step::ParentName),
            Step::ParentName => (name_error(app, self.parent_name), Step::ParentPhone),
            Step::ParentPhone => (phone(app, self.parent_phone).err(), Step::Agree),
            step @ (Step::Agree | Step::Sending | Step::Told) => (None, step),
        };
        match error {
            Some(error) => self.error.set(Some(error)),
            None => self.go(next),
        }
    }

    /// One step back; `false`: there is none.
    fn back(self) -> bool {
        let before = match self.step.get_untracked() {
            Step::Phone => Step::Name,
            Step::Age => Step::Phone,
            Step::Parent => Step::Age,
            Step::ParentName => Step::Parent,
            Step::ParentPhone => Step::ParentName,
            Step::Agree if self.is_child() => Step::ParentPhone,
            Step::Agree => Step::Age,
            // What is under way is told first.
            Step::Sending => return true,
            Step::Name | Step::Told => return false,
        };
        self.go(before);
        true
    }

    /// What this device can tell before anybody has typed more than needed.
    fn choose_age(self, class: AgeClass) {
        if self.step.get_untracked() != Step::Age {
            return;
        }
        self.class.set(Some(class));
        let guardian = (class == AgeClass::Under14).then_some(Guardian::Present);
        match self.refusal(class, guardian) {
            Some(why) => self.tell(Told::Barred(why)),
            None => self.next(Step::Age),
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
            phone: phone(app, self.parent_phone).ok().flatten(),
        });
        Some(WalkIn {
            id: clock::unique().parse().ok()?,
            action,
            shift,
            name: self.name.with_untracked(|name| clean_name(name)).ok()?,
            phone: phone(app, self.phone).ok()?,
            age_class: class,
            parent,
            lang: app.settings.lang.get_untracked(),
            agreed: true,
            made_at: clock::now(),
        })
    }

    fn send(self) {
        // A second tap comes too late: it is being sent.
        if self.step.get_untracked() != Step::Agree {
            return;
        }
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
    stage.on_back(move || form.back());
    let found = app.actions.find(&action);
    let about = move || {
        let action = found.as_ref()?;
        let hours = action.shift(&shift).map(|shift| stage.hours(shift)).unwrap_or_default();
        Some(format!("{}, {hours}", app.show(&action.title).text))
    };
    view! {
        <p class="kiosk-about">{about}</p>
        {move || match form.step.get() {
            Step::Name => view! { <Typed form step=Step::Name value=form.name label=app.word(|t| t.kiosk.name) /> }.into_any(),
            Step::Phone => view! { <Typed form step=Step::Phone value=form.phone label=app.word(|t| t.kiosk.phone) /> }.into_any(),
            Step::Age => view! { <Age form /> }.into_any(),
            Step::Parent => view! { <WhichParent form /> }.into_any(),
            Step::ParentName => view! { <Typed form step=Step::ParentName value=form.parent_name label=app.word(|t| t.kiosk.parent_name) /> }.into_any(),
            Step::ParentPhone => view! { <Typed form step=Step::ParentPhone value=form.parent_phone label=app.word(|t| t.kiosk.parent_phone) /> }.into_any(),
            Step::Agree => view! { <Agree form /> }.into_any(),
            Step::Sending => view! { <Skeleton label=app.word(|t| t.kiosk.wait) /> }.into_any(),
            Step::Told => form.told.get().map(|told| view! { <Outcome stage of=form.of.get_value() told /> }).into_any(),
        }}
    }
}

/// A name or a phone; a phone can be left out.
#[component]
fn Typed(form: Form, step: Step, value: RwSignal<String>, label: Signal<String>) -> impl IntoView {
    let app = use_app();
    let on_next = Callback::new(move |()| form.next(step));
    match step {
        Step::Phone | Step::ParentPhone => {
            let without = Without { label: app.word(|t| t.kiosk.no_phone), go: on_next };
            view! { <Line value label hint=app.word(|t| t.kiosk.phone_hint) error=form.error keys=Keys::Phone on_next without /> }
                .into_any()
        }
        _ => view! { <Line value label hint=app.word(|t| t.kiosk.name_hint) error=form.error keys=Keys::Letters on_next /> }.into_any(),
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
            form.next(Step::Parent);
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
        <p class="kiosk-text">{move || app.t().kiosk.agree_text[usize::from(form.is_child())]}</p>
        <p class="actions">
            <button class="button primary big" type="button" on:click=move |_| form.send()>{move || app.t().kiosk.agree}</button>
        </p>
    }
}
