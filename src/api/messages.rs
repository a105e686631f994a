//! `/roster/messages`: messages to members, for those who keep the list; those who only look at it see what was sent. `/messages/opt-out`: for whoever has the link of a message.

use super::{Call, Method, Request, request::segment};
use crate::model::{
    member::MemberId,
    message::{MessageDetail, MessageId, MessageList, MessageTerms, MessageView, NewMessage, OptOut, OptOutAnswer, Wanted},
};

/// `GET /roster/messages`, the latest first.
pub fn list() -> Call<MessageList> {
    Request::get("/roster/messages").read()
}

/// `GET /roster/messages/terms`: by what ways the hub sends, and who wants none.
pub fn terms() -> Call<MessageTerms> {
    Request::get("/roster/messages/terms").read()
}

/// `GET /roster/messages/{id}`, with everybody in it.
pub fn get(id: &MessageId) -> Call<MessageDetail> {
    Request::get(of(id)).read()
}

/// `POST /roster/messages`. 422 `invalid` for what [`NewMessage::check`] refuses, for a way by which the hub does not send, and for the id of another message.
pub fn send(message: &NewMessage, key: &str) -> Call<MessageView> {
    Request::new(Method::Post, "/roster/messages").idempotency_key(key).json(message).read()
}

/// `POST /roster/messages/{id}/cancel`: what has not gone out stays here.
pub fn cancel(id: &MessageId, key: &str) -> Call<MessageView> {
    Request::new(Method::Post, format!("{}/cancel", of(id))).idempotency_key(key).read()
}

/// `POST /roster/messages/{id}/retry`: what could not be sent once more.
pub fn retry(id: &MessageId, key: &str) -> Call<MessageView> {
    Request::new(Method::Post, format!("{}/retry", of(id))).idempotency_key(key).read()
}

fn of(id: &MessageId) -> String {
    format!("/roster/messages/{}", segment(id.as_str()))
}

/// `GET /roster/{id}/opt-out`.
pub fn opt_out(member: &MemberId) -> Call<OptOut> {
    Request::get(format!("/roster/{}/opt-out", segment(member.as_str()))).read()
}

/// `PUT /roster/{id}/opt-out`. 403 where they have stopped them by their own link, and are to get them again.
pub fn set_opt_out(member: &MemberId, stopped: bool, key: &str) -> Call<OptOut> {
    let path = format!("/roster/{}/opt-out", segment(member.as_str()));
    Request::new(Method::Put, path).idempotency_key(key).json(&OptOut { stopped, themselves: false }).read()
}

/// `POST /messages/opt-out`: how it stands, or that it should stand otherwise. 404: there is no such link.
pub fn answer(secret: &str, wanted: Wanted, key: &str) -> Call<OptOut> {
    let body = OptOutAnswer { secret: secret.to_owned(), wanted };
    Request::new(Method::Post, "/messages/opt-out").idempotency_key(key).json(&body).read()
}
