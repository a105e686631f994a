//! E-mail: one-time codes, and what `notices` has to tell. Codes are sent behind the answer's back, so that how long it takes tells nothing, and tried again when the mail
//! server does not listen at once; notices are tried again by whoever keeps them.

use crate::{gateway::Outcome, settings::Smtp};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue},
    },
};
use meyirim::model::{Contact, Lang};
use std::time::Duration;

pub struct Mailer {
    smtp: Option<(AsyncSmtpTransport<Tokio1Executor>, Mailbox)>,
}

/// A letter to one of many.
pub struct Letter<'a> {
    pub to: &'a Contact,
    pub subject: &'a str,
    pub body: String,
    /// Names the message: sent twice, it is one to mail programs.
    pub id: &'a str,
    /// Where one press of a mail program stops them (RFC 8058).
    pub stop: Option<&'a str>,
}

impl Mailer {
    pub fn new(smtp: Option<&Smtp>) -> Result<Self, String> {
        let Some(smtp) = smtp else { return Ok(Self { smtp: None }) };
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&smtp.url).map_err(|error| format!("SMTP_URL: {error}"))?;
        let from = smtp.from.parse().map_err(|error| format!("SMTP_FROM: {error}"))?;
        Ok(Self { smtp: Some((transport.timeout(Some(Duration::from_secs(20))).build(), from)) })
    }

    /// There is no way to send to phones yet: that takes a contract with a provider of text messages.
    pub fn reaches(&self, contact: &Contact) -> bool {
        matches!(contact, Contact::Email(_)) && !contact.is_nobodys() && self.smtp.is_some()
    }

    /// One try. `id` names the message: sent twice, it is one to mail programs.
    pub async fn deliver(&self, contact: &Contact, subject: &str, body: &str, id: &str) -> Result<(), String> {
        let (transport, from) = self.smtp.clone().ok_or("there is no mail server")?;
        let id = format!("<{id}@{}>", from.email.domain());
        let message = message(from, contact, subject, body.to_owned(), Some(id))?;
        transport.send(message).await.map(drop).map_err(|error| error.to_string())
    }

    pub fn is_set(&self) -> bool {
        self.smtp.is_some()
    }

    /// One try. What the server says of it may hold the address, so only its code is told.
    pub async fn post(&self, letter: Letter<'_>) -> Outcome {
        let Some((transport, from)) = self.smtp.clone() else { return Outcome::NotNow(0, String::new()) };
        let id = format!("<{}@{}>", letter.id, from.email.domain());
        let Ok(mut message) = message(from, letter.to, letter.subject, letter.body, Some(id)) else {
            return Outcome::Refused("not written".to_owned());
        };
        if let Some(stop) = letter.stop {
            for (name, value) in
                [("List-Unsubscribe", format!("<{stop}>")), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned())]
            {
                message.headers_mut().insert_raw(HeaderValue::new(HeaderName::new_from_ascii_str(name), value));
            }
        }
        match transport.send(message).await {
            Ok(_) => Outcome::Taken,
            Err(error) => {
                let code = error.status().map(|code| code.to_string()).unwrap_or_default();
                // What the server says of itself and of us, not of this address: signing in, greeting, too many connections.
                if error.is_permanent() && !code.starts_with("53") { Outcome::Refused(code) } else { Outcome::NotNow(0, code) }
            }
        }
    }

    pub fn send(&self, contact: Contact, lang: Lang, code: String) {
        let Some((transport, from)) = self.smtp.clone() else { return };
        let (subject, body) = text(lang, &code);
        let message = match message(from, &contact, &subject, body, None) {
            Ok(message) => message,
            Err(error) => return tracing::warn!(error, "mail not written"),
        };
        tokio::spawn(async move {
            for wait in [2, 10, 0] {
                match transport.send(message.clone()).await {
                    Ok(_) => return,
                    Err(error) => tracing::warn!(%error, "mail not sent"),
                }
                tokio::time::sleep(Duration::from_secs(wait)).await;
            }
        });
    }
}

fn message(from: Mailbox, contact: &Contact, subject: &str, body: String, id: Option<String>) -> Result<Message, String> {
    let to: Mailbox = contact.as_str().parse().map_err(|error| format!("{error}"))?;
    let message = Message::builder().from(from).to(to).subject(subject).message_id(id).header(ContentType::TEXT_PLAIN);
    message.body(body).map_err(|error| error.to_string())
}

fn text(lang: Lang, code: &str) -> (String, String) {
    let (subject, body) = match lang {
        Lang::Kk => (
            "кіру коды",
            "Кодты кіру бетіне енгізіңіз. Ол 10 минут жарамды. Оны ешкімге айтпаңыз.\n\nКод сұрамаған болсаңыз, бұл хатқа мән бермеңіз.",
        ),
        Lang::Ru => (
            "код для входа",
            "Введите его на странице входа. Он действует 10 минут. Никому его не сообщайте.\n\nЕсли вы не просили код, ничего делать не нужно.",
        ),
        Lang::En => (
            "your sign-in code",
            "Enter it on the sign-in page. It is good for 10 minutes. Do not tell it to anyone.\n\nIf you did not ask for it, there is nothing to do.",
        ),
    };
    (format!("{code}: {subject}"), format!("{code}\n\n{body}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_shows_the_code_first() {
        for lang in Lang::ALL {
            let (subject, body) = text(lang, "012345");
            assert!(subject.starts_with("012345"));
            assert!(body.starts_with("012345\n"));
        }
    }
}
