//! What came of an action: how many came, how many hours were confirmed, what was done. Written by whoever plans, once it is over; everybody sees it, and it adds up to the hub's own figures.
//!
//! How many came is somebody's word where nobody noted who was there. Where somebody did, both numbers are kept, and a difference wants a reason.

use super::{Action, ActionId, ActionState, Direction, Instant, Texts, action_draft::Typed};
use serde::{Deserialize, Serialize};

/// Longest reason, and most figures of an action.
pub const LONGEST_WHY: usize = 500;
pub const MOST_FIGURES: usize = 12;
/// More people than a city has cannot have come.
pub const MOST_PEOPLE: u32 = 100_000;

/// As everybody sees it, with the action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Report {
    pub came: u32,
    /// Confirmed when it was written.
    pub minutes: u32,
    #[serde(default)]
    pub done: Option<Texts>,
    #[serde(default)]
    pub figures: Vec<Figure>,
    pub at: Instant,
}

/// "Baskets of food: 40"
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Figure {
    pub what: Texts,
    pub count: u32,
}

/// `PUT /admin/actions/{id}/report`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewReport {
    pub came: u32,
    /// Why it is another number than was noted. For those who plan, not for everybody.
    #[serde(default)]
    pub why: Option<String>,
    #[serde(default)]
    pub done: Option<Texts>,
    #[serde(default)]
    pub figures: Vec<Figure>,
}

/// What the log of attendance says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Noted {
    /// People checked in, each once however many shifts they were in; `None`: nobody noted anything.
    pub came: Option<u32>,
    /// Confirmed or sealed, in minutes, over all shifts.
    pub minutes: u32,
    /// Shifts of people who were there and whose hours nobody has confirmed, or that are disputed.
    pub open: u32,
    /// Places that were taken.
    pub places: u32,
}

/// `GET /admin/actions/{id}/report`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Closing {
    pub noted: Noted,
    /// What was reported, if anything was.
    #[serde(default)]
    pub report: Option<Report>,
    #[serde(default)]
    pub why: Option<String>,
}

/// `GET /admin/reports`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reported {
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub items: Vec<ActionId>,
}

/// Why a report is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoReport {
    /// Not before this moment, when the last shift is over.
    NotOver(Instant),
    /// It was called off.
    Cancelled,
    TooManyPeople,
    /// Another number than was noted, without a reason.
    WhyNeeded,
    WhyTooLong,
    TooManyFigures,
}

/// When an action can be reported on.
pub fn may_report(action: &Action, now: Instant) -> Result<(), NoReport> {
    match action.state {
        ActionState::Cancelled => Err(NoReport::Cancelled),
        ActionState::Published if now < action.ends() => Err(NoReport::NotOver(action.ends())),
        ActionState::Published => Ok(()),
    }
}

impl NewReport {
    /// Takes away what is only blank.
    pub fn tidied(mut self) -> Self {
        self.why = self.why.map(|why| why.trim().to_owned()).filter(|why| !why.is_empty());
        self
    }

    pub fn check(&self, action: &Action, noted: &Noted, now: Instant) -> Result<(), NoReport> {
        may_report(action, now)?;
        let why = self.why.as_deref().unwrap_or_default().trim();
        if self.came > MOST_PEOPLE {
            Err(NoReport::TooManyPeople)
        } else if noted.came.is_some_and(|came| came != self.came) && why.is_empty() {
            Err(NoReport::WhyNeeded)
        } else if why.chars().count() > LONGEST_WHY {
            Err(NoReport::WhyTooLong)
        } else if self.figures.len() > MOST_FIGURES {
            Err(NoReport::TooManyFigures)
        } else {
            Ok(())
        }
    }
}

/// One report, as far as it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Of the action's beginning, by the hub's clock.
    pub year: i16,
    pub direction: Direction,
    pub came: u32,
    /// `None`: nobody noted who was there, so nobody knows of hours.
    pub minutes: Option<u32>,
}

/// What reports come to. People who come to two actions are counted twice: who they were is nobody's business here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    pub held: u64,
    pub came: u64,
    /// `None`: nowhere was anything noted.
    pub minutes: Option<u64>,
}

impl Sum {
    fn add(&mut self, one: &Counted) {
        self.held += 1;
        self.came += u64::from(one.came);
        if let Some(minutes) = one.minutes {
            *self.minutes.get_or_insert(0) += u64::from(minutes);
        }
    }

    /// Whole ones, halves up.
    pub fn hours(&self) -> Option<u64> {
        self.minutes.map(|minutes| (minutes + 30) / 60)
    }
}

/// A year: all of it, and each direction; `None`: nothing was reported of that direction, which is not the same as nothing done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    pub year: i16,
    pub all: Sum,
    pub directions: Vec<(Direction, Option<Sum>)>,
}

/// The years in which something was reported, ascending.
pub fn years(reports: &[Counted]) -> Vec<Year> {
    let mut years: Vec<i16> = reports.iter().map(|one| one.year).collect();
    years.sort_unstable();
    years.dedup();
    let of = |year: i16| {
        let mut all = Sum::default();
        let mut directions: Vec<(Direction, Option<Sum>)> = Direction::ALL.map(|direction| (direction, None)).into();
        for one in reports.iter().filter(|one| one.year == year) {
            all.add(one);
            if let Some((_, sum)) = directions.iter_mut().find(|(direction, _)| *direction == one.direction) {
                sum.get_or_insert_default().add(one);
            }
        }
        Year { year, all, directions }
    };
    years.into_iter().map(of).collect()
}

/// A report as it is being written: kept on the device until it is published.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportDraft {
    pub came: String,
    pub why: String,
    pub done: Typed,
    pub figures: Vec<FigureDraft>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FigureDraft {
    pub what: Typed,
    pub count: String,
}

/// As it lies on the device: with the report that it corrects.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Written {
    pub draft: ReportDraft,
    #[serde(default)]
    pub of: Option<Report>,
}

impl Written {
    /// Somebody has reported since this was begun, and otherwise: it is not overwritten unseen.
    pub fn misses(&self, closing: &Closing) -> bool {
        // Of a report whose answer was lost nothing is missed: it is this one.
        closing.report.is_some() && closing.report != self.of && ReportDraft::of(closing) != self.draft
    }
}

/// What keeps a draft from being a report, by the path of the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unready {
    NoNumber,
    /// It is not said what was counted.
    NoWhat,
}

impl ReportDraft {
    /// What was reported, to be corrected; else what was noted, to begin with.
    pub fn of(closing: &Closing) -> Self {
        let number = |number: u32| number.to_string();
        match &closing.report {
            None => Self { came: closing.noted.came.map(number).unwrap_or_default(), ..Self::default() },
            Some(report) => Self {
                came: number(report.came),
                why: closing.why.clone().unwrap_or_default(),
                done: Typed::of(report.done.as_ref()),
                figures: report
                    .figures
                    .iter()
                    .map(|one| FigureDraft { what: Typed::of(Some(&one.what)), count: number(one.count) })
                    .collect(),
            },
        }
    }

    /// Lines in which nothing stands are none.
    pub fn report(&self) -> Result<NewReport, Vec<(String, Unready)>> {
        let number = |text: &str| text.trim().parse::<u32>().ok().filter(|_| text.trim().bytes().all(|byte| byte.is_ascii_digit()));
        let mut unready = Vec::new();
        let came = number(&self.came);
        if came.is_none() {
            unready.push(("came".to_owned(), Unready::NoNumber));
        }
        let mut figures = Vec::new();
        for (at, figure) in self.figures.iter().enumerate() {
            match (figure.what.texts(), number(&figure.count)) {
                (None, _) if figure.count.trim().is_empty() => {}
                (Some(what), Some(count)) => figures.push(Figure { what, count }),
                (None, _) => unready.push((format!("figures.{at}.what"), Unready::NoWhat)),
                (Some(_), None) => unready.push((format!("figures.{at}.count"), Unready::NoNumber)),
            }
        }
        let Some(came) = came.filter(|_| unready.is_empty()) else { return Err(unready) };
        let why = Some(self.why.trim().to_owned()).filter(|why| !why.is_empty());
        Ok(NewReport { came, why, done: self.done.texts(), figures })
    }
}
