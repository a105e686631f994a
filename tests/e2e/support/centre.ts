// A coworking centre of a test's own.
import { expect } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { type OwnBackend, ownBackend } from "./own";
import { test as base } from "./test";

export const staff = { authorization: "Bearer demo-coordinator", "content-type": "application/json" };
const named = (name: string) => ({ kk: name, ru: name, en: name });
const place = (id: string, kind: string, name: string) => ({ id, kind, name: named(name), capacity: kind === "room" ? 6 : 1, equipment: [] });
/** More than all journeys take in one hour: whichever of them one worker runs, the next finds a seat. */
const seats = [..."ABCDEFGHIJ"];
/** Each journey has a room of its own. The first two are what is offered instead of others. */
const rooms = ["Ash", "Fir", "Birch", "Poplar", "Maple", "Apple", "Elm", "Oak", "Pine", "Cedar"];

/** What it is by itself. */
const trial = () => {
  const open = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: 0, to: 1440 }));
  const rules = { slot: 60, days_ahead: 14, a_day: 240, a_week: 720, release_after: 15, check_in_before: 15 };
  const resources = [...seats.map((seat) => place(`seat-${seat.toLowerCase()}`, "seat", `Seat ${seat}`)), ...rooms.map((room) => place(`room-${room.toLowerCase()}`, "room", `Room ${room}`))];
  return { name: named("Trial coworking"), about: named("A trial"), address: named("1 Example Street"), coordinates: null, open, closed: [], rules, resources, demo: true };
};

/** The settings of that hub, as somebody else changes them, whatever that does to bookings; without a change, as they were at the beginning. */
export async function changeCentre(hub: OwnBackend, change?: (centre: any) => void): Promise<void> {
  const now = await fetch(`${hub.url}/api/v1/centre`);
  const centre = change ? await now.json() : trial();
  change?.(centre);
  const headers = { ...staff, "idempotency-key": randomUUID(), "if-match": now.headers.get("etag")! };
  const answer = await fetch(`${hub.url}/api/v1/centre?strands=1000`, { method: "PUT", headers, body: JSON.stringify(centre) });
  expect(answer.status).toBe(200);
}

// A backend of its own, with a centre of its own: open around the clock, so that a journey is the same at any hour, and nothing in it is taken by the demo. A fixture, since addresses are asked for before any hook has run.
export const test = base.extend<object, { hub: OwnBackend }>({
  hub: [
    async ({}, use) => {
      const hub = await ownBackend();
      try {
        await changeCentre(hub);
        await use(hub);
      } finally {
        hub.stop();
      }
    },
    { scope: "worker" },
  ],
  baseURL: async ({ hub }, use) => use(hub.url),
});
