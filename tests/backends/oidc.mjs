// A server where people sign in: npm `oidc-provider`, with its own forms, which take any name and password. The hub is a public client of it; tokens of access are short words that only this server
// understands, as with most. It runs in the test's own process, so that a test can take tokens back.
import { pathToFileURL } from "node:url";
import { freePort, tool } from "./server.mjs";

/** Starts it for a hub at `app` (an origin). `port`: any free one if it is not said. */
export async function start({ app, port }) {
  const { default: Provider } = await import(pathToFileURL(tool("oidc-provider", "node_modules", "oidc-provider", "lib", "index.js")).href);
  port ??= await freePort();
  const url = `http://127.0.0.1:${port}`;
  const provider = new Provider(url, {
    clients: [{
      client_id: "meyirim", token_endpoint_auth_method: "none", grant_types: ["authorization_code", "refresh_token"], response_types: ["code"],
      redirect_uris: [`${app}/sign-in`], post_logout_redirect_uris: [`${app}/`],
    }],
    claims: { openid: ["sub"], email: ["email"], profile: ["name"] },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, name: `Test ${sub}`, email: `${sub}@meyirim.example` }) }),
    features: { revocation: { enabled: true }, rpInitiatedLogout: { enabled: true } },
    cookies: { keys: ["for this test only"] },
  });
  const grants = [];
  const given = new Set();
  provider.on("grant.success", (context) => {
    grants.push(context.oidc.params.grant_type);
    for (const name of ["access_token", "refresh_token", "id_token"]) if (context.body[name]) given.add(context.body[name]);
  });
  const revoked = [];
  provider.on("refresh_token.destroyed", (token) => revoked.push(token.accountId));
  // What the API has been shown, to look whether it turns up anywhere else.
  const shown = new Set();
  const taken = new Set();
  const server = provider.listen(port, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return {
    url,
    grants,
    /** All tokens that were ever granted, and whose refresh tokens were taken back. */
    given,
    revoked,
    shown,
    /** Whether the API may believe a request; asked as APIs ask, except that no network lies between. */
    accepts: async (asked) => {
      const token = asked.headers.authorization?.match(/^Bearer (.+)$/)?.[1];
      if (!token) return false;
      shown.add(token);
      return !taken.has(token) && (await provider.AccessToken.find(token)) !== undefined;
    },
    /** All tokens of access so far are worth nothing any more. */
    takeBack: () => shown.forEach((token) => taken.add(token)),
    stop: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}
