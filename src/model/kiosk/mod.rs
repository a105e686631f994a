//! Kiosks: devices that stand somewhere, belong to nobody, and are left alone.
//!
//! A device is paired once: it shows a code, an administrator types it and says where the device stands. From then on it has a right of its own, and a narrow one: what is on at its place, whom to expect
//! there today (as hashes, [`day`]), and to hand over what people did at it. Nothing of the roster, nobody's name. The secret that proves it is made on the device and never shown; the code only brings the two
//! together. Rejected: a shift leader's session on the kiosk, which is what such stands usually run with: whoever gets past the screen then has the leader's list.
//!
//! What is told to a device from afar (its name, that it is locked, that it is to be wiped) comes with the answer to its beat, so a device without a network goes on as it was: it is wiped by itself when it has
//! not been heard for [`FORGOTTEN`].

pub mod day;
pub mod log;
pub mod pin;
pub mod today;
pub mod walk_in;

use super::{
    Id, Instant, OrganisationId,
    instant::{DAY, MINUTE},
};
use log::Event;
use pin::PinCheck;
use serde::{Deserialize, Serialize};

pub type DeviceId = Id<Device>;

/// How long a code for pairing is good, in milliseconds.
pub const CODE_LIFE: i64 = 10 * MINUTE;
/// How often a device tells that it is there, in milliseconds.
pub const BEAT: u64 = 30_000;
/// A device that was not heard for so long is shown as gone quiet, in milliseconds.
pub const QUIET: i64 = 3 * MINUTE;
/// A device that could not reach the backend for so long forgets what it was given, in milliseconds: a stolen one gets no answer that says so.
pub const FORGOTTEN: i64 = 3 * DAY;
/// Longest name of a device, in characters.
pub const LONGEST_NAME: usize = 60;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeviceState {
    Active,
    /// Shows that it is out of use, and takes nothing.
    Locked,
    /// Is to forget everything when it next tells that it is there; then it is no device of the hub any more.
    Wiping,
}

/// A paired device, as administrators see it: `GET /kiosks`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Device {
    pub id: DeviceId,
    /// What people call it: "By the door".
    pub name: String,
    /// Whose actions it takes people for. `None`: those of the whole hub.
    #[serde(default)]
    pub organisation: Option<OrganisationId>,
    pub state: DeviceState,
    pub paired_at: Instant,
    /// When it was last heard; `None`: never since it was paired.
    #[serde(default)]
    pub last_seen: Option<Instant>,
    /// Of the app on it.
    #[serde(default)]
    pub version: Option<String>,
    /// Entries on it that the backend does not have, when it was last heard.
    pub waiting: u32,
    /// By how many milliseconds its clock was behind the backend's then; negative: ahead.
    pub clock_off: i64,
    /// It could not keep what was entered.
    pub storage_full: bool,
}

impl Device {
    /// It has not been heard for a while. What waits on it waits.
    pub fn is_quiet(&self, now: Instant) -> bool {
        self.last_seen.is_none_or(|seen| seen.plus(QUIET) < now)
    }

    /// Since when it has forgotten everything by its own rule, though it was never heard to: it is to be wiped, and has been silent for too long. One that was off all the while does it as soon as it is switched on, with
    /// a network or without one. Then it can be taken off the list, which changes nothing for it: who is on no list is told to forget.
    pub fn forgot_at(&self, now: Instant) -> Option<Instant> {
        let at = self.last_seen.unwrap_or(self.paired_at).plus(FORGOTTEN);
        (self.state == DeviceState::Wiping && at <= now).then_some(at)
    }
}

/// Body of `POST /kiosks/pairings`, by a device that is not paired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PairingAsk {
    /// What it will prove itself with: 32 random bytes in base64url. The backend keeps a hash of it.
    #[cfg_attr(feature = "openapi", schema(min_length = 43, max_length = 43, pattern = "^[A-Za-z0-9_-]{43}$"))]
    pub secret: String,
}

/// Its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pairing {
    /// Eight digits, shown on the device.
    pub code: String,
    pub expires_at: Instant,
}

/// Body of `POST /kiosks`, by an administrator in front of the device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewDevice {
    /// As the device shows it; spaces do not count.
    pub code: String,
    pub name: String,
    #[serde(default)]
    pub organisation: Option<OrganisationId>,
    /// What opens the device's own menu: [`pin::DIGITS`] digits.
    pub pin: String,
}

/// Body of `PATCH /kiosks/{id}`: what is not named stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct DevicePatch {
    pub name: Option<String>,
    pub pin: Option<String>,
    pub locked: Option<bool>,
    /// `true`: it forgets everything, and is no device of the hub any more. Cannot be taken back.
    pub wipe: bool,
}

/// Body of `PUT /kiosks/me`: I am here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Beat {
    pub version: String,
    pub waiting: u32,
    /// By the device's clock.
    pub sent_at: Instant,
    pub storage_full: bool,
    /// What has happened on it since the last time, the oldest first; at most [`log::MOST`].
    #[cfg_attr(feature = "openapi", schema(max_items = 200))]
    pub events: Vec<Event>,
}

/// Its answer: what the device is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Own {
    pub id: DeviceId,
    pub name: String,
    #[serde(default)]
    pub organisation: Option<OrganisationId>,
    pub state: DeviceState,
    pub pin: PinCheck,
    /// By the backend's clock.
    pub now: Instant,
}

/// A code as it is compared: what people put between its digits does not count.
pub fn plain_code(code: &str) -> String {
    code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

/// As it is shown, to be read aloud across a room.
pub fn spaced_code(code: &str) -> String {
    let digits: Vec<char> = code.chars().collect();
    digits.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
