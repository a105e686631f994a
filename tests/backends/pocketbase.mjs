// PocketBase: users with a password, rules by which records may be written, unique indexes, and queries as further lists to read. A column a
// language, one shift, ids of 15 characters.
//
//   list        GET /api/collections/action_list/records: {items,page,perPage,totalItems,totalPages}, ?page=1&perPage=2, from page 1, 30 a
//               page unless told, 1000 at most; past the end 200 and no items; &skipTotal=1 makes both totals -1. &fields=id,updated.
//               The order of the fields of a record changes from answer to answer.
//   filter      ?filter=(ends>='2026-11-22 19:00:00.000Z' && updated>='...'): moments are compared as text, so with a space and not a T
//               (a T is taken without a word and misses the rest of that day), and with milliseconds. In a record that is sent, a T will do.
//   sort        ?sort=-updated,id
//   action_list is a query: its `updated` is of type `json` for PocketBase (the later of two columns), `taken` a number, the rest as in
//               `actions`. Filter, sort and fields work on all of them, `updated` compares as text there too.
//   304         none: no ETag, no Last-Modified
//   login       POST users/auth-with-password {identity,password}: 200 {token,record}; wrong 400 {"data":{},"message":"Failed to
//               authenticate.","status":400}. The token goes into Authorization as it is, lives for 5 days (`exp` within; `Bearer` before it will do), and POST
//               users/auth-refresh (no body) gives {token,record} anew; with a bad token or none 401. Elsewhere a bad token is as good as none.
//   POST        200 and the record. A taken seat: 400 with data.action.code and data.seat.code `validation_not_unique`; a second signup of
//               the person: the same with data.action and data.person, and only these if both. Of 30 at once one gets 200.
//   no rights   create: 400 {"data":{},"message":"Failed to create record.","status":400}, signed in or not; list: 200 and no items; another's
//               record, to read or to change: 404; a rule that only the administrator passes: 403
//   PATCH       200 and the record. DELETE 204, but nobody may here: a signup is withdrawn, its row stays and gives up its seat.
//   deletion    leaves no trace, and does not touch action_list.updated either
//   errors      {data:{field:{code,message}},message,status}: 400 `validation_required`, `validation_invalid_value`; data is {} for malformed
//               JSON, an unknown field in a filter or a sort; missing 404
//   CORS        `*`, any header and method; exposes nothing
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { asking, chunks, columns, launch, tool } from "./server.mjs";

const DIRECTIONS = { taza_alem: "nature", saulyq: "health", asyl_mura: "heritage", sabaqtastyq: "children", qamqor: "elders", bilim: "learning", umit: "search", other: "other" };
const KINDS = { social_shop: "shop", fund: "fund", legal_entity: "company", volunteer_organisation: "volunteers", centre: "centre", institution: "institution" };
const AGES = { under_14: 0, "14_17": 14, "18_plus": 18 };
const ADMIN = { identity: "admin@meyirim.example", password: "admin-admin-1" };
export const PASSWORD = "demo-demo-1";

/** Ids are 15 characters of [a-z0-9]; the same action gets the same one each time. */
const id = (native) => createHash("sha256").update(native).digest("hex").slice(0, 15);

const text = (...names) => names.map((name) => ({ type: "text", name }));
const number = (...names) => names.map((name) => ({ type: "number", name }));
const date = (...names) => names.map((name) => ({ type: "date", name }));
const languages = (...names) => names.flatMap((name) => text(`${name}_kk`, `${name}_ru`, `${name}_en`));
const stamps = [{ type: "autodate", name: "created", onCreate: true }, { type: "autodate", name: "updated", onCreate: true, onUpdate: true }];
const choice = (name, values) => ({ type: "select", name, values, maxSelect: 1 });
const everyone = { listRule: "", viewRule: "" };

const actions = [
  ...languages("title", "about", "place"), choice("direction", Object.values(DIRECTIONS)), ...text("district", "organiser"),
  ...date("starts", "ends"), ...number("capacity", "needed", "youngest"), { type: "bool", name: "cancelled" }, ...stamps,
];
const own = '@request.auth.id != "" && person = @request.auth.id';
const COLLECTIONS = [
  { name: "actions", type: "base", fields: actions, indexes: ["CREATE INDEX actions_ends ON actions (ends)"], ...everyone },
  { name: "organisations", type: "base", fields: [...languages("name"), choice("kind", Object.values(KINDS)), ...text("phone"), ...languages("address", "hours", "does"), ...text("website"), ...stamps], ...everyone },
  { name: "figures", type: "base", fields: [...languages("name"), ...number("value"), ...languages("unit", "definition"), ...text("as_of"), ...number("front"), ...stamps], ...everyone },
  {
    name: "signups", type: "base",
    fields: [
      { type: "text", name: "action", required: true }, { type: "text", name: "person", required: true }, ...text("seat"),
      { ...choice("state", ["confirmed", "withdrawn"]), required: true }, ...date("made_at"), ...stamps,
    ],
    indexes: ["CREATE UNIQUE INDEX signups_seat ON signups (action, seat) WHERE seat != ''", "CREATE UNIQUE INDEX signups_person ON signups (action, person)"],
    listRule: "person = @request.auth.id", viewRule: "person = @request.auth.id", createRule: own,
    // The rule of an update sees the record as it was: it must say as well that nobody hands a seat over.
    updateRule: `${own} && @request.body.person:changed = false`,
  },
  // Which seats are taken, but not by whom.
  { name: "seats", type: "view", viewQuery: "SELECT id, action, seat FROM signups WHERE seat != ''", ...everyone },
  {
    name: "action_list", type: "view", ...everyone,
    viewQuery: `SELECT a.id, ${actions.filter(({ name }) => name !== "updated").map(({ name }) => `a.${name}`).join(", ")},
      COUNT(CASE WHEN s.seat != '' THEN 1 END) AS taken, MAX(a.updated, COALESCE(MAX(s.updated), '')) AS updated
      FROM actions a LEFT JOIN signups s ON s.action = a.id GROUP BY a.id`,
  },
];

const records = ({ actions, organisations, indicators }) => [
  ...organisations.map((organisation) => ["organisations", {
    id: id(organisation.id), kind: KINDS[organisation.kind], phone: organisation.phone ?? "", website: organisation.website ?? "",
    ...columns("name", organisation.name), ...columns("address", organisation.address), ...columns("hours", organisation.hours), ...columns("does", organisation.does),
  }]),
  ...actions.map((action) => ["actions", {
    id: id(action.id), ...columns("title", action.title), ...columns("about", action.about), ...columns("place", action.place),
    direction: DIRECTIONS[action.direction], district: action.district ?? "", organiser: action.organiser ? id(action.organiser) : "",
    starts: action.shifts[0].starts, ends: action.shifts[0].ends, capacity: action.shifts[0].seats.most, needed: action.shifts[0].seats.needed,
    youngest: AGES[action.youngest], cancelled: action.state === "cancelled",
  }]),
  ...indicators.map((figure) => ["figures", {
    id: id(figure.id), ...columns("name", figure.name), ...columns("unit", figure.unit), ...columns("definition", figure.definition),
    // A number cannot be missing here, it is 0 then: so the places on the front page count from 1.
    value: figure.value, as_of: figure.as_of, front: figure.front === null ? 0 : figure.front + 1,
  }]),
  ...people.map((person) => ["users", { ...person, password: PASSWORD, passwordConfirm: PASSWORD, age_class: "18_plus" }]),
];

const people = [
  { email: "aliya@meyirim.example", name: "Алия" },
  { email: "marat@meyirim.example", name: "Марат" },
  ...Array.from({ length: 30 }, (_, at) => String(at + 1).padStart(2, "0")).map((number) => ({ email: `race${number}@meyirim.example`, name: `Race ${number}` })),
];

export async function start({ port, city, work }) {
  const data = join(work, "data");
  mkdirSync(data, { recursive: true });
  const program = tool("pocketbase", "bin", "pocketbase");
  execFileSync(program, ["superuser", "upsert", ADMIN.identity, ADMIN.password, "--dir", data], { stdio: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  const stop = await launch(program, ["serve", "--http", `127.0.0.1:${port}`, "--dir", data], { work, ready: `${url}/api/health` });
  try {
    await seed(url, city);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop, info: { name: "pocketbase", admin: ADMIN, people: people.map(({ email }) => email), password: PASSWORD, id } };
}

async function seed(url, city) {
  const { token } = await asking(url)("POST", "/api/collections/_superusers/auth-with-password", ADMIN);
  const ask = asking(url, { authorization: token });
  await ask("PATCH", "/api/settings", { batch: { enabled: true, maxRequests: 1000, timeout: 30 } });
  const users = await ask("GET", "/api/collections/users");
  await ask("PATCH", "/api/collections/users", {
    // The cheapest hash: hashing 32 passwords would else be most of the time that seeding takes.
    fields: [...users.fields.map((field) => (field.name === "password" ? { ...field, cost: 4 } : field)), ...text("age_class")],
    createRule: "",
    authAlert: { ...users.authAlert, enabled: false },
  });
  await ask("PUT", "/api/collections/import", { collections: COLLECTIONS, deleteMissing: false });
  for (const some of chunks(records(city), 500)) {
    await ask("POST", "/api/batch", { requests: some.map(([collection, body]) => ({ method: "POST", url: `/api/collections/${collection}/records`, body })) });
  }
}
