// A wall display that is left to itself.
import { expect } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { changeAction, newAction } from "./support/backend";
import { atHour, ZONE } from "./support/hub";
import { LANDSCAPE } from "./support/kiosk";
import { test } from "./support/test";

test("a wall that runs through eight hours of updates does not grow", async ({ browser }) => {
  test.slow();
  const HOUR = 3_600_000;
  // From eight in the morning on: by night it begins anew, and would be small again.
  const morning = atHour(8);
  const iso = (time: number) => new Date(time).toISOString().replace(".000Z", "Z");
  const action = await newAction({ startsInHours: 20, title: "Through the day" });
  // Begun before all else that runs: the wall has six lines, and other journeys have actions too.
  await changeAction(action.id, (detail) => Object.assign(detail.action.shifts[0], { starts: iso(morning - 3 * HOUR), ends: iso(morning + 20 * HOUR) }));
  const context = await browser.newContext({ viewport: LANDSCAPE, timezoneId: ZONE });
  const wall = await context.newPage();
  // Before anything is begun: a timer of the real clock would not be hurried.
  await wall.clock.install({ time: morning });
  // Before its clock is hurried all is asked for: a request would be given up after seconds, which are over in no time.
  const live = wall.waitForResponse(/\/live\?/);
  await wall.goto("/kiosk/wall?lang=en");
  await live;
  const cdp = await context.newCDPSession(wall);
  const size = async () => {
    // What one round finds unused lets go of more in the next turn.
    for (let round = 0; round < 3; round++) {
      await cdp.send("HeapProfiler.collectGarbage");
      await wall.evaluate(() => 0);
    }
    const { usedSize } = await cdp.send("Runtime.getHeapUsage");
    const { nodes } = await cdp.send("Memory.getDOMCounters");
    return { usedSize, nodes };
  };
  // Not by locators: what these bring along lies in the page's own memory, and grows at each look.
  const text = (of: string) => wall.evaluate((of) => document.querySelector(of)!.textContent!, of);
  await expect.poll(() => text("main")).toContain(action.title);
  const seen = new Set<string>();
  const hour = async () => {
    // Not by minutes: three turns of a language are one.
    for (let second = 0; second < 3600; second += 70) {
      await wall.clock.runFor(70_000);
      seen.add(await text("h1"));
    }
    const title = `Through the day ${randomUUID().slice(0, 8)}`;
    await changeAction(action.id, (detail) => (detail.action.title = { kk: title, ru: title, en: title }));
    // Its clock stands still between two runs.
    await expect.poll(async () => (await wall.clock.runFor(1_000), await text("main"))).toContain(title);
  };
  const began = await text("header .num");
  // By then all that comes after the first rows is there, and what runs at all is compiled: that stays too.
  for (let warm = 0; warm < 2; warm++) await hour();
  expect(await text("header .num"), "it lives").not.toBe(began);
  const before = await size();
  for (let hours = 0; hours < 8; hours++) await hour();
  const after = await size();
  expect([...seen].sort(), "the languages in turn").toEqual(["Today", "Бүгін", "Сегодня"]);
  expect(after.usedSize).toBeLessThan(before.usedSize * 1.05);
  expect(after.nodes).toBeLessThan(before.nodes * 1.05 + 50);
});
