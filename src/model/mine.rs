//! What a hub keeps about one person, and what becomes of it.

use super::{
    Booking, Instant, Person, Signup, Texts, Wishes, certificate::Certificate, consent::Consent, notice::KeptNotice, roll::Attended,
};
use serde::{Deserialize, Serialize};

/// `GET /session/person/data`: everything, for the person to look at and to take along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyData {
    /// When this was put together.
    pub as_of: Instant,
    pub person: Person,
    /// When the person first signed in.
    pub since: Instant,
    pub signups: Vec<MySignup>,
    /// When each of the person's sessions ends, on whatever device.
    pub sessions: Vec<Instant>,
    /// Whether there is an address at which the person's calendar can be read.
    pub calendar: bool,
    /// With every mark, and who made it.
    #[serde(default)]
    pub attendance: Vec<Attended>,
    #[serde(default)]
    pub certificates: Vec<Certificate>,
    /// What the person wants to hear, and how.
    #[serde(default)]
    pub wishes: Wishes,
    /// The push services of the devices that hear of notices: their hosts.
    #[serde(default)]
    pub push: Vec<String>,
    /// What the person was told, or is to be told.
    #[serde(default)]
    pub notices: Vec<KeptNotice>,
    /// Asked of a parent, with the name that the parent has told.
    #[serde(default)]
    pub consents: Vec<Consent>,
    /// Seats and rooms of the centre.
    #[serde(default)]
    pub bookings: Vec<Booking>,
}

/// A signup, and what it was for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MySignup {
    pub signup: Signup,
    /// `None` where the action has been removed.
    #[serde(default)]
    pub title: Option<Texts>,
    #[serde(default)]
    pub starts: Option<Instant>,
    #[serde(default)]
    pub ends: Option<Instant>,
}

/// `DELETE /session/person`: gone for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Farewell {
    /// Places, offers and places in line of actions to come: given up, and offered to the next.
    pub given_up: u32,
    /// Signups of actions that are over: kept as numbers, under nobody's name.
    pub counted: u32,
}

/// `POST /session/person/calendar`: where a calendar program reads the person's actions. Whoever knows it can read them, so a new one ends the old one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarAddress {
    /// On the origin of the API: `/api/v1/calendar/….ics`.
    pub path: String,
}
