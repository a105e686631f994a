//! Taking and giving back a place, in the way that a server can do it safely. One strategy a variant of [`Joining`], one function each; the steps that all share stand first.
//!
//! Everything begins by looking for the person's own signup: an answer that got lost is found there, and the same act is not done twice.

use super::{
    Dialect, Table,
    fields::text,
    filter::{Condition, Operand},
    meaning::{is_conflict, look, unusable},
    names,
    operation::Kind,
    path::Path,
    profile::{Body, Claim, Joining, Op},
    refused, reply,
    write::{TRIES, Values},
};
use crate::{
    api::{ApiError, Method, ProblemKind, Reply, translate::World},
    model::{Action, ActionState, Person, Shift, Signup, SignupState, signup::JoinBody},
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What a join is about, looked up once.
struct Wish<'a> {
    world: World<'a>,
    action: &'a str,
    shift: &'a str,
    person: &'a Person,
    body: JoinBody,
    key: &'a str,
    signups: &'a Table,
}

/// How places are numbered and claimed; see [`Joining::Slots`].
struct Slots<'a> {
    seat: &'a str,
    body: &'a Body,
    claim: Claim,
    taken: Option<&'a str>,
}

impl<'a> Wish<'a> {
    fn values(&self, seat: Option<u32>) -> Values<'_> {
        Values { action: self.action, shift: self.shift, person: self.person, seat, made_at: self.body.made_at, key: self.key }
    }
}

impl Dialect {
    pub(super) async fn join(&self, world: World<'_>, action: &str, shift: &str, body: &JoinBody, key: &str) -> Result<Reply, ApiError> {
        let person = world.person.ok_or_else(|| refused(ProblemKind::SignIn, "nobody is signed in"))?;
        if matches!(self.profile.joining, Joining::HandOver) {
            return Err(refused(ProblemKind::Forbidden, "nothing is sent to this backend: what people do is handed over"));
        }
        let wish = Wish { world, action, shift, person, body: body.clone(), key, signups: self.need(Kind::Signups)? };
        let withdrawn = match self.mine(&wish).await? {
            Some(signup) if signup.is_live() => return self.decided(&wish, signup).await,
            before => before,
        };
        // Who claims a slot looks at the action before each try.
        if !matches!(self.profile.joining, Joining::Slots { .. }) {
            self.open(&wish).await?;
        }
        let mut conflict = None;
        match &self.profile.joining {
            Joining::HandOver => {}
            Joining::None { body } | Joining::Guarded { body } => self.insert(&wish, body).await?,
            Joining::Slots { seat, body, claim, taken, .. } => {
                let slots = Slots { seat, body, claim: *claim, taken: taken.as_deref() };
                self.claim(&wish, &slots, withdrawn.as_ref()).await?;
            }
            Joining::Floor { take, give, body } => self.count_down(&wish, take, give, body).await?,
            Joining::Compare { taken, body } => self.compare(&wish, taken, body).await?,
            Joining::Call { join, .. } => match self.call(world, join, &wish.values(None)).await {
                // Who has a place already is found below; whoever has none is told what the server said.
                Err(error) if is_conflict(&error) => conflict = Some(error),
                other => other?,
            },
        }
        match (self.mine(&wish).await?, conflict) {
            (Some(signup), _) => self.decided(&wish, signup).await,
            (None, Some(conflict)) => Err(conflict),
            (None, None) => Err(unusable("signups", "the signup was written, and is not among the person's own", "")),
        }
    }

    pub(super) async fn leave(&self, world: World<'_>, action: &str, shift: &str, key: &str) -> Result<Reply, ApiError> {
        let person = world.person.ok_or_else(|| refused(ProblemKind::SignIn, "nobody is signed in"))?;
        let body = JoinBody { or_wait: false, guardian: None, made_at: world.now };
        let wish = Wish { world, action, shift, person, body, key, signups: self.need(Kind::Signups)? };
        let mine =
            self.mine(&wish).await?.filter(Signup::is_live).ok_or_else(|| refused(ProblemKind::NotJoined, "there is no such signup"))?;
        match &self.profile.joining {
            Joining::Slots { release: Some(release), .. } => {
                let change = self.filled(release, &wish.values(None), world.now);
                self.update(world, wish.signups, mine.id.as_str(), change, None).await?;
            }
            Joining::Floor { give, .. } => {
                // First the row: a line that breaks here leaves a place that nobody has, never a person without one.
                self.delete(world, wish.signups, mine.id.as_str()).await?;
                self.turn(&wish, give).await?;
            }
            Joining::Compare { taken, .. } => {
                self.delete(world, wish.signups, mine.id.as_str()).await?;
                self.shift_taken(&wish, taken, -1).await?;
            }
            Joining::Call { leave: Some(leave), .. } => self.call(world, leave, &wish.values(None)).await?,
            _ => self.delete(world, wish.signups, mine.id.as_str()).await?,
        }
        let gone = Signup { standing: SignupState::Withdrawn, decided_at: world.now, ..mine };
        self.decided(&wish, gone).await
    }

    /// The answer of our contract: the signup, and the action with its new counts.
    async fn decided(&self, wish: &Wish<'_>, signup: Signup) -> Result<Reply, ApiError> {
        let action = self.current(wish).await?;
        Ok(reply(200, json!({ "signup": signup, "action": action }).to_string()))
    }

    async fn current(&self, wish: &Wish<'_>) -> Result<Action, ApiError> {
        let table = self.need(Kind::Actions)?;
        let answer = self.one(wish.world, table, wish.action).await?;
        let taken = self.taken(wish.world, table, wish.action).await?;
        let ours = self.translated(&table.list, self.single(&answer)?, taken)?;
        serde_json::from_str(&ours).map_err(|error| unusable(format!("actions.{}", wish.action), error.to_string(), &ours))
    }

    /// The person's own signup for this shift, the live one if there are several.
    async fn mine(&self, wish: &Wish<'_>) -> Result<Option<Signup>, ApiError> {
        let mut conditions = self.own(wish.world, Kind::Signups)?;
        if let Some(field) = wish.signups.resource.names.get("action") {
            conditions.push(Condition { field: field.clone(), op: Op::Eq, value: self.operand(Kind::Actions, wish.action) });
        }
        let mut found: Vec<Signup> = Vec::new();
        let mut unread = None;
        self.pages(wish.world, wish.signups, &conditions, None, |read| {
            match serde_json::from_str::<Vec<Signup>>(&format!("[{}]", read.records)) {
                Ok(signups) => found.extend(signups),
                Err(error) => unread = Some(unusable("signups", error.to_string(), &read.records)),
            }
        })
        .await?;
        if let Some(error) = unread {
            return Err(error);
        }
        found.retain(|signup| signup.action.as_str() == wish.action && signup.shift.as_str() == wish.shift);
        found.sort_by(|a, b| (!a.is_live(), std::cmp::Reverse(a.rev), &a.id).cmp(&(!b.is_live(), std::cmp::Reverse(b.rev), &b.id)));
        // Two places, taken on two devices at once under a key that is unique for the place and not for the person: everybody who looks keeps the same one.
        while matches!(self.profile.joining, Joining::Slots { release: None, .. }) && found.get(1).is_some_and(Signup::is_live) {
            let second = found.remove(1);
            self.delete(wish.world, wish.signups, second.id.as_str()).await?;
        }
        Ok(found.into_iter().next())
    }

    fn operand(&self, kind: Kind, id: &str) -> Operand {
        self.table(kind).map_or_else(|| Operand::Text(id.to_owned()), |table| table.operand(id))
    }

    /// Whether the action takes anybody at all: what a plain server would not check.
    async fn open(&self, wish: &Wish<'_>) -> Result<Shift, ApiError> {
        let action = self.current(wish).await?;
        if action.state == ActionState::Cancelled {
            return Err(refused(ProblemKind::Cancelled, "the action was called off"));
        }
        let shift = action.shifts.iter().find(|shift| shift.id.as_str() == wish.shift).cloned();
        let shift = shift.ok_or_else(|| refused(ProblemKind::NotFound, "there is no such shift"))?;
        if shift.starts <= wish.world.now {
            return Err(refused(ProblemKind::Started, "the shift has begun"));
        }
        Ok(shift)
    }

    /// A plain record. Who gets a conflict has one already, which is found afterwards.
    async fn insert(&self, wish: &Wish<'_>, body: &Body) -> Result<(), ApiError> {
        let record = self.filled(body, &wish.values(None), wish.world.now);
        match self.create(wish.world, wish.signups, record).await {
            Err(error) if !is_conflict(&error) => Err(error),
            _ => Ok(()),
        }
    }

    /// A row for each place, under a key that the server keeps unique. Who comes second at one place looks which are free now, and takes another.
    /// `withdrawn`: a row of one's own from before.
    async fn claim(&self, wish: &Wish<'_>, slots: &Slots<'_>, withdrawn: Option<&Signup>) -> Result<(), ApiError> {
        // Everybody begins at another free place, or thirty people at once would all want the first.
        let mut spread = wish.key.bytes().fold(7_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)));
        for _ in 0..MOST_CLAIMS {
            let most = self.open(wish).await?.seats.most;
            let gone = self.seats(wish, slots.seat, slots.taken).await?;
            let free: Vec<u32> = (1..=most).filter(|number| !gone.contains(number)).collect();
            if free.is_empty() {
                return Err(refused(ProblemKind::Full, "every place is taken"));
            }
            let number = free[spread % free.len()];
            let record = self.filled(slots.body, &wish.values(Some(number)), wish.world.now);
            let outcome = match (slots.claim, withdrawn) {
                (Claim::Post, None) => self.create(wish.world, wish.signups, record).await.map(drop),
                // A row of one's own is there from before: it is changed, because the server allows one a person.
                (Claim::Post, Some(old)) => self.update(wish.world, wish.signups, old.id.as_str(), record, None).await.map(drop),
                (Claim::Put, _) => {
                    let list = wish.signups.resource.list.split('?').next().unwrap_or_default();
                    let id = format!("{}-{number}", names::theirs(wish.action).unwrap_or_default());
                    let path = format!("{list}/{}", crate::api::request::segment(&id));
                    let request = self.written(Method::Put, path, record).header("if-none-match", "*");
                    self.send(wish.world, request).await.map(drop)
                }
            };
            match outcome {
                Ok(()) => return Ok(()),
                // Either the place has gone, or this very act has been done before.
                Err(error) if is_conflict(&error) => {
                    if self.mine(wish).await?.is_some_and(|signup| signup.is_live()) {
                        return Ok(());
                    }
                }
                Err(error) => return Err(error),
            }
            spread = spread.wrapping_add(1);
        }
        Err(refused(ProblemKind::Unavailable, "others were quicker, again and again"))
    }

    /// The numbers of all places that are taken.
    async fn seats(&self, wish: &Wish<'_>, seat: &str, taken: Option<&str>) -> Result<BTreeSet<u32>, ApiError> {
        let path = Path::new(seat).map_err(|why| unusable("joining.slots.seat", why.to_string(), seat))?;
        let field = wish.signups.resource.names.get("action").cloned().unwrap_or_else(|| "action".to_owned());
        let conditions = [Condition { field, op: Op::Eq, value: self.operand(Kind::Actions, wish.action) }];
        let mut resource = wish.signups.resource.clone();
        if let Some(taken) = taken {
            resource.list = taken.to_owned();
        }
        let table = wish.signups.at(resource);
        let mut numbers = BTreeSet::new();
        self.records(wish.world, &table, &conditions, None, |record| {
            numbers.extend(look(record, &path).and_then(|raw| text(raw).parse::<u32>().ok()));
            false
        })
        .await?;
        Ok(numbers)
    }

    /// The server counts down and refuses to fall below nothing.
    async fn count_down(&self, wish: &Wish<'_>, take: &Body, give: &Body, body: &Body) -> Result<(), ApiError> {
        self.turn(wish, take).await.map_err(|error| match error.kind() {
            // What refuses a number below nothing is a rule of fields for the server; for us every place is taken.
            Some(ProblemKind::Invalid | ProblemKind::Malformed | ProblemKind::Changed) => {
                refused(ProblemKind::Full, "every place is taken")
            }
            _ => error,
        })?;
        let record = self.filled(body, &wish.values(None), wish.world.now);
        match self.create(wish.world, wish.signups, record).await {
            Ok(_) => Ok(()),
            Err(error) => {
                // Refused for good: the place goes back. After a broken line nobody knows, and the place stays taken rather than given twice.
                if !error.heals() {
                    self.turn(wish, give).await?;
                }
                if is_conflict(&error) { Ok(()) } else { Err(error) }
            }
        }
    }

    /// Changes the action's count.
    async fn turn(&self, wish: &Wish<'_>, change: &Body) -> Result<(), ApiError> {
        let table = self.need(Kind::Actions)?;
        let change = self.filled(change, &wish.values(None), wish.world.now);
        self.update(wish.world, table, wish.action, change, None).await.map(drop)
    }

    /// The places taken are written back with the version they were read with.
    async fn compare(&self, wish: &Wish<'_>, taken: &str, body: &Body) -> Result<(), ApiError> {
        self.shift_taken(wish, taken, 1).await?;
        let record = self.filled(body, &wish.values(None), wish.world.now);
        match self.create(wish.world, wish.signups, record).await {
            Ok(_) => Ok(()),
            Err(error) => {
                if !error.heals() {
                    self.shift_taken(wish, taken, -1).await?;
                }
                if is_conflict(&error) { Ok(()) } else { Err(error) }
            }
        }
    }

    async fn shift_taken(&self, wish: &Wish<'_>, taken: &str, by: i64) -> Result<(), ApiError> {
        let table = self.need(Kind::Actions)?;
        let path = Path::new(taken).map_err(|why| unusable("joining.compare.taken", why.to_string(), taken))?;
        for _ in 0..TRIES * 5 {
            let answer = self.one(wish.world, table, wish.action).await?;
            let record = self.single(&answer)?;
            let version = self.version(&answer).ok_or_else(|| unusable("version", "the server gave no version to compare with", record))?;
            let count: i64 = look(record, &path).map(text).and_then(|count| count.parse().ok()).unwrap_or(0);
            if by > 0 {
                let ours: Action = serde_json::from_str(&self.translated(&table.list, record, 0)?)
                    .map_err(|error| unusable("actions", error.to_string(), record))?;
                let most = ours.shifts.iter().find(|shift| shift.id.as_str() == wish.shift).map_or(0, |shift| i64::from(shift.seats.most));
                if count >= most {
                    return Err(refused(ProblemKind::Full, "every place is taken"));
                }
            }
            let change = Value::Object([(taken.to_owned(), Value::from((count + by).max(0)))].into_iter().collect());
            match self.update(wish.world, table, wish.action, change, Some(&version)).await {
                Err(error) if is_conflict(&error) => {}
                other => return other.map(drop),
            }
        }
        Err(refused(ProblemKind::Unavailable, "others were quicker, again and again"))
    }
}

/// Each conflict means that somebody else got a place, so a shift of this many is filled before anybody gives up.
const MOST_CLAIMS: usize = 200;
