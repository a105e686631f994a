// Messages to members: written to those chosen on the roster, in two languages, sent by letter and text message to a mail server and a gateway of this journey; stopped by the link in one; and what an auditor may.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { coloured, signInAs } from "./support/app";
import { type OwnBackend, ownBackend } from "./support/own";
import { type Sinks, sinks } from "./support/sinks";
import { test } from "./support/test";

let hub: OwnBackend;
let sink: Sinks;
test.beforeAll(async () => {
  sink = await sinks();
  hub = await ownBackend(process.env.MEYIRIM_DIST!, sink.settings);
});
test.afterAll(() => {
  hub.stop();
  sink.close();
});

const mark = randomUUID().slice(0, 6);
const value = (field: string, to: string) => ({ value: { field, from: null, to } });
const entry = (field: string, text: string) => ({ entries: { field, add: [text], remove: [] } });

/** People of this journey alone, who are found by their tag. */
async function people(): Promise<void> {
  const one = (id: string, name: string, ...changes: unknown[]) => ({ member: `${mark}-${id}`, changes: [value("name", `${name} ${mark}`), entry("tags", mark), ...changes] });
  const edits = [
    one("1", "Қызғалдақ", value("email", `q.${mark}@mail.example`), entry("languages", "қазақша")),
    one("2", "Светлана", value("email", `s.${mark}@mail.example`), entry("languages", "русский")),
    one("3", "Нұрғиса", value("phone", "+77075550001")),
    one("4", "Айша", value("phone", "+77075550001")),
    one("5", "John", value("phone", "+77075550002"), entry("languages", "English")),
    one("6", "Ержан"),
  ];
  const headers = { authorization: "Bearer demo-association", "content-type": "application/json", "idempotency-key": mark };
  const answer = await fetch(`${hub.url}/api/v1/roster/batches`, { method: "POST", headers, body: JSON.stringify({ id: mark, kind: "import", why: null, made_at: new Date().toISOString(), edits }) });
  expect(answer.status).toBe(200);
}

async function choose(page: Page): Promise<void> {
  await page.goto("/roster");
  await page.getByRole("searchbox", { name: "Search the roster" }).fill(mark);
  await expect(page.getByRole("main").getByRole("status").filter({ hasText: /^6 of \d+ people$/ })).toBeVisible();
  await page.getByRole("checkbox", { name: "Choose everybody found" }).check();
  await page.getByRole("link", { name: "Write to them" }).click();
  await expect(page.getByText("To the 6 people chosen on the roster.")).toBeVisible();
}

const who = (page: Page) => page.getByRole("group", { name: "Who gets it" });

test("a leader writes to those chosen, sees who gets it, sends it once, and who stops messages gets no more", async ({ browser }) => {
  test.slow();
  await people();
  sink.answers.set("+77075550002", 410);
  const context = await browser.newContext({ baseURL: hub.url, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await signInAs(page, "gulnar.demo@meyirim.example", "/roster");
  await choose(page);
  // Nothing of who was chosen stands in the address.
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe("/roster/messages/new");

  // In two of three languages; what is wrong stands beside its field.
  await expect(page.getByRole("radio", { name: "By e-mail, and by text message where there is none" })).toBeChecked();
  const field = (name: string) => page.getByRole("textbox", { name });
  await field("Subject (Қазақша)").fill("Сенбілік");
  await field("Message (Қазақша)").fill("Сәлем, {аты}!");
  await expect(page.getByText("There is nothing to put in for {аты}, only {name}.")).toBeVisible();
  await field("Message (Қазақша)").fill("Сәлем, ! Сенбіде кездесеміз.");
  await field("Message (Қазақша)").press("Home");
  for (let at = 0; at < 7; at++) await field("Message (Қазақша)").press("ArrowRight");
  await page.getByRole("group", { name: "Қазақша" }).getByRole("button", { name: "Put in {name}" }).click();
  await expect(field("Message (Қазақша)")).toHaveValue("Сәлем, {name}! Сенбіде кездесеміз.");
  await expect(page.getByText("There is nothing to put in for")).toHaveCount(0);
  await field("Message (Русский)").fill("Здравствуйте, {name}! Ждём в субботу.");
  await page.getByRole("button", { name: /^Send to/ }).click();
  await expect(page.getByText("Fill this in.")).toBeVisible();
  await expect(field("Subject (Русский)")).toBeFocused();
  await field("Subject (Русский)").fill("Субботник");
  await expect(page.getByRole("group", { name: "English" }).getByText("Not written in this language yet")).toBeVisible();
  await expect(page.getByText(`Сәлем, Қызғалдақ ${mark}! Сенбіде кездесеміз.`).first()).toBeVisible();

  // Who gets it: one phone is two children's, one has nothing, one reads only English.
  await expect(who(page).getByRole("button", { name: /^get it by e-mail/ })).toHaveText(/2$/);
  await expect(who(page).getByRole("button", { name: /^get it by text message/ })).toHaveText(/2$/);
  await who(page).getByRole("button", { name: /^share an address/ }).click();
  await expect(page.getByRole("list", { name: /^share an address/ }).getByRole("listitem")).toHaveCount(1);
  await expect(who(page).getByRole("button", { name: /^have no e-mail or phone/ })).toHaveText(/1$/);
  await expect(page.getByText("1 of them gets it in a language that they are not known to read.")).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await coloured(page, colorScheme);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await page.setViewportSize({ width: 1280, height: 900 });

  // A closed tab loses nothing.
  await page.getByRole("textbox", { name: /^What it is about/ }).fill("The river on Saturday");
  await page.getByRole("button", { name: "Send to 4 people" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await page.reload();
  await expect(field("Message (Қазақша)")).toHaveValue("Сәлем, {name}! Сенбіде кездесеміз.");
  await expect(page.getByRole("textbox", { name: /^What it is about/ })).toHaveValue("The river on Saturday");
  await expect(page.getByText("What you had written before is still here.")).toBeVisible();

  await page.getByRole("button", { name: "Send to 4 people" }).click();
  const asked = page.getByRole("dialog", { name: "Send to 4 people?" });
  await expect(asked).toContainText("By e-mail: 2. By text message: 2 (");
  await expect(asked).toContainText("2 of those chosen get nothing.");
  await asked.getByRole("button", { name: "Send", exact: true }).click();
  // Not written in the reader's language: called by its Russian name.
  await expect(page.getByRole("heading", { level: 2, name: "Субботник" })).toBeVisible();
  await expect(page.getByText("Sent: 3 of 4. Nobody is waiting any more.")).toBeVisible();
  const toMembers = () => sink.mails.filter((mail) => mail.to.includes(mark));
  expect(toMembers().map((mail) => mail.subject).sort()).toEqual(["Сенбілік", "Субботник"]);
  const letter = toMembers().find((mail) => mail.to.startsWith("s."))!;
  expect(letter.text).toContain(`Здравствуйте, Светлана ${mark}! Ждём в субботу.`);
  expect(sink.posted.map((one) => one.to)).toEqual(["+77075550001"]);
  expect(sink.posted[0].text).toMatch(/^Сәлем, достар! Сенбіде кездесеміз\.\n.*\/opt-out#/);

  // What could not be sent says why, and is sent once more when the gateway takes it.
  const states = page.getByRole("group", { name: "People" });
  await states.getByRole("button", { name: /^failed/ }).click();
  await expect(page.getByRole("list", { name: "failed" })).toContainText(`John ${mark} the server would not take it (410: no such number)`);
  sink.answers.delete("+77075550002");
  await page.getByRole("button", { name: "Send once more to those for whom it failed: 1" }).click();
  await expect(page.getByText("Sent: 4 of 4. Nobody is waiting any more.")).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.goto("/roster/messages/new");
  await expect(page.getByText("Nobody has been chosen")).toBeVisible();

  // Somebody opens the link in their letter, on a device of their own.
  const phone = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const theirs = await phone.newPage();
  const link = letter.text.match(/http\S+\/opt-out#\S+/)![0];
  expect(link.startsWith(hub.url)).toBe(true);
  await theirs.goto(link.replace("/opt-out", "/opt-out?lang=ru"));
  await theirs.getByRole("button", { name: "Больше не присылать" }).click();
  await expect(theirs.getByText("На этот адрес сообщения не отправляются")).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await coloured(theirs, colorScheme);
    expect((await new AxeBuilder({ page: theirs }).analyze()).violations).toEqual([]);
  }
  await theirs.goto(`${hub.url}/opt-out?lang=en#nothing`);
  await expect(theirs.getByText("There is no such link")).toBeVisible();

  // The next message passes them by. A leader writes the same down for somebody who has said so.
  await page.goto("/roster");
  await page.getByRole("searchbox", { name: "Search the roster" }).fill(`John ${mark}`);
  await page.getByRole("grid", { name: "Table of volunteers" }).getByRole("row").filter({ hasText: "John" }).click();
  const card = page.getByRole("dialog", { name: `John ${mark}` });
  await card.getByRole("button", { name: "Wants no messages" }).click();
  await expect(card.getByText("Wants no messages: a leader has written that down.")).toBeVisible();
  await page.keyboard.press("Escape");
  await choose(page);
  await field("Message (Қазақша)").fill("Рақмет!");
  await expect(who(page).getByRole("button", { name: /^want no messages/ })).toHaveText(/2$/);
  await who(page).getByRole("button", { name: /^want no messages/ }).click();
  await expect(page.getByRole("list", { name: "want no messages" })).toContainText("Светлана");
  await page.getByRole("radio", { name: "By text message", exact: true }).check();
  await page.getByRole("button", { name: "Send to 1 person" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText("Sent: 1 of 1. Nobody is waiting any more.")).toBeVisible();
  expect(toMembers()).toHaveLength(2);
  expect(sink.posted.map((one) => one.to)).toEqual(["+77075550001", "+77075550002", "+77075550001"]);
  await page.goto("/roster/messages");
  await expect(page.getByRole("listitem").filter({ hasText: "The river on Saturday" })).toContainText("Sent: 4 of 4; get nothing: 2");
});

test("an auditor sees what was sent, and is told why they send nothing", async ({ browser }) => {
  const context = await browser.newContext({ baseURL: hub.url });
  const page = await context.newPage();
  await signInAs(page, "marat.demo@meyirim.example", "/roster");
  await page.getByRole("link", { name: "Messages" }).click();
  await expect(page.getByText("You can look at messages; leaders of the association and administrators send them.")).toBeVisible();
  await page.goto("/roster/messages/new");
  await expect(page.getByText(/^Auditors read everything/)).toBeVisible();
  await expect(page.getByRole("button", { name: /^Send/ })).toHaveCount(0);
  await page.goto("/roster/messages/nothing");
  await expect(page.getByText("There is no such message")).toBeVisible();
  const headers = { "content-type": "application/json", "idempotency-key": mark };
  const answer = await context.request.post("/api/v1/roster/messages/nothing/cancel", { headers });
  expect(answer.status()).toBe(403);
});

test("without a connection nothing is sent, and what is typed stays", async ({ browser }) => {
  const context = await browser.newContext({ baseURL: hub.url });
  const page = await context.newPage();
  await signInAs(page, "elena.demo@meyirim.example", "/roster");
  await page.getByRole("searchbox", { name: "Search the roster" }).fill("Сәуле");
  await expect(page.getByRole("main").getByRole("status").filter({ hasText: /^[1-9]\d* of [34]\d{3} people$/ })).toBeVisible();
  await page.getByRole("checkbox", { name: "Choose everybody found" }).check();
  await page.getByRole("link", { name: "Write to them" }).click();
  await page.getByRole("textbox", { name: "Message (Қазақша)" }).fill("Рақмет!");
  await context.setOffline(true);
  await expect(page.getByText("Sending needs a connection: only the hub knows who wants no messages.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Send to/ })).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("textbox", { name: "Message (Қазақша)" }).fill("Көп рақмет!");
  await page.getByRole("button", { name: "Throw away" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await context.setOffline(false);
  await page.reload();
  await expect(page.getByRole("textbox", { name: "Message (Қазақша)" })).toHaveValue("Көп рақмет!");
  // It is found again without choosing anybody anew, and is to those it was to.
  const to = await page.getByText(/^To the \d+ (person|people) chosen on the roster\.$/).textContent();
  await page.goto("/roster/messages");
  await expect(page.getByText(/^A message to \d+ (person|people) is not finished\./)).toBeVisible();
  await page.getByRole("link", { name: "Go on writing" }).click();
  await expect(page.getByRole("textbox", { name: "Message (Қазақша)" })).toHaveValue("Көп рақмет!");
  await expect(page.getByText(to!)).toBeVisible();
  await page.getByRole("button", { name: "Throw away" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Throw away" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Roster" })).toBeVisible();
  await page.goto("/roster/messages/new");
  await expect(page.getByText("Nobody has been chosen")).toBeVisible();
  await page.goto("/roster/messages");
  await expect(page.getByRole("heading", { level: 1, name: "Messages" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Go on writing" })).toHaveCount(0);
});
