//! The settings of the coworking centre: whoever is slower, bookings that a change would leave behind, a first centre.

use crate::{
    centre::{book, change, hub, new, settings, there, to_moment},
    hub::{Hub, Place, id, key, kind},
};
use meyirim::{
    api::{ApiError, ProblemKind, centre},
    model::{
        Centre, Coordinates, Role, Texts,
        booking::BookingState,
        booking_acts::MoveBooking,
        centre_change::{Stranded, strands_of},
        instant::MINUTE,
    },
};

crate::on_both!(settings_are_changed, settings_that_are_none, a_change_loses_no_booking, what_was_released_stays_so, a_first_centre);

fn texts(text: &str) -> Texts {
    Texts::new(Some(text), Some(text), Some(text)).expect("a text")
}

/// Whoever was slower is told, and has lost nothing; a version that nobody named changes nothing.
async fn settings_are_changed(place: Place) {
    let (hub, staff) = hub(&place).await;
    let other = hub.person("other", None, &[Role::Administrator]).await;
    let (first, etag) = there(&hub).await;
    assert_eq!(first, settings());
    let later = Centre { name: texts("Жаңа атау"), ..first.clone() };
    let (again, mine) = (key(), Centre { about: texts("Басқа"), ..first.clone() });
    let put = || hub.call(Some(&staff), centre::put(&later, Some(&etag), 0, &again));
    let (saved, saved_as) = put().await.expect("saved");
    assert_eq!((&saved, &saved_as), (&later, &Some(there(&hub).await.1)), "its ETag is the one that reading gives");
    assert_eq!(put().await, Ok((saved, saved_as.clone())), "heard twice it is one change, with its ETag");
    assert_eq!(kind(hub.call(Some(&other), centre::put(&mine, Some(&etag), 0, &key())).await), ProblemKind::Changed);
    assert_eq!(there(&hub).await.0, later);
    hub.call(Some(&other), centre::put(&mine, saved_as.as_deref(), 0, &key())).await.expect("looked again");
    assert_eq!(there(&hub).await.0, mine);
    let blind = hub.call(Some(&other), centre::put(&later, None, 0, &key())).await;
    let Err(ApiError::Problem { problem, .. }) = blind else { panic!("{blind:?}") };
    assert_eq!((problem.status, problem.errors[0].pointer.as_str()), (428, "/header/if-match"));
    assert_eq!(there(&hub).await.0, mine);
}

/// Hours and places that go: the bookings that lose theirs are named before, are never more than were known of, and stay.
async fn a_change_loses_no_booking(place: Place) {
    let (hub, staff) = hub(&place).await;
    let (me, other) = (hub.adult("aigul").await, hub.adult("marat").await);
    book(&hub, &me, "b1", &new(&hub, "s1", 10, 1)).await.expect("booked");
    book(&hub, &other, "b2", &new(&hub, "s2", 20, 2)).await.expect("booked");
    let mut evening = settings();
    for open in &mut evening.open {
        (open.from, open.to) = (0, 21 * 60);
    }
    let told = hub.call(Some(&staff), centre::check(&evening, &key())).await.expect("looked");
    let ids = |told: &Stranded| told.items.iter().map(|one| (one.id.to_string(), one.why.clone(), one.already)).collect::<Vec<_>>();
    assert_eq!(ids(&told), [("b2".to_owned(), "closed".to_owned(), false)]);
    assert_eq!(there(&hub).await.0, settings(), "looking changes nothing");

    let refused = change(&hub, &staff, &evening, 0).await;
    let Err(ApiError::Problem { problem, .. }) = refused else { panic!("{refused:?}") };
    assert_eq!((ProblemKind::from_uri(&problem.uri), problem.detail.as_deref().and_then(strands_of)), (ProblemKind::Changed, Some(1)));
    assert_eq!(there(&hub).await.0, settings());
    change(&hub, &staff, &evening, 1).await.expect("known of");
    let mine = hub.call(Some(&other), centre::mine()).await.expect("mine").items;
    assert_eq!(mine.iter().map(|one| (one.id.to_string(), one.state)).collect::<Vec<_>>(), [("b2".to_owned(), BookingState::Booked)]);

    // A place goes as well. What was left behind before is told, and not counted once more.
    let mut fewer = evening.clone();
    fewer.resources.retain(|one| one.id != id("s1"));
    let told = hub.call(Some(&staff), centre::check(&fewer, &key())).await.expect("looked");
    assert_eq!(ids(&told), [("b1".to_owned(), "no-such-place".to_owned(), false), ("b2".to_owned(), "closed".to_owned(), true)]);
    change(&hub, &staff, &fewer, 1).await.expect("known of");
    // They are moved, or given up, by those who run it.
    let b1 = hub.call(Some(&me), centre::mine()).await.expect("mine").items.remove(0);
    let to = MoveBooking { resource: id("s2"), from: b1.from, to: b1.to, rev: b1.rev };
    hub.call(Some(&staff), centre::move_to(&id("b1"), &to, &key())).await.expect("moved");
    hub.call(Some(&staff), centre::cancel(&id("b2"), &key())).await.expect("given up");
    assert_eq!(hub.call(Some(&staff), centre::check(&fewer, &key())).await.expect("looked").items, []);
}

/// Released by the rule of then and not written down yet: a longer rule does not bring it back to a place that somebody else may have by now.
async fn what_was_released_stays_so(place: Place) {
    let (hub, staff) = hub(&place).await;
    let me = hub.adult("aigul").await;
    let booked = book(&hub, &me, "b1", &new(&hub, "s1", 10, 1)).await.expect("booked");
    to_moment(&hub, booked.from.plus(20 * MINUTE));
    let mut patient = settings();
    patient.rules.release_after = 45;
    change(&hub, &staff, &patient, 0).await.expect("changed");
    let mine = hub.call(Some(&me), centre::mine()).await.expect("mine").items;
    assert_eq!(mine.iter().map(|one| one.state).collect::<Vec<_>>(), [BookingState::Released]);
}

async fn settings_that_are_none(place: Place) {
    let (hub, staff) = hub(&place).await;
    for (lat, lon) in [(90.1, 69.6), (42.3, -180.5)] {
        let away = Centre { coordinates: Some(Coordinates { lat, lon, coarse: false }), ..settings() };
        assert_eq!(kind(change(&hub, &staff, &away, 0).await), ProblemKind::Invalid);
    }
    let crowd = |people| {
        let mut crowd = settings();
        crowd.resources[0].capacity = people;
        crowd
    };
    for people in [0, 1001] {
        assert_eq!(kind(change(&hub, &staff, &crowd(people), 0).await), ProblemKind::Invalid);
    }
    assert_eq!(there(&hub).await.0, settings());
    change(&hub, &staff, &crowd(1000), 0).await.expect("a crowd");
}

/// A hub without a centre: nothing to be based on.
async fn a_first_centre(place: Place) {
    let hub = Hub::on(&place).await;
    let staff = hub.person("staff", None, &[Role::Coordinator]).await;
    assert_eq!(kind(hub.call(Some(&staff), centre::put(&settings(), Some("\"e\""), 0, &key())).await), ProblemKind::NotFound);
    assert_eq!(hub.call(Some(&staff), centre::check(&settings(), &key())).await.expect("looked").items, []);
    hub.call(Some(&staff), centre::put(&settings(), None, 0, &key())).await.expect("a centre");
    assert_eq!(there(&hub).await.0, settings());
}
