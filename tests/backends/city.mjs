// The demo city, read from a native backend, as plain objects: `{ actions, organisations, indicators }` in the forms of its API, the actions
// with all that their own page tells (about, meeting, ...). The other servers of this folder are filled with it.
const json = async (url) => {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return { body: await answer.json(), next: answer.headers.get("link")?.match(/<([^>]+)>;\s*rel="next"/)?.[1] };
};

async function all(base, path) {
  const items = [];
  for (let next = path; next;) {
    const answer = await json(new URL(next, base));
    items.push(...answer.body.items);
    next = answer.next;
  }
  return items;
}

export async function city(base) {
  const [list, organisations, indicators] = await Promise.all(
    ["/api/v1/actions?limit=500", "/api/v1/organisations?limit=500", "/api/v1/indicators?limit=500"].map((path) => all(base, path)),
  );
  const actions = new Array(list.length);
  let next = 0;
  await Promise.all(Array.from({ length: 8 }, async () => {
    while (next < list.length) {
      const at = next++;
      const { body: { action, ...rest } } = await json(new URL(`/api/v1/actions/${encodeURIComponent(list[at].id)}`, base));
      actions[at] = { ...action, ...rest };
    }
  }));
  return { actions, organisations, indicators };
}
