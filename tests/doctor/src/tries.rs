//! What is tried, and what comes of it.

use crate::{
    opening::{ask, open},
    web::{Exchange, Web},
};
use meyirim::{
    api::{
        ApiError, Fetched, Page, ProblemKind, Request, actions,
        actions::ListActions,
        capabilities::{Joins, SignsIn},
        changes,
        dialect::Dialect,
        indicators, organisations, page, session, signups,
        translate::Translate,
    },
    model::{
        Action, AgeClass, Cursor, Instant, Person, Shift,
        eligibility::{may_join, may_leave},
        instant::MINUTE,
        session::Departure,
        signup::JoinBody,
    },
};
use serde::de::DeserializeOwned;
use std::time::{SystemTime, UNIX_EPOCH};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Works,
    /// It works, and promises less than our own contract.
    Less,
    /// The profile does not say how, or the server cannot.
    Missing,
    Wrong,
}

impl Verdict {
    pub fn name(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::Less => "works with less",
            Self::Missing => "missing",
            Self::Wrong => "WRONG",
        }
    }
}

pub struct Finding {
    pub what: String,
    pub verdict: Verdict,
    pub note: String,
    pub exchange: Option<Exchange>,
}

pub struct Doctor {
    dialect: Dialect,
    web: Web,
    login: Option<(String, String)>,
    write: bool,
    person: Option<Person>,
    pub findings: Vec<Finding>,
}

pub fn now() -> Instant {
    Instant(SystemTime::now().duration_since(UNIX_EPOCH).map(|since| since.as_millis() as i64).unwrap_or_default())
}

impl Doctor {
    pub fn new(dialect: Dialect, base: &str, login: Option<(String, String)>, write: bool) -> Self {
        // A profile may name a path of its own, below the server that is named here.
        let base = if dialect.base().starts_with("http") {
            dialect.base().to_owned()
        } else {
            format!("{}{}", base.trim_end_matches('/'), dialect.base())
        };
        Self { dialect, web: Web::new(&base), login, write, person: None, findings: Vec::new() }
    }

    fn say(&mut self, what: &str, verdict: Verdict, note: impl Into<String>) {
        let exchange = (verdict == Verdict::Wrong).then(|| self.web.last()).flatten();
        self.findings.push(Finding { what: what.to_owned(), verdict, note: note.into(), exchange });
    }

    fn fail(&mut self, what: &str, error: &ApiError) {
        self.say(what, Verdict::Wrong, error.to_string());
    }

    pub async fn send<T>(&self, call: &meyirim::api::Call<T>) -> Result<T, ApiError> {
        ask(&self.dialect, &self.web, self.person.as_ref(), call).await
    }

    pub async fn examine(&mut self) {
        let from = Instant(now().0 / 1000 * 1000);
        let coming =
            self.list("actions, coming", actions::list(&ListActions { from: Some(from), limit: Some(40), ..ListActions::default() })).await;
        let over =
            self.list("actions, over", actions::list(&ListActions { until: Some(from), limit: Some(500), ..ListActions::default() })).await;
        let cursor = coming.as_ref().and_then(|list| list.changes.clone());
        let mut all: Vec<Action> = coming.map(|list| list.items).unwrap_or_default();
        let to_come = all.clone();
        all.extend(over.map(|list| list.items).unwrap_or_default());
        self.detail(all.first()).await;
        self.unknown().await;
        let capabilities = self.dialect.capabilities();
        match capabilities.organisations {
            true => drop(self.list("organisations", organisations::list(None)).await),
            false => self.say("organisations", Verdict::Missing, "the profile does not name them"),
        }
        match capabilities.indicators {
            true => drop(self.list("figures", indicators::list(None)).await),
            false => self.say("figures", Verdict::Missing, "the profile does not name them"),
        }
        self.changes(cursor).await;
        self.sign_in().await;
        self.join(&to_come).await;
        let live = match (capabilities.live, capabilities.poll) {
            (true, _) => (Verdict::Works, "told at once".to_owned()),
            (false, Some(seconds)) => (Verdict::Less, format!("looked for every {seconds} s")),
            (false, None) => (Verdict::Less, "only when asked".to_owned()),
        };
        self.say("live changes", live.0, live.1);
    }

    /// All pages of a list.
    async fn list<T: DeserializeOwned>(&mut self, what: &str, first: meyirim::api::Call<Fetched<Page<T>>>) -> Option<Page<T>> {
        let begun = self.web.count();
        let (mut all, mut call): (Option<Page<T>>, _) = (None, Some(first));
        while let Some(asked) = call.take() {
            match self.send(&asked).await {
                Ok(Fetched::New(page)) => {
                    let next = page.next.as_deref().and_then(|link| page::follow(link, self.dialect.base(), &asked.request));
                    call = next.map(Request::read_page::<T>);
                    match &mut all {
                        None => all = Some(page),
                        Some(all) => {
                            all.items.extend(page.items);
                            all.bad.extend(page.bad);
                        }
                    }
                }
                Ok(Fetched::Unchanged) => {}
                Err(error) => {
                    self.fail(what, &error);
                    return all;
                }
            }
            if self.web.count() - begun > 50 {
                break;
            }
        }
        let found = all?;
        let asked = self.web.count() - begun;
        match found.bad.first() {
            Some(bad) => self.say(
                what,
                Verdict::Wrong,
                format!("{} of {} cannot be read; the first: {}", found.bad.len(), found.bad.len() + found.items.len(), bad.error),
            ),
            None if found.items.is_empty() => self.say(what, Verdict::Works, format!("none, {asked} requests")),
            None => self.say(what, Verdict::Works, format!("{} in {asked} requests", found.items.len())),
        }
        Some(found)
    }

    async fn detail(&mut self, action: Option<&Action>) {
        let Some(action) = action else { return self.say("one action", Verdict::Missing, "there is none to look at") };
        match self.send(&actions::get(&action.id, None)).await {
            Ok(Fetched::New((detail, _))) if detail.action.id == action.id => self.say("one action", Verdict::Works, action.id.to_string()),
            Ok(_) => self.say("one action", Verdict::Wrong, format!("asked for {}, another came", action.id)),
            Err(error) => self.fail("one action", &error),
        }
    }

    /// What is not there must be said to be not there: the app forgets it then.
    async fn unknown(&mut self) {
        let Ok(id) = "999999999".parse() else { return };
        match self.send(&actions::get(&id, None)).await {
            Err(error) if error.kind() == Some(ProblemKind::NotFound) => {
                self.say("an unknown action", Verdict::Works, "is said to be not there")
            }
            Err(error) => self.fail("an unknown action", &error),
            Ok(_) => self.say("an unknown action", Verdict::Wrong, "an id that nobody has was answered with a record"),
        }
    }

    async fn changes(&mut self, cursor: Option<Cursor>) {
        let Some(cursor) = cursor else { return self.say("changes", Verdict::Wrong, "the list gave no place to go on from") };
        match self.send(&changes::since(&cursor)).await {
            Ok(changes) if !changes.bad.is_empty() => {
                self.say("changes", Verdict::Wrong, format!("{} records cannot be read: {}", changes.bad.len(), changes.bad[0].error))
            }
            Ok(changes) => {
                let count = changes.set.actions.changed.len();
                let whole = !self.dialect.capabilities().changes_only;
                let verdict = if whole { Verdict::Less } else { Verdict::Works };
                self.say(
                    "changes",
                    verdict,
                    if whole { "everything is fetched again".to_owned() } else { format!("{count} actions since the list") },
                );
            }
            Err(error) => self.fail("changes", &error),
        }
    }

    async fn sign_in(&mut self) {
        let capabilities = self.dialect.capabilities();
        let opened = match (capabilities.signs_in, self.login.clone()) {
            (SignsIn::Elsewhere, _) => return self.identity().await,
            (SignsIn::Introduce, _) => self.open("doctor@meyirim.example", "").await,
            (SignsIn::Code, Some((login, _))) => self.open(&login, "").await,
            (SignsIn::Password, Some((login, password))) => {
                match self.send(&session::log_in(&login, &format!("{password}-wrong"), "doctor")).await {
                    Err(error) if error.kind() == Some(ProblemKind::CodeWrong) => {
                        self.say("a wrong password", Verdict::Works, "is refused")
                    }
                    Err(error) => self.fail("a wrong password", &error),
                    Ok(_) => self.say("a wrong password", Verdict::Wrong, "was accepted"),
                }
                self.open(&login, &password).await
            }
            (SignsIn::Code | SignsIn::Password, None) => {
                return self.say("signing in", Verdict::Missing, "not tried: it needs a person (--login and, for a password, --password)");
            }
        };
        match opened {
            Ok(person) => {
                self.person = Some(person);
                match self.send(&session::who_am_i()).await {
                    Ok(_) if capabilities.signs_in == SignsIn::Introduce => {
                        self.say("signing in", Verdict::Less, "people say who they are; the device remembers")
                    }
                    Ok(_) => self.say("signing in", Verdict::Works, "and known afterwards"),
                    Err(error) => self.fail("who am I", &error),
                }
            }
            Err(error) => self.fail("signing in", &error),
        }
    }

    async fn open(&self, login: &str, password: &str) -> Result<Person, ApiError> {
        open(&self.dialect, &self.web, login, password).await
    }

    /// Nobody but a person can sign in at another server; whether that one says what the app needs can be seen.
    async fn identity(&mut self) {
        let word = || "doctor".repeat(8);
        let departure = Departure { back: "https://hub.example/sign-in".to_owned(), state: word(), nonce: word(), verifier: word() };
        match self.send(&session::depart(&departure, "doctor")).await {
            Ok(there) => self.say("signing in", Verdict::Missing, format!("not tried, a person has to: {}", there.address)),
            Err(error) => self.fail("signing in", &error),
        }
    }

    async fn join(&mut self, coming: &[Action]) {
        let joins = self.dialect.capabilities().joins;
        let promise = match joins {
            Joins::Safe => (Verdict::Works, "never more people than places"),
            Joins::MayLeaveEmpty => (Verdict::Less, "never more people than places; a broken line can leave one empty"),
            Joins::NoPromise => (Verdict::Less, "people are written down; nobody counts places"),
            Joins::HandOver => return self.say("joining", Verdict::Missing, "kept on the device, to be handed over"),
        };
        if !self.write {
            return self.say("joining", promise.0, format!("{} (not tried: WRITE=1 allows it)", promise.1));
        }
        let Some(person) = &self.person else {
            return self.say("joining", Verdict::Missing, "nobody is signed in");
        };
        let Some((action, shift)) = a_place(coming, person, now()) else {
            return self.say("joining", Verdict::Missing, "there is no free place that this person may take, and give up again");
        };
        let (id, shift) = (action.id.clone(), shift.id.clone());
        let body = JoinBody { or_wait: false, guardian: None, made_at: now() };
        for what in ["joining", "joining again, as after a lost answer"] {
            match self.send(&signups::join(&id, &shift, &body, "doctor")).await {
                Ok(answer) if answer.signup.is_live() => self.say(what, promise.0, promise.1),
                Ok(_) => self.say(what, Verdict::Wrong, "the answer is a signup that does not stand"),
                Err(error) => return self.fail(what, &error),
            }
        }
        match self.send(&signups::list()).await {
            Ok(Fetched::New(page)) => {
                let mine = page.items.iter().filter(|signup| signup.action == id && signup.is_live()).count();
                let verdict = if mine == 1 { Verdict::Works } else { Verdict::Wrong };
                self.say("my signups", verdict, format!("{mine} for this action"));
            }
            Ok(Fetched::Unchanged) => {}
            Err(error) => self.fail("my signups", &error),
        }
        match self.send(&signups::leave(&id, &shift, "doctor-leaves")).await {
            Ok(answer) if !answer.signup.is_live() => self.say("leaving", Verdict::Works, ""),
            Ok(_) => self.say("leaving", Verdict::Wrong, "the signup still stands"),
            Err(error) => self.fail("leaving", &error),
        }
    }
}

/// The first free place that this person may take and give up again: soon before a shift, a backend that keeps our rules takes no place back. A quarter of an hour is kept, as what was listed goes on
/// drawing near. Who has not told their age is taken for an adult, as a place for anybody else says no more about the backend.
fn a_place<'a>(coming: &'a [Action], person: &Person, now: Instant) -> Option<(&'a Action, &'a Shift)> {
    let person = Person { age_class: person.age_class.or(Some(AgeClass::Adult)), ..person.clone() };
    let soon = now.plus(15 * MINUTE);
    let fits = |action: &Action, shift: &Shift| {
        let may = may_join(action, shift, Some(&person), None, [], soon).is_ok() && may_leave(shift, true, soon).is_ok();
        may && !shift.seats.is_full()
    };
    coming.iter().find_map(|action| action.shifts.iter().find(|shift| fits(action, shift)).map(|shift| (action, shift)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use meyirim::model::{ActionDetail, instant::HOUR};

    #[test]
    fn a_place_is_one_that_can_be_given_up_again() {
        let detail: ActionDetail = serde_json::from_str(include_str!("../../fixtures/action.json")).unwrap();
        let person: Person = serde_json::from_str(include_str!("../../fixtures/person.json")).unwrap();
        let now = Instant(1_800_000_000_000);
        let shift = |starts: i64, withdraw: Option<i64>, most: u32| {
            let mut shift = detail.action.shifts[0].clone();
            (shift.starts, shift.ends) = (now.plus(starts), now.plus(starts + HOUR));
            shift.withdraw_until = withdraw.map(|at| now.plus(at));
            (shift.seats.most, shift.seats.taken) = (most, 1);
            shift
        };
        let action = |shifts| Action { shifts, ..detail.action.clone() };
        let begins_soon = action(vec![shift(5 * MINUTE, None, 9)]);
        let cannot_be_left = action(vec![shift(2 * HOUR, Some(-HOUR), 9)]);
        let second_is_free = action(vec![shift(8 * HOUR, None, 1), shift(9 * HOUR, Some(8 * HOUR), 2)]);
        let coming = [begins_soon, cannot_be_left, second_is_free];
        let found = a_place(&coming, &person, now).map(|(_, shift)| shift.starts);
        assert_eq!(found, Some(now.plus(9 * HOUR)));
        assert!(a_place(&coming[..2], &person, now).is_none());
    }
}
