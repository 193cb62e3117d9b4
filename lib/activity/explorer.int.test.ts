/** What is asked of many calls is answered in a bounded time, exactly or with what is missing said, and never with other units' calls. */
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { denyCheckpoint } from "@/lib/checkpoints/deny-checkpoint";
import { openCheckpoint } from "@/lib/checkpoints/open-checkpoint";
import { database } from "@/lib/db/client";
import { type Ctx, contextFor } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { registerAgent } from "@/lib/inventory/register-agent";
import { newId } from "@/lib/shared/ids";
import type { CallFilters } from "./contract";
import { countCalls } from "./count-calls";
import type { FacetName } from "./explorer-contract";
import { getTrace } from "./get-trace";
import { listCalls } from "./list-calls";

await testDatabase();
let fleet: TestFleet;
let other: string;
let ofClaims: Ctx;

type Made = {
  count: number;
  agentId?: string;
  agentName?: string;
  tool?: string;
  reason?: string;
  effect?: string;
  code?: string;
  enforced?: boolean;
  operationClass?: string | null;
  onBehalfOf?: string | null;
  traceId?: string | null;
  /** Minutes ago of the newest; each further one is so many seconds older. */
  ago?: number;
  apart?: number;
  /** Made by so many agents in turn, which the inventory does not know. */
  by?: number;
};

async function make(given: Made): Promise<void> {
  const call = {
    agentId: fleet.agentId,
    agentName: "Payments agent",
    tool: "bank/balance",
    reason: "Permitted by bank-open.",
    effect: "allow",
    code: "permitted",
    enforced: true,
    operationClass: "read",
    onBehalfOf: null,
    traceId: null,
    ago: 5,
    apart: 1,
    by: 0,
    ...given,
  };
  await database().$executeRaw(Prisma.sql`
    INSERT INTO "ActivityEvent" ("orgId", "id", "at", "receivedAt", "pepId", "agentId", "agentName", "tool", "operationClass", "effect",
      "code", "enforced", "reason", "policies", "observed", "revision", "argumentsDigest", "argumentsText", "onBehalfOf", "chain", "traceId",
      "bodyDigest")
    SELECT ${fleet.orgId}, gen_random_uuid()::text, t, t, ${fleet.enrolment.pepId},
      CASE ${call.by}::int WHEN 0 THEN ${call.agentId} ELSE 'agt_' || n % ${Math.max(1, call.by)}::int END, ${call.agentName}, ${call.tool},
      ${call.operationClass}, ${call.effect}, ${call.code}, ${call.enforced}, ${call.reason}, '{}', '{}', 1,
      'sha256:' || repeat('0', 64), '{}', ${call.onBehalfOf}, '{}', ${call.traceId}, ''
    FROM generate_series(0, ${call.count - 1}::int) n, LATERAL (
      SELECT date_trunc('minute', now()) - make_interval(mins => ${call.ago}::int)
        - n * ${call.apart}::float8 * interval '1 second' AS t) at`);
}

beforeAll(async () => {
  fleet = await testFleet();
  other = (await registerAgent(fleet.ctx, { name: "Claims agent", purpose: "x", team: "Claims" })).id;
  const user = { kind: "user", id: fleet.users.owner.id, name: "x", roles: ["owner"], sessionId: null } as const;
  ofClaims = contextFor({ ...user, unit: ["Claims"] }, fleet.orgId);
  await make({ count: 40, apart: 3600 });
  await make({
    count: 12,
    tool: "bank/pay_invoice",
    effect: "deny",
    code: "forbidden",
    reason: "Over the limit of 500 €.",
  });
  await make({ count: 5, tool: "mail/send", effect: "deny", code: "forbidden", enforced: false, operationClass: null });
  await make({
    count: 7,
    agentId: other,
    agentName: "Claims agent",
    tool: "files/read",
    onBehalfOf: "mara@example.test",
  });
});

const list = async (filters: CallFilters, ctx = fleet.ctx, limit = 200) => {
  const items = [];
  let cursor: string | undefined;
  do {
    const page = await listCalls(ctx, { ...filters, cursor, limit });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return items;
};
const facet = (counts: Awaited<ReturnType<typeof countCalls>>, name: FacetName) =>
  Object.fromEntries(
    counts.facets.find((one) => one.name === name)?.values.map(({ value, calls }) => [value, calls]) ?? [],
  );

describe("refuses", () => {
  test("a search without a letter or digit, with a sentence", async () => {
    for (const q of ["':*", "  ", "&|!()", "\u202e"])
      await expect(listCalls(fleet.ctx, { q })).rejects.toMatchObject({
        code: "invalid_input",
        message: expect.stringMatching(/letter or a digit/),
      });
  });
  test("a trace that is another organisation's or unit's, as unknown", async () => {
    const traceId = newId("request");
    await make({ count: 2, traceId });
    expect((await getTrace(fleet.ctx, { traceId })).calls).toHaveLength(2);
    const stranger = await testFleet();
    for (const ctx of [stranger.ctx, ofClaims])
      await expect(getTrace(ctx, { traceId })).rejects.toMatchObject({ code: "not_found" });
    await database().activityEvent.deleteMany({ where: { orgId: fleet.orgId, traceId } });
  });
});

test("a trace tells how each call ended, how long people took, through whom, and leaves out what telemetry says twice", async () => {
  const traceId = newId("request");
  const held = fleet.held();
  const { checkpointId } = await openCheckpoint(fleet.point, held);
  await denyCheckpoint(fleet.as("owner"), { id: checkpointId, digest: held.digest, reason: "no" });
  await make({ count: 1, traceId, ago: 2, effect: "hold", code: "checkpoint_required" });
  await make({ count: 1, traceId, ago: 1, agentId: other });
  const [first, second] = (await getTrace(fleet.ctx, { traceId })).calls;
  const ofOrg = { orgId: fleet.orgId };
  await database().activityEvent.updateMany({ where: { ...ofOrg, id: first?.id }, data: { checkpointId } });
  await database().activityEvent.updateMany({ where: { ...ofOrg, id: second?.id }, data: { chain: [fleet.agentId] } });
  const end = {
    ...ofOrg,
    callId: second?.id ?? "",
    pepId: fleet.enrolment.pepId,
    outcome: "succeeded",
    bodyDigest: "",
  };
  const endedAt = new Date(Date.parse(second?.at ?? "") + 1_500);
  await database().activityOutcome.create({ data: { ...end, id: newId("request"), at: endedAt, durationMs: 1_500 } });
  const span = {
    ...ofOrg,
    at: new Date(),
    reporterId: "x",
    reporterName: "x",
    agentId: other,
    agentName: "x",
    tool: "x",
    toolKnown: false,
  };
  const told = {
    ...span,
    traceId,
    convention: "x",
    argumentsText: "",
    outcome: "succeeded",
    bodyDigest: "",
    spanId: "s",
    durationMs: 5,
  };
  await database().reportedCall.createMany({
    data: [
      { ...told, id: `span:${traceId}:1`, mediation: "decided", decisionId: second?.id },
      { ...told, id: `span:${traceId}:2`, mediation: "unmediated" },
    ],
  });
  const trace = await getTrace(fleet.ctx, { traceId });
  expect(trace).toMatchObject({ more: false, agents: { [fleet.agentId]: "Payments agent", [other]: "Claims agent" } });
  expect(trace.calls).toMatchObject([
    { id: first?.id, wait: { checkpointId, status: "denied", to: expect.any(String) }, endedAt: null },
    { id: second?.id, wait: null, chain: [fleet.agentId], endedAt: endedAt.toISOString() },
    { id: `span:${traceId}:2`, source: "telemetry", spanId: "s", endedAt: expect.any(String) },
  ]);
  const theirs = await getTrace(ofClaims, { traceId });
  expect(theirs.calls.map(({ agentId }) => agentId)).toEqual([other, other]);
  expect(theirs.agents).toEqual({ [other]: "Claims agent" });
  await database().activityEvent.deleteMany({ where: { ...ofOrg, traceId } });
  await database().reportedCall.deleteMany({ where: { ...ofOrg, traceId } });
});

describe("a search", () => {
  test("finds words of tool, reason and agent, whole or begun, in whatever case, and all of them at once", async () => {
    const count = async (q: string) => (await list({ q })).length;
    expect(await count("pay_invoice")).toBe(12);
    expect(await count("INVOI")).toBe(12);
    expect(await count("limit 500")).toBe(12);
    expect(await count("claims")).toBe(7);
    expect(await count("claims invoice")).toBe(0);
    expect(await count("nvoice")).toBe(0);
  });
  test("takes whatever is typed as words", async () => {
    for (const q of ["a' | 'b':* & !(", "bank/pay_invoice <-> \\", "%_*?", "';DROP TABLE x;--a", `${"(".repeat(150)}a`])
      expect(await list({ q }).then(Array.isArray, ({ code }) => code)).toSatisfy(
        (answer) => answer === true || answer === "invalid_input",
      );
    expect(await list({ q: "bank/pay_invoice" })).toHaveLength(12);
  });
  test("holds together with filters, and leaves other units out", async () => {
    expect(await list({ q: "limit", effect: "deny" })).toHaveLength(12);
    expect(await list({ q: "permitted", tool: "files/read" })).toHaveLength(7);
    expect(await list({ q: "balance" }, ofClaims)).toEqual([]);
    expect(await list({ q: "permitted" }, ofClaims)).toHaveLength(7);
  });
});

test("a search finds what telemetry tells of by its reason, and by that of the decision that was found for it", async () => {
  const ofOrg = { orgId: fleet.orgId };
  const traceId = newId("request");
  await make({ count: 1, traceId, tool: "crm/read", reason: "Zanzibar permits it." });
  const decision = await database().activityEvent.findFirstOrThrow({ where: { ...ofOrg, traceId } });
  const told = {
    ...{
      ...ofOrg,
      at: new Date(),
      reporterId: "x",
      reporterName: "x",
      agentId: other,
      agentName: "Claims agent",
      tool: "crm/read",
    },
    ...{ toolKnown: false, traceId, convention: "x", argumentsText: "", outcome: "succeeded", bodyDigest: "" },
  };
  await database().reportedCall.createMany({
    data: [
      { ...told, id: `${traceId}:1`, mediation: "decided", decisionId: decision.id },
      { ...told, id: `${traceId}:2`, mediation: "unmediated" },
    ],
  });
  const found = async (q: string, source: "telemetry" | undefined) => (await list({ q, source })).map(({ id }) => id);
  expect(await found("zanzibar", undefined)).toEqual([decision.id]);
  expect(await found("zanzibar", "telemetry")).toEqual([`${traceId}:1`]);
  expect(await found("crm no point decided", undefined)).toEqual([`${traceId}:2`]);
  await database().activityEvent.deleteMany({ where: { ...ofOrg, traceId } });
  await database().reportedCall.deleteMany({ where: { ...ofOrg, traceId } });
});

describe("counts", () => {
  const filters: CallFilters[] = [
    {},
    { effect: "deny" },
    { tool: "bank/balance" },
    { team: "Claims" },
    { carriedOut: "observed" },
    { q: "forbidden limit" },
    { q: "bank" },
    { onBehalfOf: "mara@example.test" },
    { source: "point" },
    { source: "telemetry" },
    { source: "import", effect: "deny" },
    { effect: "deny,hold", tool: "bank/pay_invoice,mail/send" },
    { tool: "bank/balance,files/read", carriedOut: "enforced,observed" },
    { team: "Claims,Unassigned", effect: "allow,deny" },
    { q: "permitted", tool: "files/read,bank/pay_invoice" },
  ];
  const times: CallFilters[] = [{}, { from: minutesAgo(61) }, { from: minutesAgo(3000), to: minutesAgo(700) }];

  test("of each value are as many as the list shows once it is chosen, under each filter and time", async () => {
    for (const filter of filters)
      for (const time of times) {
        const asked = { ...filter, ...time };
        const counts = await countCalls(fleet.ctx, asked);
        expect(counts.total).toEqual({ calls: (await list(asked)).length, basis: { kind: "exact" } });
        for (const name of ["effect", "tool", "team", "carriedOut", "onBehalfOf"] as const)
          for (const [value, calls] of Object.entries(facet(counts, name)))
            expect(
              (await list({ ...asked, [name]: value } as CallFilters)).length,
              JSON.stringify({ asked, name }),
            ).toBe(calls);
      }
  });

  test("over time hold every call once", async () => {
    for (const filter of filters) {
      const { histogram, total } = await countCalls(fleet.ctx, { ...filter, from: minutesAgo(4 * 24 * 60) });
      const sum = histogram.buckets.reduce((all, { allow, deny, hold, none }) => all + allow + deny + hold + none, 0);
      expect(sum, JSON.stringify(filter)).toBe(total.calls);
    }
  });

  test("of several agents are those of each", async () => {
    const agentId = `${fleet.agentId},${other}`;
    expect((await list({ agentId })).length).toBe((await list({})).length);
    const counts = await countCalls(fleet.ctx, { agentId, effect: "allow" });
    expect(facet(counts, "effect")).toEqual(facet(await countCalls(fleet.ctx, {}), "effect"));
    expect(await list({ agentId }, ofClaims)).toHaveLength(7);
    expect(facet(await countCalls(ofClaims, { agentId }), "agentId")).toEqual({ [other]: 7 });
  });

  test("leave other units out, by name as by number", async () => {
    const counts = await countCalls(ofClaims, {});
    expect(counts.total.calls).toBe(7);
    expect(facet(counts, "tool")).toEqual({ "files/read": 7 });
    expect(facet(counts, "agentId")).toEqual({ [other]: 7 });
    expect(counts.histogram.buckets.reduce((all, { allow, deny }) => all + allow + deny, 0)).toBe(7);
    await expect(countCalls(ofClaims, { agentId: fleet.agentId })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("among many calls", () => {
  beforeAll(async () => {
    await make({ count: 90_000, ago: 30, apart: 0.01, onBehalfOf: "robot" });
    await make({ count: 3, ago: 5 * 24 * 60, tool: "vault/open", operationClass: "credential.use" });
    await make({ count: 2, ago: 5 * 24 * 60, onBehalfOf: "rare@example.test" });
    await database().$executeRaw`ANALYZE "ActivityEvent"`;
  }, 60_000);

  test("what is rare is found by the counts, at once and whole", async () => {
    for (const rare of [{ tool: "vault/open" }, { operationClass: "credential.use" as const }, { q: "vault" }]) {
      const page = await listCalls(fleet.ctx, rare);
      expect(page.items).toHaveLength(3);
      expect(page).toMatchObject({ nextCursor: null, searchedTo: null });
    }
  });

  test("what is rare is whole also where the hours and days that are looked at hold it only before the page", async () => {
    const rare = { tool: "rush/in", effect: "deny", code: "forbidden", apart: 0.01 };
    const ago = (days: number, hour: number) => {
      const now = new Date();
      return Math.ceil(
        (now.getTime() - Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - days, hour, 30)) / 60_000,
      );
    };
    await make({ ...rare, count: 40, by: 40, ago: ago(1, 22) });
    await make({ count: 3_000, ago: ago(1, 22) + 1, apart: 0.01, tool: "rush/by" });
    await make({ ...rare, count: 30, by: 30, ago: ago(2, 10) });
    await make({ ...rare, count: 5, ago: ago(4, 10) });
    const to = new Date(Date.now() - (ago(1, 22) - 20) * 60_000).toISOString();
    for (const limit of [7, 50]) {
      const found = await list({ tool: rare.tool, to }, fleet.ctx, limit);
      expect(found).toHaveLength(75);
      expect(new Set(found.map(({ id }) => id)).size).toBe(75);
      const times = found.map(({ receivedAt }) => receivedAt);
      expect(times).toEqual([...times].sort().reverse());
    }
    expect((await listCalls(fleet.ctx, { tool: rare.tool, to, limit: 50 })).items.length).toBeGreaterThanOrEqual(40);
  });

  test("what no count holds is looked for so far, which is said, and further on from there", async () => {
    const page = await listCalls(fleet.ctx, { onBehalfOf: "rare@example.test" });
    expect(page.items).toEqual([]);
    expect(page.searchedTo).not.toBeNull();
    expect(await list({ onBehalfOf: "rare@example.test" })).toHaveLength(2);
  });

  test("a count that does not rest on all of them says on which", async () => {
    const counts = await countCalls(fleet.ctx, { q: "permitted" });
    expect(counts.total.basis).toMatchObject({ kind: "newest", calls: expect.any(Number), since: expect.any(String) });
    expect((await countCalls(fleet.ctx, {})).total).toMatchObject({ basis: { kind: "exact" } });
    const principals = (await countCalls(fleet.ctx, {})).facets.find(({ name }) => name === "onBehalfOf");
    expect(principals?.basis.kind).toBe("newest");
  });
});

function minutesAgo(minutes: number): string {
  return new Date(Math.floor(Date.now() / 60_000) * 60_000 - minutes * 60_000).toISOString();
}
