/** The published AuthZEN sets as policy and data, asked of a running gateway over HTTP; each case is counted. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { createApplication } from "@/lib/applications/create-application";
import { editApplication } from "@/lib/applications/edit-application";
import { listApplications } from "@/lib/applications/list-applications";
import {
  type CertificationCase,
  certificationCases,
  pagedSearch,
  usualQuestion,
} from "@/lib/authzen/published/certification-cases";
import gateways from "@/lib/authzen/published/gateways.json";
import identityProvider from "@/lib/authzen/published/identity-provider.json";
import search from "@/lib/authzen/published/search.json";
import todo from "@/lib/authzen/published/todo.json";
import { database } from "@/lib/db/client";
import { byTwo } from "@/lib/enforcement/testing";
import { env } from "@/lib/env";
import { createApiKey } from "@/lib/identity/create-api-key";
import { revokeApiKey } from "@/lib/identity/revoke-api-key";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import type { JsonObject } from "@/sdk/canonical";
import { startGateway, type TestGateway } from "./testing";

await testDatabase();
let gateway: TestGateway;
const keys = { certification: "", interop: "" };
/** Cases that were asked, by the name that the table in the document gives them. */
const counted = new Map<string, number>();
const count = (set: string) => counted.set(set, (counted.get(set) ?? 0) + 1);

const published = (file: string) => readFileSync(path.join("lib/authzen/published", file), "utf8");
const cedar = (name: string) => published(`${name}.cedar`);
const data = (name: string) => JSON.parse(published(`${name}-data.json`)) as JsonObject[];

beforeAll(async () => {
  const [certified, interop] = [await testOrg(database(), "Certification"), await testOrg(database(), "Interop")];
  const hold = async (org: TestOrg, slug: string, terms: Terms) => {
    const all = { slug, title: slug, text: cedar(slug), entities: data(slug), reason: "published", ...terms };
    await byTwo(org, await createApplication(org.ctx, all));
  };
  await hold(certified, "certification", {
    subjectTypes: ["user"],
    resourceTypes: ["record"],
    actions: ["read", "write", "delete"],
  });
  await hold(interop, "search", {
    subjectTypes: ["user"],
    resourceTypes: ["record"],
    actions: ["view", "edit", "delete"],
  });
  await hold(interop, "todo", {
    subjectTypes: ["user"],
    resourceTypes: ["todo", "user"],
    actions: ["can_read_user", "can_read_todos", "can_create_todo", "can_update_todo", "can_delete_todo"],
  });
  await hold(interop, "gateways", {
    subjectTypes: ["identity"],
    resourceTypes: ["route"],
    actions: ["GET", "POST", "PUT", "DELETE"],
  });
  keys.certification = (await createApiKey(certified.ctx, { name: "certification", role: "security" })).secret;
  keys.interop = (await createApiKey(interop.ctx, { name: "interop", role: "security" })).secret;
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

type Terms = { subjectTypes: string[]; resourceTypes: string[]; actions: string[] };
type Sent = { key: keyof typeof keys; body?: object; raw?: string; headers?: Record<string, string> };

const ask = (to: string, { key, body, raw, headers = {} }: Sent): Promise<Response> =>
  fetch(`${gateway.url}${to}`, {
    method: "POST",
    headers: { authorization: `Bearer ${keys[key]}`, "content-type": "application/json", ...headers },
    body: raw ?? JSON.stringify(body),
  });
const answer = async (to: string, key: keyof typeof keys, body: object) => {
  const response = await ask(to, { key, body });
  expect(response.status).toBe(200);
  return response.json();
};

describe("the certification scenario", () => {
  const set = "Certification scenario";
  test("single decisions, batches and searches answer as it demands", async () => {
    await each(certificationCases, async (one) => {
      const response = await ask(one.path, { key: "certification", ...one });
      expect(response.status, one.section).toBe(one.status);
      if (one.status === 200) expectAnswer(one, await response.json());
      else expect((await response.text()).length).toBeGreaterThan(10);
      count(set);
    });
  });
  test("pages lead on to the end (4.5)", async () => {
    const first = await answer(pagedSearch.path, "certification", { ...pagedSearch.body, page: { limit: 1 } });
    expect(first.results).toHaveLength(1);
    expect(first.page.next_token).not.toBe("");
    count(set);
    const page = { token: first.page.next_token };
    const second = await answer(pagedSearch.path, "certification", { ...pagedSearch.body, page });
    expect([...first.results, ...second.results].map(({ id }: { id: string }) => id)).toEqual(["alice", "bob"]);
    expect(second.page.next_token).toBe("");
    count(set);
  });
  test("a request's id comes back, and its absence harms nothing (2.5)", async () => {
    const sent = { key: "certification", body: usualQuestion.body, headers: { "x-request-id": "cert-7f1c" } } as const;
    expect((await ask(usualQuestion.path, sent)).headers.get("x-request-id")).toBe("cert-7f1c");
    const without = await ask(usualQuestion.path, { key: "certification", body: usualQuestion.body });
    expect(without.status).toBe(200);
    expect(without.headers.get("content-type")).toBe("application/json");
    count(set);
    count(set);
  });
  test("the same question has the same answer each time (2.6)", async () => {
    for (let round = 0; round < 5; round++)
      expect(await answer(usualQuestion.path, "certification", usualQuestion.body)).toMatchObject({ decision: true });
    count(set);
  });
  test("the gateway describes itself by the address that it is reached at (6)", async () => {
    const response = await fetch(`${gateway.url}/.well-known/authzen-configuration`);
    expect(response.headers.get("content-type")).toBe("application/json");
    const told = await response.json();
    expect(told.policy_decision_point).toBe(env.gatewayUrl);
    for (const [name, value] of Object.entries(told))
      if (name !== "policy_decision_point") expect(value).toMatch(new RegExp(`^${env.gatewayUrl}/access/v1/`));
    count(set);
  });
});

describe("the interop sets", () => {
  test("to-do: all four versions, and its batches", async () => {
    const singles = [...todo.decisions, ...todo.draft00, ...todo.draft01, ...todo.draft02];
    await each(singles, async (one) => {
      const told = await answer("/access/v1/evaluation", "interop", one.request);
      expect(told.decision, JSON.stringify(one.request)).toBe(one.expected);
      count("To-do interop");
    });
    await each(todo.draft02Several, async (one) => {
      const told = await answer("/access/v1/evaluations", "interop", one.request);
      expect(told.evaluations.map(decisionOf)).toEqual(one.expected.map(decisionOf));
      count("To-do interop");
    });
  });
  test("API gateways", async () => {
    await each(gateways.evaluation, async (one) => {
      const told = await answer("/access/v1/evaluation", "interop", one.request);
      expect(told.decision, JSON.stringify(one.request)).toBe(one.expected);
      count("API gateway interop");
    });
  });
  test("searches of subjects, resources and actions, to the last result", async () => {
    const asked = [
      ...search.subject.map((one) => ({ to: "subject", set: "Search interop", ...one })),
      ...search.resource.map((one) => ({ to: "resource", set: "Search interop", ...one })),
      ...search.action.map((one) => ({ to: "action", set: "Search interop", ...one })),
      ...identityProvider.search.map((one) => ({ to: "resource", set: "Identity provider interop", ...one })),
    ];
    await each(asked, async ({ to, set, request, expected }) => {
      const told = await answer(`/access/v1/search/${to}`, "interop", request);
      expect(sorted(told.results), JSON.stringify(request)).toEqual(sorted(expected.results));
      count(set);
    });
  });
});

test("what the gateway remembers ends with the change: a disabled application, then a revoked key", async () => {
  const org = await testOrg(database(), "Changing");
  const { ctx } = org;
  const terms = { title: "Docs", subjectTypes: ["user"], resourceTypes: ["doc"], actions: ["read"], entities: [] };
  const kept = { ...terms, anySubject: true, text: "permit(principal, action, resource);" };
  await byTwo(org, await createApplication(ctx, { slug: "docs", reason: "to be changed", ...kept }));
  const id = (await listApplications(ctx, {})).items[0]?.id ?? "";
  const key = await createApiKey(ctx, { name: "changing", role: "security" });
  const asked = () =>
    fetch(`${gateway.url}/access/v1/evaluation`, {
      method: "POST",
      headers: { authorization: `Bearer ${key.secret}`, "content-type": "application/json" },
      body: JSON.stringify({
        subject: { type: "user", id: "ann" },
        action: { name: "read" },
        resource: { type: "doc", id: "plan" },
      }),
    });
  const decision = async () => (await (await asked()).json()).decision;
  await expect.poll(decision).toBe(true);
  await editApplication(ctx, { id, version: 1, enabled: false, ...kept });
  await expect.poll(decision).toBe(false);
  await revokeApiKey(ctx, { id: key.id });
  await expect.poll(async () => (await asked()).status).toBe(401);
});

test("the table in docs/authzen.md tells how many cases were asked of each set", () => {
  const rows = readFileSync("docs/authzen.md", "utf8").matchAll(/^\| (.* (?:scenario|interop)) \| (\d+) \|$/gm);
  expect(Object.fromEntries([...rows].map(([, set, cases]) => [set, Number(cases)]))).toEqual(
    Object.fromEntries(counted),
  );
});

/** Several at a time, as systems ask. */
async function each<Case>(cases: readonly Case[], run: (one: Case) => Promise<void>): Promise<void> {
  const rest = cases[Symbol.iterator]();
  const lane = async () => {
    for (const one of rest) await run(one);
  };
  await Promise.all(Array.from({ length: 16 }, lane));
}

const decisionOf = ({ decision }: { decision: boolean }) => decision;
const sorted = (results: object[]) => results.map((one) => JSON.stringify(one)).sort();

function expectAnswer({ section, decisions, found }: CertificationCase, told: JsonObject): void {
  if (typeof decisions === "boolean") expect(told.decision, section).toBe(decisions);
  if (Array.isArray(decisions)) {
    const items = told.evaluations as { decision: boolean }[];
    expect(items.length, section).toBe(decisions.length);
    for (const [at, wanted] of decisions.entries())
      expect(items[at]?.decision, section).toEqual(wanted ?? expect.any(Boolean));
  }
  if (found === undefined) return;
  const ids = (told.results as { id?: string; name?: string }[]).map(({ id, name }) => id ?? name);
  expect(ids, section).toEqual(found.length === 0 ? [] : expect.arrayContaining(found));
}
