// Kinto: records with permissions of their own, versions, conditional writes and tombstones. Texts as objects of languages, moments in
// milliseconds, ids of the client's choice. The root is /v1, a list is /v1/buckets/meyirim/collections/actions/records.
//
//   list        {"data":[...]}; no page size unless told: ?_limit=2, then the header `Next-Page` (an absolute URL with a _token that is good for
//               some minutes, of the Host that was asked) until the last page, which has none. One record: {"permissions":{},"data":{...}}
//   total       only by HEAD: `Total-Records`, with the same filters
//   filter      ?f=v, min_finish=1795374000000 (>=), max_, lt_, gt_, not_, in_, like_, has_; &_fields=seat (id and last_modified come along).
//               A field that no record has matches nothing; an unknown _parameter is passed over.
//   sort        ?_sort=-begin,id; newest change first unless told; an unknown field is passed over
//   changes     ?_since=<last_modified> (also in quotes, as in the ETag): strictly later ones and tombstones {id,last_modified,deleted:true}.
//               Every record of a collection has a last_modified of its own. min_last_modified is >= and leaves the tombstones out.
//   304         strong ETag "<last_modified>", of a list the collection's newest (whatever the filter; a deletion counts). If-None-Match: 304
//   login       none: Basic with each request. GET /v1/ always answers 200, with `user.id` = "account:aliya@meyirim.example" only if the password is right;
//               GET /v1/accounts/NAME answers 401 otherwise. Elsewhere a wrong password is as good as none. PUT /v1/accounts/{id}
//               {"data":{"password":...}} makes an account: 201; taken: 401
//   PUT         201 and {permissions,data} for a new id, with If-None-Match: * and a taken one 412 with details.existing (the other's record);
//               without it 403 if it is another's, else 200 and replaced. Of 30 at once one gets 201. After a deletion the id is free again.
//   POST        201; of a taken id 200 and the record that was there, unchanged
//   duplicate   a second place of the same (action, person) is just another record: 201
//   PATCH       200 {permissions,data}; If-Match of an old version 412
//   DELETE      200 {"data":{id,last_modified,deleted:true}}, again 404
//   errors      {code,errno,error,message,details}: 401 errno 104 (and `WWW-Authenticate: Basic`), 403 errno 121, 400 errno 107 with
//               details [{location,name,description}], record missing 404 errno 110 without message, collection missing 404 errno 111
//   CORS        `*`, any header asked for; exposes on reads ETag, Last-Modified, Next-Page, Retry-After, Backoff, Alert (and on HEAD
//               Total-Records), on writes no ETag
import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { asking, chunks, launch, tool } from "./server.mjs";

const DIRECTIONS = { taza_alem: "environment", saulyq: "medicine", asyl_mura: "memory", sabaqtastyq: "orphans", qamqor: "seniors", bilim: "school", umit: "missing-people", other: "misc" };
const KINDS = { social_shop: "store", fund: "foundation", legal_entity: "business", volunteer_organisation: "team", centre: "hub", institution: "state" };
const AGES = { under_14: "any", "14_17": "teen", "18_plus": "adult" };
const ADMIN = "admin";
const ADMIN_PASSWORD = "admin-admin-1";
export const PASSWORD = "demo-demo-1";
// An account may have an e-mail address for its name, and the app wants to know a person by one.
const PEOPLE = ["aliya@meyirim.example", "marat@meyirim.example"];

const basic = (name, password) => `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}`;

// All in memory: the folder has only the settings and the log, and a stopped server has forgotten everything.
const settings = (port) => `
[server:main]
use = egg:waitress#main
host = 127.0.0.1
port = ${port}

[app:main]
use = egg:kinto
kinto.includes = kinto.plugins.accounts
kinto.storage_backend = kinto.core.storage.memory
kinto.cache_backend = kinto.core.cache.memory
kinto.permission_backend = kinto.core.permission.memory
kinto.userid_hmac_secret = ${randomBytes(16).toString("hex")}
kinto.batch_max_requests = 500
multiauth.policies = account
multiauth.policy.account.use = kinto.plugins.accounts.AccountsPolicy
kinto.account_create_principals = system.Everyone
kinto.account_write_principals = account:${ADMIN}
kinto.bucket_create_principals = account:${ADMIN}
`;

const records = ({ actions, organisations, indicators }) => [
  ...organisations.map(({ id, name, kind, phone, address, hours, does, website }) => ["organisations", id, {
    name, sort: KINDS[kind], tel: phone, address, hours, does, site: website,
  }]),
  ...actions.map((action) => ["actions", action.id, {
    title: action.title, about: action.about, place: action.place, direction: DIRECTIONS[action.direction],
    district: action.district?.replace("_", "-") ?? null, by: action.organiser,
    begin: Date.parse(action.shifts[0].starts), finish: Date.parse(action.shifts[0].ends),
    capacity: action.shifts[0].seats.most, needed: action.shifts[0].seats.needed,
    age: AGES[action.youngest], called_off: action.state === "cancelled",
  }]),
  ...indicators.map(({ id, name, value, unit, definition, as_of, front }) => ["figures", id, { name, value, unit, note: definition, on: as_of, front }]),
];

export async function start({ port, city, work }) {
  mkdirSync(work, { recursive: true });
  writeFileSync(join(work, "kinto.ini"), settings(port));
  const url = `http://127.0.0.1:${port}/v1`;
  const stop = await launch(tool("kinto", "bin", "kinto"), ["start", "--ini", "kinto.ini", "--port", String(port)], { work, ready: `${url}/__heartbeat__` });
  try {
    await seed(url, city);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop, info: { name: "kinto", admin: { name: ADMIN, password: ADMIN_PASSWORD }, people: PEOPLE, password: PASSWORD } };
}

async function seed(url, city) {
  // Anybody may make an account, so the administrator is the first who takes that name.
  const anybody = asking(url);
  await Promise.all([[ADMIN, ADMIN_PASSWORD], ...PEOPLE.map((name) => [name, PASSWORD])].map(([name, password]) => anybody("PUT", `/accounts/${name}`, { data: { password } })));
  const ask = asking(url, { authorization: basic(ADMIN, ADMIN_PASSWORD) });
  await ask("PUT", "/buckets/meyirim", { permissions: { read: ["system.Everyone"] } });
  for (const name of ["actions", "organisations", "figures"]) await ask("PUT", `/buckets/meyirim/collections/${name}`, {});
  await ask("PUT", "/buckets/meyirim/collections/places", { permissions: { "record:create": ["system.Authenticated"] } });
  for (const some of chunks(records(city), 500)) {
    const { responses } = await ask("POST", "/batch", {
      requests: some.map(([collection, id, data]) => ({ method: "PUT", path: `/buckets/meyirim/collections/${collection}/records/${id}`, body: { data } })),
    });
    const wrong = responses.find(({ status }) => status !== 201);
    if (wrong) throw new Error(JSON.stringify(wrong));
  }
}
