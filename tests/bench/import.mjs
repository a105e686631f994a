// A spreadsheet of 3,000 people looked through before it is brought in, in figures: the app's own workbook of the list, in which everybody is known, and as many whom nobody knows, as CSV. Chromium with
// the CPU of the page slowed 4x (workers are not slowed). Needs BASE_URL and CHROMIUM; run by `make bench`, before the list is filled.
import { readFileSync } from "node:fs";
import { launch, mark, median, slowPage } from "./common.mjs";

const base = process.env.BASE_URL;
const runs = Number(process.env.RUNS ?? 5);

const browser = await launch();
const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-GB" });
const first = await context.newPage();
await first.goto(`${base}/sign-in?next=/roster&lang=en`);
await first.getByRole("textbox", { name: "Phone number or e-mail" }).fill("gulnar.demo@meyirim.example");
await first.getByRole("button", { name: "Send me a code" }).click();
await first.getByRole("button", { name: "Fill in the code" }).click();
await first.getByRole("button", { name: "Sign in" }).click();
await mark(first, "roster-ready");
await first.getByRole("button", { name: "Download and print" }).click();
await first.getByRole("radio", { name: "All" }).check();
const saving = first.waitForEvent("download");
await first.getByRole("button", { name: "Excel (XLSX)" }).click();
const known = readFileSync(await (await saving).path());
await first.close();

const surnames = ["Абенов", "Тұрсын", "Сәрсен", "Жұмабек", "Қасым", "Бекмұрат", "Өмірбек", "Ким", "Тихонов", "Әлі"];
const given = ["Айгүл", "Серік", "Сәуле", "Жанар", "Ерлан", "Мөлдір", "Нұрлан", "Гүлнар", "Тимур", "Елена"];
const rows = Array.from({ length: 3000 }, (_, n) => [`${surnames[n % 10]} ${given[Math.floor(n / 10) % 10]} ${String.fromCharCode(1072 + (n % 32))}${n}`, `8 705 ${String(1_000_000 + n)}`, ["Абайский район", "Туранский район"][n % 2], `0${1 + (n % 9)}.05.20${String(n % 12).padStart(2, "0")}`, "экология; образование"]);
const unknown = Buffer.from([["ФИО", "Телефон", "Район", "Дата рождения", "Отряд"], ...rows].map((row) => row.join(",")).join("\n"));

async function measure(name, mimeType, buffer) {
  const took = [];
  const frozen = [];
  for (let run = 0; run < runs; run++) {
    const { page } = await slowPage(context, { network: false });
    await page.goto(`${base}/roster/import`);
    await page.getByLabel("File").waitFor();
    await page.waitForTimeout(3000);
    await page.evaluate(() => {
      // How long the page heard and drew nothing, at the longest.
      globalThis.frozen = 0;
      let last = performance.now();
      const tick = () => {
        const now = performance.now();
        globalThis.frozen = Math.max(globalThis.frozen, now - last);
        last = now;
        requestAnimationFrame(tick);
      };
      requestAnimationFrame(tick);
      // From here on: what handing the file over costs is the browser's.
      document.querySelector("input[type=file]").addEventListener("change", () => ((globalThis.begun = last = performance.now()), (globalThis.frozen = 0)), { capture: true });
    });
    await page.getByLabel("File").setInputFiles({ name, mimeType, buffer });
    // Every row has been told what it is.
    const done = await page.waitForFunction(() => {
      const rows = [...document.querySelectorAll(".import-kinds b")].reduce((sum, count) => sum + Number(count.textContent), 0);
      return rows === 3000 && performance.now() - globalThis.begun;
    }, null, { timeout: 120_000 });
    took.push(await done.jsonValue());
    frozen.push(await page.evaluate(() => globalThis.frozen));
    await page.close();
  }
  return `${(median(took) / 1000).toFixed(2)} s | ${median(frozen).toFixed(0)} ms`;
}

console.log(`\nA spreadsheet of 3,000 rows, to the finished preview; medians of ${runs}, CPU 4x slower\n`);
console.log("| file | took | longest the page stood still |\n|---|---|---|");
console.log(`| to reach | 4 s | 200 ms |`);
console.log(`| XLSX, all of them known | ${await measure("roster.xlsx", "application/octet-stream", known)} |`);
console.log(`| CSV, all of them new | ${await measure("roster.csv", "text/csv", unknown)} |`);
await browser.close();
