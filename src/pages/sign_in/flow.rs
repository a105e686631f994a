//! The steps of signing in, and what each of them asks of the backend. Nothing typed is lost when an answer is a failure: the fields live here, as
//! long as the page.

use crate::{
    api::{ApiError, ProblemKind, capabilities::SignsIn},
    model::{AgeClass, Contact, Instant, contact::ContactError, person::LONGEST_NAME, session::CodeSent, session::PersonPatch},
    routes,
    state::App,
    web::{clock, page},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Contact,
    Code,
    /// Back from another server, whose answer is being looked at.
    Returning,
    /// Name and age class, of somebody who has not told them.
    About,
}

/// What is wrong with the field of the step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    Contact(ContactError),
    CodeLength,
    LoginMissing,
    PasswordMissing,
    NameLong,
    AgeMissing,
    /// At the server where people sign in: by the person, or for a reason, of which a short word may help whoever set it up.
    Cancelled,
    NotCompleted(String),
    /// The server's word on the field.
    Server(ApiError),
}

/// How long until a code may be asked for again, in milliseconds.
const PAUSE: i64 = 30_000;

type Go = Box<dyn Fn(&str)>;

#[derive(Clone, Copy)]
pub struct Flow {
    pub(super) app: App,
    pub step: RwSignal<Step>,
    pub contact: RwSignal<String>,
    pub code: RwSignal<String>,
    /// On backends that know passwords. Gone with the page.
    pub password: RwSignal<String>,
    pub name: RwSignal<String>,
    pub age: RwSignal<Option<AgeClass>>,
    pub sent: RwSignal<Option<CodeSent>>,
    pub busy: RwSignal<bool>,
    pub fault: RwSignal<Option<Fault>>,
    /// Why the last request failed, where no field is to blame.
    pub failure: RwSignal<Option<ApiError>>,
    again_at: RwSignal<Instant>,
    tick: RwSignal<Instant>,
    /// Whom the code was sent to: the field may have been changed since.
    to: StoredValue<Option<Contact>>,
    /// The code last tried and the key it was tried under.
    tried: StoredValue<(String, String)>,
    pub(super) next: StoredValue<String>,
    pub(super) go: StoredValue<Go, LocalStorage>,
}

impl Flow {
    pub fn new(app: App) -> Self {
        let asked = use_query_map().with_untracked(|query| query.get(routes::query::NEXT));
        let next = asked.as_deref().and_then(routes::safe_next).unwrap_or(routes::ME).to_owned();
        let navigate = use_navigate();
        let go: Go = Box::new(move |path| navigate(path, NavigateOptions { replace: true, ..NavigateOptions::default() }));
        let this = Self {
            app,
            step: RwSignal::new(Step::Contact),
            contact: RwSignal::new(String::new()),
            code: RwSignal::new(String::new()),
            password: RwSignal::new(String::new()),
            name: RwSignal::new(String::new()),
            age: RwSignal::new(None),
            sent: RwSignal::new(None),
            busy: RwSignal::new(false),
            fault: RwSignal::new(None),
            failure: RwSignal::new(None),
            again_at: RwSignal::new(Instant::default()),
            tick: RwSignal::new(clock::now()),
            to: StoredValue::new(None),
            tried: StoredValue::default(),
            next: StoredValue::new(next),
            go: StoredValue::new_local(go),
        };
        this.watch_clock();
        this
    }

    /// Seconds until a code may be asked for again.
    pub fn pause(&self) -> u64 {
        let left = self.again_at.get().0 - self.tick.get().0;
        u64::try_from(left.max(0)).unwrap_or_default().div_ceil(1000)
    }

    fn watch_clock(self) {
        spawn_local(async move {
            loop {
                clock::sleep(1000).await;
                let (Some(until), Some(last)) = (self.again_at.try_get_untracked(), self.tick.try_get_untracked()) else { return };
                if last < until {
                    self.tick.try_set(clock::now());
                }
            }
        });
    }

    fn wait(self, milliseconds: i64) {
        let now = clock::now();
        self.tick.set(now);
        self.again_at.set(now.plus(milliseconds));
    }

    pub(super) fn blame(self, fault: Fault, field: &'static str) {
        self.fault.set(Some(fault));
        page::focus_soon(field);
    }

    /// Before a request: nothing is wrong any more. `false` if one is under way.
    pub(super) fn begin(self) -> bool {
        if self.busy.get_untracked() {
            return false;
        }
        self.fault.set(None);
        self.failure.set(None);
        true
    }

    /// What is typed as a contact, if it is one.
    fn parsed(self) -> Option<Contact> {
        match self.contact.with_untracked(|text| Contact::parse(text)) {
            Ok(contact) => Some(contact),
            Err(why) => {
                self.blame(Fault::Contact(why), "contact");
                None
            }
        }
    }

    /// Asks the backend; `field` is blamed if it blames one.
    pub(super) fn ask<T: 'static>(
        self,
        field: &'static str,
        work: impl Future<Output = Result<T, ApiError>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        self.busy.set(true);
        spawn_local(async move {
            let outcome = work.await;
            // The page may be gone.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match outcome {
                Ok(value) => done(value),
                Err(error) => self.failed(error, field),
            }
        });
    }

    pub fn ask_code(self) {
        if !self.begin() {
            return;
        }
        let Some(contact) = self.parsed() else { return };
        let field = if self.step.get_untracked() == Step::Code { "code" } else { "contact" };
        let to = contact.clone();
        self.ask(field, async move { self.app.session.send_code(self.app, &to).await }, move |sent| self.code_sent(contact, sent));
    }

    fn code_sent(self, contact: Contact, sent: CodeSent) {
        if self.step.get_untracked() == Step::Code {
            self.app.toasts.tell(self.app.t_untracked().sign_in.sent_again);
            self.code.set(String::new());
        }
        self.to.set_value(Some(contact));
        self.tried.set_value(Default::default());
        self.sent.set(Some(sent));
        self.step.set(Step::Code);
        self.wait(PAUSE);
        page::focus_soon("code");
    }

    /// Back to the first step; what was typed there is still there.
    pub fn other_contact(self) {
        self.fault.set(None);
        self.failure.set(None);
        self.code.set(String::new());
        self.step.set(Step::Contact);
        page::focus_soon("contact");
    }

    pub fn sign_in(self) {
        if !self.begin() {
            return;
        }
        let code: String = self.code.with_untracked(|text| text.chars().filter(char::is_ascii_digit).collect());
        if code.len() != 6 {
            return self.blame(Fault::CodeLength, "code");
        }
        let Some(contact) = self.to.get_value() else { return self.other_contact() };
        let (last, key) = self.tried.get_value();
        let key = if last == code { key } else { clock::unique() };
        self.tried.set_value((code.clone(), key.clone()));
        self.ask("code", async move { self.app.session.sign_in(self.app, &contact, &code, &key).await }, move |()| self.signed_in());
    }

    /// With what is typed as a name and a password.
    pub fn log_in(self) {
        if !self.begin() {
            return;
        }
        let (login, password) = (self.contact.get_untracked().trim().to_owned(), self.password.get_untracked());
        if login.is_empty() {
            return self.blame(Fault::LoginMissing, "login");
        }
        if password.is_empty() {
            return self.blame(Fault::PasswordMissing, "password");
        }
        self.ask("password", async move { self.app.session.log_in(self.app, &login, &password).await }, move |()| {
            self.password.set(String::new());
            self.signed_in();
        });
    }

    /// Where nobody signs in: the person says who they are.
    pub fn introduce(self) {
        if !self.begin() {
            return;
        }
        let Some(contact) = self.parsed() else { return };
        self.ask("contact", async move { self.app.session.introduce(self.app, &contact).await }, move |()| self.signed_in());
    }

    pub(super) fn signed_in(self) {
        let Some(person) = self.app.session.person.get_untracked() else { return };
        if person.age_class.is_some() && person.name.is_some() {
            return self.finish();
        }
        self.name.set(person.name.unwrap_or_default());
        self.age.set(person.age_class);
        self.step.set(Step::About);
        page::focus_soon("name");
    }

    pub fn save_about(self) {
        if !self.begin() {
            return;
        }
        let name = self.name.with_untracked(|name| name.trim().to_owned());
        if name.chars().count() > LONGEST_NAME {
            return self.blame(Fault::NameLong, "name");
        }
        let Some(age) = self.age.get_untracked() else { return self.blame(Fault::AgeMissing, "age-under_14") };
        let patch = PersonPatch { name: (!name.is_empty()).then_some(name), age_class: Some(age), lang: None };
        self.ask("name", async move { self.app.session.change_me(self.app, &patch).await }, move |()| self.finish());
    }

    /// On to where the person was going.
    pub fn finish(self) {
        self.go.with_value(|go| go(&self.next.get_value()));
    }

    /// Blames the field if the server does, else says it above the form.
    fn failed(self, error: ApiError, field: &'static str) {
        if self.step.get_untracked() == Step::Returning {
            return self.not_completed(error);
        }
        let asked = error.retry_after().map_or(0, |seconds| i64::from(seconds) * 1000);
        if asked > 0 {
            self.wait(asked);
        }
        match error.kind() {
            Some(ProblemKind::Invalid | ProblemKind::Malformed | ProblemKind::CodeWrong | ProblemKind::CodeExpired) => {
                self.blame(Fault::Server(error), field);
            }
            _ => self.failure.set(Some(error)),
        }
    }

    /// The words for what is wrong with the field, if it is one of `of`.
    pub fn fault_text(self, of: fn(&Fault) -> bool) -> Option<String> {
        let t = self.app.t();
        self.fault.get().filter(of).map(|fault| match fault {
            Fault::Contact(why) => (t.errors.contact)(why).to_owned(),
            Fault::CodeLength => t.sign_in.code_length.to_owned(),
            Fault::LoginMissing => t.backend.login_missing.to_owned(),
            Fault::PasswordMissing => t.backend.password_missing.to_owned(),
            Fault::Server(error) if error.kind() == Some(ProblemKind::CodeWrong) && self.app.can().signs_in == SignsIn::Password => {
                t.backend.password_wrong.to_owned()
            }
            Fault::Cancelled => t.backend.elsewhere_cancelled.to_owned(),
            Fault::NotCompleted(_) => t.backend.elsewhere_failed.to_owned(),
            Fault::NameLong => t.sign_in.name_long.to_owned(),
            Fault::AgeMissing => t.sign_in.age_missing.to_owned(),
            Fault::Server(error) => (t.errors.api)(&error),
        })
    }
}
