//! An action as somebody is writing it down: whatever was typed, also where it is not finished or makes no sense yet. It becomes an action, or a list of what is missing or wrong and where; and it
//! says in which languages a text is not written yet, which is flagged and stops nobody.
//!
//! Days and times are texts by the hub's clock, as the fields of the form have them, so that half an entry is kept like a whole one. What a form does not show of an action that there is already
//! (its point on the map, its source, further organisers) comes from that action.

mod repeat;
mod shift;
mod typed;

pub use repeat::{Beat, RepeatDraft};
pub use shift::ShiftDraft;
pub use typed::{Typed, missing, missing_in};

use super::{
    Action, ActionDetail, ActionId, ActionState, AgeClass, CoverRule, Day, Direction, Hazard, HoursRule, Id, Instant, Lang, OrganisationId,
    Shift, ShiftId, Texts, Zone,
    instant::{add_days, day_number, iso, parse_day},
    series::{NoSeries, Repeat},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A draft has the id that its action, or its series, will have.
pub type DraftId = Id<ActionDraft>;

/// Longest short text, and longest description, in characters.
pub const LONGEST_LINE: usize = 300;
pub const LONGEST_ABOUT: usize = 6_000;
/// Lines of what to bring, and shifts, at most.
pub const MOST_LINES: usize = 30;
pub const MOST_SHIFTS: usize = 30;
/// Places of one shift, at most.
pub const MOST_PLACES: u32 = 10_000;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ActionDraft {
    pub title: Typed,
    pub about: Typed,
    pub place: Typed,
    pub address: Typed,
    pub meeting: Typed,
    pub requirements: Vec<Typed>,
    pub direction: Option<Direction>,
    /// Key of a district; empty: not said.
    pub district: String,
    /// Id of an organisation; empty: not said.
    pub organiser: String,
    pub youngest: Option<AgeClass>,
    pub hazards: Vec<Hazard>,
    pub waitlist: bool,
    pub cover: CoverRule,
    /// How hours are counted: see [`HoursRule`]; `count_most` empty: without a limit of its own.
    pub count_round: String,
    pub count_most: String,
    pub count_night: String,
    /// By the id that each has, or will have.
    pub shifts: BTreeMap<String, ShiftDraft>,
    pub repeat: Option<RepeatDraft>,
}

/// A draft as the backend keeps it for all who plan: `GET /admin/drafts`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeptDraft {
    pub id: DraftId,
    /// Counts its versions, from 1.
    pub rev: u64,
    pub changed_at: Instant,
    /// Who changed it last, where they have told a name.
    #[serde(default)]
    pub by_name: Option<String>,
    pub form: ActionDraft,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Drafts {
    pub items: Vec<KeptDraft>,
}

/// `PUT /admin/drafts/{id}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PutDraft {
    /// Of the version that this one is based on; 0: there was none.
    pub rev: u64,
    pub form: ActionDraft,
}

/// Drafts that a hub keeps, at most.
pub const MOST_DRAFTS: usize = 300;

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// Has to be there.
    Missing,
    NoDay,
    NoTime,
    /// No whole number, or none within what makes sense here.
    NoNumber,
    /// Ends before it begins.
    EndsFirst,
    /// Has begun already.
    Past,
    /// More people are needed than there are places.
    NeededOverMost,
    TooLong,
    TooMany,
    /// Not a rule that has dates, or one that has too many.
    Rule(NoSeries),
}

/// What is missing or wrong, by the path of the field: `title`, `shifts.2.from`. In the order of the form.
pub type Faults = Vec<(String, Wrong)>;

impl ActionDraft {
    /// What a new one begins with: the rules that hold unless somebody says otherwise, and one shift to fill in.
    pub fn blank() -> Self {
        let hours = HoursRule::default();
        Self {
            waitlist: true,
            count_round: hours.round.to_string(),
            count_night: hours.night.to_string(),
            shifts: BTreeMap::from([("1".to_owned(), ShiftDraft::default())]),
            ..Self::default()
        }
    }

    /// An action as a form shows it.
    pub fn of(detail: &ActionDetail, zone: &Zone) -> Self {
        let ActionDetail { action, hours, .. } = detail;
        Self {
            title: Typed::of(Some(&action.title)),
            about: Typed::of(detail.about.as_ref()),
            place: Typed::of(action.place.as_ref()),
            address: Typed::of(detail.address.as_ref()),
            meeting: Typed::of(detail.meeting.as_ref()),
            requirements: detail.requirements.iter().map(|texts| Typed::of(Some(texts))).collect(),
            direction: Some(action.direction),
            district: action.district.clone().unwrap_or_default(),
            organiser: action.organiser.as_ref().map(ToString::to_string).unwrap_or_default(),
            youngest: Some(action.youngest),
            hazards: action.hazards.clone(),
            waitlist: action.waitlist,
            cover: detail.cover,
            count_round: hours.round.to_string(),
            count_most: hours.most.map(|most| most.to_string()).unwrap_or_default(),
            count_night: hours.night.to_string(),
            shifts: action.shifts.iter().map(|shift| (shift.id.to_string(), ShiftDraft::of(shift, zone))).collect(),
            repeat: None,
        }
    }

    /// The plan of a series with its rule.
    pub fn of_series(repeat: &Repeat, plan: &ActionDetail, zone: &Zone) -> Self {
        Self { repeat: Some(RepeatDraft::of(repeat)), ..Self::of(plan, zone) }
    }

    /// The same for other days: counts stay behind, shifts are numbered anew, and it is one action, whatever it was copied from.
    pub fn copied(&self, days: i64) -> Self {
        let mut copy = self.clone();
        let mut shifts: Vec<ShiftDraft> = copy.shifts.into_values().collect();
        shifts.sort_by_key(ShiftDraft::order);
        copy.shifts = (1..).map(|number: usize| number.to_string()).zip(shifts).collect();
        copy.repeat = None;
        copy.move_days(days);
        copy
    }

    /// All shifts so many days later, or earlier. What is no day yet stays as it is.
    pub fn move_days(&mut self, days: i64) {
        for shift in self.shifts.values_mut() {
            for day in [&mut shift.day, &mut shift.last_day] {
                if let Some(moved) = parse_day(day).and_then(|day| moved(day, days)) {
                    *day = iso(moved);
                }
            }
        }
    }

    /// The shifts in the order of their beginning.
    pub fn ordered(&self) -> Vec<String> {
        let mut ids: Vec<&String> = self.shifts.keys().collect();
        ids.sort_by_key(|id| (self.shifts[*id].order(), id.len(), (*id).clone()));
        ids.into_iter().cloned().collect()
    }

    /// An id that no shift has.
    pub fn free_shift(&self) -> String {
        (1..).map(|number: u32| number.to_string()).find(|id| !self.shifts.contains_key(id)).unwrap_or_default()
    }

    /// The first day on which something is planned.
    pub fn first_day(&self) -> Option<Day> {
        self.shifts.values().filter_map(|shift| parse_day(&shift.day)).min()
    }

    /// Its texts with their paths, in the order of the form.
    pub fn texts(&self) -> Vec<(String, &Typed)> {
        let fixed = [
            ("title", &self.title),
            ("about", &self.about),
            ("place", &self.place),
            ("address", &self.address),
            ("meeting", &self.meeting),
        ];
        let lines = self.requirements.iter().enumerate().map(|(at, typed)| (format!("requirements.{at}"), typed));
        let roles =
            self.ordered().into_iter().filter_map(|id| self.shifts.get(&id).map(|shift| (format!("shifts.{id}.role"), &shift.role)));
        fixed.into_iter().map(|(path, typed)| (path.to_owned(), typed)).chain(lines).chain(roles).collect()
    }

    /// Which texts lack which of the hub's languages.
    pub fn untranslated(&self, languages: &[Lang]) -> Vec<(String, Vec<Lang>)> {
        let lacking = |(path, typed): (String, &Typed)| Some((path, typed.missing(languages))).filter(|(_, missing)| !missing.is_empty());
        self.texts().into_iter().filter_map(lacking).collect()
    }

    /// The action that it describes, or what keeps it from being one. `base`: the action that is being changed. `now`, where nothing may have begun: of what is new.
    pub fn detail(&self, id: &ActionId, base: Option<&ActionDetail>, zone: &Zone, now: Option<Instant>) -> Result<ActionDetail, Faults> {
        let mut faults = Faults::new();
        if self.title.texts().is_none() {
            faults.push(("title".to_owned(), Wrong::Missing));
        }
        for (path, typed) in self.texts() {
            let longest = if path == "about" { LONGEST_ABOUT } else { LONGEST_LINE };
            if Lang::ALL.into_iter().any(|lang| typed.get(lang).trim().chars().count() > longest) {
                faults.push((path, Wrong::TooLong));
            }
        }
        if self.requirements.len() > MOST_LINES {
            faults.push(("requirements".to_owned(), Wrong::TooMany));
        }
        if self.direction.is_none() {
            faults.push(("direction".to_owned(), Wrong::Missing));
        }
        if self.youngest.is_none() {
            faults.push(("youngest".to_owned(), Wrong::Missing));
        }
        let organiser = (!self.organiser.is_empty()).then(|| OrganisationId::new(&self.organiser)).transpose();
        if organiser.is_err() {
            faults.push(("organiser".to_owned(), Wrong::Missing));
        }
        let hours = self.hours(&mut faults);
        let shifts = self.planned(base, zone, now, &mut faults);
        let (Some(title), Some(direction), Some(youngest), Ok(organiser), true) =
            (self.title.texts(), self.direction, self.youngest, organiser, faults.is_empty())
        else {
            return Err(faults);
        };
        let known = base.map(|base| &base.action);
        let action = Action {
            id: id.clone(),
            rev: known.map_or(0, |known| known.rev),
            state: known.map_or(ActionState::Published, |known| known.state),
            title,
            direction,
            district: (!self.district.is_empty()).then(|| self.district.clone()),
            place: self.place.texts(),
            organiser,
            shifts,
            youngest,
            hazards: self.hazards.clone(),
            waitlist: self.waitlist,
            demo: known.is_some_and(|known| known.demo),
            series: known.and_then(|known| known.series.clone()),
        };
        Ok(ActionDetail {
            about: self.about.texts(),
            requirements: self.requirements.iter().filter_map(Typed::texts).collect(),
            meeting: self.meeting.texts(),
            address: self.address.texts(),
            coordinates: base.filter(|base| self.is_at(base)).and_then(|base| base.coordinates),
            organisers: organisers(base, action.organiser.as_ref()),
            source: base.and_then(|base| base.source.clone()),
            sequence: base.map_or(0, |base| base.sequence),
            hours,
            cover: self.cover,
            series: base.and_then(|base| base.series.clone()),
            report: base.and_then(|base| base.report.clone()),
            called_off: base.and_then(|base| base.called_off.clone()),
            action,
        })
    }

    /// The rule of the series that it is to be; `Ok(None)`: it happens once.
    pub fn rule(&self) -> Result<Option<Repeat>, Faults> {
        self.repeat.as_ref().map(|repeat| repeat.rule(self.first_day())).transpose()
    }

    fn hours(&self, faults: &mut Faults) -> HoursRule {
        let mut number = |path: &str, text: &str, least, most| {
            whole(text, least, most).unwrap_or_else(|| {
                faults.push((path.to_owned(), Wrong::NoNumber));
                least
            })
        };
        let round = number("count_round", &self.count_round, 1, 60);
        let most = (!self.count_most.trim().is_empty()).then(|| number("count_most", &self.count_most, 0, 24 * 60));
        let night = number("count_night", &self.count_night, 0, 300);
        let small = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
        HoursRule { round: small(round), most: most.map(small), night: small(night) }
    }

    fn planned(&self, base: Option<&ActionDetail>, zone: &Zone, now: Option<Instant>, faults: &mut Faults) -> Vec<Shift> {
        if self.shifts.is_empty() {
            faults.push(("shifts".to_owned(), Wrong::Missing));
        }
        if self.shifts.len() > MOST_SHIFTS {
            faults.push(("shifts".to_owned(), Wrong::TooMany));
        }
        let mut shifts = Vec::new();
        for name in self.ordered() {
            let (Some(draft), Ok(id)) = (self.shifts.get(&name), ShiftId::new(&name)) else {
                faults.push(("shifts".to_owned(), Wrong::Missing));
                continue;
            };
            let known = base.and_then(|base| base.action.shift(&id));
            match draft.shift(id, known, zone, now) {
                Ok(shift) => shifts.push(shift),
                Err(wrong) => faults.extend(wrong.into_iter().map(|(path, wrong)| (format!("shifts.{name}.{path}"), wrong))),
            }
        }
        shifts.sort_by_key(|shift| shift.starts);
        shifts
    }

    /// Nothing of the place was written otherwise, so that its point on the map is still true. A translation that is added changes no place.
    fn is_at(&self, base: &ActionDetail) -> bool {
        let same = |typed: &Typed, texts: Option<&Texts>| {
            Lang::ALL.into_iter().all(|lang| texts.and_then(|texts| texts.get(lang)).is_none_or(|text| text == typed.get(lang).trim()))
        };
        same(&self.place, base.action.place.as_ref()) && same(&self.address, base.address.as_ref())
    }
}

/// The first is the action's; the others stay as they were.
fn organisers(base: Option<&ActionDetail>, first: Option<&OrganisationId>) -> Vec<OrganisationId> {
    let before = base.and_then(|base| base.action.organiser.as_ref());
    if before == first {
        return base.map(|base| base.organisers.clone()).unwrap_or_else(|| first.cloned().into_iter().collect());
    }
    let others = base.iter().flat_map(|base| &base.organisers).filter(|other| Some(*other) != before && Some(*other) != first);
    first.into_iter().chain(others).cloned().collect()
}

/// By how many days an action has to be moved, in whole weeks, so that its first shift is still to come. At least a week: a copy on the same day is a mistake more often than a wish.
pub fn weeks_ahead(starts: Instant, now: Instant, zone: &Zone) -> i64 {
    let behind = zone.day_number(now) - zone.day_number(starts);
    (behind.div_euclid(7) + 1).max(1) * 7
}

fn moved(day: Day, days: i64) -> Option<Day> {
    // The edges of the calendar are clamped; a day that comes out otherwise than it should has met one.
    let number = day_number(day).checked_add(days)?;
    let day = add_days(day, days);
    (day_number(day) == number && (0..=9999).contains(&day.year())).then_some(day)
}

/// A whole number within these.
fn whole(text: &str, least: u32, most: u32) -> Option<u32> {
    let text = text.trim();
    let number: u32 = (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())??;
    (least..=most).contains(&number).then_some(number)
}
