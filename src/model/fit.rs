//! Who of the association's list fits an action: whether somebody may come at all, and why rather this one than that one. A suggestion, with its reasons beside it: somebody chooses.

use super::{
    Action, AgeClass, Direction, Hazard,
    age::AgeBar,
    age::age_bar,
    fold::fold,
    member::{Member, MemberId, Standing},
    roster::Row,
};
use std::{collections::BTreeMap, sync::Arc};

/// What an action asks of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub direction: Direction,
    pub district: Option<String>,
    pub youngest: AgeClass,
    pub hazards: Vec<Hazard>,
    /// Skills and languages that somebody looks for, as they were written.
    pub skills: Vec<String>,
    pub languages: Vec<String>,
}

impl Wanted {
    pub fn of(action: &Action) -> Self {
        Self {
            direction: action.direction,
            district: action.district.clone(),
            youngest: action.youngest,
            hazards: action.hazards.clone(),
            skills: Vec::new(),
            languages: Vec::new(),
        }
    }
}

/// Why somebody does not come into question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unfit {
    Left,
    /// Does not want to be asked for now.
    Paused,
    /// Younger than the law or the organiser allows.
    TooYoung,
    /// Has neither a phone nor an e-mail address.
    NoWay,
    /// Lacks a skill that is looked for.
    Skill,
    Language,
}

/// What speaks for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Because {
    Skill(String),
    Language(String),
    Direction,
    District,
    Active,
}

/// What has to be asked before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ask {
    AgeUnknown,
    /// Under 14: only with a parent's consent, or with the parent.
    Parent,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fit {
    pub score: u32,
    pub because: Vec<Because>,
    pub ask: Vec<Ask>,
}

pub fn fit(wanted: &Wanted, member: &Member) -> Result<Fit, Unfit> {
    match member.standing {
        Some(Standing::Left) => return Err(Unfit::Left),
        Some(Standing::Paused) => return Err(Unfit::Paused),
        Some(Standing::Active | Standing::Candidate) | None => {}
    }
    let mut ask = Vec::new();
    match member.age_class {
        // The strictest that the action asks is asked of whoever has not told.
        None if wanted.youngest > AgeClass::Under14 || !wanted.hazards.is_empty() => ask.push(Ask::AgeUnknown),
        None => {}
        Some(class) => match age_bar(class, &wanted.hazards, wanted.youngest, None) {
            Ok(()) => {}
            Err(AgeBar::GuardianNeeded) => ask.push(Ask::Parent),
            Err(AgeBar::Hazard(_) | AgeBar::YoungerThan(_)) => return Err(Unfit::TooYoung),
        },
    }
    if member.phone.is_none() && member.email.is_none() {
        return Err(Unfit::NoWay);
    }
    let mut because = Vec::new();
    let has = |all: &std::collections::BTreeSet<String>, wanted: &str| {
        let wanted = fold(wanted);
        all.iter().find(|one| fold(one) == wanted).cloned()
    };
    for skill in &wanted.skills {
        because.push(Because::Skill(has(&member.skills, skill).ok_or(Unfit::Skill)?));
    }
    for language in &wanted.languages {
        because.push(Because::Language(has(&member.languages, language).ok_or(Unfit::Language)?));
    }
    if member.directions.contains(&wanted.direction) {
        because.push(Because::Direction);
    }
    if wanted.district.is_some() && member.district == wanted.district {
        because.push(Because::District);
    }
    if member.standing == Some(Standing::Active) {
        because.push(Because::Active);
    }
    let score = because.iter().map(weight).sum::<u32>().saturating_sub(ask.len() as u32);
    Ok(Fit { score, because, ask })
}

/// What somebody wants to do counts for more than where they live; that they are active decides between equals.
fn weight(because: &Because) -> u32 {
    match because {
        Because::Skill(_) | Because::Language(_) => 10,
        Because::Direction => 6,
        Because::District => 4,
        Because::Active => 2,
    }
}

/// Who fits, the best first, and how many do not and why.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    pub fits: Vec<(Arc<Row>, Fit)>,
    pub unfit: BTreeMap<Unfit, usize>,
}

/// Among equals the order of the list, by id, so that two leaders see the same.
pub fn best(rows: &[Arc<Row>], wanted: &Wanted) -> Found {
    let mut found = Found::default();
    for row in rows {
        match fit(wanted, &row.member) {
            Ok(fit) => found.fits.push((row.clone(), fit)),
            Err(why) => *found.unfit.entry(why).or_default() += 1,
        }
    }
    let place = |(row, fit): &(Arc<Row>, Fit)| (std::cmp::Reverse(fit.score), row.member.id.clone());
    found.fits.sort_by_key(place);
    found
}

/// Their ids, of the first so many.
pub fn ids(found: &Found, many: usize) -> Vec<MemberId> {
    found.fits.iter().take(many).map(|(row, _)| row.member.id.clone()).collect()
}
