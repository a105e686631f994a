//! The only place where a URL of the app is spelled, and the only one where it is read. A test reads back what is built.

use crate::model::{
    ActionId, CampaignId, NewsId, OrganisationId, OrganisationKind, SeriesId, ShiftId, action_draft::DraftId, message::MessageId,
};
use percent_encoding::percent_decode_str;

pub const HOME: &str = "/";
pub const ACTIONS: &str = "/actions";
pub const SHOPS: &str = "/shops";
pub const FUNDS: &str = "/funds";
pub const ME: &str = "/me";
pub const OUTBOX: &str = "/outbox";
pub const SETTINGS: &str = "/settings";
pub const SIGN_IN: &str = "/sign-in";
pub const PASS: &str = "/me/pass";
pub const RECORD: &str = "/me/record";
const CERTIFICATES: &str = "/me/certificates";
/// The token to check follows after `#`, which no server sees.
pub const VERIFY: &str = "/verify";
const CHECK_IN: &str = "/check-in";
pub const CONSENT: &str = "/consent";
pub const ROSTER: &str = "/roster";
pub const ROSTER_IMPORT: &str = "/roster/import";
pub const ROSTER_DUPLICATES: &str = "/roster/duplicates";
pub const ROSTER_AUDIT: &str = "/roster/audit";
pub const ROSTER_PEOPLE: &str = "/roster/people";
pub const ROSTER_MESSAGES: &str = "/roster/messages";
pub const ROSTER_NEW_MESSAGE: &str = "/roster/messages/new";
pub const OPT_OUT: &str = "/opt-out";
pub const CENTRE: &str = "/centre";
pub const CENTRE_STAFF: &str = "/centre/staff";
pub const MANAGE: &str = "/manage";
pub const MANAGE_NEW: &str = "/manage/new";
pub const MANAGE_CENTRE: &str = "/manage/centre";
pub const CAMPAIGNS: &str = "/campaigns";
pub const NEWS: &str = "/news";
pub const MANAGE_CAMPAIGN_NEW: &str = "/manage/campaigns/new";
pub const MANAGE_NEWS_NEW: &str = "/manage/news/new";
pub const KIOSK: &str = "/kiosk";
pub const KIOSK_WALL: &str = "/kiosk/wall";
pub const KIOSK_DEVICES: &str = "/kiosk/devices";
pub const KIOSK_TODAY: &str = "/kiosk/today";

/// Query parameters of the listing of actions: the whole state of search and filters is in the URL.
pub mod query {
    pub const SEARCH: &str = "q";
    pub const DIRECTION: &str = "direction";
    pub const DISTRICT: &str = "district";
    /// Of an organisation.
    pub const KIND: &str = "kind";
    /// `2026-11-28`
    pub const DAY: &str = "day";
    /// `1`: only with free places.
    pub const FREE: &str = "free";
    /// `1`: only what I may join.
    pub const SUITS: &str = "suits";
    /// `1`: what is over, instead of what is to come.
    pub const PAST: &str = "past";
    /// `month`: the calendar instead of the list.
    pub const VIEW: &str = "view";
    /// `2026-11`: the month shown.
    pub const MONTH: &str = "month";
    /// Where to go after signing in: a path of the app.
    pub const NEXT: &str = "next";
    pub const LANG: &str = "lang";
    /// Of an action.
    pub const SHIFT: &str = "shift";
    /// The rotating code of a shift.
    pub const CODE: &str = "code";
}

/// What a path leads to, as far as a first visit has to know: each of these lies in a chunk of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    Home,
    Actions,
    /// With the id as it stands in the URL, which may be nonsense.
    Action(String),
    /// The path of a page for those who lead, or of a kiosk: which one is read in its chunk, see [`Inner::of`].
    Inner(String),
    /// The path of a further place: which one is read in the chunk that holds them, see [`Further::of`].
    Further(String),
}

impl Route {
    pub fn of(path: &str) -> Self {
        let path = path.trim_end_matches('/');
        match path.strip_prefix(ACTIONS).and_then(|rest| rest.strip_prefix('/')) {
            Some(id) => Self::Action(decoded(id)),
            None if path.is_empty() => Self::Home,
            None if path == ACTIONS => Self::Actions,
            None if [ROSTER, MANAGE, KIOSK].into_iter().any(|of| below(path, of)) => Self::Inner(path.to_owned()),
            None => Self::Further(path.to_owned()),
        }
    }
}

/// What the chunk of those who lead holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inner {
    /// The list, or a page about it.
    List(Listed),
    Manage(Managing),
    Kiosk(Stand),
}

impl Inner {
    /// Of a path without a slash at its end.
    pub fn of(path: &str) -> Self {
        match path {
            _ if below(path, MANAGE) => Self::Manage(Managing::of(path)),
            _ if below(path, KIOSK) => Self::Kiosk(Stand::of(path)),
            _ => Self::List(Listed::of(path)),
        }
    }
}

/// A page of a device that stands somewhere, or about them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stand {
    Kiosk,
    Wall,
    /// For those who look after the devices.
    Devices,
    /// For those who look after the people.
    Today,
    Nowhere,
}

impl Stand {
    /// Of a path without a slash at its end.
    pub fn of(path: &str) -> Self {
        match path {
            KIOSK => Self::Kiosk,
            KIOSK_WALL => Self::Wall,
            KIOSK_DEVICES => Self::Devices,
            KIOSK_TODAY => Self::Today,
            _ => Self::Nowhere,
        }
    }
}

/// A page of the list, or about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listed {
    All,
    Import,
    Duplicates,
    Audit,
    People,
    Messages,
    NewMessage,
    Message(String),
    Nowhere,
}

impl Listed {
    /// Of a path without a slash at its end.
    pub fn of(path: &str) -> Self {
        match path {
            ROSTER => Self::All,
            ROSTER_IMPORT => Self::Import,
            ROSTER_DUPLICATES => Self::Duplicates,
            ROSTER_AUDIT => Self::Audit,
            ROSTER_PEOPLE => Self::People,
            ROSTER_MESSAGES => Self::Messages,
            ROSTER_NEW_MESSAGE => Self::NewMessage,
            _ => match path.strip_prefix(ROSTER_MESSAGES).and_then(|rest| rest.strip_prefix('/')) {
                Some(id) if !id.contains('/') => Self::Message(decoded(id)),
                _ => Self::Nowhere,
            },
        }
    }
}

/// A path, or one below it.
fn below(path: &str, of: &str) -> bool {
    path.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn decoded(id: &str) -> String {
    percent_decode_str(id).decode_utf8_lossy().into_owned()
}

/// A further place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Further {
    Shops,
    Shop(String),
    Funds,
    Fund(String),
    Me,
    Outbox,
    Settings,
    SignIn,
    Pass,
    Record,
    Certificate(String),
    Verify,
    CheckIn(String),
    /// A parent's answer. Its secret is in the fragment, which no path has.
    Consent,
    /// Where somebody stops messages. The secret is in the fragment as well.
    OptOut,
    Centre,
    /// The centre for those who run it.
    CentreStaff,
    Campaigns,
    Campaign(String),
    News,
    Nowhere,
}

impl Further {
    /// Of a path without a slash at its end.
    pub fn of(path: &str) -> Self {
        let Some(rest) = path.strip_prefix('/') else { return Self::Nowhere };
        let (place, id) = match rest.split_once('/') {
            Some((place, id)) => (&path[..=place.len()], Some(decoded(id))),
            None => (path, None),
        };
        match (place, id) {
            (SHOPS, None) => Self::Shops,
            (SHOPS, Some(id)) => Self::Shop(id),
            (FUNDS, None) => Self::Funds,
            (FUNDS, Some(id)) => Self::Fund(id),
            (ME, None) => Self::Me,
            (ME, Some(id)) => match id.split_once('/') {
                None if id == "pass" => Self::Pass,
                None if id == "record" => Self::Record,
                Some(("certificates", id)) => Self::Certificate(id.to_owned()),
                _ => Self::Nowhere,
            },
            (VERIFY, None) => Self::Verify,
            (CHECK_IN, Some(id)) => Self::CheckIn(id),
            (OUTBOX, None) => Self::Outbox,
            (SETTINGS, None) => Self::Settings,
            (SIGN_IN, None) => Self::SignIn,
            (CONSENT, None) => Self::Consent,
            (OPT_OUT, None) => Self::OptOut,
            (CENTRE, None) => Self::Centre,
            (CENTRE, Some(id)) if id == "staff" => Self::CentreStaff,
            (CAMPAIGNS, None) => Self::Campaigns,
            (CAMPAIGNS, Some(id)) => Self::Campaign(id),
            (NEWS, None) => Self::News,
            _ => Self::Nowhere,
        }
    }
}

/// A page for those who plan. Ids as they stand in the URL, which may be nonsense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Managing {
    All,
    New,
    Draft(String),
    Series(String),
    Action(String),
    Report(String),
    NewCampaign,
    Campaign(String),
    NewNews,
    News(String),
    /// The settings of the coworking centre.
    Centre,
    Nowhere,
}

impl Managing {
    /// Of a path without a slash at its end.
    pub fn of(path: &str) -> Self {
        let Some(rest) = path.strip_prefix(MANAGE) else { return Self::Nowhere };
        let mut parts = rest.trim_start_matches('/').split('/').map(decoded);
        match (parts.next().unwrap_or_default(), parts.next(), parts.next()) {
            // What begins the address of one of them leads to all.
            (first, None, None) if ["", "drafts", "series", "campaigns", "news"].contains(&first.as_str()) => Self::All,
            (first, None, None) if first == "new" => Self::New,
            (first, None, None) if first == "centre" => Self::Centre,
            (first, None, None) => Self::Action(first),
            (first, Some(id), None) if first == "drafts" => Self::Draft(id),
            (first, Some(id), None) if first == "series" => Self::Series(id),
            (first, Some(id), None) if first == "campaigns" => {
                if id == "new" {
                    Self::NewCampaign
                } else {
                    Self::Campaign(id)
                }
            }
            (first, Some(id), None) if first == "news" => {
                if id == "new" {
                    Self::NewNews
                } else {
                    Self::News(id)
                }
            }
            (first, Some(second), None) if second == "report" => Self::Report(first),
            _ => Self::Nowhere,
        }
    }
}

pub fn manage(id: &ActionId) -> String {
    format!("{MANAGE}/{id}")
}

pub fn manage_report(id: &ActionId) -> String {
    format!("{MANAGE}/{id}/report")
}

pub fn manage_draft(id: &DraftId) -> String {
    format!("{MANAGE}/drafts/{id}")
}

pub fn manage_series(id: &SeriesId) -> String {
    format!("{MANAGE}/series/{id}")
}

pub fn campaign(id: &CampaignId) -> String {
    format!("{CAMPAIGNS}/{id}")
}

pub fn manage_campaign(id: &CampaignId) -> String {
    format!("{MANAGE}/campaigns/{id}")
}

pub fn manage_news(id: &NewsId) -> String {
    format!("{MANAGE}/news/{id}")
}

pub fn action(id: &ActionId) -> String {
    format!("{ACTIONS}/{id}")
}

/// The roll of a shift for its leader; for a volunteer, where they check themselves in.
pub fn check_in(action: &ActionId, shift: &ShiftId) -> String {
    format!("{CHECK_IN}/{action}?{}={shift}", query::SHIFT)
}

/// The same with the shift's code filled in: what the leader's screen shows as a picture.
pub fn check_in_with(action: &ActionId, shift: &ShiftId, code: &str) -> String {
    format!("{}&{}={code}", check_in(action, shift), query::CODE)
}

pub fn certificate(id: &str) -> String {
    format!("{CERTIFICATES}/{}", crate::api::request::segment(id))
}

/// Where a certificate is checked, with the certificate.
pub fn verify(token: &str) -> String {
    format!("{VERIFY}#{token}")
}

/// The link by which a parent answers. In the fragment, which browsers keep to themselves: no log of a server has the secret, and no `Referer`.
pub fn consent(secret: &str) -> String {
    format!("{CONSENT}#{secret}")
}

/// The link by which somebody stops messages; its secret as well in the fragment.
pub fn opt_out(secret: &str) -> String {
    format!("{OPT_OUT}#{secret}")
}

/// The timetable of a day of the centre, for those who run it. `day`: `2026-11-28`.
pub fn centre_staff_on(day: &str) -> String {
    with(CENTRE_STAFF, &[(query::DAY, day)])
}

/// A message to members.
pub fn message(id: &MessageId) -> String {
    format!("{ROSTER_MESSAGES}/{id}")
}

/// The secret in the fragment of such a link, with or without its `#`; `None`: there is none.
pub fn secret(fragment: &str) -> Option<&str> {
    Some(fragment.trim_start_matches('#').trim()).filter(|secret| !secret.is_empty())
}

/// The page of an organisation: social shops and funds have their own sections, all others are shown among the funds.
pub fn organisation(kind: OrganisationKind, id: &OrganisationId) -> String {
    match kind {
        OrganisationKind::SocialShop => format!("{SHOPS}/{id}"),
        _ => format!("{FUNDS}/{id}"),
    }
}

/// The listing of actions with one filter set.
pub fn actions_with(name: &str, value: &str) -> String {
    format!("{ACTIONS}?{name}={}", crate::api::request::segment(value))
}

/// A page with parameters; empty ones are left out.
pub fn with(page: &str, parameters: &[(&str, &str)]) -> String {
    let set = parameters.iter().filter(|(_, value)| !value.is_empty());
    let pairs: Vec<String> = set.map(|(name, value)| format!("{name}={}", crate::api::request::segment(value))).collect();
    if pairs.is_empty() { page.to_owned() } else { format!("{page}?{}", pairs.join("&")) }
}

/// Sign in, then go back to `next`.
pub fn sign_in_then(next: &str) -> String {
    format!("{SIGN_IN}?{}={}", query::NEXT, crate::api::request::segment(next))
}

/// Tell the age class, without which nobody can join, then go back to `next`.
pub fn tell_age_then(next: &str) -> String {
    format!("{ME}?{}={}", query::NEXT, crate::api::request::segment(next))
}

/// A path of the app given in a URL: only ours, never another site's.
pub fn safe_next(next: &str) -> Option<&str> {
    (next.starts_with('/') && !next.starts_with("//") && !next.contains('\\') && !next.chars().any(char::is_control)).then_some(next)
}
