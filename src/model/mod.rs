//! Plain data and rules. No web, no clock, no I/O: what "now" is, and what the hub's zone is, always comes in as an argument.
//!
//! One file a resource, one file a rule. The app uses the rules to predict, the reference backend to decide, so both show the same
//! reason. Every type here is also the wire type of the native contract, which is why they derive serde.

pub mod access;
pub mod action;
pub mod age;
pub mod attendance;
pub mod batch;
pub mod board;
pub mod calendar;
pub mod certificate;
pub mod change;
pub mod clash;
pub mod consent;
pub mod contact;
pub mod direction;
pub mod directory;
pub mod eligibility;
pub mod filter;
pub mod fold;
pub mod hours;
pub mod hub;
pub mod id;
pub mod import;
pub mod indicator;
pub mod instant;
pub mod lang;
pub mod link;
pub mod member;
pub mod member_draft;
pub mod member_edit;
pub mod mine;
pub mod notice;
pub mod organisation;
mod parsed;
pub mod partial_date;
pub mod pass;
pub mod person;
pub mod rest;
pub mod roll;
pub mod roster;
pub mod rotating;
#[cfg(feature = "openapi")]
mod schema;
pub mod series;
pub mod session;
pub mod shift;
pub mod signed;
pub mod signup;
pub mod source;
pub mod table;
pub mod texts;
pub mod urgency;

pub use access::Role;
pub use action::{Action, ActionDetail, ActionId, ActionState, Coordinates};
pub use age::{AgeClass, Guardian, Hazard};
pub use attendance::{Mark, MarkId};
pub use change::{ChangeSet, Changed, Cursor};
pub use consent::{Consent, ConsentId};
pub use contact::{Contact, Phone};
pub use direction::Direction;
pub use hours::HoursRule;
pub use id::Id;
pub use indicator::{Indicator, IndicatorId};
pub use instant::{Day, Instant, Zone};
pub use lang::Lang;
pub use link::WebLink;
pub use notice::{NoticeKind, Wishes};
pub use organisation::{Organisation, OrganisationId, OrganisationKind};
pub use partial_date::PartialDate;
pub use person::{Person, PersonId};
pub use series::{Occurrence, Repeat, Series, SeriesId};
pub use shift::{Seats, Shift, ShiftId};
pub use signup::{Cover, CoverRule, Signup, SignupId, SignupState};
pub use source::Source;
pub use texts::Texts;
