//! One-time codes by e-mail, sent to a mail server of this test: what arrives is what a person would read.

use crate::hub::{Hub, Place, key, kind, soon};
use meyirim::{
    api::{ProblemKind, session},
    model::{Contact, Lang},
};
use meyirim_backend::settings::Smtp;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};

crate::on_both!(a_code_by_mail, a_mail_server_that_is_down_at_first);

/// What the server was told: `MAIL FROM`, `RCPT TO`, and the message.
type Mail = (String, String, String);

/// The server's half of SMTP (RFC 5321), as far as a sender needs it that asks for nothing beyond. The first `refused` connections are turned away.
async fn mail_server(refused: usize) -> (String, mpsc::UnboundedReceiver<Mail>) {
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
