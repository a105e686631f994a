//! What the one button of the page does now, and why it may not.

use super::{here::Here, shifts, ticket};
use crate::{
    api::capabilities::Joins,
    i18n::Catalogue,
    model::{
        Shift, SignupState,
        eligibility::{self, NoJoin, NoLeave},
    },
    outbox::Mine,
    ui::{Strokes, strokes},
};
use leptos::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    /// `or_wait`: goes on the waitlist when no place is left.
    Join {
        full: bool,
        or_wait: bool,
    },
    /// Takes a place that is offered.
    Take,
    SignIn,
    /// The age has to be told first.
    Age,
    /// Gives up a place or a place in the line.
    Leave,
    /// Joining that has not been decided.
    TakeBack,
    /// Leaving that has not been decided.
    Keep,
    /// Something was refused; the outbox has the choice.
    Outbox,
    NoJoin(NoJoin),
    NoLeave(NoLeave),
}

impl Offer {
    pub fn of(here: Here, shift: &Shift) -> Self {
        let waitlist = here.action.with(|action| action.waitlist);
        let full = shift.seats.is_full();
        match here.mine(&shift.id) {
            Mine::Undecided { .. } => Self::Outbox,
            Mine::Joining { .. } => Self::TakeBack,
            Mine::Leaving => Self::Keep,
            mine @ (Mine::Confirmed | Mine::CannotCome | Mine::Waitlisted { .. }) => {
                match eligibility::may_leave(shift, mine.has_place(), here.app.now.get()) {
                    _ if here.is_cancelled() => Self::NoJoin(NoJoin::Cancelled),
                    Err(why) => Self::NoLeave(why),
                    Ok(()) => Self::Leave,
                }
            }
            Mine::Offered { .. } if here.is_cancelled() => Self::NoJoin(NoJoin::Cancelled),
            Mine::Offered { .. } => Self::Take,
            Mine::No => match here.may_join(shift) {
                Ok(()) => Self::Join { full, or_wait: waitlist && (full || here.app.connection.is_offline()) },
                Err(NoJoin::SignIn) => Self::SignIn,
                Err(NoJoin::AgeUnknown) => Self::Age,
                Err(why) => Self::NoJoin(why),
            },
        }
    }

    pub fn is_blocked(&self) -> bool {
        matches!(self, Self::NoJoin(_) | Self::NoLeave(_))
    }

    pub fn label(&self, t: &Catalogue) -> &'static str {
        match self {
            Self::Join { full: true, .. } => t.acts.join_waitlist,
            Self::Join { .. } | Self::SignIn | Self::Age | Self::NoJoin(_) => t.acts.join,
            Self::Take => t.action.take_place,
            Self::Leave | Self::NoLeave(_) => t.acts.leave,
            Self::TakeBack => t.action.take_back,
            Self::Keep => t.action.keep_place,
            Self::Outbox => t.action.decide,
        }
    }

    /// Beside the button: the reason, or what pressing it means.
    pub fn note(&self, here: Here) -> Option<(Strokes, String)> {
        let words = &here.app.t().action;
        match self {
            Self::NoJoin(why) => Some((strokes::INFO, shifts::reason(here, why))),
            Self::SignIn => Some((strokes::LOG_IN, shifts::reason(here, &NoJoin::SignIn))),
            Self::Age => Some((strokes::INFO, shifts::reason(here, &NoJoin::AgeUnknown))),
            Self::NoLeave(NoLeave::TooLate(until)) => Some((strokes::INFO, (words.too_late)(&ticket::moment(here, *until)))),
            Self::Join { .. } if here.app.can().joins == Joins::HandOver => {
                Some((strokes::INFO, here.app.t().backend.join_hand_over.to_owned()))
            }
            Self::Join { .. } if here.app.can().joins == Joins::NoPromise => {
                Some((strokes::INFO, here.app.t().backend.join_no_promise.to_owned()))
            }
            Self::Take if here.app.connection.is_offline() => Some((strokes::OFFLINE, words.offline_take.to_owned())),
            Self::Join { .. } if lapsed(here) => Some((strokes::CLOCK, words.lapsed.to_owned())),
            Self::Join { or_wait, .. } if here.app.connection.is_offline() => {
                let line = if *or_wait { words.or_wait } else { "" };
                Some((strokes::OFFLINE, format!("{} {line}", words.offline_join).trim_end().to_owned()))
            }
            _ => None,
        }
    }

    pub fn class(&self) -> &'static str {
        match self {
            Self::Join { .. } | Self::Take | Self::SignIn | Self::Age | Self::NoJoin(_) | Self::Outbox => "button primary big",
            _ => "button big",
        }
    }
}

/// A place was offered, and not taken in time: without a word the button would only have changed.
fn lapsed(here: Here) -> bool {
    let (id, Some(shift)) = (here.id(), here.chosen_shift()) else { return false };
    here.app
        .session
        .signups
        .with(|all| all.iter().any(|signup| signup.action == id && signup.shift == shift.id && signup.standing == SignupState::Lapsed))
}
