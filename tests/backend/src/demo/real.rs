//! What public sources say of the city, and the made-up organisations that stand beside it.
//!
//! Chosen from a collection of facts by these rules. Nothing held by or with a political party. No organisation twice (a forerunner
//! whose relation is unsettled is left out; a movement's clothes store is part of the movement), so one social shop is real and three
//! are made up. Indicators need a date and a statement in the source; of values that clash, one is kept, but for the two counts of
//! volunteers, whose definitions hold them apart. Of organisations the directions, of actions the direction are our reading.

use super::data;
use meyirim::model::{
    Action, ActionDetail, ActionState, AgeClass, Campaign, CoverRule, Day, HoursRule, Indicator, NewsItem, Organisation, PartialDate,
    Seats, Shift, Zone,
    instant::{DAY, HOUR, add_days},
};

pub fn organisations(today: Day) -> Vec<Organisation> {
    let mut all = data::organisations();
    let last_month = today.first_of_month().yesterday().unwrap_or(today);
    all.extend(data::made_up_organisations().into_iter().map(|mut made_up| {
        // A made-up shop is always up to date; what its file says of dates only fills the place.
        made_up.as_of = Some(PartialDate { year: today.year(), month: Some(today.month()), day: Some(today.day()) });
        for gift in &mut made_up.gave {
            gift.as_of = PartialDate { year: last_month.year(), month: Some(last_month.month()), day: None };
        }
        made_up
    }));
    all
}

pub fn indicators() -> Vec<Indicator> {
    data::indicators()
}

/// Real ones of 2021, and a made-up one of this year, so that something runs. A plan is no result: what was promised and of which nothing more was heard has no figure.
pub fn campaigns(today: Day) -> Vec<Campaign> {
    let mut all = data::campaigns();
    let year = PartialDate { year: today.year(), month: None, day: None };
    // Counted yesterday, unless that was another year's marathon.
    let as_of = PartialDate::of(add_days(today, -1).max(year.first_day()));
    all.extend(data::made_up_campaigns().into_iter().map(|mut made_up| {
        (made_up.begins, made_up.ends) = (Some(year), Some(year));
        made_up.achieved = made_up.achieved.map(|achieved| meyirim::model::campaign::Achieved { as_of, ..achieved });
        made_up
    }));
    all
}

/// Made up: of the last days, and of some weeks; one of them runs out.
pub fn news(today: Day, zone: &Zone) -> Vec<NewsItem> {
    let mut days = [-1, -4, -13].into_iter();
    let dated = |mut item: NewsItem| {
        item.published = zone.start_of(add_days(today, days.next().unwrap_or(-30))).plus(10 * HOUR);
        item.until = item.until.map(|_| zone.start_of(add_days(today, 21)));
        item
    };
    data::made_up_news().into_iter().map(dated).collect()
}

/// Real actions that are over. A source that gives the day never gives the hour, and none is made up: such an action has one shift
/// that lasts the whole day, from midnight to midnight of the hub, and a screen shows the day alone. What a source dates only to the
/// month is left out, for a day would be made up. Parts of an action (a district's share in a city's clean-up) are told within it, so
/// that nothing is counted twice. Where the day is that of the report, the text says so.
pub fn past(zone: &Zone) -> Vec<ActionDetail> {
    data::past().into_iter().map(|past| whole_day(past, zone)).collect()
}

fn whole_day(past: data::Past, zone: &Zone) -> ActionDetail {
    let date = past.date;
    let day = date.month.zip(date.day).and_then(|(month, day)| Day::new(date.year, month, day).ok());
    let day = day.unwrap_or_else(|| panic!("demo/past.json: {}: dated to the day", past.id));
    let starts = zone.start_of(day);
    let ends = day.tomorrow().map_or(starts.plus(DAY), |next| zone.start_of(next));
    let shift = Shift { id: super::random::data_id("1"), role: None, starts, ends, seats: Seats::default(), withdraw_until: None };
    let action = Action {
        id: super::random::data_id(&past.id),
        rev: 0,
        state: ActionState::Published,
        title: past.title,
        direction: past.direction,
        district: past.district,
        place: past.place,
        organiser: past.organisers.first().cloned(),
        shifts: vec![shift],
        youngest: AgeClass::Under14,
        hazards: Vec::new(),
        waitlist: false,
        demo: false,
        series: None,
    };
    ActionDetail {
        action,
        about: Some(past.about),
        requirements: Vec::new(),
        meeting: None,
        address: None,
        coordinates: None,
        organisers: past.organisers,
        source: Some(past.source),
        sequence: 0,
        hours: HoursRule::default(),
        cover: CoverRule::default(),
        series: None,
        report: None,
        called_off: None,
    }
}
