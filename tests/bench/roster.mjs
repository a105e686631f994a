// The association's list in figures: with the demo's 3,000 members, then with MEMBERS (100,000), brought by the API. Chromium with the CPU slowed 4x. "Open" is a later visit: from the sealed rows
// on the device; by its address with the app's own start in it, and from another page of an app that runs. Needs BASE_URL and CHROMIUM; run by `make bench`, after the others, as it fills the data base.
import { launch, mark, median, memoryOf, quantile, slowPage } from "./common.mjs";

const base = process.env.BASE_URL;
const members = Number(process.env.MEMBERS ?? 100_000);
const runs = Number(process.env.RUNS ?? 5);
const words = ["сәуле", "aigul", "тұрсын", "0700", "жанар", "мек"];

async function fill(upto) {
  const given = ["Айгүл", "Серік", "Сәуле", "Жанар", "Ерлан", "Мөлдір", "Нұрлан", "Гүлнар", "Тимур", "Елена"];
  const surnames = ["Абенов", "Тұрсын", "Сәрсен", "Жұмабек", "Қасым", "Бекмұрат", "Өмірбек", "Ким", "Тихонов", "Әлі"];
  const value = (field, to) => ({ value: { field, from: null, to } });
  const standings = ["active", "active", "candidate", "paused"];
  for (let from = 3000; from < upto; from += 500) {
    const edits = Array.from({ length: Math.min(500, upto - from) }, (_, at) => {
      const n = from + at;
      const changes = [
        value("name", `${given[n % 10]} ${surnames[Math.floor(n / 10) % 10]} ${n}`),
        value("phone", `+77${String(500_000_000 + n)}`),
        value("standing", standings[n % 4]),
        value("district", ["abay", "turan", "karatau", "enbekshi", "al_farabi"][n % 5]),
        value("since", `20${String(15 + (n % 11))}-0${1 + (n % 9)}`),
        { entries: { field: "groups", add: [`Топ ${n % 60}`], remove: [] } },
      ];
      return { member: `b${n}`, changes };
    });
    const id = `bench-${from}`;
    const answer = await fetch(`${base}/api/v1/roster/batches`, {
      method: "POST",
      headers: { authorization: "Bearer demo-association", "content-type": "application/json", "idempotency-key": id },
      body: JSON.stringify({ id, kind: "import", why: null, made_at: new Date().toISOString(), edits }),
    });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  }
}

const ready = (page) => mark(page, "roster-ready");

// From what somebody does to the frame after the table has changed.
const acted = (page, what, list) =>
  page.evaluate(
    async ([what, list]) => {
      const frame = () => new Promise(requestAnimationFrame);
      const body = document.querySelector("table.table tbody");
      const input = document.querySelector("#roster-search");
      const once = async (act) => {
        let changed;
        const watch = new MutationObserver(() => (changed ??= true));
        watch.observe(document.querySelector("main"), { subtree: true, childList: true, characterData: true });
        const begun = performance.now();
        act();
        while (!changed && performance.now() - begun < 5000) await frame();
        // The one that is painted.
        await frame();
        const took = performance.now() - begun;
        watch.disconnect();
        // Counting the segments comes after, and is not what is waited for.
        await new Promise((resolve) => setTimeout(resolve, 700));
        return changed ? took : undefined;
      };
      const times = [];
      if (what === "search") {
        for (const word of list) {
          for (let length = 1; length <= word.length; length++)
            times.push(await once(() => ((input.value = word.slice(0, length)), input.dispatchEvent(new InputEvent("input", { bubbles: true })))));
          await once(() => ((input.value = ""), input.dispatchEvent(new InputEvent("input", { bubbles: true }))));
        }
      } else if (what === "sort") {
        for (const at of list) times.push(await once(() => document.querySelectorAll("table.table thead th button")[at].click()));
      } else {
        const box = body.closest(".table-wrap");
        let last = performance.now();
        for (let at = 0; at < 240; at++) {
          box.scrollBy(0, 160);
          await frame();
          const now = performance.now();
          times.push(now - last);
          last = now;
        }
      }
      return times.filter((time) => time !== undefined);
    },
    [what, list],
  );

async function signedIn(browser) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-GB" });
  const page = await context.newPage();
  await page.goto(`${base}/sign-in?next=/roster&lang=en`);
  await page.getByRole("textbox", { name: "Phone number or e-mail" }).fill("gulnar.demo@meyirim.example");
  await page.getByRole("button", { name: "Send me a code" }).click();
  await page.getByRole("button", { name: "Fill in the code" }).click();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  let bytes = 0;
  const paths = new Map();
  cdp.on("Network.responseReceived", ({ requestId, response }) => paths.set(requestId, new URL(response.url).pathname));
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (paths.get(requestId) === "/api/v1/roster") bytes += encodedDataLength;
  });
  await page.getByRole("button", { name: "Sign in" }).click();
  await ready(page);
  // The rest of the pages, the sealed rows, and the service worker.
  await page.waitForFunction((all) => Number(document.querySelector(".segment b")?.textContent) >= all, await total(), { timeout: 180_000 });
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForTimeout(3000);
  await page.close();
  return { context, bytes };
}

async function total() {
  const answer = await fetch(`${base}/api/v1/roster?limit=1`, { headers: { authorization: "Bearer demo-association" } });
  return (await answer.json()).total;
}

// From the press on the link of another page until the first rows stand on the screen. Nothing of the list is open before.
async function pressed(context) {
  const { page } = await slowPage(context, { network: false });
  await page.goto(`${base}/me`);
  const link = page.getByRole("link", { name: "Roster", exact: true });
  await link.waitFor();
  await page.waitForTimeout(2500);
  const begun = await link.evaluate((link) => {
    const begun = performance.now();
    link.click();
    return begun;
  });
  const took = (await ready(page)) - begun;
  await page.close();
  return took;
}

async function measure() {
  const browser = await launch();
  const { context, bytes } = await signedIn(browser);
  const all = { bytes, open: [], whole: [], pressed: [], search: [], sort: [], frame: [], memory: [] };
  for (let run = 0; run < runs; run++) {
    const { page, cdp } = await slowPage(context, { network: false });
    await page.goto(`${base}/roster`, { waitUntil: "commit" });
    all.open.push(await ready(page));
    all.whole.push(await mark(page, "roster-whole"));
    await page.waitForTimeout(2500);
    if (run === 0) {
      all.search = await acted(page, "search", words);
      all.sort = await acted(page, "sort", [1, 0, 1, 2, 0]);
      all.frame = await acted(page, "scroll", []);
      all.memory = await memoryOf(page, cdp);
    }
    await page.close();
    all.pressed.push(await pressed(context));
  }
  await browser.close();
  return all;
}

const show = (name, goals, { bytes, open, whole, pressed, search, sort, frame, memory }) => {
  console.log(`\n${name}; medians of ${runs}, CPU 4x slower\n`);
  console.log("| figure | app | to reach |\n|---|---|---|");
  const row = (what, value, goal) => console.log(`| ${what} | ${value} | ${goal} |`);
  row("first download of all", `${(bytes / 1000).toFixed(0)} kB`, goals.bytes);
  row("opened from the device: first rows on the screen, all members there", `${median(open).toFixed(0)} and ${median(whole).toFixed(0)} ms`, goals.open);
  row("the same from another page of the app: pressed to first rows", `${median(pressed).toFixed(0)} ms`, goals.open);
  row("keystroke to painted result, p50 and p95", `${median(search).toFixed(0)} and ${quantile(search, 0.95).toFixed(0)} ms`, goals.search);
  row("first sort, and later ones", `${sort[0].toFixed(0)} and ${median(sort).toFixed(0)} ms`, goals.sort);
  row("frame while scrolling 160 px a frame, p95", `${quantile(frame, 0.95).toFixed(0)} ms`, "50 ms");
  row("memory (JS heap + wasm)", `${memory.toFixed(0)} MiB`, "–");
};

show("3,000 members", { bytes: "250 kB", open: "400 ms", search: "30 ms (p95)", sort: "–" }, await measure());
await fill(members);
show(`${members.toLocaleString("en")} members`, { bytes: "–", open: "2500 ms", search: "100 ms (p95)", sort: "300 ms" }, await measure());
