//! The audit: who looked at personal data or changed it, when, and of whom; a chain in which every entry carries a hash of itself and of the one before. Whoever changes, removes, swaps or slips in an
//! entry breaks the chain from there on, and who only cuts off its end is found out by a head that somebody has written down elsewhere. Names, phones and addresses stand in no entry: it would
//! outlive the people's wish to be forgotten.
//!
//! The hash is SHA-256, in lower-case hex, of nine lines in UTF-8 with a line feed between them and none after the last: `meyirim-audit-1`, then number, moment, person, roles, act, subject, details
//! and the hash before, each exactly as it stands in the entry on the wire. No field holds a line feed. The first entry of all follows [`Link::start`]. Anybody can check it with standard tools.

use super::{Cursor, Instant, PersonId, hex::hex, roster::Column};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The first line of what is hashed.
const FORM: &str = "meyirim-audit-1";

/// An entry. Texts, so that one that a later version wrote is hashed as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Entry {
    /// From 1, without gaps.
    pub seq: u64,
    /// By the backend's clock.
    pub at: Instant,
    /// Who did it; `hub` where the backend did it by itself.
    pub person: String,
    /// Their roles at that time, by comma.
    pub roles: String,
    /// See [`What`].
    pub act: String,
    /// Of a member, a batch, a person or a shift, whatever the act is about; may be empty.
    pub subject: String,
    /// A JSON object without names and contacts, as text.
    pub details: String,
    /// The hash of the entry before.
    pub prev: String,
    pub hash: String,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum What {
    /// The whole list was fetched, or all that its viewer may see.
    ListFetched,
    /// What has changed in it: once an hour and person.
    ChangesFetched,
    /// What its members have taken part in, all of them: once an hour and person.
    ParticipationFetched,
    /// Which of them want no messages: once an hour and person.
    OptOutsFetched,
    /// A member's card was opened: once an hour, person and member.
    MemberViewed,
    MembersChanged,
    BatchUndone,
    Exported,
    Printed,
    /// The roll of a shift: once an hour, person and shift.
    RollFetched,
    /// Somebody's attendance was noted, or their hours confirmed.
    AttendanceNoted,
    LeadersNamed,
    PeopleLookedUp,
    RolesChanged,
    MessageSent,
    MessageStopped,
    /// What could not be sent, once more.
    MessageRetried,
    /// With who got it: once an hour, person and message.
    MessageViewed,
    /// That a member wants no messages, or wants them again.
    OptOutNoted,
    /// A kiosk was paired.
    KioskPaired,
    /// A kiosk was renamed, given another PIN, locked, unlocked, or is to be wiped.
    KioskChanged,
    /// A kiosk has heard that it is to forget everything.
    KioskWiped,
    /// Who is coming today, and who has come: once an hour and person.
    TodayViewed,
    /// Who has which seat of the centre: once an hour, person and day.
    CentreViewed,
    /// Something of the centre was booked for somebody, or blocked; its settings were changed.
    CentreBooked,
    /// Somebody else's booking was moved, checked in to, set free or given up.
    BookingChanged,
    /// The audit itself was read: once an hour and person.
    AuditRead,
    /// Somebody who holds a role signed in.
    SignedIn,
    /// Entries older than they are kept were cut off.
    AuditCut,
}

impl What {
    pub const ALL: [Self; 29] = [
        Self::ListFetched,
        Self::ChangesFetched,
        Self::ParticipationFetched,
        Self::OptOutsFetched,
        Self::MemberViewed,
        Self::MembersChanged,
        Self::BatchUndone,
        Self::Exported,
        Self::Printed,
        Self::RollFetched,
        Self::AttendanceNoted,
        Self::LeadersNamed,
        Self::PeopleLookedUp,
        Self::RolesChanged,
        Self::MessageSent,
        Self::MessageStopped,
        Self::MessageRetried,
        Self::MessageViewed,
        Self::OptOutNoted,
        Self::KioskPaired,
        Self::KioskChanged,
        Self::KioskWiped,
        Self::TodayViewed,
        Self::CentreViewed,
        Self::CentreBooked,
        Self::BookingChanged,
        Self::AuditRead,
        Self::SignedIn,
        Self::AuditCut,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Self::ListFetched => "list_fetched",
            Self::ChangesFetched => "changes_fetched",
            Self::ParticipationFetched => "participation_fetched",
            Self::OptOutsFetched => "opt_outs_fetched",
            Self::MemberViewed => "member_viewed",
            Self::MembersChanged => "members_changed",
            Self::BatchUndone => "batch_undone",
            Self::Exported => "exported",
            Self::Printed => "printed",
            Self::RollFetched => "roll_fetched",
            Self::AttendanceNoted => "attendance_noted",
            Self::LeadersNamed => "leaders_named",
            Self::PeopleLookedUp => "people_looked_up",
            Self::RolesChanged => "roles_changed",
            Self::MessageSent => "message_sent",
            Self::MessageStopped => "message_stopped",
            Self::MessageRetried => "message_retried",
            Self::MessageViewed => "message_viewed",
            Self::OptOutNoted => "opt_out_noted",
            Self::KioskPaired => "kiosk_paired",
            Self::KioskChanged => "kiosk_changed",
            Self::KioskWiped => "kiosk_wiped",
            Self::TodayViewed => "today_viewed",
            Self::CentreViewed => "centre_viewed",
            Self::CentreBooked => "centre_booked",
            Self::BookingChanged => "booking_changed",
            Self::AuditRead => "audit_read",
            Self::SignedIn => "signed_in",
            Self::AuditCut => "audit_cut",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }
}

/// A place in the chain: an entry's number and its hash.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Link {
    pub seq: u64,
    pub hash: String,
}

impl Link {
    /// Before the first entry.
    pub fn start() -> Self {
        Self { seq: 0, hash: "0".repeat(64) }
    }
}

/// As it is written down: the number, a space, the hash.
impl std::str::FromStr for Link {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.split_whitespace();
        let (Some(seq), Some(hash), None) = (parts.next(), parts.next(), parts.next()) else { return Err(()) };
        let hash = hash.to_ascii_lowercase();
        let fits = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        Ok(Self { seq: seq.parse().map_err(drop)?, hash: fits.then_some(hash).ok_or(())? })
    }
}

impl std::fmt::Display for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.seq, self.hash)
    }
}

impl Entry {
    pub fn digest(&self) -> String {
        let Self { seq, at, person, roles, act, subject, details, prev, hash: _ } = self;
        let text = format!("{FORM}\n{seq}\n{at}\n{person}\n{roles}\n{act}\n{subject}\n{details}\n{prev}");
        hex(&Sha256::digest(text.as_bytes()))
    }

    /// The entry that follows `before`, with its number and hashes.
    pub fn after(mut self, before: &Link) -> Self {
        self.seq = before.seq + 1;
        self.prev = before.hash.clone();
        self.hash = self.digest();
        self
    }

    pub fn link(&self) -> Link {
        Link { seq: self.seq, hash: self.hash.clone() }
    }

    /// Two entries must not come to the same text.
    fn is_plain(&self) -> bool {
        [&self.person, &self.roles, &self.act, &self.subject, &self.details, &self.prev].iter().all(|text| !text.contains('\n'))
    }
}

/// Where a chain breaks first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// There should be this entry, and another one stands in its place or none.
    Missing { seq: u64 },
    /// It does not follow the one before: that one, or this one, was exchanged.
    Unlinked { seq: u64 },
    /// Something in it is not as it was written.
    Altered { seq: u64 },
    /// The chain holds together, and is not the one of which somebody wrote down the head: all of it was made anew.
    Unwritten { seq: u64 },
}

impl Broken {
    pub fn seq(&self) -> u64 {
        match self {
            Self::Missing { seq } | Self::Unlinked { seq } | Self::Altered { seq } | Self::Unwritten { seq } => *seq,
        }
    }
}

/// Follows a chain, entry by entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    last: Link,
    /// A head that somebody wrote down earlier, outside.
    written: Option<Link>,
}

impl Check {
    /// After an entry that is taken for true: the anchor, or a head that was written down.
    pub fn from(last: Link) -> Self {
        Self { last, written: None }
    }

    /// The chain must also go through this place. Where it is where the check begins, that is known at once; of one from before it nothing can be told: see [`Self::is_before`].
    pub fn through(self, written: Option<Link>) -> Result<Self, Broken> {
        match &written {
            Some(link) if link.seq == self.last.seq && link.hash != self.last.hash => Err(Broken::Unwritten { seq: link.seq }),
            _ => Ok(Self { written: written.filter(|link| link.seq > self.last.seq), ..self }),
        }
    }

    /// Whether a place was cut off: the chain cannot be held against it any more.
    pub fn is_before(&self, written: &Link) -> bool {
        written.seq < self.last.seq
    }

    pub fn take(&mut self, entry: &Entry) -> Result<(), Broken> {
        let seq = self.last.seq + 1;
        if entry.seq != seq {
            return Err(Broken::Missing { seq });
        }
        if entry.prev != self.last.hash {
            return Err(Broken::Unlinked { seq });
        }
        if !entry.is_plain() || entry.digest() != entry.hash {
            return Err(Broken::Altered { seq });
        }
        if self.written.as_ref().is_some_and(|written| written.seq == seq && written.hash != entry.hash) {
            return Err(Broken::Unwritten { seq });
        }
        self.last = entry.link();
        Ok(())
    }

    /// The last entry that was followed.
    pub fn reached(&self) -> &Link {
        &self.last
    }

    /// It must have come to its head, and to no other.
    pub fn end(&self, head: &Link) -> Result<(), Broken> {
        if let Some(written) = self.written.as_ref().filter(|written| written.seq > self.last.seq) {
            return Err(Broken::Missing { seq: written.seq });
        }
        match self.last.seq.cmp(&head.seq) {
            std::cmp::Ordering::Less => Err(Broken::Missing { seq: self.last.seq + 1 }),
            std::cmp::Ordering::Equal if self.last.hash != head.hash => Err(Broken::Altered { seq: head.seq }),
            _ => Ok(()),
        }
    }
}

/// A run of entries from one place to another.
pub fn check(anchor: &Link, entries: &[Entry], head: &Link) -> Result<(), Broken> {
    let mut check = Check::from(anchor.clone());
    entries.iter().try_for_each(|entry| check.take(entry))?;
    check.end(head)
}

/// Between which places the chain is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ends {
    /// The last entry that was cut off as too old; [`Link::start`] where none was.
    pub anchor: Link,
    /// To be written down outside.
    pub head: Link,
}

/// An entry as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Line {
    pub entry: Entry,
    /// What the person is called now; `None` where they never said, or are gone. No part of the chain.
    #[serde(default)]
    pub name: Option<String>,
}

/// What of the audit is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    pub person: Option<PersonId>,
    pub act: Option<What>,
    /// A member, batch or person that it is about.
    pub subject: Option<String>,
    pub from: Option<Instant>,
    /// Before that.
    pub to: Option<Instant>,
    /// In a name, an act, a subject or the details.
    pub text: Option<String>,
}

/// The next page of a list of lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Lines {
    /// The latest first.
    pub items: Vec<Line>,
    /// Ask with it for those before; `None`: there are none.
    #[serde(default)]
    pub next: Option<Cursor>,
    /// Over all pages.
    pub total: u64,
}

/// What somebody takes along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Taken {
    Workbook,
    Csv,
    Paper,
    /// Entries of the audit, as a file.
    Audit,
}

/// Told before a file is written, or a list printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Export {
    pub what: Taken,
    /// How many people, or entries, are in it.
    pub count: u64,
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub columns: Vec<Column>,
    /// When it was done, by the device's clock: it may be told later.
    pub made_at: Instant,
}
