//! One-time codes by e-mail, sent to a mail server of this test: what arrives is what a person would read.

use crate::hub::{Hub, Place, key, kind, soon};
use meyirim::{
    api::{ProblemKind, session},
    model::{
        Contact, Lang,
        instant::{HOUR, MINUTE},
        session::PersonPatch,
    },
};
use meyirim_backend::settings::Smtp;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};

crate::on_both!(a_code_by_mail, a_mail_server_that_is_down_at_first, an_offer_is_told_once, an_offer_that_is_over_is_not_told);

/// What the server was told: `MAIL FROM`, `RCPT TO`, and the message.
pub type Mail = (String, String, String);

/// The server's half of SMTP (RFC 5321), as far as a sender needs it that asks for nothing beyond. The first `refused` connections are turned away,
/// and an address that begins with `nobody@` is none.
pub async fn mail_server(refused: usize) -> (String, mpsc::UnboundedReceiver<Mail>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("smtp://{}", listener.local_addr().expect("an address"));
    let (sender, mails) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let mut turned_away = 0;
        while let Ok((mut stream, _)) = listener.accept().await {
            if turned_away < refused {
                turned_away += 1;
                let _ = stream.write_all(b"421 come back later\r\n").await;
                continue;
            }
            let sender = sender.clone();
            tokio::spawn(async move { serve(stream, sender).await });
        }
    });
    (url, mails)
}

async fn serve(stream: TcpStream, mails: mpsc::UnboundedSender<Mail>) -> Option<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let (mut from, mut to) = (String::new(), String::new());
    write.write_all(b"220 mail.example\r\n").await.ok()?;
    while let Some(line) = lines.next_line().await.ok()? {
        let answer: &[u8] = match line.get(..4)? {
            "EHLO" => b"250-mail.example\r\n250 8BITMIME\r\n",
            "MAIL" => {
                from = line;
                b"250 ok\r\n"
            }
            "RCPT" if line.contains("<nobody@") => b"550 no such mailbox\r\n",
            "RCPT" => {
                to = line;
                b"250 ok\r\n"
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.ok()?;
                let mut message = String::new();
                while let Some(line) = lines.next_line().await.ok()?.filter(|line| line != ".") {
                    message.push_str(&line);
                    message.push('\n');
                }
                mails.send((from.clone(), to.clone(), message)).ok()?;
                b"250 taken\r\n"
            }
            "QUIT" => b"221 bye\r\n",
            _ => b"250 ok\r\n",
        };
        write.write_all(answer).await.ok()?;
    }
    Some(())
}

async fn hub(place: &Place, url: String) -> Hub {
    Hub::with(place, |settings| settings.smtp = Some(Smtp { url, from: "Meyirim <hub@meyirim.example>".to_owned() })).await
}

/// The six digits at the head of the subject. It is encoded (RFC 2047) as soon as a letter is not Latin, so English is asked for.
fn code(message: &str) -> String {
    let subject = message.lines().find_map(|line| line.strip_prefix("Subject: ")).expect("a subject");
    subject.chars().take_while(char::is_ascii_digit).collect()
}

async fn a_code_by_mail(place: Place) {
    let (url, mut mails) = mail_server(0).await;
    let hub = hub(&place, url).await;
    let me = Contact::parse("aru@meyirim.example").expect("a contact");
    let sent = hub.call(None, session::send_code(&me, Lang::En, &key())).await.expect("a code");
    assert_eq!(sent.demo_code, None, "only the letter holds it");
    let (from, to, message) = soon("the mail", mails.recv()).await.expect("a mail");
    assert!(from.contains("<hub@meyirim.example>") && to.contains("<aru@meyirim.example>"), "{from} {to}");
    // Long lines are broken by `=` (quoted-printable).
    let text = message.replace("=\n", "");
    assert!(text.contains("your sign-in code") && text.contains("Do not tell it to anyone."), "{message}");
    let opened = hub.call(None, session::sign_in(&me, &code(&message), &key())).await.expect("signed in");
    assert!(opened.token.is_some());
    // There is no gateway for text messages: said, and not swallowed.
    let phone = Contact::parse("8 701 000 00 18").expect("a contact");
    assert_eq!(kind(hub.call(None, session::send_code(&phone, Lang::En, &key())).await), ProblemKind::Invalid);
}

async fn a_mail_server_that_is_down_at_first(place: Place) {
    let (url, mut mails) = mail_server(1).await;
    let hub = hub(&place, url).await;
    let me = Contact::parse("dana@meyirim.example").expect("a contact");
    hub.call(None, session::send_code(&me, Lang::En, &key())).await.expect("a code");
    let (_, _, message) = soon("the mail", mails.recv()).await.expect("a mail");
    hub.call(None, session::sign_in(&me, &code(&message), &key())).await.expect("signed in");
}

/// Who is next in line of a full action, and the place has just come free.
async fn offered(hub: &Hub) -> String {
    hub.action(hub.plan("clean", 24, 1, true)).await;
    let (first, next) = (hub.adult("marat").await, hub.adult("aigul").await);
    let english = PersonPatch { lang: Some(Lang::En), ..PersonPatch::default() };
    hub.call(Some(&next), session::change_me(&english, &key())).await.expect("changed");
    hub.join(&first, "clean", true, &key()).await.expect("joined");
    hub.join(&next, "clean", true, &key()).await.expect("on the waitlist");
    hub.leave(&first, "clean", &key()).await.expect("left");
    next
}

async fn tell(hub: &Hub) -> usize {
    meyirim_backend::notices::tell(&hub.server.app).await.expect("told")
}

async fn an_offer_is_told_once(place: Place) {
    // The first connection is turned away: it is tried again, later.
    let (url, mut mails) = mail_server(1).await;
    let hub = Hub::with(&place, |settings| {
        settings.smtp = Some(Smtp { url, from: "Meyirim <hub@meyirim.example>".to_owned() });
        settings.origin = Some("https://hub.example.kz/".to_owned());
    })
    .await;
    offered(&hub).await;
    assert_eq!((tell(&hub).await, tell(&hub).await), (0, 0), "not at once again");
    hub.server.app.clock.put_forward(2 * MINUTE);
    assert_eq!(tell(&hub).await, 1);
    let (_, to, message) = soon("the mail", mails.recv()).await.expect("a mail");
    assert!(to.contains("<aigul@example.kz>"), "{to}");
    let text = message.replace("=\n", "");
    assert!(text.contains("You have 5 hours to answer") && text.contains("https://hub.example.kz/actions/clean"), "{message}");
    assert!(message.contains("Message-ID: <") && message.contains("@meyirim.example>"), "{message}");
    hub.server.app.clock.put_forward(HOUR);
    assert_eq!(tell(&hub).await, 0, "told once");
    assert!(mails.try_recv().is_err());
}

async fn an_offer_that_is_over_is_not_told(place: Place) {
    let (url, mut mails) = mail_server(0).await;
    let hub = hub(&place, url).await;
    let next = offered(&hub).await;
    hub.join(&next, "clean", false, &key()).await.expect("taken before anything was sent");
    assert_eq!(tell(&hub).await, 0);
    assert!(mails.try_recv().is_err());
    let left: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM notices WHERE closed = 0").fetch_one(&hub.db().pool).await.expect("a number");
    assert_eq!(left, 0, "and nothing is tried again");
}
