// A backend with the demo city, the app in front of it, and what an administrator of that backend does: the same few acts on all of them, so that the same journeys run on all.
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { city as fetchCity } from "./city.mjs";
import { serve } from "./serve.mjs";
import { freePort } from "./server.mjs";

const root = new URL("../..", import.meta.url).pathname;
const native = process.env.BASE_URL;
const dist = process.env.MEYIRIM_DIST ?? join(root, "dist");
// A test does not want to wait as long as a person does.
const POLL = 2;

const ask = async (url, method, path, body, headers = {}) => {
  const answer = await fetch(url + path, { method, headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers }, body: body === undefined ? undefined : JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? undefined : answer.json();
};
// Each action at another time: nobody can be at two places at once.
let created = 0;
const times = () => {
  const starts = 30 + 3 * created++;
  return [inHours(starts), inHours(starts + 2)];
};
const inHours = (hours) => new Date(Math.floor(Date.now() / 1000) * 1000 + hours * 3_600_000);

// What each backend's administrator does. `fill` takes all places for somebody else; `count` tells how many have signed up.
const admins = {
  native: () => {
    const api = `${native}/api/v1`;
    const headers = () => ({ authorization: "Bearer demo-administrator", "idempotency-key": randomUUID() });
    const change = async (id, alter) => {
      const answer = await fetch(`${api}/actions/${id}`);
      const detail = await answer.json();
      alter(detail);
      await ask(api, "PUT", `/admin/actions/${id}`, detail, { ...headers(), "if-match": answer.headers.get("etag") });
    };
    return {
      create: async ({ title, most }) => {
        const id = `t${randomUUID().slice(0, 13)}`;
        const texts = { kk: title, ru: title, en: title };
        const [starts, ends] = times();
        const shift = { id: "1", role: null, starts: starts.toISOString(), ends: ends.toISOString(), seats: { needed: 1, most, taken: 0, waiting: 0 }, withdraw_until: null };
        const action = { id, rev: 0, state: "published", title: texts, direction: "taza_alem", district: null, place: null, organiser: null, shifts: [shift], youngest: "under_14", hazards: [], waitlist: false, demo: true };
        await ask(api, "POST", "/admin/actions", { action, about: null, requirements: [], meeting: null, address: null, coordinates: null, organisers: [], source: null, sequence: 0 }, headers());
        return id;
      },
      rename: (id, title) => change(id, (detail) => (detail.action.title = { kk: title, ru: title, en: title })),
      remove: async (id) => ask(api, "DELETE", `/admin/actions/${id}`, undefined, { ...headers(), "if-match": (await fetch(`${api}/actions/${id}`)).headers.get("etag") }),
      count: async (id) => (await ask(api, "GET", `/actions/${id}`)).action.shifts[0].seats.taken,
      fill: async (id) => {
        const key = () => ({ "idempotency-key": randomUUID() });
        const contact = `b-${randomUUID().slice(0, 12)}@meyirim.example`;
        const { demo_code } = await ask(api, "POST", "/session/codes", { contact, lang: "en" }, key());
        const { token } = await ask(api, "POST", "/session", { contact, code: demo_code }, key());
        const as = { authorization: `Bearer ${token}` };
        await ask(api, "PATCH", "/session/person", { age_class: "18_plus" }, { ...key(), ...as });
        await ask(api, "POST", `/actions/${id}/shifts/1/signup`, { or_wait: false, guardian: null, made_at: new Date().toISOString() }, { ...key(), ...as });
      },
    };
  },
  "json-server": ({ url }) => ({
    create: async ({ title, most }, [starts, ends] = times()) =>
      String((await ask(url, "POST", "/events", { name: title, summary: "", category: "ecology", district: null, venue: "", starts_at: starts.toISOString(), ends_at: ends.toISOString(), partner_id: null, capacity: most, min_people: 1, min_age: 0, status: "open", updatedAt: new Date().toISOString() })).id),
    rename: (id, name) => ask(url, "PATCH", `/events/${id}`, { name, updatedAt: new Date().toISOString() }),
    remove: (id) => ask(url, "DELETE", `/events/${id}`),
    count: async (id) => (await ask(url, "GET", `/registrations?eventId=${id}`)).length,
  }),
  pocketbase: async ({ url, info }) => {
    const { token } = await ask(url, "POST", "/api/collections/_superusers/auth-with-password", info.admin);
    const headers = { authorization: token };
    const at = "/api/collections/actions/records";
    const texts = (title) => ({ title_kk: title, title_ru: title, title_en: title });
    return {
      create: async ({ title, most }, [starts, ends] = times()) =>
        (await ask(url, "POST", at, { ...texts(title), direction: "nature", starts: starts.toISOString(), ends: ends.toISOString(), capacity: most, needed: 1, youngest: 0, cancelled: false }, headers)).id,
      rename: (id, title) => ask(url, "PATCH", `${at}/${id}`, texts(title), headers),
      remove: (id) => ask(url, "DELETE", `${at}/${id}`, undefined, headers),
      count: async (id) => (await ask(url, "GET", `/api/collections/action_list/records/${id}`)).taken,
      fill: async (id) => {
        const other = await ask(url, "POST", "/api/collections/users/auth-with-password", { identity: "marat@meyirim.example", password: info.password });
        await ask(url, "POST", "/api/collections/signups/records", { action: id, person: other.record.id, seat: "1", state: "confirmed", made_at: new Date().toISOString() }, { authorization: other.token });
      },
    };
  },
  kinto: ({ url, info }) => {
    const basic = (name, password) => ({ authorization: `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}` });
    const headers = basic(info.admin.name, info.admin.password);
    const at = "/buckets/meyirim/collections/actions/records";
    return {
      create: async ({ title, most }) => {
        const id = `t${randomUUID().slice(0, 13)}`;
        const [starts, ends] = times();
        await ask(url, "PUT", `${at}/${id}`, { data: { title: { kk: title, ru: title, en: title }, about: null, place: null, direction: "environment", district: null, by: null, begin: starts.getTime(), finish: ends.getTime(), capacity: most, needed: 1, age: "any", called_off: false } }, headers);
        return id;
      },
      rename: (id, title) => ask(url, "PATCH", `${at}/${id}`, { data: { title: { kk: title, ru: title, en: title } } }, headers),
      remove: (id) => ask(url, "DELETE", `${at}/${id}`, undefined, headers),
      count: async (id) => (await ask(url, "GET", `/buckets/meyirim/collections/places/records?action=${id}`)).data.length,
      fill: (id) => ask(url, "PUT", `/buckets/meyirim/collections/places/records/${id}-1`, { data: { action: id, seat: 1, person: "account:marat", made_at: Date.now() } }, { ...basic("marat@meyirim.example", info.password), "if-none-match": "*" }),
    };
  },
  files: ({ lists }) => ({
    create: async ({ title, most }) => {
      const id = `t${randomUUID().slice(0, 13)}`;
      const [starts, ends] = times();
      const shift = { id: "1", role: null, starts: starts.toISOString(), ends: ends.toISOString(), seats: { needed: 1, most, taken: 0, waiting: 0 }, withdraw_until: null };
      lists["/data/actions.json"].items.push({ id, state: "published", title: { kk: title, ru: title, en: title }, direction: "taza_alem", shifts: [shift] });
      return id;
    },
    rename: async (id, title) => (lists["/data/actions.json"].items.find((one) => one.id === id).title = { kk: title, ru: title, en: title }),
    remove: async (id) => (lists["/data/actions.json"].items = lists["/data/actions.json"].items.filter((one) => one.id !== id)),
  }),
};

// What people can expect of it, as its capabilities say.
export const promises = { native: "place", "json-server": "list", pocketbase: "place", kinto: "place", files: "hand over" };
export const names = Object.keys(promises);

/** Starts the backend `name` and the app in front of it: with another `profile`, at a given `port`, `guard` and `connect` as `serve` takes them. */
export async function stage(name, { profile: given, port, guard, connect = [] } = {}) {
  const city = await fetchCity(native);
  const work = mkdtempSync(join(tmpdir(), `meyirim-${name}-`));
  mkdirSync(work, { recursive: true });
  const hub = JSON.parse(readFileSync(join(dist, "hub.json"), "utf8"));
  const profile = given ?? JSON.parse(readFileSync(join(root, "public/profiles", `${name}.json`), "utf8"));
  const overlay = { [`/profiles/${name}.json`]: { ...profile, poll: POLL } };
  let backend = { url: native, stop: async () => {} };
  let options = { proxy: { "/api/": `${native}/api/` } };
  hub.profile = name === "native" ? null : `/profiles/${name}.json`;
  if (name === "files") {
    const items = (list) => ({ items: list });
    backend.lists = { "/data/actions.json": items(city.actions), "/data/organisations.json": items(city.organisations), "/data/indicators.json": items(city.indicators) };
    Object.assign(overlay, backend.lists);
    hub.hand_over = "hub@meyirim.example";
    options = {};
  } else if (name !== "native") {
    const { start } = await import(`./${name}.mjs`);
    backend = await start({ port: await freePort(), city, work: join(work, "data") });
    // One of them through the app's own origin, the others directly: both ways are there in life.
    const proxied = name === "json-server";
    hub.api = proxied ? "/backend" : backend.url;
    options = proxied ? { proxy: { "/backend/": `${backend.url}/` } } : { connect: [new URL(backend.url).origin] };
  }
  const app = await serve({ dist, hub, overlay, port, guard, ...options, connect: [...(options.connect ?? []), ...connect] });
  return { name, url: app.url, api: backend.url, info: backend.info, admin: await admins[name](backend), stop: async () => { await app.stop(); await backend.stop(); } };
}
