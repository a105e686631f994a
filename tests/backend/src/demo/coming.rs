//! Actions around today, made up out of patterns: kinds of action that did happen in the city, with the hours of day, weekdays and
//! seasons that suit them.
//!
//! A few are placed by hand, so that whatever the day, every state of a screen can be seen: full, nearly full, a waitlist, cancelled,
//! adults only, each hazard, a missing translation, people badly needed. The rest are spread by chance, denser at weekends. No pattern
//! belongs to the direction Umit: sources know of no such action, and the empty direction is shown as it is.

use super::{
    data::{self, Pattern, Place, Shared, Words},
    random::{Random, data_id, short_id},
};
use meyirim::model::{
    Action, ActionDetail, ActionState, CoverRule, Day, HoursRule, Instant, Lang, Repeat, Seats, Shift, Zone,
    instant::{HOUR, MINUTE},
    series::{Rhythm, SeriesPlan, date},
};
use std::collections::HashSet;

/// An action, and how many people shall have joined it.
pub struct Planned {
    pub detail: ActionDetail,
    pub fill: Fill,
    /// Which of [`SPECIALS`] it is.
    pub special: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    Empty,
    /// Far fewer than needed.
    Few,
    /// Enough, with places left.
    Enough,
    /// A place or two left.
    Nearly,
    /// None left.
    Full,
    /// None left, and people wait.
    Line,
}

#[derive(Clone, Copy)]
enum When {
    /// So many days from today.
    On(i32),
    /// The first day from then on that suits the pattern.
    From(i32),
}

struct Special {
    pattern: &'static str,
    when: When,
    fill: Fill,
    state: ActionState,
    lacking: Option<Lang>,
}

const fn special(pattern: &'static str, when: When, fill: Fill) -> Special {
    Special { pattern, when, fill, state: ActionState::Published, lacking: None }
}

const fn cancelled(pattern: &'static str, when: When, fill: Fill) -> Special {
    Special { pattern, when, fill, state: ActionState::Cancelled, lacking: None }
}

const fn untranslated(pattern: &'static str, when: When, lacking: Lang) -> Special {
    Special { pattern, when, fill: Fill::Enough, state: ActionState::Published, lacking: Some(lacking) }
}

/// The demo's volunteer has a place in the first of these and waits for one in the second. Their weekdays differ, so they never clash.
pub const CONFIRMED: usize = 0;
pub const WAITLISTED: usize = 1;

/// Placed by hand, in the order of what must not be missing when few actions are wanted.
const SPECIALS: &[Special] = &[
    special("saturday-clean-up", When::From(1), Fill::Enough),
    special("boarding-lessons", When::From(2), Fill::Line),
    special("river-bank", When::From(1), Fill::Few),
    special("welcome", When::On(0), Fill::Enough),
    special("basket-packing", When::On(1), Fill::Few),
    special("relief-point", When::On(0), Fill::Few),
    special("shop-duty", When::On(0), Fill::Full),
    special("first-aid", When::On(1), Fill::Full),
    special("donor-day", When::From(1), Fill::Line),
    cancelled("game-day", When::From(2), Fill::Enough),
    untranslated("dog-walking", When::From(1), Lang::Kk),
    untranslated("kazakh-club", When::From(1), Lang::Ru),
    untranslated("reading", When::From(1), Lang::En),
    special("river-bed", When::From(2), Fill::Nearly),
    special("new-start", When::From(2), Fill::Few),
    special("elderly-courier", When::On(0), Fill::Nearly),
    special("homework-club", When::On(1), Fill::Enough),
    special("museum-evening", When::From(2), Fill::Nearly),
    cancelled("memorial", When::From(3), Fill::Few),
    special("veterans-yard", When::From(8), Fill::Empty),
    // Round the clock, from six to six: whenever somebody looks at the demo, a shift is going on.
    special("duty", When::On(-1), Fill::Enough),
    special("duty", When::On(0), Fill::Enough),
    // Whichever organisation's coordinator looks at today, there is something.
    special("recycling", When::On(0), Fill::Few),
    special("lids", When::On(0), Fill::Enough),
];

/// An action that repeats, in a city that is large enough for it: the children's club, on its weekdays, for so many days. One date is skipped, one begins an hour later.
const SERIES: (&str, i32) = ("homework-club", 27);
const LARGE_ENOUGH: usize = 100;
const SKIPPED: usize = 2;
const LATER: usize = 4;

/// Days that lie behind, and the least that lie ahead.
const BEHIND: i32 = 7;
const AHEAD: usize = 63;

/// In the order of every listing; and the series that some are dates of.
pub fn plan(today: Day, zone: &Zone, many: usize, random: &mut Random) -> (Vec<Planned>, Vec<SeriesPlan>) {
    let kit = Kit { patterns: data::patterns(), places: data::places(), shared: data::shared(), zone };
    let mut taken = Taken::new();
    let mut planned: Vec<Planned> =
        SPECIALS.iter().take(many).enumerate().map(|(number, special)| kit.special(number, special, today, &mut taken, random)).collect();

    let mut series = Vec::new();
    if many >= LARGE_ENOUGH {
        let (plan, dates) = kit.series(today, &mut taken, random);
        planned.extend(dates);
        series.push(plan);
    }
    let calendar = calendar(today, (many / 25).clamp(AHEAD, 365));
    let rest = many - planned.len();
    planned.extend((0..rest).map(|at| kit.by_chance(SPECIALS.len() + at, today, calendar[at * calendar.len() / rest], &mut taken, random)));
    planned.sort_by(|a, b| a.detail.action.order().cmp(&b.detail.action.order()));
    (planned, series)
}

/// The days, ascending, each as often as it is busy.
fn calendar(today: Day, ahead: usize) -> Vec<Day> {
    let days = (-BEHIND..ahead as i32).map(|offset| later(today, offset));
    days.flat_map(|day| {
        let busy = match day.weekday().to_monday_one_offset() {
            6 => 3,
            7 => 2,
            _ => 1,
        };
        std::iter::repeat_n(day, busy)
    })
    .collect()
}

fn later(day: Day, days: i32) -> Day {
    day.saturating_add(jiff::Span::new().days(days))
}

/// Few plan for the month after next; what is over had people.
fn fill(today: Day, day: Day, random: &mut Random) -> Fill {
    let chances: &[(Fill, usize)] = if day < today {
        &[(Fill::Few, 10), (Fill::Enough, 55), (Fill::Nearly, 20), (Fill::Full, 15)]
    } else if day < later(today, 28) {
        &[(Fill::Empty, 8), (Fill::Few, 24), (Fill::Enough, 38), (Fill::Nearly, 16), (Fill::Full, 6), (Fill::Line, 8)]
    } else {
        &[(Fill::Empty, 35), (Fill::Few, 35), (Fill::Enough, 26), (Fill::Nearly, 3), (Fill::Line, 1)]
    };
    random.weighted(chances).unwrap_or(Fill::Empty)
}

/// Days, patterns and places there are already: the same action twice on one day would look like a mistake.
type Taken<'k> = HashSet<(Day, &'k str, usize)>;

struct Kit<'a> {
    patterns: Vec<Pattern>,
    places: Vec<Place>,
    shared: Shared,
    zone: &'a Zone,
}

impl Kit<'_> {
    fn special<'k>(&'k self, number: usize, special: &Special, today: Day, taken: &mut Taken<'k>, random: &mut Random) -> Planned {
        let pattern = self.patterns.iter().find(|pattern| pattern.id == special.pattern).expect("SPECIALS name patterns that are there");
        let day = match special.when {
            When::On(days) => later(today, days),
            When::From(days) => {
                let week = (days..days + 7).map(|days| later(today, days));
                week.into_iter().find(|day| pattern.on_weekday(*day)).unwrap_or(later(today, days))
            }
        };
        // The latest hour, so that in the morning of the demo today's are still ahead.
        let start = pattern.starts.last().expect("a pattern has hours");
        let (at, place) = self.place(pattern, random);
        taken.insert((day, &pattern.id, at));
        let mut detail = self.detail(number, pattern, place, day, start, special.lacking, random);
        detail.action.state = special.state;
        detail.sequence = u32::from(special.state == ActionState::Cancelled);
        Planned { detail, fill: special.fill, special: Some(number) }
    }

    fn series<'k>(&'k self, today: Day, taken: &mut Taken<'k>, random: &mut Random) -> (SeriesPlan, Vec<Planned>) {
        let (id, days) = SERIES;
        let pattern = self.patterns.iter().find(|pattern| pattern.id == id).expect("SERIES names a pattern that is there");
        let weekdays = pattern.days.iter().filter_map(|day| u8::try_from(*day).ok()).collect();
        let repeat = Repeat { from: later(today, 1), until: later(today, days), every: 1, on: Rhythm::Weekly(weekdays) };
        let days = repeat.days();
        let (at, place) = self.place(pattern, random);
        taken.extend(days.iter().map(|day| (*day, pattern.id.as_str(), at)));
        let plan = self.detail(0, pattern, place, days[0], &pattern.starts[0], None, random);
        let series = SeriesPlan { id: data_id(id), repeat, plan };
        let dates = days.into_iter().enumerate().map(|(at, day)| {
            let mut detail = date(&series, day, self.zone).expect("a short id");
            if at == SKIPPED {
                detail.action.state = ActionState::Cancelled;
                detail.sequence = 1;
            }
            if let (LATER, Some(occurrence)) = (at, &mut detail.series) {
                occurrence.apart = true;
                for shift in &mut detail.action.shifts {
                    (shift.starts, shift.ends) = (shift.starts.plus(HOUR), shift.ends.plus(HOUR));
                }
            }
            Planned { detail, fill: if at == SKIPPED { Fill::Few } else { Fill::Enough }, special: None }
        });
        let dates = dates.collect();
        (series, dates)
    }

    fn by_chance<'k>(&'k self, number: usize, today: Day, day: Day, taken: &mut Taken<'k>, random: &mut Random) -> Planned {
        let suiting: Vec<(&Pattern, usize)> = self
            .patterns
            .iter()
            .filter(|pattern| pattern.on_weekday(day) && (pattern.months.is_empty() || pattern.months.contains(&day.month())))
            .map(|pattern| (pattern, pattern.weight))
            .collect();
        let mut choose = || {
            let pattern = random.weighted(&suiting).expect("there is something to do on every day of the year");
            (pattern, self.place(pattern, random))
        };
        let (pattern, place) = std::iter::repeat_with(&mut choose)
            .take(20)
            .find(|(pattern, (at, _))| taken.insert((day, &pattern.id, *at)))
            .unwrap_or_else(choose);
        let lacking = random.percent(4).then(|| random.weighted(&[(Lang::En, 5), (Lang::Ru, 3), (Lang::Kk, 2)])).flatten();
        let start = random.pick(&pattern.starts);
        let detail = self.detail(number, pattern, place.1, day, start, lacking, random);
        Planned { detail, fill: fill(today, day, random), special: None }
    }

    fn place(&self, pattern: &Pattern, random: &mut Random) -> (usize, &Place) {
        let fits = |place: &Place| place.tags.iter().any(|tag| pattern.places.contains(tag));
        let places: Vec<(usize, &Place)> = self.places.iter().enumerate().filter(|(_, place)| fits(place)).collect();
        *random.pick(&places)
    }

    #[expect(clippy::too_many_arguments, reason = "each is one choice that two callers make differently")]
    fn detail(
        &self,
        number: usize,
        pattern: &Pattern,
        place: &Place,
        day: Day,
        start: &str,
        lacking: Option<Lang>,
        random: &mut Random,
    ) -> ActionDetail {
        let exact = if pattern.numbered { house(&place.name, random.within(1..=120)) } else { place.name.clone() };
        let clock: jiff::civil::Time = start.parse().unwrap_or_else(|why| panic!("demo/patterns.json: {}: {why}", pattern.id));
        let starts = self.zone.instant(day.to_datetime(clock));
        let organisers: Vec<_> = pattern.organiser.iter().chain(&place.organiser).cloned().collect();
        let action = Action {
            id: short_id('d', number),
            rev: 0,
            state: ActionState::Published,
            title: random.pick(&pattern.titles).fill(&exact, lacking),
            direction: pattern.direction,
            district: place.district.clone(),
            place: Some(exact.texts()),
            organiser: organisers.first().cloned(),
            shifts: self.shifts(pattern, starts, random),
            youngest: pattern.youngest,
            hazards: pattern.hazards.clone(),
            waitlist: pattern.waitlist,
            demo: true,
            series: None,
        };
        ActionDetail {
            action,
            about: Some(pattern.about.fill(&exact, lacking)),
            requirements: pattern.requirements.iter().map(|key| self.shared.requirements[key].fill(&exact, lacking)).collect(),
            meeting: Some(self.shared.meetings[&pattern.meeting].fill(&exact, lacking)),
            address: None,
            coordinates: place.coordinates,
            organisers,
            source: None,
            sequence: 0,
            hours: HoursRule::default(),
            cover: CoverRule::default(),
            series: None,
            report: None,
            called_off: None,
        }
    }

    fn shifts(&self, pattern: &Pattern, starts: Instant, random: &mut Random) -> Vec<Shift> {
        let mut shifts: Vec<Shift> = pattern
            .shifts
            .iter()
            .map(|shift| {
                let starts = starts.plus(shift.after * MINUTE);
                let needed = random.within(shift.needed.0..=shift.needed.1);
                Shift {
                    id: data_id("0"),
                    role: shift.role.as_ref().map(|key| self.shared.roles[key].texts()),
                    starts,
                    ends: starts.plus(shift.minutes * MINUTE),
                    seats: Seats { needed, most: random.within(shift.most.0..=shift.most.1).max(needed), taken: 0, waiting: 0 },
                    withdraw_until: pattern.withdraw_hours.map(|hours| starts.plus(-hours * HOUR)),
                }
            })
            .collect();
        shifts.sort_by_key(|shift| shift.starts);
        for (at, shift) in shifts.iter_mut().enumerate() {
            shift.id = data_id(&(at + 1).to_string());
        }
        shifts
    }
}

impl Pattern {
    fn on_weekday(&self, day: Day) -> bool {
        self.days.contains(&day.weekday().to_monday_one_offset())
    }
}

/// A made-up house in a real street or neighbourhood: where a yard is cleaned, not where somebody lives.
fn house(place: &Words, number: u32) -> Words {
    Words {
        kk: format!("{}, {number}-үй", place.kk),
        ru: format!("{}, дом {number}", place.ru),
        en: format!("{}, house {number}", place.en),
    }
}
