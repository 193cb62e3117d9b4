/** A real OpenID provider on loopback, with its own pages for signing in: whatever is typed as login is who comes. */
import type { Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";

export type HouseProvider = { issuer: string; clientId: string; clientSecret: string; close: () => Promise<void> };

/** `groups` says which groups a login is in. */
export async function houseProvider(
  redirectUri: string,
  groups: Record<string, readonly string[]>,
): Promise<HouseProvider> {
  const client = { clientId: "gatehouse", clientSecret: "a secret of the house: 100% +/=" };
  const server: Server = createServer((request, response) => void callback(request, response));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: client.clientId, client_secret: client.clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
    cookies: { keys: ["a key of the journey"] },
    findAccount: (_: unknown, login: string) => ({
      accountId: login,
      claims: () => ({
        sub: login,
        email: `${login}@example.test`,
        email_verified: true,
        name: `${login.charAt(0).toUpperCase()}${login.slice(1)} of the house`,
        groups: groups[login] ?? [],
      }),
    }),
  });
  const callback = provider.callback();
  const close = () =>
    new Promise<void>((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  return { issuer, ...client, close };
}
