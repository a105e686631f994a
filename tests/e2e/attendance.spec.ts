// From a place in a shift to confirmed hours and a certificate: a leader and volunteers, each with a phone of their own, with and without a network.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as path } from "node:path";
import { createLocalJWKSet, decodeProtectedHeader, importJWK, jwtVerify, type JWK } from "jose";
import { coloured, keptOffline, settled, signIn } from "./support/app";
import { changeAction, nameLeaders, newAction } from "./support/backend";
import { filmOf, withCamera } from "./support/camera";
import { test } from "./support/test";

const join = { name: "Join", exact: true } as const;

interface Phone {
  context: BrowserContext;
  page: Page;
  person: string;
}

/** Somebody new with a phone, who has told their name. */
async function phone(browser: Browser, name: string, next = "/me"): Promise<Phone> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const { id: person } = await signIn(page, next, { name });
  return { context, page, person };
}

/** A shift that begins within the hour, a volunteer who has a place in it, and its leader. */
async function shift(browser: Browser): Promise<{ action: { id: string; title: string }; leader: Phone; volunteer: Phone; name: string }> {
  const action = await newAction({ startsInHours: 0.5 });
  const name = `Aigul ${randomUUID().slice(0, 6)}`;
  const volunteer = await phone(browser, name, `/actions/${action.id}`);
  await volunteer.page.getByRole("button", join).click();
  await expect(volunteer.page.getByRole("heading", { name: "Place confirmed" })).toBeVisible();
  const leader = await phone(browser, `Leader ${randomUUID().slice(0, 6)}`);
  await nameLeaders(action.id, [leader.person]);
  return { action, leader, volunteer, name };
}

/** Whose role came after they signed in: the app hears of it at its next start. Ends on the roll itself, which is then on the phone. */
async function openRoll({ page }: Phone, action: string): Promise<void> {
  await page.goto("/me");
  await settled(page);
  await page.goto(`/check-in/${action}?shift=1`);
  await expect(page.getByRole("status").filter({ hasText: /\d of \d are here/ })).toBeVisible();
}

/** The shift is over: it began three hours ago. */
async function over(action: string): Promise<void> {
  const at = (hours: number) => new Date(Math.floor((Date.now() + hours * 3_600_000) / 60_000) * 60_000).toISOString().replace(".000Z", "Z");
  await changeAction(action, (detail) => Object.assign(detail.action.shifts[0], { starts: at(-3), ends: at(-1) }));
}

test("a leader and a volunteer without a network, and what comes together afterwards", async ({ browser }) => {
  const { action, leader, volunteer, name } = await shift(browser);
  await openRoll(leader, action.id);
  await expect(leader.page.getByRole("status").filter({ hasText: "0 of 1 are here" })).toBeVisible();
  await keptOffline(leader.page);
  await volunteer.page.goto(`/check-in/${action.id}?shift=1`);
  await expect(volunteer.page.getByRole("heading", { name: "I am here" })).toBeVisible();
  await keptOffline(volunteer.page);
  await leader.context.setOffline(true);
  await volunteer.context.setOffline(true);

  // The leader's phone shows the code without a network, the volunteer's keeps it.
  await leader.page.getByRole("button", { name: "Code", exact: true }).click();
  await expect(leader.page.getByRole("img", { name: "The shift's code" })).toBeVisible();
  const code = (await leader.page.getByText(/^\d{3} \d{3}$/).textContent())!;
  await volunteer.page.getByRole("textbox", { name: "The shift's code" }).fill("12");
  await volunteer.page.getByRole("button", { name: "Check in" }).click();
  await expect(volunteer.page.getByText("The code has six digits.")).toBeVisible();
  await volunteer.page.getByRole("textbox", { name: "The shift's code" }).fill(code);
  await volunteer.page.getByRole("button", { name: "Check in" }).click();
  await expect(volunteer.page.getByText("Saved on this device, will be sent")).toBeVisible();

  await leader.page.getByRole("button", { name: "Roll", exact: true }).click();
  await leader.page.getByRole("button", { name: `Check in: ${name}` }).click();
  const row = leader.page.getByRole("listitem").filter({ hasText: name });
  await expect(row.getByText("on this device, not sent", { exact: true })).toBeVisible();
  await expect(leader.page.getByRole("status").filter({ hasText: "1 of 1 are here" })).toBeVisible();
  // A restart without a network loses nothing of it, and the outbox says what waits.
  await leader.page.reload();
  await expect(row.getByText("on this device, not sent", { exact: true })).toBeVisible();
  await leader.page.goto("/outbox");
  await expect(leader.page.getByRole("heading", { name: `${name} came:` })).toBeVisible();
  await leader.page.goto(`/check-in/${action.id}?shift=1`);
  await expect(row.getByText("on this device, not sent", { exact: true })).toBeVisible();

  await volunteer.context.setOffline(false);
  await expect(volunteer.page.getByText(/You are checked in:/)).toBeVisible();
  await leader.context.setOffline(false);
  await expect(row.getByText("on this device, not sent", { exact: true })).toHaveCount(0);
  await leader.page.reload();
  // Both marks are there, and they are one attendance.
  await row.getByText("How it was noted").click();
  await expect(row.getByText(/by the shift's code/)).toBeVisible();
  await expect(row.getByText(/by the roll/)).toBeVisible();
  await expect(row.getByText("The marks do not agree")).toHaveCount(0);
});

test("a wrong code is told beside the field, and the right one after it goes through", async ({ browser }) => {
  const { action, leader, volunteer } = await shift(browser);
  await openRoll(leader, action.id);
  await leader.page.getByRole("button", { name: "Code", exact: true }).click();
  const shown = leader.page.getByText(/^\d{3} \d{3}$/);
  await volunteer.page.goto(`/check-in/${action.id}?shift=1`);
  const field = volunteer.page.getByRole("textbox", { name: "The shift's code" });
  const right = (await shown.textContent())!.replace(" ", "");
  await field.fill(right === "111111" ? "222222" : "111111");
  await volunteer.page.getByRole("button", { name: "Check in" }).click();
  await expect(volunteer.page.getByText("That was not the code: the shift showed another one at that moment.")).toBeVisible();
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(volunteer.page.getByText("Saved on this device, will be sent")).toHaveCount(0);
  // The outbox does not offer to send the same once more, but leads back to the field.
  await volunteer.page.goto("/outbox");
  const again = volunteer.page.getByRole("link", { name: "Enter the code again" });
  await expect(again).toBeVisible();
  await expect(volunteer.page.getByRole("button", { name: "Try again" })).toHaveCount(0);
  await again.click();
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await field.fill((await shown.textContent())!);
  await expect(field).not.toHaveAttribute("aria-invalid");
  await volunteer.page.getByRole("button", { name: "Check in" }).click();
  await expect(volunteer.page.getByText(/You are checked in:/)).toBeVisible();
  // Nothing of the wrong one waits for a decision.
  await volunteer.page.goto("/outbox");
  await expect(volunteer.page.getByText("Nothing waits to be sent")).toBeVisible();
});

test("before its time nobody is noted, and it is said from when; what was done too early says so", async ({ browser }) => {
  const { action, leader, volunteer, name } = await shift(browser);
  const at = (hours: number) => new Date(Math.floor((Date.now() + hours * 3_600_000) / 60_000) * 60_000).toISOString().replace(".000Z", "Z");
  const move = (hours: number) => changeAction(action.id, (detail) => Object.assign(detail.action.shifts[0], { starts: at(hours), ends: at(hours + 2) }));
  await openRoll(leader, action.id);
  await keptOffline(leader.page);
  await leader.context.setOffline(true);
  await leader.page.getByRole("button", { name: `Check in: ${name}` }).click();
  await expect(leader.page.getByRole("status").filter({ hasText: "1 of 1 are here" })).toBeVisible();
  // Moved to later while the leader had no network.
  await move(6);
  await leader.context.setOffline(false);
  await expect(leader.page.getByText(/^People can be checked in from /)).toBeVisible();
  await expect(leader.page.getByRole("status").filter({ hasText: "0 of 1 are here" })).toBeVisible();
  await expect(leader.page.getByRole("button", { name: `Check in: ${name}` })).toHaveCount(0);
  await expect(leader.page.getByRole("button", { name: "Did not come" })).toHaveCount(0);
  // Nor is a code shown that would not be taken.
  await leader.page.getByRole("button", { name: "Code", exact: true }).click();
  await expect(leader.page.getByRole("heading", { name: "The shift's code" })).toBeVisible();
  await expect(leader.page.getByText(/^\d{3} \d{3}$/)).toHaveCount(0);
  await leader.page.getByRole("button", { name: "Roll", exact: true }).click();
  await leader.page.goto("/outbox");
  await expect(leader.page.getByText("This was done too early.")).toBeVisible();
  await expect(leader.page.getByText(/It is taken from /)).toBeVisible();

  await volunteer.page.goto(`/check-in/${action.id}?shift=1`);
  await expect(volunteer.page.getByText(/^You can check in from /)).toBeVisible();
  await expect(volunteer.page.getByRole("textbox", { name: "The shift's code" })).toHaveCount(0);
});

test("a roll that is empty, another's, or of no shift says so", async ({ browser }) => {
  const { leader } = await shift(browser);
  const empty = await newAction({ startsInHours: 0.5 });
  await nameLeaders(empty.id, [leader.person]);
  await leader.page.goto("/me");
  await settled(leader.page);
  await leader.page.goto(`/check-in/${empty.id}?shift=1`);
  await expect(leader.page.getByText("Nobody has joined this shift")).toBeVisible();
  await expect(leader.page.getByText(/Scan their pass, and they are put on the roll/)).toBeVisible();
  await leader.page.getByRole("region", { name: "Roll" }).getByRole("button", { name: "Scan" }).click();
  await expect(leader.page.getByRole("region", { name: "Scan" })).toBeVisible();
  const others = await newAction({ startsInHours: 0.5 });
  await leader.page.goto(`/check-in/${others.id}?shift=1`);
  await expect(leader.page.getByText("You do not lead this shift")).toBeVisible();
  await leader.page.goto(`/check-in/${empty.id}?shift=7`);
  await expect(leader.page.getByText("There is no such shift")).toBeVisible();
});

test("somebody without a place is told so before they type a code", async ({ page }) => {
  const action = await newAction({ startsInHours: 0.5 });
  await signIn(page, `/check-in/${action.id}?shift=1`);
  await expect(page.getByText(/This device knows of no place of yours in this shift/)).toBeVisible();
  await page.getByRole("link", { name: action.title }).click();
  await page.getByRole("button", join).click();
  await expect(page.getByRole("heading", { name: "Place confirmed" })).toBeVisible();
  await page.goto(`/check-in/${action.id}?shift=1`);
  await expect(page.getByRole("textbox", { name: "The shift's code" })).toBeVisible();
  await expect(page.getByText(/This device knows of no place of yours in this shift/)).toHaveCount(0);
});

/** Checked in, and the backend has heard it. */
async function checkedIn(page: Page, name: string): Promise<void> {
  await expect(page.getByRole("button", { name: `Check out: ${name}` })).toBeVisible();
  await expect(page.getByText("on this device, not sent", { exact: true })).toHaveCount(0);
}

test("two leaders who disagree: both sides are shown, and one is taken back", async ({ browser }) => {
  const { action, leader, name } = await shift(browser);
  const second = await phone(browser, "Second leader");
  await nameLeaders(action.id, [leader.person, second.person]);
  // It has just begun: before, nobody can have failed to come.
  const at = (hours: number) => new Date(Math.floor((Date.now() + hours * 3_600_000) / 60_000) * 60_000).toISOString().replace(".000Z", "Z");
  await changeAction(action.id, (detail) => Object.assign(detail.action.shifts[0], { starts: at(-0.1), ends: at(2) }));
  for (const one of [leader, second]) await openRoll(one, action.id);
  await keptOffline(second.page);
  await second.context.setOffline(true);
  const of = (one: Phone) => one.page.getByRole("list").filter({ has: one.page.getByRole("button", { name: /Check (in|out): / }) }).getByRole("listitem").filter({ hasText: name });
  await of(second).getByRole("button", { name: `Did not come: ${name}` }).click();
  await expect(second.page.getByText("did not come", { exact: true })).toBeVisible();
  await leader.page.getByRole("button", { name: `Check in: ${name}` }).click();
  await checkedIn(leader.page, name);
  await second.context.setOffline(false);
  await expect(second.page.getByText("The marks do not agree")).toBeVisible();
  const clash = second.page.getByRole("group", { name: "The marks do not agree" });
  await expect(clash.getByText(/Noted as not there: Second leader/)).toBeVisible();
  await expect(clash.getByText(/Came, by the roll: Leader/)).toBeVisible();
  await clash.getByRole("listitem").filter({ hasText: "Noted as not there" }).getByRole("button", { name: "Take the wrong mark back" }).click();
  await expect(second.page.getByText("The marks do not agree")).toHaveCount(0);
});

test("hours: confirmed with a reason, disputed, confirmed again; a certificate that anyone can check", async ({ browser }) => {
  test.slow();
  const { action, leader, volunteer, name } = await shift(browser);
  await openRoll(leader, action.id);
  await leader.page.getByRole("button", { name: `Check in: ${name}` }).click();
  await checkedIn(leader.page, name);
  await over(action.id);
  await leader.page.reload();
  const hours = leader.page.getByRole("region", { name: "Hours" });
  await hours.getByText("Confirm hours", { exact: true }).first().click();
  await hours.getByRole("textbox", { name: "Minutes" }).fill("90");
  await hours.getByRole("button", { name: "Confirm hours" }).click();
  await expect(hours.getByText("If the time is not what the marks come to, say why.")).toBeVisible();
  await hours.getByRole("textbox", { name: "Reason" }).fill("Left before the end");
  await hours.getByRole("button", { name: "Confirm hours" }).click();
  await expect(hours.getByText("Confirmed: 1 h 30 min")).toBeVisible();

  // The volunteer sees who, when and why, and does not agree.
  const { page } = volunteer;
  await page.goto("/me/record");
  const mine = page.getByRole("listitem").filter({ hasText: action.title });
  await expect(mine.getByText("1 h 30 min confirmed", { exact: true })).toBeVisible();
  await mine.getByText("How it was noted").click();
  await expect(mine.getByText(/1 h 30 min confirmed: Leader .*Reason: Left before the end/)).toBeVisible();
  await mine.getByText("I do not agree", { exact: true }).click();
  await mine.getByRole("button", { name: "Send" }).click();
  await expect(mine.getByText("Say what is wrong.")).toBeVisible();
  await mine.getByRole("textbox", { name: "What is wrong?" }).fill("I stayed to the end");
  // A network that goes and comes takes nothing away of what is typed.
  const heard = page.waitForResponse((answer) => answer.url().endsWith("/session/person/attendance"));
  await volunteer.context.setOffline(true);
  await expect(page.getByText("No connection", { exact: false }).first()).toBeVisible();
  await volunteer.context.setOffline(false);
  await heard;
  await expect(mine.getByRole("textbox", { name: "What is wrong?" })).toHaveValue("I stayed to the end");
  await mine.getByRole("button", { name: "Send" }).click();
  await expect(mine.getByText("you do not agree")).toBeVisible();
  await expect(page.getByText(/^0 min/).first()).toBeVisible();

  // The leader hears of it while typing, and loses nothing.
  await hours.getByText("Confirm hours", { exact: true }).first().click();
  await hours.getByRole("textbox", { name: "Minutes" }).fill("120");
  await hours.getByRole("textbox", { name: "Reason" }).fill("Right, to the end");
  await leader.context.setOffline(true);
  await leader.context.setOffline(false);
  await expect(hours.getByText("The volunteer does not agree. Reason: I stayed to the end")).toBeVisible();
  await expect(hours.getByRole("textbox", { name: "Minutes" })).toHaveValue("120");
  await hours.getByRole("button", { name: "Confirm hours" }).click();
  await expect(hours.getByText("Confirmed: 2 h")).toBeVisible();

  await page.reload();
  await expect(mine.getByText("2 h confirmed").first()).toBeVisible();
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Table (CSV)" }).click();
  const table = readFileSync((await (await saving).path())!, "utf8");
  expect(table).toMatch(/^\ufeffday,action,role/);
  expect(table).toContain(`${action.title},Shift 1,`);
  expect(table).toContain(",120,2 h confirmed");

  await page.getByText("Certificate of one action").click();
  await page.getByRole("button", { name: action.title }).click();
  await expect(page.getByRole("link", { name: `${action.title}: 2 h` })).toBeVisible();
  await page.getByRole("button", { name: "Certificate of all hours" }).click();
  await expect(page.getByRole("region", { name: "Certificates" }).getByRole("link")).toHaveCount(2);
  await page.getByRole("region", { name: "Certificates" }).getByRole("link").first().click();
  await expect(page.getByText(name, { exact: true })).toBeVisible();
  await expect(page.getByText("Confirmed: 2 h")).toBeVisible();
  await expect(page.getByRole("img", { name: "QR code that checks the certificate" })).toBeVisible();
  const link = (await page.getByRole("link", { name: "Where it is checked" }).getAttribute("href"))!;
  const token = link.split("#")[1];
  const badge = page.waitForEvent("download");
  await page.getByRole("button", { name: "Open Badge file" }).click();
  const credential = readFileSync((await (await badge).path())!, "utf8");

  // By a library that nobody here wrote, and by openssl.
  const keys = await (await fetch(`${process.env.BASE_URL}/api/v1/keys`)).json();
  const { payload } = await jwtVerify(token, createLocalJWKSet(keys), { algorithms: ["ES256"] });
  expect(payload).toMatchObject({ typ: "certificate", name, minutes: 120, shifts: 1 });
  const open = await jwtVerify(credential, await importJWK(decodeProtectedHeader(credential).jwk as JWK, "ES256"));
  expect(open.payload).toMatchObject({ type: ["VerifiableCredential", "OpenBadgeCredential"], credentialSubject: { creditsEarned: 2 } });
  expect(openssl(token, keys.keys.find((key: JWK) => key.kid === decodeProtectedHeader(token).kid))).toContain("Verified OK");

  // Somebody who has been here once checks it without a network.
  const reader = await browser.newContext();
  const desk = await reader.newPage();
  await desk.goto("/verify?lang=en");
  await settled(desk);
  await keptOffline(desk);
  await reader.setOffline(true);
  await desk.goto(`/verify#${token}`);
  await expect(desk.getByText("The signature is good")).toBeVisible();
  await expect(desk.getByText(name, { exact: true })).toBeVisible();
  await expect(desk.getByText(/List of what was revoked: as of/)).toBeVisible();
  const [head, body, signature] = token.split(".");
  const forged = Buffer.from(Buffer.from(body, "base64url").toString().replace('"minutes":120', '"minutes":920')).toString("base64url");
  // Another link in the same tab, and the first one again: only what follows the # is another.
  await desk.goto(`/verify#${head}.${forged}.${signature}`);
  await expect(desk.getByText("The signature does not match")).toBeVisible();
  await desk.getByRole("button", { name: "Check another" }).click();
  await desk.goto(`/verify#${token}`);
  await expect(desk.getByText("The signature is good")).toBeVisible();
  await desk.getByRole("button", { name: "Check another" }).click();
  await desk.getByRole("textbox", { name: "Link or text of the certificate" }).fill(`${head}.${forged}.${signature}`);
  await desk.getByRole("button", { name: "Check", exact: true }).click();
  await expect(desk.getByText("The signature does not match")).toBeVisible();
  await desk.getByRole("button", { name: "Check another" }).click();
  await desk.getByRole("textbox", { name: "Link or text of the certificate" }).fill("no certificate");
  await desk.getByRole("button", { name: "Check", exact: true }).click();
  await expect(desk.getByText("This is not a certificate", { exact: true })).toBeVisible();

  // Revoked: whoever has a network hears of it.
  await page.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("The certificate is revoked")).toBeVisible();
  await reader.setOffline(false);
  await desk.goto(`/verify#${token}`);
  await desk.reload();
  await expect(desk.getByText("Revoked", { exact: true })).toBeVisible();
});

/** Checks an ES256 token with openssl alone: the key as PEM, the signature as DER. */
function openssl(token: string, key: JWK): string {
  const folder = mkdtempSync(path(tmpdir(), "meyirim-"));
  const file = (name: string, data: Buffer | string) => (writeFileSync(path(folder, name), data), path(folder, name));
  const bytes = (text: string) => Buffer.from(text, "base64url");
  // SubjectPublicKeyInfo of P-256 is a fixed head and the point.
  const head = Buffer.from("3059301306072a8648ce3d020106082a8648ce3d03010703420004", "hex");
  const der = Buffer.concat([head, bytes(key.x!), bytes(key.y!)]);
  const pem = `-----BEGIN PUBLIC KEY-----\n${der.toString("base64")}\n-----END PUBLIC KEY-----\n`;
  const at = token.lastIndexOf(".");
  const both = bytes(token.slice(at + 1));
  const integer = (part: Buffer) => {
    let from = 0;
    while (from < 31 && part[from] === 0) from++;
    const value = part[from] & 0x80 ? Buffer.concat([Buffer.of(0), part.subarray(from)]) : part.subarray(from);
    return Buffer.concat([Buffer.of(2, value.length), value]);
  };
  const parts = Buffer.concat([integer(both.subarray(0, 32)), integer(both.subarray(32))]);
  const signature = file("signature", Buffer.concat([Buffer.of(0x30, parts.length), parts]));
  return execFileSync("openssl", ["dgst", "-sha256", "-verify", file("key.pem", pem), "-signature", signature, file("input", token.slice(0, at))]).toString();
}

test("the pass opens without a network, and one that is ended is no longer good", async ({ browser }) => {
  const { page, context } = await phone(browser, "Dana");
  await page.goto("/me/pass");
  await expect(page.getByRole("img", { name: "QR code of the pass" })).toBeVisible();
  await expect(page.getByText(/^\d{3} \d{3}$/)).toBeVisible();
  await settled(page);
  await keptOffline(page);
  await context.setOffline(true);
  await page.goto("/me/pass");
  await expect(page.getByRole("img", { name: "QR code of the pass" })).toBeVisible();
  await expect(page.getByText(/good until/)).toBeVisible();
  await context.setOffline(false);
  const token = () => page.evaluate(async () => (await (await fetch("/api/v1/session/person/pass")).json()).token as string);
  const jti = JSON.parse(Buffer.from((await token()).split(".")[1], "base64url").toString()).jti;
  await page.getByRole("button", { name: "End my pass" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End my pass" }).click();
  await expect(page.getByText("The passes there were have ended")).toBeVisible();
  const keys = await (await fetch(`${process.env.BASE_URL}/api/v1/keys`)).json();
  expect(keys.revoked).toContain(jti);
  expect(JSON.parse(Buffer.from((await token()).split(".")[1], "base64url").toString()).jti).not.toBe(jti);
});

test("a pass held before the camera, without a network", async ({ browser }) => {
  const { action, volunteer, name } = await shift(browser);
  await volunteer.page.goto("/me/pass");
  const film = await filmOf(volunteer.page.getByRole("img", { name: "QR code of the pass" }));
  const eyes = await withCamera(film);
  try {
    // A browser of one's own knows nothing of the settings of the others.
    const context = await eyes.newContext({ baseURL: process.env.BASE_URL, locale: "en-GB", viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    await signIn(page, "/me");
    const person = await page.evaluate(async () => (await (await fetch("/api/v1/session")).json()).person.id as string);
    await nameLeaders(action.id, [person]);
    await openRoll({ context, page, person }, action.id);
    await keptOffline(page);
    await context.setOffline(true);
    await page.getByRole("button", { name: "Scan", exact: true }).click();
    await expect(page.getByText(`Noted: ${name}`)).toBeVisible();
    await expect(page.getByRole("status").filter({ hasText: "1 of 1 are here" })).toBeVisible();
    await page.getByRole("button", { name: "Roll", exact: true }).click();
    const row = page.getByRole("listitem").filter({ hasText: name });
    await expect(row.getByText("on this device, not sent", { exact: true })).toBeVisible();
    await context.setOffline(false);
    await expect(row.getByText("on this device, not sent", { exact: true })).toHaveCount(0);
    await row.getByText("How it was noted").click();
    await expect(row.getByText(/Came, by pass:/)).toHaveCount(1);
  } finally {
    await eyes.close();
  }
});

test("axe finds nothing on these pages, and nothing scrolls sideways at 320 px", async ({ browser }) => {
  test.slow();
  const { action, leader, volunteer, name } = await shift(browser);
  await openRoll(leader, action.id);
  await leader.page.getByRole("button", { name: `Check in: ${name}` }).click();
  await checkedIn(leader.page, name);
  await over(action.id);
  await leader.page.reload();
  await expect(leader.page.getByRole("region", { name: "Hours" })).toBeVisible();
  await volunteer.page.goto("/me/record");
  await expect(volunteer.page.getByRole("listitem").filter({ hasText: action.title })).toBeVisible();
  const clean = async (page: Page) => {
    const light = await new AxeBuilder({ page }).analyze();
    // At once: half-way between two colours there is little contrast.
    await coloured(page, "dark");
    const dark = await new AxeBuilder({ page }).withRules("color-contrast").analyze();
    await coloured(page, "light");
    const found = [...light.violations, ...dark.violations];
    expect(found.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes.map((node) => node.html).slice(0, 2).join(" ")}`)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), page.url()).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 390, height: 844 });
  };
  await clean(leader.page);
  await leader.page.getByRole("button", { name: "Code", exact: true }).click();
  await expect(leader.page.getByRole("img", { name: "The shift's code" })).toBeVisible();
  await clean(leader.page);
  await leader.page.goto("/me");
  await expect(leader.page.getByRole("heading", { name: "Shifts that I lead" })).toBeVisible();
  await clean(leader.page);
  await clean(volunteer.page);
  await volunteer.page.goto("/me/pass");
  await expect(volunteer.page.getByRole("img", { name: "QR code of the pass" })).toBeVisible();
  await clean(volunteer.page);
});
