//! What each row of a sheet would change in the list.
//!
//! Who somebody is, is told by the phone together with the name: families share a phone, and two people share a name. Where both agree, it is that member. Where only the name can be compared,
//! it is the one of that name as long as nothing else that tells people apart ([`TELLING`]) contradicts it; where something does, it is doubtful, and whoever imports decides. Nothing is guessed by
//! closeness alone.

use super::{
    Column, Vocabulary,
    cells::{Said, read, unmixed},
};
use crate::model::{
    Day,
    batch::Edit,
    fold::fold,
    member::{Field, MOST, Member, MemberId, Wrong},
    member_edit::Change,
    roster::Row,
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

/// What a sheet is brought in with.
#[derive(Debug, Clone)]
pub struct Import {
    pub rows: Arc<Vec<Vec<String>>>,
    pub heads: usize,
    pub columns: Vec<Column>,
    pub rule: Rule,
    /// A cell that is wrong is left out, and the rest of its row is brought in; not one by which people are known.
    pub tolerant: bool,
    /// By number of the row from 0, what was decided about doubtful ones.
    pub choices: BTreeMap<usize, Choice>,
    pub today: Day,
}

/// Where the sheet and the list say different things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rule {
    /// Only what the list does not know.
    Fill,
    /// The sheet is newer.
    #[default]
    Overwrite,
}

/// Who a doubtful row is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    Is(MemberId),
    New,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    New,
    Changed,
    Same,
    /// It may be one of these.
    Doubtful(Vec<MemberId>),
    /// Nothing of the row is brought in: the cells that are wrong, by column.
    Wrong(Vec<(usize, Wrong)>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// From 0, in the sheet.
    pub row: usize,
    pub name: String,
    pub verdict: Verdict,
    /// Whom it changes; `None` where nothing is changed.
    pub member: Option<MemberId>,
    pub changes: Vec<Change>,
    /// Letters of the other script were put right in the name.
    pub unmixed: bool,
    /// Cells that are not brought in though the row is ([`Import::tolerant`]), by column.
    pub left_out: Vec<(usize, Wrong)>,
}

/// The members as they are found: by folded name, by phone and by address.
#[derive(Default)]
struct Known {
    members: Vec<Arc<Row>>,
    names: HashMap<String, Vec<usize>>,
    phones: HashMap<String, Vec<usize>>,
    emails: HashMap<String, Vec<usize>>,
}

impl Known {
    fn add(&mut self, row: Arc<Row>) {
        let at = self.members.len();
        self.index(at, &row.member);
        self.members.push(row);
    }

    fn index(&mut self, at: usize, member: &Member) {
        let put = |map: &mut HashMap<String, Vec<usize>>, key: Option<String>| {
            let Some(key) = key else { return };
            let all = map.entry(key).or_default();
            if !all.contains(&at) {
                all.push(at);
            }
        };
        put(&mut self.names, member.name.as_deref().map(same_name));
        put(&mut self.phones, member.value(Field::Phone));
        put(&mut self.emails, member.value(Field::Email));
    }

    /// What a row has come to is known to the rows after it.
    fn learn(&mut self, at: usize, member: Member) {
        self.index(at, &member);
        self.members[at] = Arc::new(Row::new(member));
    }

    fn id(&self, at: usize) -> MemberId {
        self.members[at].member.id.clone()
    }
}

/// Two spellings of a name with the same key are of one name: in any script, and with its words in any order.
pub fn same_name(name: &str) -> String {
    let folded = fold(name);
    let mut words: Vec<&str> = folded.split(' ').collect();
    words.sort_unstable();
    words.join(" ")
}

/// The dry run, step by step: fifty thousand rows against a hundred thousand members take longer than a page may stand still.
pub struct Planner<'a> {
    import: Import,
    words: &'a Vocabulary,
    /// Members that are not indexed yet.
    listed: std::vec::IntoIter<Arc<Row>>,
    known: Known,
    row: usize,
    pub planned: Vec<Planned>,
}

impl<'a> Planner<'a> {
    pub fn new(import: Import, listed: Vec<Arc<Row>>, words: &'a Vocabulary) -> Self {
        let row = import.heads;
        Self { import, words, listed: listed.into_iter(), known: Known::default(), row, planned: Vec::new() }
    }

    /// Does about so many members or rows; `false`: all is planned. `new_id`: by row, for somebody who is not on the list; the same each time, for a decision about another row may name them.
    pub fn step(&mut self, many: usize, mut new_id: impl FnMut(usize) -> Option<MemberId>) -> bool {
        if self.listed.len() > 0 {
            self.listed.by_ref().take(many).for_each(|row| self.known.add(row));
            return true;
        }
        let rows = self.import.rows.clone();
        let end = rows.len().min(self.row + many);
        for at in self.row..end {
            if rows[at].iter().any(|cell| !cell.trim().is_empty()) {
                let planned = self.one(at, &rows[at], &mut new_id);
                self.planned.push(planned);
            }
        }
        self.row = end.max(self.row);
        self.row < rows.len()
    }

    fn one(&mut self, at: usize, row: &[String], new_id: &mut impl FnMut(usize) -> Option<MemberId>) -> Planned {
        let (said, faults) = cells(&self.import, row, self.words);
        let name = match said.get(&Field::Name) {
            Some(Said::Value(name)) => name.clone(),
            _ => String::new(),
        };
        let mixed = self.import.columns.iter().zip(row).any(|(column, cell)| is_name(*column) && unmixed(cell).is_some());
        let fatal = !self.import.tolerant || faults.iter().any(|(at, why)| *why == Wrong::Nameless || tells_who(self.import.columns[*at]));
        let (faults, left_out) = if fatal { (faults, Vec::new()) } else { (Vec::new(), faults) };
        let unread = left_out.iter().any(|(at, _)| TELLING.iter().any(|field| self.import.columns[*at] == Column::Field(*field)));
        let planned = |verdict, member, changes| Planned {
            row: at,
            name: name.clone(),
            verdict,
            member,
            changes,
            unmixed: mixed,
            left_out: left_out.clone(),
        };
        if !faults.is_empty() {
            return planned(Verdict::Wrong(faults), None, Vec::new());
        }
        let known = &mut self.known;
        let who = match self.import.choices.get(&at) {
            Some(Choice::New) => Who::New,
            Some(Choice::Is(id)) => known.members.iter().position(|row| row.member.id == *id).map_or(Who::Doubtful(Vec::new()), Who::Is),
            None => who(known, &said, unread),
        };
        let (place, before) = match who {
            Who::Is(place) => (Some(place), known.members[place].member.clone()),
            Who::New => match new_id(at) {
                Some(id) => (None, Member::new(id)),
                // Nobody can be written down under no id.
                None => return planned(Verdict::Doubtful(Vec::new()), None, Vec::new()),
            },
            Who::Doubtful(places) => {
                return planned(Verdict::Doubtful(places.into_iter().map(|place| known.id(place)).collect()), None, Vec::new());
            }
        };
        let changes = changes(&said, &before, self.import.rule);
        if let Some(field) = overfull(&changes, &before) {
            let at = self.import.columns.iter().position(|column| *column == Column::Field(field)).unwrap_or_default();
            // No cell is wrong by itself: somebody has to choose what goes.
            let all = left_out.iter().copied().chain([(at, Wrong::TooMany)]).collect();
            return Planned { left_out: Vec::new(), ..planned(Verdict::Wrong(all), None, Vec::new()) };
        }
        if changes.is_empty() {
            return planned(Verdict::Same, None, Vec::new());
        }
        let mut after = before;
        for change in &changes {
            // Each was made from this member, so that none clashes; one that does not fit is told by the backend too.
            let _ = change.apply(&mut after);
        }
        let id = after.id.clone();
        match place {
            Some(place) => {
                known.learn(place, after);
                planned(Verdict::Changed, Some(id), changes)
            }
            None => {
                known.add(Arc::new(Row::new(after)));
                planned(Verdict::New, Some(id), changes)
            }
        }
    }
}

/// One edit a member: several rows of a sheet may be about the same, and a part of a batch has each member once.
pub fn edits(planned: &[Planned]) -> Vec<Edit> {
    let mut places: HashMap<&MemberId, usize> = HashMap::new();
    let mut edits: Vec<Edit> = Vec::new();
    for one in planned {
        let Some(member) = &one.member else { continue };
        match places.get(member) {
            Some(at) => edits[*at].changes.extend(one.changes.iter().cloned()),
            None => {
                places.insert(member, edits.len());
                edits.push(Edit::new(member.clone(), one.changes.clone()));
            }
        }
    }
    edits
}

fn is_name(column: Column) -> bool {
    matches!(column, Column::Field(Field::Name) | Column::Surname | Column::Given | Column::Patronymic)
}

/// By these somebody is known again: a row in which one cannot be read may be anybody's.
fn tells_who(column: Column) -> bool {
    is_name(column) || matches!(column, Column::Field(Field::Phone | Field::Email))
}

/// What the cells of a row say, and which of them say nothing that can be understood.
fn cells(import: &Import, row: &[String], words: &Vocabulary) -> (BTreeMap<Field, Said>, Vec<(usize, Wrong)>) {
    let (mut said, mut faults) = (BTreeMap::new(), Vec::new());
    let mut parts: BTreeMap<u8, &str> = BTreeMap::new();
    let mut name_at = 0;
    for (at, (column, cell)) in import.columns.iter().zip(row).enumerate() {
        let field = match column {
            Column::None => continue,
            Column::Field(field) => *field,
            Column::Surname | Column::Given | Column::Patronymic => {
                // As a name is written: given name, patronymic, surname would part families; the list has the surname last.
                let order = match column {
                    Column::Given => 0,
                    Column::Patronymic => 1,
                    _ => 2,
                };
                parts.insert(order, cell.trim());
                name_at = at;
                continue;
            }
        };
        if field == Field::Name {
            name_at = at;
        }
        match read(field, cell, words, import.today) {
            Ok(Some(what)) => drop(said.insert(field, what)),
            Ok(None) => {}
            Err(why) => faults.push((at, why)),
        }
    }
    let name = parts.into_values().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let joined = if said.contains_key(&Field::Name) { Ok(None) } else { read(Field::Name, &name, words, import.today) };
    match joined {
        Ok(Some(what)) => drop(said.insert(Field::Name, what)),
        Ok(None) if !said.contains_key(&Field::Name) && faults.iter().all(|(at, _)| *at != name_at) => {
            faults.push((name_at, Wrong::Nameless))
        }
        Ok(None) => {}
        Err(why) => faults.push((name_at, why)),
    }
    (said, faults)
}

/// What tells two people of one name apart. People move and grow up, so that somebody known may be asked for; what a stranger has, put into their record, would be seen by nobody.
const TELLING: [Field; 4] = [Field::Phone, Field::Email, Field::AgeClass, Field::District];

enum Who {
    New,
    Is(usize),
    Doubtful(Vec<usize>),
}

/// `unread`: something that tells people apart stands in the row, and cannot be read.
fn who(known: &Known, said: &BTreeMap<Field, Said>, unread: bool) -> Who {
    let value = |field: Field| match said.get(&field) {
        Some(Said::Value(text)) => Some(text.as_str()),
        _ => None,
    };
    let find = |map: &HashMap<String, Vec<usize>>, key: Option<&str>| key.and_then(|key| map.get(key)).cloned().unwrap_or_default();
    let name = value(Field::Name).map(same_name);
    let named = find(&known.names, name.as_deref());
    let called = find(&known.phones, value(Field::Phone));
    let mailed = find(&known.emails, value(Field::Email));
    let reached: BTreeSet<usize> = called.iter().chain(&mailed).copied().collect();
    let both: Vec<usize> = named.iter().filter(|place| reached.contains(place)).copied().collect();
    let agree = |member: &Member, field: Field| match (value(field), member.value(field)) {
        (Some(said), Some(known)) => said == known,
        _ => true,
    };
    match (both.as_slice(), reached.is_empty(), named.as_slice()) {
        ([one], ..) => Who::Is(*one),
        ([_, ..], ..) => Who::Doubtful(both),
        // The phone or the address is somebody else's by name: a child with a parent's phone, or another name for the same person.
        (_, false, _) => Who::Doubtful(reached.into_iter().chain(named.iter().copied()).collect::<BTreeSet<_>>().into_iter().collect()),
        (_, true, []) => Who::New,
        // The only one of that name, and nothing contradicts it: one of the two has no phone.
        (_, true, [one]) if !unread && TELLING.iter().all(|field| agree(&known.members[*one].member, *field)) => Who::Is(*one),
        (_, true, _) => Who::Doubtful(named),
    }
}

/// A set that would have more entries than one may have.
fn overfull(changes: &[Change], before: &Member) -> Option<Field> {
    changes.iter().find_map(|change| match change {
        Change::Entries { field, add, .. } if before.entries(*field).len() + add.len() > MOST => Some(*field),
        _ => None,
    })
}

fn changes(said: &BTreeMap<Field, Said>, before: &Member, rule: Rule) -> Vec<Change> {
    let change = |(field, what): (&Field, &Said)| match what {
        Said::Value(to) => {
            let from = before.value(*field);
            let stays = from.as_ref() == Some(to) || (rule == Rule::Fill && from.is_some());
            // Another spelling of the same name is no news: the list was read over, the sheet was not.
            let same = *field == Field::Name && from.as_deref().is_some_and(|from| same_name(from) == same_name(to));
            (!stays && !same).then(|| Change::Value { field: *field, from, to: Some(to.clone()) })
        }
        Said::Entries(entries) => {
            let now = before.entries(*field);
            let add: BTreeSet<String> = entries.difference(&now).cloned().collect();
            (!add.is_empty()).then(|| Change::Entries { field: *field, add, remove: BTreeSet::new() })
        }
    };
    said.iter().filter_map(change).collect()
}
