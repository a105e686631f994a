//! The same person twice on the list: found, and merged into one.
//!
//! Nothing is certain but the same name together with the same phone or address. A name alone has many people, a phone alone has a family, and somebody may have told their name otherwise or a new
//! number. So what is found is told with how sure it is and why, and whoever keeps the list decides; only what is certain can be merged without looking at each.
//!
//! A merge is two edits of a batch ([`super::batch`]), made both or neither: what one record knows goes into the other, and of the first nothing is known any more. So it is taken back as any batch
//! is, and what was entered later stays. That two are two people is a field of theirs ([`Field::Apart`]): said once, it is so for everybody who keeps the list, stands in both histories, and is
//! taken back like any change.

use super::{
    batch::{self, Edit},
    import::plan::same_name,
    member::{Field, MOST, Member, MemberId},
    member_edit::Change,
    roster::Row,
};
use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

/// How sure it is that two are one, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sureness {
    /// The same name, and the same phone or address.
    Certain,
    /// Nothing contradicts it.
    Likely,
    Possible,
}

impl Sureness {
    pub const ALL: [Self; 3] = [Self::Certain, Self::Likely, Self::Possible];
}

/// What speaks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    Name,
    /// A slip or two apart, or one has fewer words.
    CloseName,
    Phone,
    /// One digit apart.
    ClosePhone,
    Email,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Of whom more is known: who stays.
    pub one: MemberId,
    pub other: MemberId,
    pub sureness: Sureness,
    pub signs: Vec<Sign>,
}

/// A phone, an address or a name that more people have says nothing of any two of them.
const CROWD: usize = 20;
/// Shorter names are close to too many others.
const LONG_ENOUGH: usize = 7;
/// Slips in a name that is still called close.
const SLIPS: usize = 2;

/// The search, step by step, as that of [`super::import::Planner`].
pub struct Finder {
    rows: Vec<Arc<Row>>,
    names: Vec<String>,
    /// Places of rows by what they share (a name, a phone, an address, a name with one letter left out), and that as a hash, in buckets that are sorted one by one. A dozen a member: a map of lists
    /// took many times the room.
    shared: Vec<Vec<(u32, u32)>>,
    sorted: usize,
    at: usize,
    pub pairs: Vec<Pair>,
}

const BUCKETS: usize = 256;

impl Finder {
    pub fn new(rows: Vec<Arc<Row>>) -> Self {
        Self { rows, names: Vec::new(), shared: vec![Vec::new(); BUCKETS], sorted: 0, at: 0, pairs: Vec::new() }
    }

    /// Looks at about so many members; `false`: all is found, the surest first.
    pub fn step(&mut self, many: usize) -> bool {
        let (all, indexed) = (self.rows.len(), self.names.len());
        if indexed < all {
            (indexed..all.min(indexed + many)).for_each(|at| self.index(at));
            return true;
        }
        if self.sorted < BUCKETS {
            let end = BUCKETS.min(self.sorted + 16);
            self.shared[self.sorted..end].iter_mut().for_each(|bucket| {
                bucket.sort_unstable();
                // The same key may come twice from one name ("oo" without either o).
                bucket.dedup();
            });
            self.sorted = end;
            return true;
        }
        let end = all.min(self.at + many);
        (self.at..end).for_each(|at| self.pair(at));
        self.at = end;
        if end == all {
            self.pairs.sort_by_key(|pair| pair.sureness);
        }
        end < all
    }

    fn index(&mut self, at: usize) {
        let name = self.rows[at].member.name.as_deref().map(same_name).unwrap_or_default();
        for (bucket, key) in keys(&self.rows[at].member, &name) {
            self.shared[bucket].push((key, at as u32));
        }
        self.names.push(name);
    }

    /// With those who come after it.
    fn pair(&mut self, at: usize) {
        let mut others = BTreeSet::new();
        for (bucket, key) in keys(&self.rows[at].member, &self.names[at]) {
            let bucket = &self.shared[bucket];
            let from = bucket.partition_point(|(other, _)| *other < key);
            let all: Vec<usize> =
                bucket[from..].iter().take(CROWD + 1).take_while(|(other, _)| *other == key).map(|(_, at)| *at as usize).collect();
            if all.len() <= CROWD {
                others.extend(all.into_iter().filter(|other| *other > at));
            }
        }
        for other in others {
            let (a, b) = (&self.rows[at].member, &self.rows[other].member);
            if let Some((sureness, signs)) = judge((a, &self.names[at]), (b, &self.names[other])) {
                let (one, other) = if known(b) > known(a) { (b, a) } else { (a, b) };
                self.pairs.push(Pair { one: one.id.clone(), other: other.id.clone(), sureness, signs });
            }
        }
    }
}

/// How much is known of somebody.
fn known(member: &Member) -> usize {
    Field::ALL.into_iter().map(|field| usize::from(member.value(field).is_some()) + member.entries(field).len()).sum()
}

/// By what somebody may be found as the same: buckets and hashes. What is found by them is looked at itself.
fn keys(member: &Member, name: &str) -> Vec<(usize, u32)> {
    let hash = |kind: u8, text: &str| {
        let mut hasher = DefaultHasher::new();
        (kind, text).hash(&mut hasher);
        let hash = hasher.finish();
        ((hash >> 32) as usize % BUCKETS, hash as u32)
    };
    let mut keys: Vec<(usize, u32)> =
        [Field::Phone, Field::Email].into_iter().filter_map(|field| Some(hash(field as u8, &member.value(field)?))).collect();
    if !name.is_empty() {
        keys.push(hash(u8::MAX, name));
    }
    if name.len() >= LONG_ENOUGH {
        // Two names that are one slip apart are the same once the right letter is left out of each. Folded names are ASCII.
        let without = |at: usize| name.get(at + 1..).and_then(|after| Some(format!("{}{after}", name.get(..at)?)));
        keys.extend((0..name.len()).filter_map(without).map(|name| hash(u8::MAX, &name)));
    }
    keys
}

/// What two values of a field say of one another; `None`: one of them is not known.
fn agree(a: &Member, b: &Member, field: Field) -> Option<bool> {
    Some(a.value(field)? == b.value(field)?)
}

/// Whether two may be one, and why. `None`: nothing says so, or somebody has said that they are not.
pub fn compare(a: &Member, b: &Member) -> Option<(Sureness, Vec<Sign>)> {
    let name = |member: &Member| member.name.as_deref().map(same_name).unwrap_or_default();
    judge((a, &name(a)), (b, &name(b)))
}

fn judge((a, a_name): (&Member, &str), (b, b_name): (&Member, &str)) -> Option<(Sureness, Vec<Sign>)> {
    if a.apart.contains(&b.id) || b.apart.contains(&a.id) {
        return None;
    }
    let mut signs = Vec::new();
    let same_name = !a_name.is_empty() && a_name == b_name;
    if same_name {
        signs.push(Sign::Name);
    } else if close_names(a_name, b_name) {
        signs.push(Sign::CloseName);
    } else {
        // A phone that two names share is a family's.
        return None;
    }
    let (phone, email) = (agree(a, b, Field::Phone), agree(a, b, Field::Email));
    signs.extend((phone == Some(true)).then_some(Sign::Phone));
    signs.extend((email == Some(true)).then_some(Sign::Email));
    let reached = phone == Some(true) || email == Some(true);
    let close_phone = !reached && phone == Some(false) && close_phones(a, b);
    signs.extend(close_phone.then_some(Sign::ClosePhone));
    let contradicted = !reached && !close_phone && (phone == Some(false) || email == Some(false));
    // Of two who live apart, or one of whom has somebody to answer for them, only the name speaks.
    let answered_for = a.guardian.is_some() != b.guardian.is_some();
    let apart = agree(a, b, Field::District) == Some(false) || answered_for;
    let contradicted = contradicted || (!reached && !close_phone && apart && same_name);
    let sureness = match (same_name, reached, contradicted) {
        (true, true, _) if !answered_for => Sureness::Certain,
        (true, true, _) | (true, _, false) | (false, true, _) => Sureness::Likely,
        (true, _, true) | (false, _, false) => Sureness::Possible,
        (false, _, true) => return None,
    };
    // A father and a son may have one name and one phone.
    match (agree(a, b, Field::AgeClass), sureness) {
        (Some(false), Sureness::Possible) => None,
        (Some(false), _) => Some((Sureness::Possible, signs)),
        _ => Some((sureness, signs)),
    }
}

fn close_names(a: &str, b: &str) -> bool {
    if a.is_empty() || b.is_empty() {
        return false;
    }
    let (one, other): (BTreeSet<&str>, BTreeSet<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    let within = one.is_subset(&other) || other.is_subset(&one);
    within || (a.len().min(b.len()) >= LONG_ENOUGH && strsim::osa_distance(a, b) <= SLIPS)
}

fn close_phones(a: &Member, b: &Member) -> bool {
    matches!((a.value(Field::Phone), b.value(Field::Phone)), (Some(a), Some(b)) if strsim::osa_distance(&a, &b) == 1)
}

/// The fields in which the other's value is the better one, unless somebody chooses otherwise: where the one who stays has none, the more exact date, the earlier
/// beginning, and the consent that runs longer: it is the one that was renewed.
pub fn proposed(one: &Member, other: &Member) -> BTreeSet<Field> {
    let better = |field: &Field| match (one.value(*field), other.value(*field)) {
        (None, Some(_)) => true,
        (Some(mine), Some(theirs)) if matches!(field, Field::Since | Field::Consent) => {
            let exacter = theirs.len() > mine.len() && theirs.starts_with(&mine);
            let further = if *field == Field::Since { theirs < mine } else { theirs > mine };
            exacter || (further && !mine.starts_with(&theirs))
        }
        _ => false,
    };
    Field::ALL.into_iter().filter(better).collect()
}

/// What merges `other` into `one`, with the other's values in the fields of `theirs` and the entries of both in sets. Also what the one who stays has already is named: should it
/// be gone by then, the merge is not made. `Err`: a set that would have too many.
pub fn merge(one: &Member, other: &Member, theirs: &BTreeSet<Field>) -> Result<Vec<Edit>, Field> {
    let (mut gained, mut left) = (Vec::new(), Vec::new());
    for field in Field::ALL.into_iter().chain([Field::Apart]) {
        if field.is_set() {
            let (now, entries) = (one.entries(field), other.entries(field));
            let add: BTreeSet<String> = entries.iter().filter(|entry| *entry != one.id.as_str()).cloned().collect();
            if now.union(&add).count() > MOST {
                return Err(field);
            }
            if !add.is_empty() {
                gained.push(Change::Entries { field, add, remove: BTreeSet::new() });
            }
            if !entries.is_empty() {
                left.push(Change::Entries { field, add: BTreeSet::new(), remove: entries });
            }
        } else if let Some(value) = other.value(field) {
            let now = one.value(field);
            let stays = if theirs.contains(&field) { Some(value.clone()) } else { now.clone() };
            gained.push(Change::Value { field, from: now, to: stays });
            left.push(Change::Value { field, from: Some(value), to: None });
        }
    }
    let gained = (!gained.is_empty()).then(|| Edit::new(one.id.clone(), gained));
    let left = (!left.is_empty()).then(|| Edit { into: Some(one.id.clone()), ..Edit::new(other.id.clone(), left) });
    Ok(gained.into_iter().chain(left).collect())
}

/// That the two are two people: an edit of each.
pub fn say_apart(one: &Member, other: &Member) -> Vec<Edit> {
    let edit = |of: &Member, from: &Member| {
        let add = BTreeSet::from([from.id.to_string()]);
        Edit::new(of.id.clone(), vec![Change::Entries { field: Field::Apart, add, remove: BTreeSet::new() }])
    };
    vec![edit(one, other), edit(other, one)]
}

/// Whether two may be merged without anybody looking at them: certain, and they contradict one another nowhere. One of two phones would be lost unseen.
pub fn merges_unseen(one: &Member, other: &Member) -> bool {
    let one_value = |field: &Field| !matches!(field, Field::Name | Field::Since);
    compare(one, other).is_some_and(|(sureness, _)| sureness == Sureness::Certain)
        && Field::ALL.iter().filter(|field| one_value(field)).all(|field| agree(one, other, *field) != Some(false))
        && merge(one, other, &proposed(one, other)).is_ok()
}

/// What merges all of these pairs that can be merged unseen. Of several records of one person all go into the one of which most is known, each judged by what that one knows by then.
pub fn merge_all(pairs: &[Pair], members: &HashMap<MemberId, Arc<Row>>) -> Vec<Edit> {
    let read = |id: &MemberId| members.get(id).map(|row| row.member.clone());
    groups(pairs).into_iter().flat_map(|group| merge_group(group.into_iter().filter_map(read).collect())).collect()
}

/// Whoever hangs together by pairs.
fn groups(pairs: &[Pair]) -> Vec<BTreeSet<&MemberId>> {
    let mut place = HashMap::<&MemberId, usize>::new();
    let mut groups = Vec::<BTreeSet<&MemberId>>::new();
    for pair in pairs {
        let [one, other] = [&pair.one, &pair.other].map(|id| {
            *place.entry(id).or_insert_with(|| {
                groups.push(BTreeSet::from([id]));
                groups.len() - 1
            })
        });
        if one != other {
            let moved = std::mem::take(&mut groups[other]);
            for id in moved {
                place.insert(id, one);
                groups[one].insert(id);
            }
        }
    }
    groups
}

fn merge_group(mut left: Vec<Member>) -> Vec<Edit> {
    left.sort_by_key(|member| Reverse(known(member)));
    let mut edits = Vec::new();
    while left.len() > 1 {
        let mut one = left.remove(0);
        let (mut gained, mut gone) = (Vec::new(), Vec::new());
        // With the edit of the one who stays, they must all go in one part.
        while gone.len() + 1 < batch::MOST
            && let Some(at) = left.iter().position(|other| merges_unseen(&one, other))
        {
            let other = left.remove(at);
            for edit in merge(&one, &other, &proposed(&one, &other)).unwrap_or_default() {
                if edit.into.is_some() {
                    gone.push(edit);
                    continue;
                }
                for change in &edit.changes {
                    // Made from this very member, so that none can fail.
                    let _ = change.apply(&mut one);
                }
                gained.extend(edit.changes);
            }
        }
        edits.extend((!gained.is_empty()).then(|| Edit::new(one.id, gained)));
        edits.extend(gone);
    }
    edits
}
