//! Who gets a message: for each of those chosen exactly one thing comes of it. The app foresees with this, the backend decides with it on what it knows itself.
//!
//! - **Who wants no messages gets none**, whatever else holds, and by no other way either: who has stopped letters is not written to on the phone instead.
//! - **No person twice, and no address twice.** Each gets it by the first way by which they can be reached. Those who share an address (children with their mother's phone) get one message together; it
//!   calls them by name only where all of them have the same one. Who is on the list twice, under one name with one phone or one e-mail address, gets it once as well.
//! - **In a language that they read**, as far as somebody wrote it down: the first of the hub's languages that is among theirs and in which it was written. Of whom nobody knows it, the hub's first. Where
//!   it was not written in any of these it goes in the next of the hub's languages, which is counted, or not at all, as whoever writes it decides.

use super::{
    Contact, Lang,
    fold::fold,
    member::{Member, MemberId, Standing},
    message::{Channel, Languages, Skip},
};
use std::collections::{BTreeSet, HashMap};

/// What the plan goes by.
pub struct Terms<'a> {
    pub texts: &'a Languages,
    pub channels: &'a [Channel],
    pub stand_in: bool,
    /// Of the hub, the first for those of whom nobody knows what they read.
    pub languages: &'a [Lang],
}

/// One message, to one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    pub channel: Channel,
    pub to: Contact,
    pub lang: Lang,
    /// Not in a language that they are known to read.
    pub stand_in: bool,
    /// What they are called; `None`: several people, with names of their own.
    pub name: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    Gets(Delivery),
    Skipped(Skip),
}

/// What comes of it for each of `audience`, in its order; somebody who is named twice is in it once. `known`: as they are on the list now. `stopped`: whether somebody wants no messages.
pub fn plan<'a>(
    audience: &[MemberId],
    known: impl Fn(&MemberId) -> Option<&'a Member>,
    stopped: impl Fn(&Member) -> bool,
    terms: &Terms<'_>,
) -> Vec<(MemberId, Fate)> {
    let mut fates: Vec<(MemberId, Fate)> = Vec::with_capacity(audience.len());
    let mut seen = BTreeSet::new();
    // Who gets it at an address, by their place; and under which name with which contact.
    let mut taken: HashMap<Contact, usize> = HashMap::new();
    let mut people: BTreeSet<(String, Contact)> = BTreeSet::new();
    for id in audience.iter().filter(|id| seen.insert(*id)) {
        let member = known(id);
        let fate = match member {
            None => Fate::Skipped(Skip::Gone),
            Some(member) if stopped(member) => Fate::Skipped(Skip::OptedOut),
            Some(member) => one(member, terms),
        };
        let identities = member.map(identities).unwrap_or_default();
        let fate = match fate {
            Fate::Gets(delivery) => match taken.get(&delivery.to) {
                Some(at) => {
                    if let Some((_, Fate::Gets(first))) = fates.get_mut(*at)
                        && first.name != delivery.name
                    {
                        first.name = None;
                    }
                    Fate::Skipped(Skip::Same)
                }
                None if identities.iter().any(|identity| people.contains(identity)) => Fate::Skipped(Skip::Same),
                None => {
                    taken.insert(delivery.to.clone(), fates.len());
                    people.extend(identities);
                    Fate::Gets(delivery)
                }
            },
            skipped => skipped,
        };
        fates.push((id.clone(), fate));
    }
    fates
}

/// Under which name somebody is known at which contact, in whatever order the name is written.
fn identities(member: &Member) -> Vec<(String, Contact)> {
    let Some(name) = &member.name else { return Vec::new() };
    let folded = fold(name);
    let mut words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    let name = words.join(" ");
    Channel::ALL.into_iter().filter_map(|channel| address(member, channel)).map(|contact| (name.clone(), contact)).collect()
}

fn one(member: &Member, terms: &Terms<'_>) -> Fate {
    if member.standing == Some(Standing::Left) {
        return Fate::Skipped(Skip::Left);
    }
    let Some((channel, to)) = terms.channels.iter().find_map(|channel| Some((*channel, address(member, *channel)?))) else {
        return Fate::Skipped(Skip::NoContact);
    };
    match language(member, terms) {
        Some((lang, stand_in)) => Fate::Gets(Delivery { channel, to, lang, stand_in, name: member.name.clone() }),
        None => Fate::Skipped(Skip::NoText),
    }
}

/// Where somebody is reached by this way.
pub fn address(member: &Member, channel: Channel) -> Option<Contact> {
    match channel {
        Channel::Email => member.email.as_deref().and_then(|email| Contact::parse(email).ok()),
        Channel::Text => member.phone.clone().map(Contact::Phone),
    }
}

/// In which language, and whether it stands in for one that they read.
fn language(member: &Member, terms: &Terms<'_>) -> Option<(Lang, bool)> {
    let read = reads(&member.languages);
    // Also languages in which the hub does not show itself: it may still have been written in them.
    let order: Vec<Lang> =
        terms.languages.iter().copied().chain(Lang::ALL.into_iter().filter(|lang| !terms.languages.contains(lang))).collect();
    let wanted: Vec<Lang> = match read.is_empty() {
        true => order.iter().copied().take(1).collect(),
        false => order.iter().copied().filter(|lang| read.contains(lang)).collect(),
    };
    let there = |lang: &Lang| terms.texts.contains_key(lang);
    match wanted.into_iter().find(there) {
        Some(lang) => Some((lang, false)),
        None if terms.stand_in => order.into_iter().find(there).map(|lang| (lang, true)),
        None => None,
    }
}

/// The languages among those that somebody wrote down in words of their own: "қазақша", "по-русски", "English B2".
pub fn reads(languages: &BTreeSet<String>) -> BTreeSet<Lang> {
    languages.iter().flat_map(|text| fold(text).split(' ').filter_map(known).collect::<Vec<_>>()).collect()
}

/// By how a folded word begins, or by a whole one.
fn known(word: &str) -> Option<Lang> {
    const BEGINNINGS: [(&str, Lang); 7] = [
        ("kaz", Lang::Kk),
        ("rus", Lang::Ru),
        ("oris", Lang::Ru),
        ("engl", Lang::En),
        ("angl", Lang::En),
        ("agil", Lang::En),
        ("ingl", Lang::En),
    ];
    let whole = if word == "kz" { Some(Lang::Kk) } else { Lang::ALL.into_iter().find(|lang| word == lang.code()) };
    whole.or_else(|| BEGINNINGS.into_iter().find(|(beginning, _)| word.starts_with(beginning)).map(|(_, lang)| lang))
}
