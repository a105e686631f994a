// json-server: plain CRUD over a file, without users and without rules. One language, one shift, numbers as ids, local time with an offset.
//
//   list        GET /events: a bare array. ?_page=1&_limit=2 (or _start, _end), from page 1; only then `X-Total-Count` and `Link` (absolute
//               URLs: first, prev, next, last; no `next` on the last page; past it 200 `[]`). Without _page all, without a total.
//   filter      ?f=v (twice: either), f_gte, f_lte, f_ne, f_like (a regular expression). Compares text as text, so a moment must be sent in
//               the offset that the data has, its + as %2B: ends_at_gte=2026-11-23T00:00:00%2B05:00
//   sort        ?_sort=updatedAt,id&_order=desc,asc
//   304         weak ETag of the body, If-None-Match works (by the browser: ETag is not among the exposed headers). If-Match is ignored.
//   POST        201 and the record; the id may be the client's, else the highest + 1. Nothing is checked: a body of a form is taken as well.
//   taken id    500 text/html whose body is the text `Error: Insert failed, duplicate id` and a stack. Of 30 at once one gets 201.
//   duplicate   a second (eventId, person) is just another record: 201
//   PATCH, PUT  200 and the record, PUT replaces it. Nobody sets updatedAt but the writer.
//   DELETE      200 `{}`, again 404 `{}`. Leaves no trace. Deleting an event deletes the registrations that name it.
//   errors      missing record or collection 404 `{}`; malformed JSON 400 text/html
//   CORS        echoes the origin, any header and method; exposes `X-Total-Count, Link` on pages, `Location` on POST
import { writeFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { launch, russian, tool } from "./server.mjs";

const CATEGORIES = { taza_alem: "ecology", saulyq: "health", asyl_mura: "culture", sabaqtastyq: "family", qamqor: "respect", bilim: "education", umit: "search", other: "other" };
const TYPES = { social_shop: "shop", fund: "fund", legal_entity: "company", volunteer_organisation: "volunteers", centre: "centre", institution: "public" };
const DISTRICTS = { abay: "Абай", al_farabi: "Аль-Фараби", enbekshi: "Енбекши", karatau: "Каратау", turan: "Туран" };
const AGES = { under_14: 0, "14_17": 14, "18_plus": 18 };

/** A moment as the clock on the wall of the city shows it. */
const here = (moment) => new Date(Date.parse(moment) + 5 * 3_600_000).toISOString().replace(/\.\d+Z$/, "+05:00");

function database({ actions, organisations }) {
  const partner = new Map(organisations.map(({ id }, at) => [id, at + 1]));
  // Each its own moment, all of them past: who asks "changed since" must be able to get some and not others.
  const now = Date.now();
  const updatedAt = (at) => new Date(now - 60_000 - 1_000 * at).toISOString();
  return {
    events: actions.map((action, at) => {
      const [{ starts, ends, seats }] = action.shifts;
      return {
        id: at + 1,
        name: russian(action.title),
        summary: russian(action.about),
        category: CATEGORIES[action.direction],
        district: DISTRICTS[action.district] ?? null,
        venue: russian(action.place),
        starts_at: here(starts),
        ends_at: here(ends),
        partner_id: partner.get(action.organiser) ?? null,
        capacity: seats.most,
        min_people: seats.needed,
        min_age: AGES[action.youngest],
        status: action.state === "cancelled" ? "cancelled" : "open",
        updatedAt: updatedAt(at),
      };
    }),
    partners: organisations.map((organisation, at) => ({
      id: at + 1,
      title: russian(organisation.name),
      type: TYPES[organisation.kind],
      phone: organisation.phone,
      address: russian(organisation.address),
      hours: russian(organisation.hours),
      about: russian(organisation.does),
      site: organisation.website,
      updatedAt: updatedAt(at),
    })),
    registrations: [],
  };
}

export async function start({ port, city, work }) {
  mkdirSync(work, { recursive: true });
  writeFileSync(join(work, "db.json"), JSON.stringify(database(city)));
  const url = `http://127.0.0.1:${port}`;
  const program = tool("json-server", "node_modules", "json-server", "lib", "cli", "bin.js");
  const stop = await launch(process.execPath, [program, "--host", "127.0.0.1", "--port", String(port), "db.json"], { work, ready: `${url}/partners?_limit=1` });
  return { url, stop, info: { name: "json-server" } };
}
