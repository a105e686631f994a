use crate::hub::{Hub, Place, id, key, kind, shift};
use meyirim::{
    api::{ApiError, Fetched, ProblemKind, consents, notices, session, signups},
    model::{
        AgeClass, Guardian, Hazard, NoticeKind, Role, SignupState,
        consent::{Answer, ConsentAnswer, ConsentAsked, ConsentState, ConsentView, Purpose, Standing},
        instant::{DAY, HOUR},
        signup::{JoinBody, SignupAnswer},
    },
};
use meyirim_backend::settings::Demo;

crate::on_both!(
    a_parent_agrees,
    a_parent_takes_it_back,
    what_does_not_count,
    links_that_lead_nowhere,
    asked_in_vain,
    repeats_of_the_same,
    forgotten_in_the_end,
    the_demo_city_has_them,
    not_too_often
);

fn one(action: &str) -> Purpose {
    Purpose::Action(id(action))
}

fn give() -> Answer {
    Answer::Give { name: " Гүлнар \u{202e}Серікова ".to_owned(), guardian: true }
}

impl Hub {
    async fn child(&self) -> String {
        self.person("child", AgeClass::Under14, &[Role::Volunteer]).await
    }

    async fn ask_parent(&self, token: &str, purpose: &Purpose) -> ConsentAsked {
        self.call(Some(token), consents::ask(purpose, &key())).await.expect("asked")
    }

    /// Without a session, as a parent's phone does.
    async fn answer(&self, secret: &str, answer: Answer) -> Result<ConsentView, ApiError> {
        self.call(None, consents::answer(&ConsentAnswer { secret: secret.to_owned(), answer }, &key())).await
    }

    async fn look(&self, secret: &str) -> Result<ConsentView, ApiError> {
        self.call(None, consents::look(secret, &key())).await
    }

    async fn join_with(&self, token: &str, action: &str, guardian: Guardian) -> Result<SignupAnswer, ApiError> {
        let body = JoinBody { or_wait: true, guardian: Some(guardian), made_at: self.now() };
        self.call(Some(token), signups::join(&id(action), &shift(), &body, &key())).await
    }

    async fn standing(&self, token: &str, action: &str) -> Option<SignupState> {
        let Ok(Fetched::New(page)) = self.call(Some(token), signups::list()).await else { panic!("no signups") };
        page.items.iter().find(|signup| signup.action == id(action)).map(|signup| signup.standing)
    }
}

async fn a_parent_agrees(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("clean", 24, 5, true)).await;
    hub.action(hub.plan("plant", 48, 5, true)).await;
    let child = hub.child().await;
    let Err(ApiError::Problem { problem, .. }) = hub.join_with(&child, "clean", Guardian::WrittenConsent).await else { panic!() };
    assert_eq!(problem.kind(), ProblemKind::GuardianNeeded);
    assert!(problem.detail.is_some_and(|detail| detail.contains("consent")));
    let asked = hub.ask_parent(&child, &one("clean")).await;
    assert!(matches!(asked.consent.state, ConsentState::Asked { .. }) && asked.consent.guardian.is_none());
    // Asked is not given.
    assert_eq!(kind(hub.join_with(&child, "clean", Guardian::WrittenConsent).await), ProblemKind::GuardianNeeded);
    let seen = hub.look(&asked.secret).await.expect("seen");
    assert_eq!((seen.child.as_deref(), seen.action.map(|action| action.id)), (Some("child"), Some(id("clean"))));
    let given = hub.answer(&asked.secret, give()).await.expect("given");
    assert_eq!((given.consent.standing(hub.now()), given.consent.guardian.as_deref()), (Standing::Given, Some("Гүлнар Серікова")));
    let joined = hub.join_with(&child, "clean", Guardian::WrittenConsent).await.expect("joined");
    assert_eq!((joined.signup.standing, joined.signup.guardian), (SignupState::Confirmed, Some(Guardian::WrittenConsent)));
    // For this action, and no other; the parent may also come along, which needs no record.
    assert_eq!(kind(hub.join_with(&child, "plant", Guardian::WrittenConsent).await), ProblemKind::GuardianNeeded);
    hub.join_with(&child, "plant", Guardian::Present).await.expect("joined");
    let data = hub.call(Some(&child), session::my_data()).await.expect("my data");
    assert_eq!(data.consents[0].guardian.as_deref(), Some("Гүлнар Серікова"));
}

async fn a_parent_takes_it_back(place: Place) {
    let hub = Hub::on(&place).await;
    for (name, begins) in [("clean", 24), ("plant", 48), ("other", 72), ("soon", 1)] {
        hub.action(hub.plan(name, begins, 1, true)).await;
    }
    let (child, next) = (hub.child().await, hub.adult("marat").await);
    let all = hub.ask_parent(&child, &Purpose::Everything).await;
    let own = hub.ask_parent(&child, &one("plant")).await;
    hub.answer(&all.secret, give()).await.expect("given");
    hub.answer(&own.secret, give()).await.expect("given");
    for action in ["clean", "plant", "soon"] {
        hub.join_with(&child, action, Guardian::WrittenConsent).await.expect("joined");
    }
    hub.join_with(&child, "other", Guardian::Present).await.expect("joined");
    hub.join(&next, "clean", true, &key()).await.expect("on the waitlist");
    hub.server.app.clock.put_forward(2 * HOUR);
    let back = hub.answer(&all.secret, Answer::Withdraw).await.expect("taken back");
    assert_eq!(back.consent.standing(hub.now()), Standing::Withdrawn);
    // Given up and offered on: only what needed this very consent, and is to come.
    assert_eq!(hub.standing(&child, "clean").await, Some(SignupState::Withdrawn));
    assert!(matches!(hub.standing(&next, "clean").await, Some(SignupState::Offered { .. })));
    for kept in ["plant", "other", "soon"] {
        assert_eq!(hub.standing(&child, kept).await, Some(SignupState::Confirmed), "{kept}");
    }
    // And the child hears of it.
    let news = hub.call(Some(&child), notices::news()).await.expect("news");
    assert_eq!(
        news.items.iter().map(|notice| (notice.kind, notice.action.as_str())).collect::<Vec<_>>(),
        [(NoticeKind::ConsentEnded, "clean")]
    );
    assert_eq!(kind(hub.join_with(&child, "clean", Guardian::WrittenConsent).await), ProblemKind::GuardianNeeded);
    // The other link takes back the other.
    hub.answer(&own.secret, Answer::Withdraw).await.expect("taken back");
    assert_eq!(hub.standing(&child, "plant").await, Some(SignupState::Withdrawn));
    assert_eq!(hub.standing(&child, "other").await, Some(SignupState::Confirmed));
}

async fn what_does_not_count(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("clean", 24, 5, true)).await;
    let (child, stranger) = (hub.child().await, hub.person("stranger", AgeClass::Under14, &[Role::Volunteer]).await);
    let asked = hub.ask_parent(&child, &one("clean")).await;
    for wrong in [
        Answer::Give { name: " \u{200b} ".to_owned(), guardian: true },
        Answer::Give { name: "а".repeat(121), guardian: true },
        Answer::Give { name: "Гүлнар".to_owned(), guardian: false },
    ] {
        assert_eq!(kind(hub.answer(&asked.secret, wrong).await), ProblemKind::Invalid);
    }
    assert_eq!(kind(hub.answer(&asked.secret, Answer::Withdraw).await), ProblemKind::Changed, "nothing was given");
    hub.answer(&asked.secret, give()).await.expect("given");
    assert_eq!(kind(hub.answer(&asked.secret, Answer::Refuse).await), ProblemKind::Changed, "it was given");
    // Somebody else's consent is nobody else's.
    assert_eq!(kind(hub.join_with(&stranger, "clean", Guardian::WrittenConsent).await), ProblemKind::GuardianNeeded);
    // The parent has agreed to a day: moved past it, the consent no longer holds.
    hub.action(hub.plan("clean", 72, 5, true)).await;
    assert_eq!(kind(hub.join_with(&child, "clean", Guardian::WrittenConsent).await), ProblemKind::GuardianNeeded);
    let again = hub.ask_parent(&child, &one("clean")).await;
    hub.answer(&again.secret, Answer::Refuse).await.expect("refused");
    assert_eq!(kind(hub.join_with(&child, "clean", Guardian::WrittenConsent).await), ProblemKind::GuardianNeeded);
    assert_eq!(kind(hub.answer(&again.secret, give()).await), ProblemKind::Changed, "once is once");
    let mine = hub.call(Some(&child), consents::mine()).await.expect("mine").consents;
    assert_eq!(mine.iter().map(|one| one.standing(hub.now())).collect::<Vec<_>>(), [Standing::Refused, Standing::Given]);
    assert!(hub.call(Some(&stranger), consents::mine()).await.expect("mine").consents.is_empty());
}

async fn links_that_lead_nowhere(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("far", 20 * 24, 5, true)).await;
    let child = hub.child().await;
    for wrong in ["", "x", "wXq3-7Yb", &"x".repeat(5_000)] {
        assert_eq!(kind(hub.look(wrong).await), ProblemKind::NotFound);
        assert_eq!(kind(hub.answer(wrong, give()).await), ProblemKind::NotFound);
    }
    let first = hub.ask_parent(&child, &one("far")).await;
    let second = hub.ask_parent(&child, &one("far")).await;
    assert_ne!(first.secret, second.secret);
    assert_eq!(kind(hub.look(&first.secret).await), ProblemKind::NotFound, "a new link ends the one before");
    // After three days it can be looked at, and no longer answered.
    hub.server.app.clock.put_forward(3 * DAY + 1);
    assert_eq!(hub.look(&second.secret).await.expect("seen").consent.standing(hub.now()), Standing::Expired);
    assert_eq!(kind(hub.answer(&second.secret, give()).await), ProblemKind::Changed);
    // The secret itself lies nowhere.
    let rows: Vec<String> = sqlx::query_scalar("SELECT secret_hash || id FROM consents").fetch_all(&hub.db().pool).await.expect("rows");
    assert!(!rows.iter().any(|row| row.contains(&second.secret)), "{rows:?}");
}

async fn asked_in_vain(place: Place) {
    let hub = Hub::on(&place).await;
    let mut hard = hub.plan("hard", 24, 5, false);
    hard.action.hazards = vec![Hazard::HeavyOrHarmful];
    hub.action(hard).await;
    hub.action(hub.plan("over", -5, 5, false)).await;
    hub.action(hub.plan("next-year", 366 * 24, 5, false)).await;
    let (child, adult) = (hub.child().await, hub.adult("aigul").await);
    let unknown = hub.person("unknown", None, &[Role::Volunteer]).await;
    let ask = async |token: &str, purpose: Purpose| kind(hub.call(Some(token), consents::ask(&purpose, &key())).await);
    assert_eq!(ask(&unknown, Purpose::Everything).await, ProblemKind::AgeUnknown);
    assert_eq!(ask(&adult, Purpose::Everything).await, ProblemKind::Invalid);
    assert_eq!(ask(&child, one("hard")).await, ProblemKind::Age);
    for nothing in ["over", "next-year", "nowhere"] {
        assert_eq!(ask(&child, one(nothing)).await, ProblemKind::Invalid, "{nothing}");
    }
    assert_eq!(kind(hub.call(None, consents::ask(&Purpose::Everything, &key())).await), ProblemKind::SignIn);
    assert_eq!(kind(hub.call(None, consents::mine()).await), ProblemKind::SignIn);
}

async fn repeats_of_the_same(place: Place) {
    let hub = Hub::on(&place).await;
    let child = hub.child().await;
    let same = key();
    let first = hub.call(Some(&child), consents::ask(&Purpose::Everything, &same)).await.expect("asked");
    let again = hub.call(Some(&child), consents::ask(&Purpose::Everything, &same)).await.expect("a repeat");
    assert_eq!(first, again);
    hub.action(hub.plan("clean", 24, 5, true)).await;
    assert_eq!(kind(hub.call(Some(&child), consents::ask(&one("clean"), &same)).await), ProblemKind::KeyReused);
    let given = hub.answer(&first.secret, give()).await.expect("given");
    assert_eq!(hub.answer(&first.secret, give()).await.expect("the same once more"), given);
    let back = hub.answer(&first.secret, Answer::Withdraw).await.expect("taken back");
    assert_eq!(hub.answer(&first.secret, Answer::Withdraw).await.expect("the same once more"), back);
    // No parent's name among the answers kept for repeats.
    let kept: Vec<String> = sqlx::query_scalar("SELECT body FROM answers").fetch_all(&hub.db().pool).await.expect("rows");
    assert!(!kept.iter().any(|body| body.contains("Гүлнар")), "{kept:?}");
}

async fn forgotten_in_the_end(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("clean", 24, 5, true)).await;
    let child = hub.child().await;
    let asked = hub.ask_parent(&child, &one("clean")).await;
    hub.answer(&asked.secret, give()).await.expect("given");
    let count = async || -> i64 { sqlx::query_scalar("SELECT COUNT(*) FROM consents").fetch_one(&hub.db().pool).await.expect("a number") };
    hub.server.app.clock.put_forward(366 * DAY);
    meyirim_backend::app::purge(&hub.server.app).await.expect("purged");
    assert_eq!(count().await, 1, "a year has to pass since the action");
    hub.server.app.clock.put_forward(DAY);
    meyirim_backend::app::purge(&hub.server.app).await.expect("purged");
    assert_eq!(count().await, 0);
    // And with the account at once.
    let other = hub.person("other", AgeClass::Under14, &[Role::Volunteer]).await;
    let asked = hub.ask_parent(&other, &Purpose::Everything).await;
    hub.answer(&asked.secret, give()).await.expect("given");
    hub.call(Some(&other), session::delete_me(&key())).await.expect("gone");
    assert_eq!((count().await, kind(hub.look(&asked.secret).await)), (0, ProblemKind::NotFound));
}

/// Nobody in the demo city has a place by a consent that nobody gave.
async fn the_demo_city_has_them(place: Place) {
    let hub = Hub::with(&place, |settings| settings.demo = Some(Demo { actions: 40, seed: 1 })).await;
    let count = async |and: &str| -> i64 {
        let sql = format!("SELECT COUNT(*) FROM signups s WHERE s.guardian = 'written_consent' {and}");
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&hub.db().pool).await.expect("a number")
    };
    assert!(count("").await > 0);
    let given = "SELECT 1 FROM consents c WHERE c.person = s.person AND c.action = s.action AND c.state = 'given'";
    assert_eq!(count(&format!("AND NOT EXISTS ({given})")).await, 0);
    // Its volunteer under 14 is asked for one like everybody else.
    let asked = hub.ask_parent("demo-child", &Purpose::Everything).await;
    assert_eq!(hub.look(&asked.secret).await.expect("seen").child.as_deref(), Some("Әлинұр"));
}

async fn not_too_often(place: Place) {
    let hub = Hub::with(&place, |settings| settings.allowances.consents_per_address = (2, 1)).await;
    assert_eq!(kind(hub.look("x").await), ProblemKind::NotFound);
    assert_eq!(kind(hub.answer("x", Answer::Refuse).await), ProblemKind::NotFound);
    let Err(error) = hub.look("x").await else { panic!() };
    assert_eq!((error.kind(), error.retry_after().is_some()), (Some(ProblemKind::TooMany), true));
}
