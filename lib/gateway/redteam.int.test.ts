/** Exercises for real: processes of `gatehouse mcp`, MCP servers, a gateway, the management API, and the records that come of it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { startConsole, type TestConsole } from "@/lib/http/testing";
import { createApiKey } from "@/lib/identity/create-api-key";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { groupFindings } from "@/lib/incidents/group-findings";
import { abandonExercise } from "@/lib/redteam/abandon-exercise";
import { askDueExercises } from "@/lib/redteam/ask-due-exercises";
import { finishExercise } from "@/lib/redteam/finish-exercise";
import { getEvidence } from "@/lib/redteam/get-evidence";
import { getRun } from "@/lib/redteam/get-run";
import { setSetting } from "@/lib/redteam/set-setting";
import { startExercise } from "@/lib/redteam/start-exercise";
import { generateSigningKey, signCanonical } from "@/sdk/crypto";
import { httpConsole } from "@/sdk/redteam/console";
import { library } from "@/sdk/redteam/library";
import { planOf } from "@/sdk/redteam/plan";
import { runExercise } from "@/sdk/redteam/run-exercise";
import { permitServer, type Scenario } from "@/sdk/redteam/scenario";
import { judgeExercise } from "@/sdk/redteam/verdict";
import { cli } from "@/sdk/testing/run-cli";
import { Asi, type RedteamStatement, type ScenarioResult } from "@/sdk/wire/redteam";
import { startGateway, type TestGateway } from "./testing";

await testDatabase();
let gateway: TestGateway;
let console: TestConsole;
let org: TestOrg;
let key: string;

beforeAll(async () => {
  gateway = await startGateway();
  console = await startConsole();
  process.env.GATEWAY_URL = gateway.url;
  process.env.APP_URL = console.url;
  org = await testOrg();
  key = (await createApiKey(org.ctx, { name: "red team", role: "security" })).secret;
});
afterAll(async () => {
  await console.stop();
  await gateway.stop();
});

const run = (scenarios: readonly Scenario[], unprotected: string[] = []): Promise<RedteamStatement> =>
  runExercise({
    console: httpConsole({ url: new URL(console.url), key }),
    scenarios,
    cli,
    place: "command line",
    unprotected: new Set(unprotected),
  });
const shown = ({ id, verdict, control, observed, evidence }: ScenarioResult) =>
  `${id} ${verdict}: control ${JSON.stringify(control)}, observed ${JSON.stringify(observed)}, evidence ${evidence.length}`;

const refusal = (text: RegExp) => expect.objectContaining({ message: expect.stringMatching(text) });
const scenarioOf = (id: string): Scenario => {
  const found = library.find((one) => one.id === id);
  if (!found) throw new Error(`there is no attack ${id}`);
  return found;
};
const harmless: Scenario = { ...scenarioOf("ASI05-harmless-by-its-own-word"), policies: [permitServer] };
const impossible: Scenario = {
  ...scenarioOf("ASI01-planted-document"),
  id: "ASI01-impossible",
  run: async () => ({
    control: { got: false, seen: "it failed" },
    observed: { got: false, seen: "it failed" },
    evidence: [],
  }),
};

const openFindings = () =>
  database().finding.findMany({
    where: { orgId: org.orgId, kind: "exercise.passed", status: "open" },
    orderBy: { severity: "asc" },
  });

describe("what a runner hands in", () => {
  const planned = { plan: planOf([scenarioOf("ASI07-spoofed-chain")]) };

  test("is refused unless it is signed by the run's key, of this run, of one piece, and borne out by the console's records", async () => {
    const runner = generateSigningKey();
    const range = await startExercise(org.ctx, { ...planned, publicKey: runner.publicKeyPem });
    await expect(startExercise(org.ctx, { ...planned, publicKey: runner.publicKeyPem })).rejects.toEqual(
      refusal(/still running/),
    );
    const seen = (got: boolean) => ({ got, seen: "x" });
    const { run: _, tools: __, policies: ___, kind: ____, ...facts } = scenarioOf("ASI07-spoofed-chain");
    const evidence = [{ kind: "call" as const, id: "made-up", digest: `sha256:${"0".repeat(64)}`, says: "x" }];
    const one = {
      ...facts,
      custom: false,
      control: seen(true),
      observed: seen(false),
      verdict: "contained" as const,
      evidence,
      ms: 1,
    };
    const at = new Date().toISOString();
    const made = (scenario: ScenarioResult, more: Partial<RedteamStatement> = {}): RedteamStatement => ({
      format: 1,
      ...{ org: org.orgId, run: range.runId, range: range.rangeId, startedAt: at, endedAt: at, revision: 1 },
      runner: { version: "0", node: "v20", platform: "linux", place: "command line" },
      ...judgeExercise([scenario]),
      scenarios: [scenario],
      ...more,
    });
    const send = (statement: RedteamStatement, by = runner) =>
      finishExercise(org.ctx, { id: range.runId, statement, signature: signCanonical(by, statement).value });
    await expect(send(made(one), generateSigningKey())).rejects.toEqual(refusal(/not one by the key/));
    await expect(send(made(one, { range: org.orgId }))).rejects.toEqual(refusal(/another exercise/));
    await expect(send(made(one, { startedAt: "2026-01-01T00:00:00.000Z" }))).rejects.toEqual(
      refusal(/not those of this exercise/),
    );
    await expect(send(made({ ...one, evidence: [] }))).rejects.toEqual(refusal(/the verdict on ASI07-spoofed-chain/));
    await expect(send(made(one, { reason: "All is well." }))).rejects.toEqual(refusal(/contradicts itself/));
    await expect(send(made(one))).rejects.toEqual(refusal(/not among the records of its range/));
    const other = await testOrg();
    await expect(getRun(other.ctx, { id: range.runId })).rejects.toEqual(refusal(/exercise/));
    await abandonExercise(org.ctx, { id: range.runId, reason: "It was only a try." });
    await expect(send(made(one))).rejects.toEqual(refusal(/abandoned/));
    expect(await database().apiKey.count({ where: { orgId: range.rangeId, revokedAt: null } })).toBe(0);
  });
});

test("a schedule asks for an exercise once it is due by the database's clock, once, and then for the next", async () => {
  const other = await testOrg();
  const asked = () =>
    database().redteamRun.findMany({ where: { orgId: other.orgId }, select: { cause: true, status: true } });
  const due = (at: string) =>
    database().$executeRawUnsafe(`UPDATE "RedteamSetting" SET "nextAt" = now() ${at} WHERE "orgId" = '${other.orgId}'`);
  await setSetting(other.ctx, { version: 0, everyDays: 7, ownerId: null });
  await due("+ interval '1 minute'");
  await askDueExercises(other.system);
  expect(await asked()).toEqual([]);
  await due("- interval '1 second'");
  await Promise.all([askDueExercises(other.system), askDueExercises(other.system)]);
  expect(await asked()).toEqual([{ cause: "schedule", status: "asked" }]);
  const [{ days } = { days: 0 }] = await database().$queryRawUnsafe<{ days: number }[]>(
    `SELECT extract(epoch FROM "nextAt" - now())::float / 86400 AS "days" FROM "RedteamSetting" WHERE "orgId" = '${other.orgId}'`,
  );
  expect(days).toBeCloseTo(7, 2);
  // It is due again while the first is under way: it waits, and is due still.
  await due("- interval '1 second'");
  await askDueExercises(other.system);
  expect(await asked()).toHaveLength(1);
});

describe("an exercise", () => {
  test("says what passed through and what is void, never that it was contained, and opens findings and incidents", {
    timeout: 120_000,
  }, async () => {
    const bare = scenarioOf("ASI10-after-kill");
    const broken = await run([harmless, impossible, bare], [bare.id]);
    expect(broken.scenarios.map(({ verdict }) => verdict)).toEqual(["passed", "void", "passed"]);
    expect(broken.result).toBe("passed");
    expect(await openFindings()).toMatchObject([
      { severity: "critical", subjectId: bare.id },
      { severity: "high", subjectId: harmless.id },
    ]);
    const { id: ownerId } = org.users.security;
    await setSetting(org.ctx, { version: 0, everyDays: 0, ownerId });
    await groupFindings(org.system);
    const incidents = await database().incident.findMany({ where: { orgId: org.orgId, agentId: null } });
    expect(incidents).toMatchObject([{ ownerId }, { ownerId }]);
  });

  test("of the ten families is contained, attack by attack, clears what an earlier one found, and leaves nothing in the organisation but its record", {
    timeout: 300_000,
  }, async () => {
    const statement = await run(library);
    for (const result of statement.scenarios) expect(result, shown(result)).toMatchObject({ verdict: "contained" });
    expect(new Set(statement.scenarios.map(({ asi }) => asi))).toEqual(new Set(Asi.options));
    expect(statement).toMatchObject({ result: "contained" });
    const kept = await getRun(org.ctx, { id: statement.run });
    expect(kept).toMatchObject({ status: "finished", statement, outcome: { contained: library.length, passed: 0 } });
    expect(await openFindings()).toEqual([]);
    const cited = statement.scenarios.flatMap(({ evidence }) => evidence);
    expect(new Set(cited.map(({ kind }) => kind))).toEqual(new Set(["call", "checkpoint", "audit", "finding"]));
    for (const { id: recordId, kind } of cited) {
      const opened = await getEvidence(org.as("auditor"), { id: statement.run, recordId });
      expect(opened).toMatchObject({ kind, intact: true, record: expect.stringContaining(recordId) });
    }
    await expect(getEvidence(org.ctx, { id: statement.run, recordId: "of-nothing" })).rejects.toEqual(
      expect.objectContaining({ code: "not_found" }),
    );
    const mine = { where: { orgId: org.orgId } };
    expect(await database().agent.count(mine)).toBe(0);
    expect(await database().activityEvent.count(mine)).toBe(0);
    expect(await database().pep.count({ where: { orgId: statement.range, revokedAt: null } })).toBe(0);
  });
});
