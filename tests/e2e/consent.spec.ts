// A parent's consent on two phones: the child's, signed in, and the parent's, which has never been here. The link is read off the child's screen, as it would be shown.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Browser, type Page } from "@playwright/test";
import { settled, signIn } from "./support/app";
import { newAction, newVolunteer, seats } from "./support/backend";
import { test } from "./support/test";

const join = { name: "Join", exact: true } as const;
const ask = { name: "Ask for a parent's confirmation" } as const;

/** Somebody under 14 on the page of an action. */
async function child(page: Page, action: { id: string }): Promise<void> {
  await signIn(page, `/actions/${action.id}`, { age: /^Under 14/i });
  await settled(page);
}

/** Presses Join and chooses the written consent; the dialog stands open. */
async function wantConsent(page: Page): Promise<ReturnType<Page["getByRole"]>> {
  await page.getByRole("button", join).click();
  const dialog = page.getByRole("dialog", { name: "A parent's consent is needed" });
  await dialog.getByRole("radio", { name: "Gives written consent" }).check();
  return dialog;
}

/** Asks, and answers the link that is shown. */
async function link(page: Page): Promise<string> {
  const dialog = await wantConsent(page);
  await expect(dialog.getByText("Your parent has not been asked yet.")).toBeVisible();
  await dialog.getByRole("button", ask).click();
  const field = dialog.getByRole("textbox", { name: "Link for your parent" });
  await expect(field).toHaveValue(/\/consent#[\w-]{20,}$/);
  // The ways to send it are in sight.
  await expect(dialog.getByRole("button", { name: "Send the link" })).toBeFocused();
  return field.inputValue();
}

/** Another phone, with nothing on it. */
async function parent(browser: Browser, address: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(address.replace("/consent#", "/consent?lang=en#"));
  await expect(page.getByRole("heading", { level: 1, name: "A parent's consent" })).toBeVisible();
  return page;
}

async function agree(page: Page, name = "Gulnar Serikova"): Promise<void> {
  await page.getByRole("textbox", { name: "Your name" }).fill(name);
  await page.getByRole("checkbox", { name: "I am the child's parent or legal representative" }).check();
  await page.getByRole("button", { name: "I give consent" }).click();
  await expect(page.getByRole("heading", { name: "You have given consent" })).toBeFocused();
}

test("ask, agree on another phone, join; taken back, the place goes on", async ({ browser, page }) => {
  const action = await newAction({ most: 1, needed: 1 });
  await child(page, action);
  const address = await link(page);
  await expect(page.getByText("Waiting for your parent's answer").first()).toBeVisible();

  const phone = await parent(browser, address);
  await expect(phone.getByText("would like to take part as a volunteer and asks for your consent.")).toBeVisible();
  await expect(phone.getByRole("link", { name: action.title })).toBeVisible();
  await expect(phone.getByText("Central Park")).toBeVisible();
  await expect(phone.getByText("The consent is for this action only.")).toBeVisible();
  await expect(phone.getByText(/^The consent is valid until /)).toBeVisible();
  // What is missing is said where it is missing, and nothing typed is lost.
  await phone.getByRole("button", { name: "I give consent" }).click();
  await expect(phone.getByText("Please write your name.")).toBeVisible();
  await expect(phone.getByText("please tick this")).toBeVisible();
  await agree(phone);
  await expect(phone.getByText("Gulnar Serikova")).toBeVisible();

  // The child's page hears of it by itself, in the dialog that is still open.
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("Your parent has agreed")).toBeVisible();
  await dialog.getByRole("button", join).click();
  await expect(page.getByRole("heading", { name: "Place confirmed" })).toBeVisible();
  await expect(page.getByText("Your parent has agreed to it here in the hub.")).toBeVisible();

  const next = await newVolunteer();
  await next.join(action.id);
  // The same link again, on another day: how it stands, and the way back.
  await phone.reload();
  await expect(phone.getByRole("heading", { name: "You have given consent" })).toBeVisible();
  await phone.getByRole("button", { name: "Take the consent back" }).click();
  await phone.getByRole("dialog").getByRole("button", { name: "Take it back" }).click();
  await expect(phone.getByRole("heading", { name: "You have taken the consent back" })).toBeVisible();
  // The child's phone hears of it by itself.
  await expect(page.getByRole("heading", { name: "Your parent has taken the consent back" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Place confirmed" })).toHaveCount(0);
  expect(await next.standing(action.id)).toHaveProperty("offered");
  expect(await seats(action.id)).toMatchObject({ taken: 1, waiting: 0 });
  await page.goto("/me");
  const news = page.getByRole("region", { name: "News for you" }).getByRole("listitem").filter({ hasText: action.title });
  await expect(news.getByText("A parent has taken their consent back, you are no longer signed up")).toBeVisible();
});

test("a parent does not agree: nothing is kept of them, and the child may ask once more", async ({ browser, page }) => {
  const action = await newAction();
  await child(page, action);
  const phone = await parent(browser, await link(page));
  await phone.getByRole("button", { name: "I do not consent" }).click();
  await phone.getByRole("dialog").getByRole("button", { name: "Back" }).click();
  await phone.getByRole("button", { name: "I do not consent" }).click();
  await phone.getByRole("dialog").getByRole("button", { name: "I do not consent" }).click();
  await expect(phone.getByRole("heading", { name: "You have not given consent" })).toBeFocused();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Your parent has not agreed" })).toBeVisible();
  const dialog = await wantConsent(page);
  await dialog.getByRole("button", { name: "Make a new link" }).click();
  await agree(await parent(browser, await dialog.getByRole("textbox", { name: "Link for your parent" }).inputValue()));
  // Whoever comes back to the tab sees it as well as whoever opens the page anew.
  await page.reload();
  await expect(page.getByRole("heading", { name: "Your parent has agreed" })).toBeVisible();
});

test("for all actions: asked for once, good for the next one too", async ({ browser, page }) => {
  const [first, second] = [await newAction({ startsInHours: 30 }), await newAction({ startsInHours: 80 })];
  await child(page, first);
  const asking = await wantConsent(page);
  await asking.getByRole("radio", { name: "For all actions of the hub" }).check();
  await asking.getByRole("button", ask).click();
  const phone = await parent(browser, await asking.getByRole("textbox", { name: "Link for your parent" }).inputValue());
  await expect(phone.getByText("For all actions of the hub")).toBeVisible();
  await agree(phone);
  for (const action of [first, second]) {
    await page.goto(`/actions/${action.id}`);
    const dialog = await wantConsent(page);
    await expect(dialog.getByText("Your parent has agreed")).toBeVisible();
    await dialog.getByRole("button", join).click();
    await expect(page.getByRole("heading", { name: "Place confirmed" })).toBeVisible();
  }
});

test("links that are used up, replaced, wrong or cut off say so", async ({ browser, page }) => {
  const action = await newAction();
  await child(page, action);
  const first = await link(page);
  const dialog = page.getByRole("dialog", { name: "A parent's consent is needed" });
  await dialog.getByRole("button", { name: "Make a new link" }).click();
  // The parent may have the first one in their hands.
  const replacing = page.getByRole("dialog", { name: "Make a new link?" });
  await replacing.getByRole("button", { name: "Keep the first one" }).click();
  await expect(dialog.getByRole("textbox", { name: "Link for your parent" })).toHaveValue(first);
  await dialog.getByRole("button", { name: "Make a new link" }).click();
  await replacing.getByRole("button", { name: "Make a new link" }).click();
  const field = dialog.getByRole("textbox", { name: "Link for your parent" });
  await expect(field).not.toHaveValue(first);
  const second = await field.inputValue();
  const replaced = await parent(browser, first);
  await expect(replaced.getByRole("heading", { name: "This link is not valid" })).toBeVisible();
  const cut = await parent(browser, second.slice(0, -5));
  await expect(cut.getByRole("heading", { name: "This link is not valid" })).toBeVisible();
  const bare = await parent(browser, second.replace(/#.*/, "#"));
  await expect(bare.getByRole("heading", { name: "There is nothing to show here" })).toBeVisible();
  // Two phones with one link: who comes second is shown how it stands.
  const [one, other] = [await parent(browser, second), await parent(browser, second)];
  await expect(other.getByRole("button", { name: "I do not consent" })).toBeVisible();
  await agree(one);
  await other.getByRole("button", { name: "I do not consent" }).click();
  await other.getByRole("dialog").getByRole("button", { name: "I do not consent" }).click();
  await expect(other.getByText("Things have changed meanwhile.")).toBeVisible();
  await expect(other.getByRole("heading", { name: "You have given consent" })).toBeVisible();
});

test("the secret is in no request's address", async ({ browser, page }) => {
  const action = await newAction();
  await child(page, action);
  const address = await link(page);
  const secret = address.split("#")[1];
  const asked: string[] = [];
  const phone = await (await browser.newContext()).newPage();
  phone.on("request", (request) => asked.push(`${request.url()} ${request.headers().referer ?? ""}`));
  await phone.goto(address);
  await expect(phone.getByRole("checkbox")).toBeVisible();
  expect(asked.length).toBeGreaterThan(3);
  // What the browser calls a request's address may have the fragment of the page itself; it is not sent.
  expect(asked.filter((line) => line.replace(`/consent#${secret}`, "/consent").includes(secret))).toEqual([]);
});

test("everyone can read and answer it: axe in light and dark, and a narrow screen with large text", async ({ browser, page }) => {
  test.slow();
  const action = await newAction();
  await child(page, action);
  const address = await link(page);
  const check = async (where: Page, what: string) => {
    const { violations } = await new AxeBuilder({ page: where }).analyze();
    expect(violations.map(({ id, nodes }) => `${what} ${id}: ${nodes.map((node) => node.html).slice(0, 2).join(" ")}`)).toEqual([]);
    expect(await where.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), what).toBeLessThanOrEqual(0);
  };
  await check(page, "the link");
  for (const lang of ["kk", "ru"]) {
    const phone = await (await browser.newContext({ colorScheme: lang === "kk" ? "dark" : "light", viewport: { width: 320, height: 640 } })).newPage();
    await phone.goto(address.replace("/consent#", `/consent?lang=${lang}#`));
    await phone.evaluate(() => localStorage.setItem("meyirim.text", "xl"));
    await phone.reload();
    await expect(phone.getByRole("checkbox")).toBeVisible();
    await check(phone, `${lang}, asked`);
  }
  const phone = await parent(browser, address);
  await agree(phone);
  await check(phone, "given");
});

test("without a connection asking and answering are not offered as if they worked", async ({ browser, context, page }) => {
  const action = await newAction();
  await child(page, action);
  await page.evaluate(() => navigator.serviceWorker.ready);
  const dialog = await wantConsent(page);
  await expect(dialog.getByRole("button", ask)).toBeVisible();
  await context.setOffline(true);
  await expect(dialog.getByText("Asking needs a connection.")).toBeVisible();
  await expect(dialog.getByRole("button", ask)).toHaveAttribute("aria-disabled", "true");
  await dialog.getByRole("button", ask).click({ force: true });
  await expect(dialog.getByRole("textbox", { name: "Link for your parent" })).toHaveCount(0);
  await context.setOffline(false);
  await dialog.getByRole("button", ask).click();
  const phone = await parent(browser, await dialog.getByRole("textbox", { name: "Link for your parent" }).inputValue());
  await phone.getByRole("textbox", { name: "Your name" }).fill("Gulnar Serikova");
  await phone.getByRole("checkbox").check();
  await phone.context().setOffline(true);
  await expect(phone.getByText("Answering needs a connection.")).toBeVisible();
  await phone.getByRole("button", { name: "I give consent" }).click();
  await expect(phone.getByText("Whether your answer arrived is not known.")).toBeVisible();
  await expect(phone.getByRole("textbox", { name: "Your name" })).toHaveValue("Gulnar Serikova");
  await phone.context().setOffline(false);
  await phone.getByRole("button", { name: "I give consent" }).click();
  await expect(phone.getByRole("heading", { name: "You have given consent" })).toBeVisible();
});

test("the parent comes along: no record is needed", async ({ page }) => {
  const action = await newAction();
  await child(page, action);
  await page.getByRole("button", join).click();
  const dialog = page.getByRole("dialog", { name: "A parent's consent is needed" });
  await dialog.getByRole("radio", { name: "Comes with me" }).check();
  await dialog.getByRole("button", join).click();
  await expect(page.getByRole("heading", { name: "Place confirmed" })).toBeVisible();
});

test("rest: a minor's shifts within a day may not add up to more than five hours, and the reason says which", async ({ page }) => {
  const [morning, noon, evening] = [30, 33, 36].map((startsInHours) => newAction({ startsInHours }));
  await signIn(page, `/actions/${(await morning).id}`, { age: /^14/ });
  for (const action of [await morning, await noon]) {
    await page.goto(`/actions/${action.id}`);
    await page.getByRole("button", join).click();
    await expect(page.getByRole("heading", { name: "Place confirmed" })).toBeVisible();
  }
  await page.goto(`/actions/${(await evening).id}`);
  await expect(page.getByText(`You need rest: with another action of yours it would be more than 5 hours within 24: ${(await noon).title}.`).first()).toBeVisible();
  await expect(page.getByRole("button", join)).toHaveAttribute("aria-disabled", "true");
});
