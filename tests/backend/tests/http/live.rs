use crate::hub::{Hub, Place, key, soon};
use futures_util::StreamExt;
use meyirim::{
    api::{Fetched, actions, changes, live},
    model::{ChangeSet, Cursor, SignupState},
};
use std::time::Duration;

crate::on_both!(changes_arrive, two_backends_on_one_data_base, from_a_cursor, ones_own, the_end);

/// An open stream, read event by event.
pub struct Stream {
    body: futures_util::stream::BoxStream<'static, reqwest::Result<bytes::Bytes>>,
    text: String,
}

pub struct Message {
    pub id: String,
    pub set: ChangeSet,
}

impl Stream {
    pub async fn open(request: reqwest::RequestBuilder) -> Self {
        let answer = request.send().await.expect("a stream");
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        let mut stream = Self { body: answer.bytes_stream().boxed(), text: String::new() };
        assert_eq!(stream.block().await.as_deref(), Some(": hello"));
        stream
    }

    /// `None` when the stream ends.
    async fn block(&mut self) -> Option<String> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.text = rest;
                return Some(block);
            }
            let bytes = self.body.next().await?.ok()?;
            self.text.push_str(std::str::from_utf8(&bytes).expect("UTF-8"));
        }
    }

    pub async fn next(&mut self) -> Option<Message> {
        soon("an event", async {
            loop {
                let block = self.block().await?;
                let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
                if field("event:") != Some(live::EVENT) {
                    continue;
                }
                let set = changes::from_bytes(field("data:").expect("data").as_bytes()).expect("a change set");
                assert!(set.bad.is_empty());
                return Some(Message { id: field("id:").expect("an id").to_owned(), set: set.set });
            }
        })
        .await
    }
}

async fn cursor(hub: &Hub) -> Cursor {
    let Fetched::New(page) = hub.call(None, actions::list(&Default::default())).await.unwrap() else { panic!() };
    page.changes.unwrap()
}

async fn changes_arrive(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("one", 24, 5, true)).await;
    let mut stream = Stream::open(hub.get(&live::path(&cursor(&hub).await))).await;
    let me = hub.adult("aigul").await;
    for taken in 1..4 {
        let other = hub.adult(&format!("person{taken}")).await;
        hub.join(&other, "one", true, &key()).await.expect("joined");
        let message = stream.next().await.expect("an event");
        assert_eq!(message.set.actions.changed[0].shifts[0].seats.taken, taken);
        assert_eq!(message.id, message.set.cursor.0);
        assert!(message.set.signups.is_empty());
    }
    hub.join(&me, "one", true, &key()).await.expect("joined");
    stream.next().await.expect("an event");
}

async fn two_backends_on_one_data_base(place: Place) {
    let (first, second) = (Hub::on(&place).await, Hub::on(&place).await);
    first.action(first.plan("one", 24, 1, true)).await;
    let (me, other) = (first.adult("aigul").await, first.adult("marat").await);
    let mut stream = Stream::open(second.get(&live::path(&cursor(&second).await)).bearer_auth(&other)).await;
    let (mine, theirs) = ((key(), key()), key());
    // Decided here, heard there; and the same key on the other backend is a repeat.
    let answer = first.join(&me, "one", true, &mine.0).await.expect("joined");
    assert_eq!(second.join(&me, "one", true, &mine.0).await.ok().map(|_| ()), None, "another made_at: another body");
    let message = stream.next().await.expect("an event");
    assert_eq!(message.set.actions.changed, [answer.action]);
    second.join(&other, "one", true, &theirs).await.expect("on the waitlist");
    assert_eq!(stream.next().await.expect("an event").set.signups.changed[0].standing, SignupState::Waitlisted { position: 1 });
    first.leave(&me, "one", &mine.1).await.expect("left");
    let promoted = stream.next().await.expect("an event");
    let standing = promoted.set.signups.changed[0].standing;
    assert!(matches!(standing, SignupState::Offered { .. }), "offered by the other backend: {standing:?}");
}

async fn from_a_cursor(place: Place) {
    let hub = Hub::on(&place).await;
    let before = cursor(&hub).await;
    hub.action(hub.plan("one", 24, 5, true)).await;
    let mut stream = Stream::open(hub.get(&live::path(&before))).await;
    let first = stream.next().await.expect("what was missed");
    assert_eq!(first.set.actions.changed.len(), 1);
    // What the browser sends after a break wins.
    let two = hub.action(hub.plan("two", 24, 5, true)).await;
    let mut stream = Stream::open(hub.get(&live::path(&before)).header("last-event-id", &first.id)).await;
    assert_eq!(stream.next().await.expect("what was missed").set.actions.changed, [two.action]);
    let mut stream = Stream::open(hub.get("/live?since=other.7")).await;
    assert!(stream.next().await.expect("a reset").set.reset);
    assert_eq!(hub.get("/live?until=1").send().await.unwrap().status(), 400);
}

async fn ones_own(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("one", 24, 5, true)).await;
    let (me, other) = (hub.adult("aigul").await, hub.adult("marat").await);
    let since = live::path(&cursor(&hub).await);
    let mut mine = Stream::open(hub.get(&since).bearer_auth(&me)).await;
    let mut theirs = Stream::open(hub.get(&since).header("cookie", format!("a=b; meyirim_session={other}"))).await;
    hub.join(&me, "one", true, &key()).await.expect("joined");
    assert_eq!(mine.next().await.unwrap().set.signups.changed.len(), 1);
    assert!(theirs.next().await.unwrap().set.signups.is_empty());
    // A session that has ended does not end what is public.
    hub.ask("DELETE", "/session").bearer_auth(&other).header("idempotency-key", "k").send().await.unwrap();
    let again = hub.adult("zhanar").await;
    hub.join(&again, "one", true, &key()).await.expect("joined");
    assert!(theirs.next().await.is_some(), "what is public goes on");
}

/// A backend that stops does not wait for its listeners.
async fn the_end(place: Place) {
    let hub = Hub::on(&place).await;
    let mut stream = Stream::open(hub.get("/live")).await;
    let began = std::time::Instant::now();
    let stopping = tokio::spawn(hub.server.stop());
    assert!(stream.next().await.is_none());
    drop((stream, hub.http));
    stopping.await.unwrap();
    assert!(began.elapsed() < Duration::from_secs(5));
}
