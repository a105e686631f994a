//! Every endpoint of messages to members. As in `api_requests.rs`, which also knows all fixtures.

mod support;

use meyirim::{
    api::messages,
    model::{
        Lang,
        message::{Channel, Failing, NewMessage, NoWay, Skip, State, Wanted},
    },
};
use serde_json::json;
use support::{requests::*, *};

#[test]
fn what_was_sent() {
    let call = messages::list();
    is_read(&call.request, "GET /roster/messages", None);
    let list = call.read(&reply("messages")).expect("reads");
    let message = &list.items[0];
    assert_eq!((message.counts.wanted(), message.counts.everybody(), message.counts.of(State::Withdrawn)), (17, 20, 5));
    // Without a subject it is called by how it begins.
    assert_eq!(message.heading(Lang::Kk), (Lang::Ru, "В субботу встречаемся на берегу Бадама".to_owned()));

    let call = messages::get(&id("msg-01"));
    is_read(&call.request, "GET /roster/messages/msg-01", None);
    let detail = call.read(&reply("message")).expect("reads");
    let states: Vec<_> = detail.people.iter().map(|one| (one.state, one.skipped, one.failing)).collect();
    assert_eq!(
        states,
        [
            (State::Sent, None, None),
            (State::Skipped, Some(Skip::OptedOut), None),
            (State::Failed, None, Some(Failing::Refused)),
            (State::Waiting, None, None)
        ]
    );
    assert_eq!(detail.message.heading(Lang::En), (Lang::Kk, "Сенбілік".to_owned()));
}

#[test]
fn sending_stopping_and_trying_again() {
    let new: NewMessage = serde_json::from_str(&fixture("message_new")).expect("a message");
    assert_eq!(new.check(), Ok(()));
    let call = messages::send(&new, KEY);
    is_write(&call.request, "POST /roster/messages", Some(serde_json::from_str(&fixture("message_new")).expect("JSON")));
    let view = serde_json::from_str::<serde_json::Value>(&fixture("message")).expect("JSON")["message"].to_string();
    assert_eq!(call.read(&support::json(200, &view)).expect("reads").counts.waiting, 1);
    is_write(&messages::cancel(&new.id, KEY).request, "POST /roster/messages/msg-01/cancel", None);
    is_write(&messages::retry(&new.id, KEY).request, "POST /roster/messages/msg-01/retry", None);
}

#[test]
fn by_what_ways_and_who_wants_none() {
    let call = messages::terms();
    is_read(&call.request, "GET /roster/messages/terms", None);
    let terms = call.read(&reply("message_terms")).expect("reads");
    assert_eq!((terms.offered[1].channel, terms.offered[1].not), (Channel::Text, Some(NoWay::NotSet)));

    let call = messages::opt_out(&id("m0002"));
    is_read(&call.request, "GET /roster/m0002/opt-out", None);
    assert!(call.read(&reply("opt_out")).expect("reads").themselves);
    let call = messages::set_opt_out(&id("m0002"), true, KEY);
    is_write(&call.request, "PUT /roster/m0002/opt-out", Some(json!({ "stopped": true, "themselves": false })));
    let call = messages::answer("secret", Wanted::Stop, KEY);
    is_write(&call.request, "POST /messages/opt-out", Some(json!({ "secret": "secret", "wanted": "stop" })));
}
