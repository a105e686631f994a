// Holds the profiles in public/profiles to the schema beside them, and the schema to what it promises: mistakes that the app refuses are refused by it too.
//
//     node scripts/check-profiles.mjs

import { readFileSync, readdirSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";

const FOLDER = new URL("../public/profiles/", import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"));

// One for each rule that is easily lost from a schema. Each breaks one thing of a profile that is good.
const BROKEN = {
  "a member that nobody knows": ["files.json", (profile) => (profile.pagging = "none")],
  "no name": ["native.json", (profile) => delete profile.name],
  "a mapped profile without actions": ["files.json", (profile) => delete profile.resources.actions],
  "a way of paging that does not exist": ["json-server.json", (profile) => (profile.paging = "endless")],
  "two ways of paging": ["json-server.json", (profile) => (profile.paging.offset = { offset: "o", size: { name: "n", value: 1 } })],
  "a page without its size": ["json-server.json", (profile) => delete profile.paging.page.size],
  "a list that is no path": ["files.json", (profile) => (profile.resources.actions.list = "actions.json")],
  "an item without {id}": ["kinto.json", (profile) => (profile.resources.actions.item = "/one")],
  "a required field that is missing": ["files.json", (profile) => delete profile.resources.actions.fields.title],
  "a field that is not ours": ["files.json", (profile) => (profile.resources.organisations.fields.tel = "tel")],
  "a detail of what has none": ["files.json", (profile) => (profile.resources.organisations.detail = { about: "about" })],
  "a place that is no path": ["files.json", (profile) => (profile.resources.actions.fields.title = "a..b")],
  "two sources of one value": ["files.json", (profile) => (profile.resources.actions.fields.title = { at: "a", const: 1 })],
  "words for what is no place": ["files.json", (profile) => (profile.resources.actions.fields.state = { const: "x", map: {} })],
  "a list of two": ["kinto.json", (profile) => profile.resources.actions.fields.shifts.push({})],
  "a mistake deep within a field": ["kinto.json", (profile) => (profile.resources.actions.fields.shifts[0].starts = { at: "begin", as: "moment" })],
  "an operator that nobody knows": ["kinto.json", (profile) => (profile.filter.prefix.like = "like_")],
  "a name that nothing stands for": ["kinto.json", (profile) => (profile.joining.slots.body.seat = "no. {seats}")],
  "joining without signups": ["pocketbase.json", (profile) => delete profile.resources.signups],
  "changes by nothing": ["pocketbase.json", (profile) => delete profile.resources.actions.names.updated],
  "a kind of problem that does not exist": ["kinto.json", (profile) => (profile.errors[0].kind = "boom")],
};

const wrong = [];
const schema = read("schema.json");
const valid = new Ajv2020({ strictTypes: false, allErrors: true }).compile(schema);

// The deepest error is the one that says most: those above it only tell that no alternative fits.
function why(errors) {
  const depth = ({ instancePath }) => instancePath.split("/").length;
  const deepest = errors.filter((error) => depth(error) === Math.max(...errors.map(depth)));
  return deepest.map(({ instancePath, message, params }) => `    ${instancePath || "/"} ${message} ${JSON.stringify(params)}`).join("\n");
}

const names = readdirSync(FOLDER).filter((name) => name.endsWith(".json") && name !== "schema.json");
for (const name of names) {
  if (!valid(read(name))) wrong.push(`${name} does not fit schema.json:\n${why(valid.errors)}`);
}
for (const [what, [name, spoil]] of Object.entries(BROKEN)) {
  const profile = read(name);
  spoil(profile);
  if (valid(profile)) wrong.push(`schema.json takes ${what} (${name})`);
}
// Editors show the sentences; a member without one is not explained anywhere.
(function walk(part, at) {
  for (const [name, member] of Object.entries(part.properties ?? {})) {
    const said = member === true || member.description;
    if (!said && part.additionalProperties === false) wrong.push(`schema.json says nothing about ${at}/${name}`);
  }
  for (const [name, within] of Object.entries(part)) if (within && typeof within === "object") walk(within, `${at}/${name}`);
})(schema, "#");

if (wrong.length) {
  console.error(wrong.join("\n"));
  process.exit(1);
}
console.log(`${names.length} profiles fit their schema, ${Object.keys(BROKEN).length} broken ones do not`);
