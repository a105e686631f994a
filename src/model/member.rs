//! A member: somebody on the association's list. Not a [`super::Person`], who signs in: most members of a list that has grown in a spreadsheet have no account, some share a phone with their
//! parents, some have none.
//!
//! Every field has one canonical text ([`Field`]), in which changes are written down, columns exported, imports matched and histories told: one table of fields instead of one in each of them.

use super::{AgeClass, Contact, Direction, Id, OrganisationId, PartialDate, Phone, contact::ContactError, texts::plain};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

pub type MemberId = Id<Member>;

/// Longest text of a field, and longest tag, in characters.
pub const LONGEST: usize = 120;
/// Longest note, in characters.
pub const LONGEST_NOTE: usize = 600;
/// Entries of one set, at most.
pub const MOST: usize = 40;

/// How somebody stands in the association.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Has asked to join, or was written down at an action.
    Candidate,
    Active,
    /// Still a member, does not want to be asked for now.
    Paused,
    Left,
}

impl Standing {
    pub const ALL: [Self; 4] = [Self::Candidate, Self::Active, Self::Paused, Self::Left];

    pub fn key(self) -> &'static str {
        match self {
            Self::Candidate => "candidate",
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Left => "left",
        }
    }
}

/// One on the list, as everybody sees them who may see the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Member {
    pub id: MemberId,
    /// Number of the last change.
    pub rev: u64,
    /// `None` only of one of whom nothing is known: see [`super::batch`].
    pub name: Option<String>,
    pub phone: Option<Phone>,
    /// Lower case.
    pub email: Option<String>,
    /// `None` where nobody has said.
    pub standing: Option<Standing>,
    /// `None` where nobody has asked.
    pub age_class: Option<AgeClass>,
    /// Key of a district of the hub (see hub.json).
    pub district: Option<String>,
    /// Who answers for somebody under age, and how to reach them, in words.
    pub guardian: Option<String>,
    /// Until when the written consent holds that the association has from them, or from a parent: to be on its list (Law 94-V, Article 8: with a purpose and a term). Not the consent to a shift, which a
    /// parent gives in the app ([`super::consent`]). `None`: there is none.
    #[serde(default)]
    pub consent: Option<PartialDate>,
    /// Since when they have been with the association, as exactly as anybody knows.
    pub since: Option<PartialDate>,
    pub directions: BTreeSet<Direction>,
    pub skills: BTreeSet<String>,
    /// Languages they speak, as they name them.
    pub languages: BTreeSet<String>,
    pub groups: BTreeSet<String>,
    pub tags: BTreeSet<String>,
    /// What those who keep the list have noted, a line each; everybody who may see the member sees them. Who noted what, and when, is in the history.
    #[serde(default)]
    pub notes: BTreeSet<String>,
    /// Through which organisations they help. Their coordinators see and change them.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub organisations: BTreeSet<OrganisationId>,
    /// Who somebody has said is another person, though they look like the same.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub apart: BTreeSet<MemberId>,
}

/// What of a member can be changed. The order is that of columns, unless somebody chooses another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Name,
    Phone,
    Email,
    Standing,
    AgeClass,
    District,
    Guardian,
    Consent,
    Since,
    Directions,
    Skills,
    Languages,
    Groups,
    Tags,
    Notes,
    /// Ids of organisations.
    Organisations,
    /// Other members. Not among [`Field::ALL`]: it is set where duplicates are looked through, and is no knowledge of anybody.
    Apart,
}

/// Why a text is no value of a field, or an edit cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Wrong {
    /// Longer than [`LONGEST`], a note longer than [`LONGEST_NOTE`].
    TooLong,
    /// More entries than [`MOST`].
    TooMany,
    Contact(ContactError),
    /// None of the words that the field knows.
    Unknown,
    NoDate,
    /// A member must have a name.
    Nameless,
    /// One of the records of a merge has changed meanwhile, or is gone.
    Changed,
    /// Another record has gone into this one since: that is to be taken back first.
    Joined,
    /// Only members of one's own organisations can be changed, and only those organisations given or taken.
    OtherOrganisation,
}

impl Field {
    pub const ALL: [Self; 16] = [
        Self::Name,
        Self::Phone,
        Self::Email,
        Self::Standing,
        Self::AgeClass,
        Self::District,
        Self::Guardian,
        Self::Consent,
        Self::Since,
        Self::Directions,
        Self::Skills,
        Self::Languages,
        Self::Groups,
        Self::Tags,
        Self::Notes,
        Self::Organisations,
    ];

    /// Sets are changed entry by entry.
    pub fn is_set(self) -> bool {
        matches!(
            self,
            Self::Directions | Self::Skills | Self::Languages | Self::Groups | Self::Tags | Self::Notes | Self::Organisations | Self::Apart
        )
    }

    /// The canonical text of what somebody wrote, of one entry where the field is a set: `None` for an empty one.
    pub fn canonical(self, text: &str) -> Result<Option<String>, Wrong> {
        let text = plain(text).split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return Ok(None);
        }
        if text.chars().count() > if self == Self::Notes { LONGEST_NOTE } else { LONGEST } {
            return Err(Wrong::TooLong);
        }
        Ok(Some(match self {
            Self::Phone => Phone::parse(&text).map_err(Wrong::Contact)?.as_str().to_owned(),
            Self::Email => email(&text)?,
            Self::Standing => known(Standing::ALL.map(Standing::key), text)?,
            Self::AgeClass => known(AgeClass::ALL.map(AgeClass::key), text)?,
            Self::Directions => known(Direction::ALL.map(Direction::key), text)?,
            Self::Since | Self::Consent => date(&text)?.to_string(),
            Self::Organisations => OrganisationId::new(&text).map_err(|_| Wrong::Unknown)?.to_string(),
            Self::Apart => MemberId::new(&text).map_err(|_| Wrong::Unknown)?.to_string(),
            Self::Name | Self::District | Self::Guardian | Self::Skills | Self::Languages | Self::Groups | Self::Tags | Self::Notes => text,
        }))
    }
}

fn email(text: &str) -> Result<String, Wrong> {
    match Contact::parse(text) {
        Ok(Contact::Email(email)) => Ok(email.into()),
        Ok(Contact::Phone(_)) => Err(Wrong::Contact(ContactError::Unreadable)),
        Err(why) => Err(Wrong::Contact(why)),
    }
}

fn date(text: &str) -> Result<PartialDate, Wrong> {
    PartialDate::written(text).ok_or(Wrong::NoDate)
}

fn known<const N: usize>(keys: [&str; N], text: String) -> Result<String, Wrong> {
    if keys.contains(&text.as_str()) { Ok(text) } else { Err(Wrong::Unknown) }
}

impl Member {
    /// Somebody of whom nothing is known yet.
    pub fn new(id: MemberId) -> Self {
        Self {
            id,
            rev: 0,
            name: None,
            phone: None,
            email: None,
            standing: None,
            age_class: None,
            district: None,
            guardian: None,
            consent: None,
            since: None,
            directions: BTreeSet::new(),
            skills: BTreeSet::new(),
            languages: BTreeSet::new(),
            groups: BTreeSet::new(),
            tags: BTreeSet::new(),
            notes: BTreeSet::new(),
            organisations: BTreeSet::new(),
            apart: BTreeSet::new(),
        }
    }

    /// The canonical text of a field with one value; `None` where it is empty, or a set.
    pub fn value(&self, field: Field) -> Option<String> {
        match field {
            Field::Name => self.name.clone(),
            Field::Phone => self.phone.as_ref().map(|phone| phone.as_str().to_owned()),
            Field::Email => self.email.clone(),
            Field::Standing => self.standing.map(|standing| standing.key().to_owned()),
            Field::AgeClass => self.age_class.map(|class| class.key().to_owned()),
            Field::District => self.district.clone(),
            Field::Guardian => self.guardian.clone(),
            Field::Consent => self.consent.map(|until| until.to_string()),
            Field::Since => self.since.map(|since| since.to_string()),
            Field::Directions
            | Field::Skills
            | Field::Languages
            | Field::Groups
            | Field::Tags
            | Field::Notes
            | Field::Organisations
            | Field::Apart => None,
        }
    }

    /// The canonical texts of a field that is a set.
    pub fn entries(&self, field: Field) -> BTreeSet<String> {
        match field {
            Field::Directions => self.directions.iter().map(|direction| direction.key().to_owned()).collect(),
            Field::Skills => self.skills.clone(),
            Field::Languages => self.languages.clone(),
            Field::Groups => self.groups.clone(),
            Field::Tags => self.tags.clone(),
            Field::Notes => self.notes.clone(),
            Field::Organisations => self.organisations.iter().map(OrganisationId::to_string).collect(),
            Field::Apart => self.apart.iter().map(MemberId::to_string).collect(),
            _ => BTreeSet::new(),
        }
    }

    /// Nothing is known of them, so they are not on the list.
    pub fn is_blank(&self) -> bool {
        Field::ALL.into_iter().all(|field| self.value(field).is_none() && self.entries(field).is_empty())
    }

    /// Sets a field with one value, from its canonical text.
    pub(super) fn set_value(&mut self, field: Field, text: Option<&str>) -> Result<(), Wrong> {
        let own = || text.map(str::to_owned);
        match field {
            Field::Name => self.name = own(),
            Field::Phone => self.phone = text.map(Phone::parse).transpose().map_err(Wrong::Contact)?,
            Field::Email => self.email = own(),
            Field::Standing => self.standing = one_of(Standing::ALL, Standing::key, text)?,
            Field::AgeClass => self.age_class = one_of(AgeClass::ALL, AgeClass::key, text)?,
            Field::District => self.district = own(),
            Field::Guardian => self.guardian = own(),
            Field::Consent => self.consent = text.map(date).transpose()?,
            Field::Since => self.since = text.map(date).transpose()?,
            Field::Directions
            | Field::Skills
            | Field::Languages
            | Field::Groups
            | Field::Tags
            | Field::Notes
            | Field::Organisations
            | Field::Apart => {
                return Err(Wrong::Unknown);
            }
        }
        Ok(())
    }

    /// Sets a field that is a set, from its canonical texts.
    pub(super) fn set_entries(&mut self, field: Field, texts: BTreeSet<String>) -> Result<(), Wrong> {
        match field {
            Field::Directions => {
                let direction = |text: &String| one_of(Direction::ALL, Direction::key, Some(text)).transpose();
                self.directions = texts.iter().filter_map(direction).collect::<Result<_, _>>()?;
            }
            Field::Skills => self.skills = texts,
            Field::Languages => self.languages = texts,
            Field::Groups => self.groups = texts,
            Field::Tags => self.tags = texts,
            Field::Notes => self.notes = texts,
            Field::Organisations => {
                let id = |text: &String| OrganisationId::new(text).map_err(|_| Wrong::Unknown);
                self.organisations = texts.iter().map(id).collect::<Result<_, _>>()?;
            }
            Field::Apart => {
                let id = |text: &String| MemberId::new(text).map_err(|_| Wrong::Unknown);
                self.apart = texts.iter().map(id).collect::<Result<_, _>>()?;
            }
            _ => return Err(Wrong::Unknown),
        }
        Ok(())
    }
}

fn one_of<T: Copy, const N: usize>(all: [T; N], key: fn(T) -> &'static str, text: Option<&str>) -> Result<Option<T>, Wrong> {
    text.map(|text| all.into_iter().find(|one| key(*one) == text).ok_or(Wrong::Unknown)).transpose()
}
