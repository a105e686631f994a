//! A parent's written consent for somebody under 14, confirmed on the parent's own phone.
//!
//! Law 42-VI, Article 12, lets somebody under 14 take part with a parent's written consent or with the parent there; Law 94-V wants a consent to have a purpose, a
//! term, and a way to withdraw it. The flow, as simple as that allows:
//!
//! 1. The child asks, for one action or for all of the hub, and gets a link with a secret in it, to hand on as they like. Nothing is told about the parent:
//!    whoever is asked tells their own name, or none.
//! 2. The parent opens the link without signing in, sees who asks, for what and until when, and gives or refuses consent. The link is good for that once, and for
//!    three days.
//! 3. From then on the same link shows how it stands, and takes the consent back. Places that needed it are given up then.
//! 4. The child joins with [`Guardian::WrittenConsent`], which counts only while a consent that was given covers the shift. [`Guardian::Present`] needs no record:
//!    the parent comes along.
//!
//! Signing up first and waiting for the consent was weighed and rejected: a place that a parent has not agreed to would be kept from others, and "confirmed" would mean
//! two things. Signing the parent in with a code was rejected as well: it proves no more of who they are, and would need their contact.

use super::{Action, ActionId, Guardian, Id, Instant, Shift, instant::DAY, instant::HOUR};
use serde::{Deserialize, Serialize};

pub type ConsentId = Id<Consent>;

/// How long a link may be answered, in milliseconds.
pub const LINK_LIFE: i64 = 72 * HOUR;
/// The longest term, in milliseconds. Nobody can say what they agree to for longer.
pub const LONGEST_TERM: i64 = 365 * DAY;

/// What a consent is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Taking part in one action.
    Action(ActionId),
    /// Taking part in any action of the hub.
    Everything,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConsentState {
    /// The link can be answered until then, by the backend's clock.
    Asked {
        until: Instant,
    },
    Given {
        at: Instant,
    },
    Refused {
        at: Instant,
    },
    /// Taken back after it was given.
    Withdrawn {
        at: Instant,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Consent {
    pub id: ConsentId,
    pub purpose: Purpose,
    /// The term: a shift that ends later is not covered.
    pub until: Instant,
    pub state: ConsentState,
    /// As the parent has told it, once it is given.
    #[serde(default)]
    pub guardian: Option<String>,
    pub asked_at: Instant,
}

/// How a consent stands now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has answered yet.
    Waiting,
    /// Nobody has answered in time.
    Expired,
    Given,
    /// It was given, and its term is over.
    Ended,
    Refused,
    Withdrawn,
}

/// What a parent does with a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Give {
        /// Their own, 1 to 120 characters.
        name: String,
        /// "I am the parent or legal representative": must be true.
        guardian: bool,
    },
    Refuse,
    Withdraw,
}

/// Why an answer comes to nothing: what it would change is no longer as it was when the page was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLate(pub Standing);

impl Consent {
    pub fn standing(&self, now: Instant) -> Standing {
        match self.state {
            ConsentState::Asked { until } if until <= now || self.until <= now => Standing::Expired,
            ConsentState::Asked { .. } => Standing::Waiting,
            ConsentState::Given { .. } if self.until <= now => Standing::Ended,
            ConsentState::Given { .. } => Standing::Given,
            ConsentState::Refused { .. } => Standing::Refused,
            ConsentState::Withdrawn { .. } => Standing::Withdrawn,
        }
    }

    /// From when on it is a matter of the past. What is kept of it is forgotten [`LONGEST_TERM`] later.
    pub fn over(&self) -> Instant {
        match self.state {
            ConsentState::Asked { until } => until.min(self.until),
            ConsentState::Given { .. } => self.until,
            ConsentState::Refused { at } | ConsentState::Withdrawn { at } => at,
        }
    }

    /// Takes an answer. The same one twice is once: a phone that got no answer asks again.
    pub fn answer(&mut self, answer: &Answer, now: Instant) -> Result<(), TooLate> {
        let standing = self.standing(now);
        match (answer, standing) {
            (Answer::Give { name, .. }, Standing::Waiting) => {
                self.state = ConsentState::Given { at: now };
                self.guardian = Some(name.clone());
            }
            (Answer::Refuse, Standing::Waiting) => self.state = ConsentState::Refused { at: now },
            (Answer::Withdraw, Standing::Given) => self.state = ConsentState::Withdrawn { at: now },
            (Answer::Give { .. }, Standing::Given) | (Answer::Refuse, Standing::Refused) | (Answer::Withdraw, Standing::Withdrawn) => {}
            _ => return Err(TooLate(standing)),
        }
        Ok(())
    }

    /// Does it hold for this shift? The term is that of the day when it was asked: an action that was moved past it has to be asked for anew, because the parent
    /// has agreed to a day.
    pub fn covers(&self, action: &ActionId, shift: &Shift, now: Instant) -> bool {
        let meant = match &self.purpose {
            Purpose::Action(id) => id == action,
            Purpose::Everything => true,
        };
        meant && self.standing(now) == Standing::Given && shift.ends <= self.until
    }
}

/// The term of a consent that is asked for now: the end of the one action, else the longest. `None`: the action is over, or too far away to agree to.
pub fn term(action: Option<&Action>, now: Instant) -> Option<Instant> {
    let longest = now.plus(LONGEST_TERM);
    match action {
        Some(action) => Some(action.ends()).filter(|ends| *ends > now && *ends <= longest),
        None => Some(longest),
    }
}

/// Does one of them hold for this shift?
pub fn covers<'a>(consents: impl IntoIterator<Item = &'a Consent>, action: &ActionId, shift: &Shift, now: Instant) -> bool {
    consents.into_iter().any(|consent| consent.covers(action, shift, now))
}

/// What a parent's part counts for when somebody joins: a written consent nothing without the record that covers the shift.
pub fn counted(guardian: Option<Guardian>, covered: bool) -> Option<Guardian> {
    guardian.filter(|guardian| *guardian == Guardian::Present || covered)
}

/// `GET /session/person/consents`: mine, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyConsents {
    pub consents: Vec<Consent>,
}

/// `POST /session/person/consents`: ask a parent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsentRequest {
    pub purpose: Purpose,
}

/// Its answer. The secret is told this once; only a hash of it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsentAsked {
    pub consent: Consent,
    /// For the fragment of the link, which no server sees.
    pub secret: String,
}

/// `POST /consents/look`: what is this link about? In a body, so that no log has the secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsentLook {
    pub secret: String,
}

/// `POST /consents/answer`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsentAnswer {
    pub secret: String,
    pub answer: Answer,
}

/// What whoever has the link is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsentView {
    pub consent: Consent,
    /// The child's first name, if it has told one. Nothing else of the child.
    #[serde(default)]
    pub child: Option<String>,
    /// The action that it is for; `None` where it is for all of them, or where the action has been removed.
    #[serde(default)]
    pub action: Option<Action>,
}

/// The first of a name's words: enough for a parent to know their child by, and all that a link tells.
pub fn first_name(name: &str) -> Option<&str> {
    name.split_whitespace().next()
}
