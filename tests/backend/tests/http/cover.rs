//! Standing in: who cannot come keeps the place until somebody has taken it; those who wait come first; people who fit are asked; the leader has a say where the action wants it.

use crate::hub::{Hub, Place, id, key, kind, shift};
use meyirim::{
    api::{ApiError, Fetched, ProblemKind, attendance, notices, signups},
    model::{
        Cover, CoverRule, NoticeKind, Role, Signup, SignupState,
        instant::HOUR,
        roll::{Leaders, Listed},
        signup::SignupAnswer,
    },
};

crate::on_both!(
    the_place_is_kept_until_somebody_takes_it,
    those_who_wait_come_first,
    who_fits_is_asked,
    the_leader_has_a_say,
    what_makes_no_sense
);

async fn find(hub: &Hub, token: &str) -> Result<SignupAnswer, ApiError> {
    hub.call(Some(token), signups::find_cover(&id("clean"), &shift(), &key())).await
}

async fn cancel(hub: &Hub, token: &str) -> Result<SignupAnswer, ApiError> {
    hub.call(Some(token), signups::cancel_cover(&id("clean"), &shift(), &key())).await
}

async fn mine(hub: &Hub, token: &str) -> Signup {
    let page = hub.call(Some(token), signups::list()).await.expect("signups");
    let Fetched::New(page) = page else { panic!() };
    page.items.into_iter().find(|signup| signup.action == id("clean")).expect("a signup")
}

async fn told(hub: &Hub, token: &str) -> Vec<(NoticeKind, String)> {
    let news = hub.call(Some(token), notices::news()).await.expect("news");
    news.items.into_iter().map(|notice| (notice.kind, notice.action.to_string())).collect()
}

fn taken(answer: &SignupAnswer) -> (u32, u32) {
    let seats = answer.action.shifts[0].seats;
    (seats.taken, seats.waiting)
}

async fn the_place_is_kept_until_somebody_takes_it(place: Place) {
    let hub = Hub::on(&place).await;
    let mut plan = hub.plan("clean", 24, 2, true);
    // Too late to give the place up: that is when a stand-in is needed most.
    plan.action.shifts[0].withdraw_until = Some(hub.now().plus(-HOUR));
    hub.action(plan).await;
    let (ann, ben, cem) = (hub.adult("ann").await, hub.adult("ben").await, hub.adult("cem").await);
    for token in [&ann, &ben] {
        hub.join(token, "clean", false, &key()).await.expect("joined");
    }
    assert_eq!(kind(hub.leave(&ann, "clean", &key()).await), ProblemKind::TooLate);
    for _ in 0..2 {
        let asked = find(&hub, &ann).await.expect("asked");
        assert_eq!((asked.signup.standing, asked.signup.cover, taken(&asked)), (SignupState::Confirmed, Some(Cover::Open), (1, 0)));
    }
    // Comes after all, and again not.
    let back = cancel(&hub, &ann).await.expect("back");
    assert_eq!((back.signup.standing, back.signup.cover, taken(&back)), (SignupState::Confirmed, None, (2, 0)));
    assert_eq!(kind(hub.join(&cem, "clean", false, &key()).await), ProblemKind::Full);
    find(&hub, &ann).await.expect("asked");
    // Whoever joins stands in; who is stood in for hears of it, and can no longer come after all.
    let joined = hub.join(&cem, "clean", false, &key()).await.expect("stands in");
    assert_eq!((joined.signup.standing, taken(&joined)), (SignupState::Confirmed, (2, 0)));
    assert_eq!((mine(&hub, &ann).await.standing, mine(&hub, &ann).await.cover), (SignupState::Withdrawn, None));
    assert_eq!(told(&hub, &ann).await, [(NoticeKind::Covered, "clean".to_owned())]);
    assert_eq!(kind(cancel(&hub, &ann).await), ProblemKind::NotJoined);
    assert_eq!(mine(&hub, &ben).await.standing, SignupState::Confirmed);
}

async fn those_who_wait_come_first(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("clean", 24, 1, true)).await;
    hub.action(hub.plan("before", 5, 9, true)).await;
    let (ann, ben, cem, dan) = (hub.adult("ann").await, hub.adult("ben").await, hub.adult("cem").await, hub.adult("dan").await);
    hub.join(&dan, "before", false, &key()).await.expect("joined");
    for token in [&ann, &ben, &cem] {
        hub.join(token, "clean", true, &key()).await.expect("joined");
    }
    let asked = find(&hub, &ann).await.expect("asked");
    assert_eq!((asked.signup.standing, taken(&asked)), (SignupState::Confirmed, (1, 1)), "it is offered to the first in line");
    assert!(matches!(mine(&hub, &ben).await.standing, SignupState::Offered { .. }));
    // Held for them; and a promise that is not taken back.
    assert_eq!(kind(hub.join(&dan, "clean", false, &key()).await), ProblemKind::Full);
    assert_eq!(kind(cancel(&hub, &ann).await), ProblemKind::Full);
    // Lets it go: the next one. Nobody has to take it, and until then it is the place of whoever asked.
    hub.leave(&ben, "clean", &key()).await.expect("let go");
    assert!(matches!(mine(&hub, &cem).await.standing, SignupState::Offered { .. }));
    assert_eq!(mine(&hub, &ann).await.standing, SignupState::Confirmed);
    assert_eq!(told(&hub, &dan).await, []);
    // The last one as well: only now others are asked.
    hub.leave(&cem, "clean", &key()).await.expect("let go");
    assert_eq!(told(&hub, &dan).await, [(NoticeKind::StandIn, "clean".to_owned())]);
    hub.join(&cem, "clean", false, &key()).await.expect("taken after all");
    assert_eq!((mine(&hub, &ann).await.standing, mine(&hub, &cem).await.standing), (SignupState::Withdrawn, SignupState::Confirmed));
}

/// Who has had a place in an action of the same direction, is old enough, and has nothing else at that time.
async fn who_fits_is_asked(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("clean", 48, 1, true)).await;
    hub.action(hub.plan("before", 20, 9, true)).await;
    hub.action(hub.plan("same-time", 48, 9, true)).await;
    let ann = hub.adult("ann").await;
    hub.join(&ann, "clean", false, &key()).await.expect("joined");
    let (fits, busy, stranger) = (hub.adult("fits").await, hub.adult("busy").await, hub.adult("stranger").await);
    for token in [&fits, &busy] {
        hub.join(token, "before", false, &key()).await.expect("joined");
    }
    hub.join(&busy, "same-time", false, &key()).await.expect("joined");
    find(&hub, &ann).await.expect("asked");
    assert_eq!(told(&hub, &fits).await, [(NoticeKind::StandIn, "clean".to_owned())]);
    assert_eq!((told(&hub, &busy).await.len(), told(&hub, &stranger).await.len()), (0, 0));
    // What is taken, or called off, is no longer news.
    cancel(&hub, &ann).await.expect("back");
    assert_eq!(told(&hub, &fits).await, []);
    find(&hub, &ann).await.expect("asked");
    assert_eq!(told(&hub, &fits).await, [(NoticeKind::StandIn, "clean".to_owned())], "once, however often somebody changes their mind");
    hub.join(&fits, "clean", false, &key()).await.expect("stands in");
    assert_eq!(told(&hub, &fits).await, []);
    assert_eq!(told(&hub, &ann).await, [(NoticeKind::Covered, "clean".to_owned())]);
}

async fn answer(hub: &Hub, token: &str, agreed: bool) -> Result<Listed, ApiError> {
    hub.call(Some(token), attendance::answer_cover(&id("clean"), &shift(), &id("ann"), agreed, &key())).await
}

async fn the_leader_has_a_say(place: Place) {
    let hub = Hub::on(&place).await;
    let mut plan = hub.plan("clean", 20, 1, true);
    plan.cover = CoverRule::LeaderAgrees;
    hub.action(plan).await;
    let admin = hub.person("admin", None, &[Role::Administrator]).await;
    let (leader, ann, ben) = (hub.adult("leader").await, hub.adult("ann").await, hub.adult("ben").await);
    let named = hub.ask("PUT", "/admin/actions/clean/shifts/s/leaders").bearer_auth(&admin).header("idempotency-key", key());
    assert_eq!(named.json(&Leaders { leaders: vec![id("leader"), id("ann")] }).send().await.expect("an answer").status(), 200);
    hub.join(&ann, "clean", false, &key()).await.expect("joined");
    assert_eq!(kind(answer(&hub, &leader, true).await), ProblemKind::NotFound);
    let asked = find(&hub, &ann).await.expect("asked");
    assert_eq!((asked.signup.cover, taken(&asked)), (Some(Cover::Asked), (1, 0)));
    assert_eq!(kind(hub.join(&ben, "clean", false, &key()).await), ProblemKind::Full);
    let roll = hub.call(Some(&leader), attendance::roll(&id("clean"), &shift())).await.expect("the roll");
    assert_eq!(roll.people[0].cover, Some(Cover::Asked));
    assert_eq!(kind(answer(&hub, &ben, true).await), ProblemKind::Forbidden);
    assert_eq!(kind(answer(&hub, &ann, true).await), ProblemKind::Forbidden, "she leads as well, but not herself");
    assert_eq!(answer(&hub, &leader, false).await.expect("no").cover, None);
    assert_eq!(mine(&hub, &ann).await.cover, None);
    find(&hub, &ann).await.expect("asked again");
    for _ in 0..2 {
        assert_eq!(answer(&hub, &leader, true).await.expect("yes").cover, Some(Cover::Open));
    }
    hub.join(&ben, "clean", false, &key()).await.expect("stands in");
    assert_eq!(mine(&hub, &ann).await.standing, SignupState::Withdrawn);
}

async fn what_makes_no_sense(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("clean", 24, 1, true)).await;
    let (ann, ben) = (hub.adult("ann").await, hub.adult("ben").await);
    hub.join(&ann, "clean", false, &key()).await.expect("joined");
    assert_eq!(kind(find(&hub, &ben).await), ProblemKind::NotJoined);
    hub.join(&ben, "clean", true, &key()).await.expect("waits");
    assert_eq!(kind(find(&hub, &ben).await), ProblemKind::NotJoined, "who waits has no place that could be taken");
    // Nothing to call off.
    assert_eq!(cancel(&hub, &ann).await.expect("as it was").signup.cover, None);
    find(&hub, &ann).await.expect("asked");
    // Left by another way: it is over with the search as well.
    hub.leave(&ann, "clean", &key()).await.expect("left");
    assert_eq!(mine(&hub, &ann).await.cover, None);
    hub.server.app.clock.put_forward(25 * HOUR);
    assert_eq!(kind(find(&hub, &ann).await), ProblemKind::NotJoined);
}
