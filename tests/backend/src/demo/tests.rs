//! What must hold of the city on any day, of any size.

use super::{City, city, signups::VOLUNTEER};
use meyirim::model::{
    ActionDetail, ActionState, AgeClass, Contact, Day, Direction, Guardian, Hazard, Instant, Lang, OrganisationKind, Person, PersonId,
    Role, Texts, Zone,
    age::age_bar,
    campaign::{Standing, on_wall},
    clash::Span,
    instant,
    kiosk::day::is_on,
    member::Field,
    rest,
    series::{alike, date},
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::LazyLock,
};

const DISTRICTS: [&str; 5] = ["abay", "al_farabi", "enbekshi", "karatau", "turan"];

/// UTC+6 until 1 March 2024, UTC+5 since.
fn zone() -> Zone {
    let change: Instant = "2024-02-29T18:00:00Z".parse().unwrap();
    Zone::with_changes("Asia/Almaty", 6 * 3600, &[(change, 5 * 3600)])
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A city for each season, and one of the size of the benchmarks.
fn cities() -> &'static [(Day, City)] {
    static CITIES: LazyLock<Vec<(Day, City)>> = LazyLock::new(|| {
        [("2026-11-22", 240), ("2027-02-01", 240), ("2027-05-06", 600), ("2028-02-29", 40), ("2027-08-14", 10_000)]
            .map(|(today, many)| (day(today), city(day(today), &zone(), many, 7)))
            .into()
    });
    &CITIES
}

fn persons(city: &City) -> HashMap<&PersonId, &Person> {
    let roster = city.people.iter().map(|one| &one.person);
    roster.chain(city.accounts.iter().map(|account| &account.person)).map(|person| (&person.id, person)).collect()
}

#[test]
fn the_same_day_and_seed_give_the_same_city() {
    let today = day("2026-11-22");
    let one = city(today, &zone(), 240, 7);
    assert!(one == city(today, &zone(), 240, 7));
    assert!(one.signups != city(today, &zone(), 240, 8).signups);
    let more = city(today, &zone(), 300, 7);
    assert!(one.people == more.people && one.organisations == more.organisations, "more actions change no names");
    let first = one.people.first().and_then(|one| one.person.name.as_deref());
    assert_eq!(first, city(day("2027-05-06"), &zone(), 0, 7).people.first().and_then(|one| one.person.name.as_deref()));
}

#[test]
fn ids_are_unique_and_the_order_is_that_of_a_listing() {
    for (_, city) in cities() {
        let ids: HashSet<_> = city.actions.iter().map(|detail| detail.action.id.as_str()).collect();
        assert_eq!(ids.len(), city.actions.len());
        assert!(city.actions.is_sorted_by(|a, b| a.action.order() < b.action.order()));
        assert_eq!(persons(city).len(), city.people.len() + city.accounts.len());
        assert_eq!(city.people.len(), 3_000);
        let organisations: HashSet<_> = city.organisations.iter().map(|organisation| &organisation.id).collect();
        assert_eq!(organisations.len(), city.organisations.len());
        let indicators: HashSet<_> = city.indicators.iter().map(|indicator| &indicator.id).collect();
        assert_eq!(indicators.len(), city.indicators.len());
        for detail in &city.actions {
            assert_eq!(detail.organisers.first(), detail.action.organiser.as_ref());
            assert!(detail.organisers.iter().all(|id| organisations.contains(id)));
        }
    }
}

#[test]
fn as_many_actions_as_asked_for() {
    for many in [0, 1, 5, 20, 21, 240] {
        let city = city(day("2026-11-22"), &zone(), many, 1);
        assert_eq!(city.actions.iter().filter(|detail| detail.action.demo).count(), many);
    }
}

#[test]
fn a_series_has_its_dates() {
    for (today, city) in cities() {
        assert_eq!(city.series.len(), usize::from(city.actions.len() > 100));
        for series in &city.series {
            let dates: Vec<_> = city.actions.iter().filter(|detail| detail.action.series.as_ref() == Some(&series.id)).collect();
            let days: Vec<Day> = dates.iter().filter_map(|detail| Some(detail.series.as_ref()?.day)).collect();
            assert_eq!(days, series.repeat.days());
            assert!(series.repeat.check().is_ok() && days.iter().all(|day| day > today) && days.len() >= 11);
            assert_eq!(dates.iter().filter(|detail| detail.action.state == ActionState::Cancelled).count(), 1);
            let apart = |detail: &&&ActionDetail| detail.series.as_ref().is_some_and(|date| date.apart);
            let later: Vec<_> = dates.iter().filter(apart).collect();
            assert_eq!(later.len(), 1);
            for detail in dates.iter().filter(|detail| !apart(detail)) {
                let planned = date(series, detail.series.as_ref().unwrap().day, &zone()).unwrap();
                assert!(alike(detail, &planned), "{}", detail.action.id);
            }
        }
    }
}

#[test]
fn what_is_made_up_says_so_and_what_is_real_has_a_source() {
    for (_, city) in cities() {
        let demo: BTreeMap<_, _> = city.organisations.iter().map(|one| (&one.id, one.demo)).collect();
        for organisation in &city.organisations {
            assert_eq!(organisation.demo, organisation.source.is_none(), "{}", organisation.id);
            let says_so = organisation.name.each().all(|name| name.contains("демо") || name.contains("demo"));
            assert_eq!(organisation.demo, says_so, "{}", organisation.id);
            let fictitious = organisation.phone.as_deref().is_none_or(|phone| phone.starts_with("+7700000"));
            assert!(fictitious, "{}: no real phone is known", organisation.id);
        }
        for detail in &city.actions {
            let action = &detail.action;
            assert_eq!(action.demo, detail.source.is_none(), "{}", action.id);
            assert!(!detail.organisers.is_empty() || !action.demo, "{}", action.id);
            assert!(detail.organisers.iter().all(|id| demo[id] == action.demo), "{}: no words in another's mouth", action.id);
        }
        assert!(city.indicators.iter().all(|indicator| !indicator.demo && indicator.source.is_some() && indicator.value.is_some()));
        for campaign in &city.campaigns {
            assert_eq!(campaign.demo, campaign.source.is_none(), "{}", campaign.id);
            assert!(campaign.organiser.iter().all(|id| demo[id] == campaign.demo), "{}: no words in another's mouth", campaign.id);
        }
        assert!(city.news.iter().all(|one| one.demo && one.organisation.iter().all(|id| demo[id])));
        assert!(city.people.iter().all(|one| one.person.contact.as_str().starts_with("+7700000")));
        assert!(city.accounts.iter().all(|one| one.person.contact.as_str().ends_with(".demo@meyirim.example")));
    }
}

#[test]
fn nothing_of_a_party_and_nothing_of_umit() {
    for (_, city) in cities() {
        let ids = city.organisations.iter().map(|one| one.id.as_str());
        assert!(ids.into_iter().all(|id| !id.contains("amanat") && !id.contains("zhastar-ruhy")));
        assert!(!format!("{:?}", (&city.organisations, &city.actions)).to_lowercase().contains("amanat"));
        let directions: BTreeSet<_> = city.actions.iter().map(|detail| detail.action.direction).collect();
        let without_umit: BTreeSet<_> = Direction::ALL.into_iter().filter(|direction| *direction != Direction::Umit).collect();
        assert_eq!(directions, without_umit);
    }
}

fn whole(texts: &Texts) -> bool {
    Lang::ALL.into_iter().all(|lang| texts.get(lang).is_some_and(|text| !text.contains(['{', '}'])))
}

#[test]
fn one_campaign_runs_and_plans_are_no_results() {
    for (today, city) in cities() {
        let now = zone().start_of(*today).plus(12 * instant::HOUR);
        assert!(city.campaigns.iter().all(|one| one.check(*today).is_empty()), "{today}");
        assert!(city.news.iter().all(|one| one.check(now).is_empty() && one.is_current(now)), "{today}");
        let [running] = on_wall(&city.campaigns, *today, 5)[..] else { panic!("one on the wall on {today}") };
        assert_eq!((running.demo, running.share()), (true, Some(60)));
        let share = |id: &str| city.campaigns.iter().find(|one| one.id.as_str() == id).map(|one| one.share());
        assert_eq!(
            [share("needy-families-2021"), share("thirty-flats-2021"), share("ramadan-baskets-2021")],
            [Some(Some(96)), Some(None), Some(None)]
        );
        assert!(city.campaigns.iter().filter(|one| !one.demo).all(|one| one.stands(*today) == Standing::Over));
    }
}

#[test]
fn every_text_has_content_and_few_lack_a_language() {
    for (_, city) in cities() {
        for one in &city.organisations {
            let texts = [Some(&one.name), one.address.as_ref(), one.does.as_ref(), one.hours.as_ref()];
            let gave = one.gave.iter().flat_map(|gift| [&gift.what, &gift.unit]);
            let needs = one.needs.iter().flat_map(|need| std::iter::once(&need.what).chain(&need.amount));
            assert!(texts.into_iter().flatten().chain(gave).chain(needs).all(whole), "{}", one.id);
        }
        for one in &city.indicators {
            assert!([Some(&one.name), one.unit.as_ref(), one.definition.as_ref()].into_iter().flatten().all(whole), "{}", one.id);
        }
        for one in &city.campaigns {
            let texts = [Some(&one.title), Some(&one.summary), one.unit.as_ref(), one.definition.as_ref()];
            assert!(texts.into_iter().flatten().all(whole), "{}", one.id);
        }
        assert!(city.news.iter().all(|one| whole(&one.title) && whole(&one.text)));
        assert!(city.accounts.iter().all(|account| whole(&account.note)));
        let mut lacking = BTreeSet::new();
        let mut few = 0;
        for detail in &city.actions {
            let action = &detail.action;
            assert!(action.place.iter().chain(action.shifts.iter().filter_map(|shift| shift.role.as_ref())).all(whole), "{}", action.id);
            let texts: Vec<&Texts> =
                std::iter::once(&action.title).chain(&detail.about).chain(&detail.meeting).chain(&detail.requirements).collect();
            let missing: Vec<Lang> = Lang::ALL.into_iter().filter(|lang| action.title.get(*lang).is_none()).collect();
            assert!(missing.len() <= 1, "{}", action.id);
            assert!(texts.iter().all(|texts| Lang::ALL.into_iter().all(|lang| texts.get(lang).is_some() != missing.contains(&lang))));
            assert!(texts.iter().flat_map(|texts| texts.each()).all(|text| !text.contains(['{', '}'])));
            few += missing.len();
            lacking.extend(missing);
        }
        assert_eq!(lacking.len(), 3, "each language is missing somewhere");
        assert!(few * 10 <= city.actions.len(), "{few} of {}", city.actions.len());
    }
}

#[test]
fn counts_are_those_of_the_signups() {
    for (_, city) in cities() {
        let mut counted: HashMap<_, (u32, u32)> = HashMap::new();
        for signup in &city.signups {
            let (taken, waiting) = counted.entry((&signup.action, &signup.shift)).or_default();
            *(if signup.waitlisted { waiting } else { taken }) += 1;
        }
        for detail in &city.actions {
            for shift in &detail.action.shifts {
                let seats = shift.seats;
                let (taken, waiting) = counted.remove(&(&detail.action.id, &shift.id)).unwrap_or_default();
                assert_eq!((seats.taken, seats.waiting), (taken, waiting), "{}", detail.action.id);
                assert!(seats.taken <= seats.most && seats.needed <= seats.most);
                assert!(seats.waiting == 0 || (seats.taken == seats.most && detail.action.waitlist), "{}", detail.action.id);
                assert_eq!(seats.most > 0, detail.action.demo, "seats of real actions are not known");
            }
        }
        assert!(counted.is_empty());
    }
}

#[test]
fn everybody_may_be_where_they_are() {
    for (today, city) in cities() {
        let persons = persons(city);
        let actions: HashMap<_, _> = city.actions.iter().map(|detail| (&detail.action.id, &detail.action)).collect();
        let mut busy: HashMap<&PersonId, Vec<Span>> = HashMap::new();
        let mut last: HashMap<_, Instant> = HashMap::new();
        let begins = zone().start_of(*today);
        for signup in &city.signups {
            let action = actions[&signup.action];
            let shift = action.shift(&signup.shift).unwrap();
            let class = persons[&signup.person].age_class.unwrap();
            assert_eq!(signup.guardian.is_some(), class == AgeClass::Under14);
            assert_eq!(age_bar(class, &action.hazards, action.youngest, signup.guardian), Ok(()), "{}", action.id);
            let span = Span { starts: shift.starts, ends: shift.ends };
            let mine = busy.entry(&signup.person).or_default();
            assert!(mine.iter().all(|other| !other.overlaps(span)), "{} clashes", signup.person);
            assert!(rest::too_much(class, span, mine.iter().map(|span| (*span, ()))).is_none(), "{} has no rest", signup.person);
            mine.push(span);
            assert!(signup.made_at < begins && signup.made_at < shift.starts);
            let before = last.insert((&signup.action, &signup.shift), signup.made_at);
            assert!(before.is_none_or(|before| before < signup.made_at), "in the order in which they asked");
        }
    }
}

#[test]
fn shifts_ascend_and_last() {
    for (today, city) in cities() {
        let zone = zone();
        for detail in &city.actions {
            let shifts = &detail.action.shifts;
            assert!(!shifts.is_empty() && shifts.len() <= 3);
            assert!(shifts.is_sorted_by_key(|shift| shift.starts));
            assert!(shifts.iter().all(|shift| shift.starts < shift.ends && shift.withdraw_until.is_none_or(|until| until <= shift.starts)));
            let (starts, ends) = (zone.local(detail.action.starts()), zone.local(detail.action.ends()));
            if detail.action.demo {
                // But for the duty, which goes round the clock.
                let round = detail.action.ends().0 - detail.action.starts().0 == instant::DAY;
                assert!(round || (starts.hour() >= 6 && ends.hour() < 23 && starts.date() == ends.date()), "{}", detail.action.id);
                assert!(detail.action.district.as_deref().is_none_or(|district| DISTRICTS.contains(&district)));
            } else {
                assert!(ends.date() < *today);
                assert_eq!((starts.hour(), starts.minute(), ends.hour(), ends.minute()), (0, 0, 0, 0), "a whole day, for no hour is known");
                assert_eq!(starts.date().tomorrow().unwrap(), ends.date());
            }
        }
    }
}

#[test]
fn every_state_can_be_seen_this_fortnight() {
    for (today, city) in cities() {
        let zone = zone();
        let soon: Vec<_> = city
            .actions
            .iter()
            .map(|detail| &detail.action)
            .filter(|action| (*today..today.saturating_add(jiff::Span::new().days(15))).contains(&zone.day(action.starts())))
            .filter(|action| action.demo)
            .collect();
        let some = |what: &str, test: &dyn Fn(&&meyirim::model::Action) -> bool| {
            assert!(soon.iter().any(|action| action.state == ActionState::Published && test(action)), "{today}: none {what}");
        };
        some("today", &|action| zone.day(action.starts()) == *today);
        some("tomorrow", &|action| zone.day(action.starts()) == today.tomorrow().unwrap());
        some("with a waitlist", &|action| action.seats().is_full() && action.seats().waiting > 0);
        some("full", &|action| action.seats().is_full() && !action.waitlist);
        some("nearly full", &|action| (1..=4).contains(&action.seats().left()));
        some("in need", &|action| action.seats().missing() >= 10);
        some("for adults", &|action| action.youngest == AgeClass::Adult);
        some("from 14", &|action| action.youngest == AgeClass::From14To17);
        for hazard in [Hazard::EmergencyRelief, Hazard::HeavyOrHarmful, Hazard::ConvictSupport] {
            some("with a hazard", &|action| action.hazards.contains(&hazard));
        }
        for lang in Lang::ALL {
            some("untranslated", &|action| action.title.get(lang).is_none());
        }
        assert!(soon.iter().any(|action| action.state == ActionState::Cancelled));
        let behind = city.actions.iter().filter(|detail| detail.action.demo && detail.action.starts() < zone.start_of(*today));
        assert!(behind.count() * 100 >= city.actions.len(), "some are over");
    }
}

#[test]
fn the_demo_volunteer_has_a_place_and_a_place_in_the_line() {
    for (today, city) in cities() {
        let mine: Vec<_> = city.signups.iter().filter(|signup| signup.person.as_str() == VOLUNTEER).collect();
        assert_eq!(mine.len(), 2);
        assert_eq!(mine.iter().filter(|signup| signup.waitlisted).count(), 1);
        for signup in mine {
            let action = city.actions.iter().find(|detail| detail.action.id == signup.action).unwrap();
            assert!(action.action.starts() > zone().start_of(today.tomorrow().unwrap()), "still to come");
            assert_eq!(action.action.state, ActionState::Published);
        }
    }
}

#[test]
fn people_are_young_and_their_phones_their_own() {
    let city = city(day("2026-11-22"), &zone(), 0, 7);
    let count = |class| city.people.iter().filter(|one| one.person.age_class == Some(class)).count();
    assert!(AgeClass::ALL.into_iter().all(|class| count(class) > 300));
    assert!(count(AgeClass::Under14) + count(AgeClass::From14To17) > 1_500);
    let contacts: HashSet<&Contact> = city.people.iter().map(|one| &one.person.contact).collect();
    assert_eq!(contacts.len(), 3_000);
    for role in [Role::Volunteer, Role::ShiftLeader, Role::Coordinator, Role::AssociationLeader, Role::Auditor, Role::Administrator] {
        assert!(city.accounts.iter().any(|account| account.person.roles.contains(&role)), "{role:?}");
    }
    let leads = |person: &Person| person.roles.iter().any(|role| *role != Role::Volunteer);
    assert!(city.people.iter().all(|one| !leads(&one.person) || one.person.age_class == Some(AgeClass::Adult)));
    assert_eq!(age_bar(AgeClass::Under14, &[], AgeClass::Under14, Some(Guardian::Present)), Ok(()));
}

#[test]
fn the_front_page_keeps_two_populations_apart() {
    let city = city(day("2026-11-22"), &zone(), 0, 7);
    let mut front: Vec<_> = city.indicators.iter().filter_map(|one| one.front.map(|at| (at, one))).collect();
    front.sort_by_key(|(at, _)| *at);
    assert_eq!(front.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5]);
    assert_eq!(front.iter().map(|(_, one)| one.value).collect::<Vec<_>>(), [3690., 3564., 3000., 73., 31., 4.].map(Some));
    assert!(front.iter().all(|(_, one)| one.definition.is_some()));
    let shops = city.organisations.iter().filter(|one| one.kind == OrganisationKind::SocialShop);
    assert_eq!(shops.clone().count(), 4);
    assert_eq!(shops.filter(|shop| shop.demo).count(), 3);
}

#[test]
fn members_are_as_a_change_would_have_left_them() {
    let (_, city) = &cities()[0];
    assert_eq!(city.members.len(), city.people.len());
    for member in &city.members {
        assert!(member.name.is_some(), "{}", member.id);
        for field in Field::ALL {
            for text in member.value(field).into_iter().chain(member.entries(field)) {
                assert_eq!(field.canonical(&text).as_ref(), Ok(&Some(text)), "{}", member.id);
            }
        }
    }
    let lacking = |field: Field| city.members.iter().filter(|member| member.value(field).is_none()).count();
    assert!(lacking(Field::Phone) > 100 && lacking(Field::AgeClass) > 100 && lacking(Field::District) > 100, "a list has gaps");
}

/// A kiosk of an organisation, and the page of who comes today, have something to show on any day.
#[test]
fn today_there_is_something_at_each_place() {
    for (today, city) in cities().iter().filter(|(_, city)| city.actions.iter().filter(|detail| detail.action.demo).count() > 30) {
        let noon = zone().start_of(*today).plus(12 * instant::HOUR);
        let on = |detail: &&ActionDetail| detail.action.shifts.iter().any(|shift| is_on(&detail.action, shift, noon, &zone()));
        let at: HashSet<&str> = city.actions.iter().filter(on).flat_map(|detail| &detail.organisers).map(|one| one.as_str()).collect();
        assert!(["demo-hub", "demo-eco", "demo-med"].iter().all(|one| at.contains(one)), "{today}: {at:?}");
    }
}

/// Whenever somebody looks at the demo, its leader has a shift to lead that is going on and has people in it.
#[test]
fn at_every_hour_there_is_a_shift_to_lead() {
    for (today, city) in cities().iter().filter(|(_, city)| city.actions.iter().filter(|detail| detail.action.demo).count() > 30) {
        for hour in 0..24 {
            let now = zone().start_of(*today).plus(hour * instant::HOUR);
            let on = |(action, shift, _): &&(_, _, PersonId)| {
                let detail = city.actions.iter().find(|detail| detail.action.id == *action).unwrap();
                let shift = detail.action.shift(shift).unwrap();
                shift.starts <= now && now < shift.ends && shift.seats.taken > 0
            };
            assert!(city.leaders.iter().any(|led| on(&led)), "{today} at {hour}");
        }
    }
}

#[test]
fn the_centre_is_sound_and_no_place_is_held_twice() {
    for (today, city) in cities() {
        let centre = &city.centre;
        assert_eq!(centre.check(), Ok(()));
        let seats = centre.resources.iter().filter(|one| one.kind == meyirim::model::centre::ResourceKind::Seat).count();
        assert_eq!((seats, centre.resources.len() - seats), (12, 3));
        let said = |texts: &Texts| Lang::ALL.iter().all(|lang| texts.get(*lang).is_some());
        assert!(centre.resources.iter().flat_map(|one| one.equipment.iter().chain([&one.name])).all(said));
        assert!(city.bookings.len() > 40, "{today}: {}", city.bookings.len());
        for (at, a) in city.bookings.iter().enumerate() {
            assert!(centre.pieces(a.time(), &zone()).is_some());
            assert!(city.bookings[at + 1..].iter().all(|b| a.resource != b.resource || !a.time().overlaps(b.time())));
        }
    }
}
