// The backend as a test sees it: an administrator's changes to the city, and faults on demand.
import { randomUUID } from "node:crypto";
import type { APIRequestContext, BrowserContext } from "@playwright/test";
import { local } from "./hub";

const api = `${process.env.BASE_URL}/api/v1`;
const admin = { authorization: "Bearer demo-administrator" };

async function json(answer: Response): Promise<any> {
  if (!answer.ok) throw new Error(`${answer.status} ${answer.url}: ${await answer.text()}`);
  return answer.status === 204 ? undefined : answer.json();
}

export interface Wanted {
  title?: string;
  most?: number;
  needed?: number;
  waitlist?: boolean;
  startsInHours?: number;
  youngest?: "under_14" | "14_17" | "18_plus";
  hazards?: string[];
  shifts?: number;
}

const instant = (at: number) => new Date(Math.floor(at / 1000) * 1000).toISOString().replace(".000Z", "Z");

const posted = async (path: string, body: unknown) =>
  json(await fetch(`${api}${path}`, { method: "POST", headers: { ...admin, "content-type": "application/json", "idempotency-key": randomUUID() }, body: JSON.stringify(body) }));

/** A plan of an action, by default for tomorrow with five places. Its title is unique. */
function plan(wanted: Wanted): { id: string; title: string; detail: any } {
  const id = `t${randomUUID().slice(0, 13)}`;
  const title = `${wanted.title ?? "Trial clean-up"} ${id.slice(1, 7)}`;
  const starts = Date.now() + (wanted.startsInHours ?? 30) * 3_600_000;
  const shifts = Array.from({ length: wanted.shifts ?? 1 }, (_, at) => ({
    id: String(at + 1),
    role: { kk: `Ауысым ${at + 1}`, ru: `Смена ${at + 1}`, en: `Shift ${at + 1}` },
    starts: instant(starts + at * 3 * 3_600_000),
    ends: instant(starts + (at * 3 + 2) * 3_600_000),
    seats: { needed: wanted.needed ?? 2, most: wanted.most ?? 5, taken: 0, waiting: 0 },
    withdraw_until: null,
  }));
  const action = {
    id, rev: 0, state: "published", title: { kk: title, ru: title, en: title }, direction: "taza_alem", district: null,
    place: { kk: "Орталық саябақ", ru: "Центральный парк", en: "Central Park" }, organiser: null, shifts,
    youngest: wanted.youngest ?? "under_14", hazards: wanted.hazards ?? [], waitlist: wanted.waitlist ?? true, demo: true,
  };
  const detail = { action, about: { kk: "Сынақ", ru: "Проба", en: "A trial" }, requirements: [], meeting: null, address: null, coordinates: null, organisers: [], source: null, sequence: 0 };
  return { id, title, detail };
}

/** A new published action. */
export async function newAction(wanted: Wanted = {}): Promise<{ id: string; title: string }> {
  const { id, title, detail } = plan(wanted);
  await posted("/admin/actions", detail);
  return { id, title };
}

/** A new action on each of so many days, by default from tomorrow on: its title, and its dates in order. */
export async function newSeries(days: number, wanted: Wanted = {}): Promise<{ id: string; title: string; dates: { id: string; title: string }[] }> {
  const { id, title, detail } = plan(wanted);
  const day = (after: number) => local(Date.parse(detail.action.shifts[0].starts) + after * 24 * 3_600_000).slice(0, 10);
  const repeat = { from: day(0), until: day(days - 1), every: 1, on: { weekly: [1, 2, 3, 4, 5, 6, 7] } };
  const series = await posted("/admin/series", { id, repeat, plan: detail });
  return { id, title, dates: series.dates.map(({ action }: { action: string }) => ({ id: action, title })) };
}

/** Changes an action as an administrator. */
export async function changeAction(id: string, change: (detail: any) => void): Promise<void> {
  const answer = await fetch(`${api}/actions/${id}`);
  const detail = await json(answer);
  change(detail);
  await json(await fetch(`${api}/admin/actions/${id}`, {
    method: "PUT",
    headers: { ...admin, "content-type": "application/json", "idempotency-key": randomUUID(), "if-match": answer.headers.get("etag") ?? "*" },
    body: JSON.stringify(detail),
  }));
}

/** Names who leads the first shift of an action, as an administrator. */
export async function nameLeaders(action: string, leaders: string[]): Promise<void> {
  const headers = { ...admin, "content-type": "application/json", "idempotency-key": randomUUID() };
  await json(await fetch(`${api}/admin/actions/${action}/shifts/1/leaders`, { method: "PUT", headers, body: JSON.stringify({ leaders }) }));
}

export async function removeAction(id: string): Promise<void> {
  const answer = await fetch(`${api}/actions/${id}`);
  await json(await fetch(`${api}/admin/actions/${id}`, { method: "DELETE", headers: { ...admin, "idempotency-key": randomUUID(), "if-match": answer.headers.get("etag") ?? "*" } }));
}

/** Somebody new, signed in by one-time code without a browser: fills places. */
export async function newVolunteer(): Promise<{ token: string; join: (action: string, shift?: string) => Promise<any>; leave: (action: string) => Promise<any>; standing: (action: string) => Promise<any> }> {
  const contact = `e2e-${randomUUID().slice(0, 12)}@meyirim.example`;
  const headers = () => ({ "content-type": "application/json", "idempotency-key": randomUUID() });
  const sent = await json(await fetch(`${api}/session/codes`, { method: "POST", headers: headers(), body: JSON.stringify({ contact, lang: "en" }) }));
  const session = await json(await fetch(`${api}/session`, { method: "POST", headers: headers(), body: JSON.stringify({ contact, code: sent.demo_code }) }));
  const bearer = { authorization: `Bearer ${session.token}` };
  await json(await fetch(`${api}/session/person`, { method: "PATCH", headers: { ...headers(), ...bearer }, body: JSON.stringify({ name: "Trial", age_class: "18_plus" }) }));
  return {
    token: session.token,
    join: async (action, shift = "1") =>
      json(await fetch(`${api}/actions/${action}/shifts/${shift}/signup`, { method: "POST", headers: { ...headers(), ...bearer }, body: JSON.stringify({ or_wait: true, guardian: null, made_at: instant(Date.now()) }) })),
    leave: async (action) => json(await fetch(`${api}/actions/${action}/shifts/1/signup`, { method: "DELETE", headers: { ...headers(), ...bearer } })),
    standing: async (action) => (await json(await fetch(`${api}/signups`, { headers: bearer }))).items.find((one: any) => one.action === action)?.standing,
  };
}

/** The seats of an action as the backend counts them. */
export async function seats(id: string, shift = "1"): Promise<{ taken: number; waiting: number }> {
  const detail = await json(await fetch(`${api}/actions/${id}`));
  return detail.action.shifts.find((one: any) => one.id === shift).seats;
}

export type Fault = { method?: string; path_prefix: string; act: string; count?: number };

/** Faults that only this browser context meets. */
export class Faults {
  private constructor(private readonly request: APIRequestContext, private readonly scope: string) {}

  static async of(context: BrowserContext): Promise<Faults> {
    const scope = randomUUID().slice(0, 8);
    await context.addCookies([{ name: "demo_scope", value: scope, url: process.env.BASE_URL! }]);
    return new Faults(context.request, scope);
  }

  private async call(method: string, data?: unknown): Promise<void> {
    const answer = await fetch(`${api}/demo/sentinels`, { method, headers: { cookie: `demo_scope=${this.scope}`, demo_scope: this.scope, "content-type": "application/json" }, body: data ? JSON.stringify(data) : undefined });
    if (!answer.ok) throw new Error(`sentinels: ${answer.status} ${await answer.text()}`);
  }

  async next(...next: Fault[]): Promise<void> {
    await this.call("POST", { next });
  }

  async clear(): Promise<void> {
    await this.call("DELETE");
  }
}
