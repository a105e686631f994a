// Where messages end up in a journey: a mail server and a gateway for text messages, on this machine.
import { createServer as createHttp } from "node:http";
import { type AddressInfo, createServer } from "node:net";

export interface Mail {
  to: string;
  subject: string;
  text: string;
}

export interface Posted {
  id: string;
  to: string;
  text: string;
}

export interface Sinks {
  mails: Mail[];
  posted: Posted[];
  /** What the gateway answers for a number; 202 for all others. */
  answers: Map<string, number>;
  /** For a backend that sends there. */
  settings: Record<string, string>;
  close: () => void;
}

function decoded(transfer: string, body: string): string {
  if (transfer === "base64") return Buffer.from(body, "base64").toString("utf8");
  if (transfer !== "quoted-printable") return body;
  const bytes = body.replace(/=\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** RFC 2047, as far as letters of ours go. */
function word(text: string): string {
  return text.replace(/\?=\s+=\?/g, "?==?").replace(/=\?utf-8\?b\?([^?]*)\?=/gi, (_, base64) => Buffer.from(base64, "base64").toString("utf8"));
}

function read(to: string, message: string): Mail {
  const [head, ...rest] = message.split("\n\n");
  const header = (name: string) => head.match(new RegExp(`^${name}: (.*(?:\n[ \t].*)*)`, "im"))?.[1] ?? "";
  return { to, subject: word(header("Subject")), text: decoded(header("Content-Transfer-Encoding").toLowerCase(), rest.join("\n\n")) };
}

export async function sinks(): Promise<Sinks> {
  const mails: Mail[] = [];
  const posted: Posted[] = [];
  const answers = new Map<string, number>();
  // The server's half of SMTP, as far as a sender needs it that asks for nothing beyond.
  const mail = createServer((socket) => {
    let [to, message, reading, rest] = ["", "", false, ""];
    socket.write("220 mail.example\r\n");
    socket.on("error", () => socket.destroy());
    socket.setEncoding("utf8");
    socket.on("data", (data) => {
      const lines = (rest + data).split("\r\n");
      rest = lines.pop()!;
      for (const line of lines) {
        if (reading && line !== ".") {
          message += `${line.replace(/^\.\./, ".")}\n`;
        } else if (reading) {
          mails.push(read(to, message));
          [reading, message] = [false, ""];
          socket.write("250 taken\r\n");
        } else if (line.startsWith("EHLO")) {
          socket.write("250-mail.example\r\n250 8BITMIME\r\n");
        } else if (line === "DATA") {
          reading = true;
          socket.write("354 go on\r\n");
        } else {
          if (line.startsWith("RCPT")) to = line.match(/<(.*)>/)![1];
          socket.write("250 ok\r\n");
        }
      }
    });
  }).listen(0, "127.0.0.1");
  const gateway = createHttp((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (part) => (body += part));
    request.on("end", () => {
      const message: Posted = JSON.parse(body);
      const status = answers.get(message.to) ?? 202;
      if (status < 300) posted.push(message);
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ reason: "no such number" }));
    });
  }).listen(0, "127.0.0.1");
  const port = (server: { address: () => unknown }) => (server.address() as AddressInfo).port;
  await Promise.all([mail, gateway].map((server) => new Promise((resolve) => (server.listening ? resolve(null) : server.once("listening", resolve)))));
  const settings = {
    SMTP_URL: `smtp://127.0.0.1:${port(mail)}`,
    SMTP_FROM: "Meyirim <hub@meyirim.example>",
    MESSAGE_WEBHOOK_URL: `http://127.0.0.1:${port(gateway)}/send`,
    MESSAGE_WEBHOOK_SECRET: "a secret of the journeys",
  };
  return { mails, posted, answers, settings, close: () => [mail, gateway].forEach((server) => server.close()) };
}
