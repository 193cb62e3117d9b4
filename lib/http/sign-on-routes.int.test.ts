/** Out to a real OpenID provider and back, by the routes that browsers take, with a browser's cookies and nothing else. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { type HouseProvider, houseProvider } from "@/e2e/support/house-provider";
import { testDatabase } from "@/e2e/support/test-database";
import { actByTwo } from "@/lib/enforcement/testing";
import { env } from "@/lib/env";
import { resolveSession } from "@/lib/identity/resolve-session";
import { sessionCookieName } from "@/lib/identity/session-cookie";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { flowCookieName } from "@/lib/signon/flow";
import { setGroupRoles } from "@/lib/signon/set-group-roles";
import { setSignOn } from "@/lib/signon/set-sign-on";
import { finishSignOn, startSignOn } from "./serve-sign-on";

await testDatabase();
process.env.GATEHOUSE_EGRESS_ALLOW = "127.0.0.1";
let provider: HouseProvider;
let org: TestOrg;

beforeAll(async () => {
  provider = await houseProvider(`${env.appUrl}/api/sign-on/callback`, { nina: ["payments"] });
  org = await testOrg();
  await actByTwo(
    org,
    setSignOn(org.ctx, {
      reason: "for the test",
      version: null,
      signOn: {
        name: "The house",
        issuer: provider.issuer,
        clientId: provider.clientId,
        clientSecret: provider.clientSecret,
        domains: ["example.test"],
        trustsAddress: false,
        newcomers: true,
        newcomerRole: null,
        groupsClaim: "groups",
      },
    }),
  );
  await actByTwo(
    org,
    setGroupRoles(org.ctx, { reason: "for the test", groupRoles: [{ group: "payments", role: "approver" }] }),
  );
});
afterAll(() => provider.close());

/** Name and value of each cookie that an answer sets. */
const cookiesOf = (response: Response): [string, string][] =>
  response.headers.getSetCookie().map((line) => {
    const [pair = ""] = line.split(";");
    return [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
  });
const locationOf = (response: Response) => response.headers.get("location") ?? "";

/** Follows the provider's own pages as a person would, until it sends the browser back to us. */
async function throughProvider(to: string, login: string): Promise<string> {
  const jar = new Map<string, string>();
  let [address, form]: [string, URLSearchParams | null] = [to, null];
  for (let step = 0; step < 20 && !address.startsWith(env.appUrl); step++) {
    const response: Response = await fetch(address, {
      redirect: "manual",
      method: form ? "POST" : "GET",
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form ? { body: form } : {}),
    });
    for (const [name, value] of cookiesOf(response)) jar.set(name, value);
    form = null;
    if (response.status >= 300 && response.status < 400) {
      address = new URL(locationOf(response), address).href;
      continue;
    }
    const page = await response.text();
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? "";
    if (prompt === "") throw new Error(`the provider shows no form: ${response.status}`);
    form = new URLSearchParams({ prompt, ...(prompt === "login" ? { login, password: "x" } : {}) });
  }
  return address;
}

const start = (next: string) =>
  startSignOn(new Request(`http://localhost/api/sign-on/start?${new URLSearchParams({ org: org.orgId, next })}`));
const finish = (back: string, cookie: string) => finishSignOn(new Request(back, { headers: { cookie } }));

test("a newcomer comes in with the roles of their groups and lands where they wanted to go", async () => {
  const out = await start("/agents?q=x");
  expect(out.status).toBe(302);
  const [[name, value] = ["", ""]] = cookiesOf(out);
  expect(name).toBe(flowCookieName());
  expect(out.headers.getSetCookie()[0]).toMatch(/; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax/);
  const back = await throughProvider(locationOf(out), "nina");
  const done = await finish(back, `${name}=${value}`);
  expect(locationOf(done)).toBe(`${env.appUrl}/agents?q=x`);
  const cookies = new Map(cookiesOf(done));
  expect(cookies.get(flowCookieName())).toBe("");
  expect((await resolveSession(cookies.get(sessionCookieName()) ?? ""))?.actor).toMatchObject({
    name: "Nina of the house",
    roles: ["approver"],
  });
  // The same way back once more, with the cookie that the browser was told to forget: the provider's code is used up.
  const again = await finish(back, `${name}=${value}`);
  expect(locationOf(again)).toBe(`${env.appUrl}/sign-in?refused=protocol`);
});

test("whoever is refused lands on the sign-in page with the reason's name, without a session, and nowhere else", async () => {
  const out = await start("//evil.example");
  const [[name, value] = ["", ""]] = cookiesOf(out);
  const back = await throughProvider(locationOf(out), "otto");
  const refused = await finish(back, `${name}=${value}`);
  expect(locationOf(refused)).toBe(`${env.appUrl}/sign-in?refused=noRole`);
  expect(new Map(cookiesOf(refused)).has(sessionCookieName())).toBe(false);
  expect(locationOf(await finish(back, ""))).toBe(`${env.appUrl}/sign-in?refused=stale`);
  const unknown = await startSignOn(new Request("http://localhost/api/sign-on/start?org=org_x&next=/agents"));
  expect(locationOf(unknown)).toBe(`${env.appUrl}/sign-in?refused=off&next=%2Fagents`);
});
