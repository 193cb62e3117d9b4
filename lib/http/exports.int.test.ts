import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { createApiKey } from "@/lib/identity/create-api-key";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { previewImport } from "@/lib/inventory/preview-import";
import { registerAgent } from "@/lib/inventory/register-agent";
import { templateTasks } from "@/lib/plan/template";
import { testPlan } from "@/lib/plan/testing";
import { exportAgents } from "./export-agents";
import { exportCalls } from "./export-calls";
import { exportPlan } from "./export-plan";

await testDatabase();
let org: TestOrg;
let key: string;
beforeAll(async () => {
  org = await testOrg();
  key = (await createApiKey(org.ctx, { name: "calendar", role: "auditor" })).secret;
  await testPlan(org);
});

const ask = (search: string, bearer = key) =>
  exportPlan(new Request(`http://localhost/plan/export${search}`, { headers: { authorization: `Bearer ${bearer}` } }));

describe("the export of a plan", () => {
  test("is refused to a stranger, for an unknown format, and for an unknown filter", async () => {
    expect((await ask("", "gh_live_made_up")).status).toBe(401);
    expect((await ask("?format=pdf")).status).toBe(400);
    expect((await ask("?nobodyKnowsThis=1")).status).toBe(400);
  });
  test("of another organisation has none of its tasks", async () => {
    const other = await testOrg();
    const { secret } = await createApiKey(other.ctx, { name: "x", role: "admin" });
    expect((await (await ask("?format=csv", secret)).text()).trim().split("\r\n")).toHaveLength(1);
  });
  test("is a table or a calendar of all tasks, as a file that no browser opens as a page, and is recorded", async () => {
    const csv = await ask("?format=csv");
    expect(csv.headers.get("content-type")).toBe("text/csv; charset=utf-8; header=present");
    expect((await csv.text()).trim().split("\r\n")).toHaveLength(templateTasks.length + 1);
    const ics = await ask("?format=ics&sprint=1");
    expect(ics.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
    expect(ics.headers.get("content-disposition")).toMatch(/^attachment; filename="gatehouse-plan-[\d-]+\.ics"$/);
    const events = (await ics.text()).match(/BEGIN:VEVENT/g) ?? [];
    expect(events).toHaveLength(templateTasks.filter(({ sprint }) => sprint === 1).length);
    const entries = await database().auditEntry.count({ where: { orgId: org.orgId, action: "plan.exported" } });
    expect(entries).toBe(2);
  });
});

describe("the export of agents", () => {
  const agents = (search: string, bearer = key) =>
    exportAgents(
      new Request(`http://localhost/agents/export${search}`, { headers: { authorization: `Bearer ${bearer}` } }),
    );

  test("is refused to a stranger and for an unknown filter", async () => {
    expect((await agents("", "gh_live_made_up")).status).toBe(401);
    expect((await agents("?nobodyKnowsThis=1")).status).toBe(400);
  });
  test("holds what the list shows, safe in a spreadsheet, and read back it changes nothing", async () => {
    for (const name of ["@export one", "export, two", "other"]) {
      await registerAgent(org.ctx, {
        name,
        purpose: "-1",
        team: name === "other" ? "A" : "B",
        dataClasses: ["public"],
      });
    }
    const csv = await (await agents("?q=export")).text();
    expect(csv.split("\r\n")).toHaveLength(4);
    expect(csv).toContain("'@export one,'-1,");
    const { counts } = await previewImport(org.ctx, { csv });
    expect(counts).toEqual({ create: 0, update: 0, same: 2, error: 0 });
    expect(await database().auditEntry.count({ where: { orgId: org.orgId, action: "agents.exported" } })).toBe(1);
  });
});

describe("the export of tool calls", () => {
  const calls = (search: string, most?: number, bearer = key) =>
    exportCalls(
      new Request(`http://localhost/activity/export${search}`, { headers: { authorization: `Bearer ${bearer}` } }),
      most,
    );
  beforeAll(async () => {
    const { id: agentId } = await registerAgent(org.ctx, { name: "=cmd", purpose: "x" });
    const call = {
      ...{
        orgId: org.orgId,
        at: new Date(),
        pepId: "pep_x",
        agentId,
        agentName: "=cmd",
        effect: "allow",
        code: "permitted",
      },
      ...{
        policies: [],
        observed: [],
        chain: [],
        revision: 1,
        argumentsDigest: `sha256:${"0".repeat(64)}`,
        bodyDigest: "",
      },
    };
    const data = Array.from({ length: 450 }, (_, n) => ({
      ...{
        ...call,
        id: `call-${n}`,
        tool: n % 2 ? "bank/pay" : "mail/send",
        reason: '@SUM("a",\n1)',
        argumentsText: "\t=1",
      },
    }));
    await database().activityEvent.createMany({ data });
  });

  test("is refused to a stranger, for an unknown format, filter or search, and then nothing is recorded", async () => {
    expect((await calls("", undefined, "gh_live_made_up")).status).toBe(401);
    for (const search of ["?format=xlsx", "?nobodyKnowsThis=1", "?q=%21%21", "?limit=1"])
      expect((await calls(search)).status, search).toBe(400);
    expect(await database().auditEntry.count({ where: { orgId: org.orgId, action: "activity.exported" } })).toBe(0);
  });
  test("holds each call of the list as it is filtered once, over many pages, safe in a spreadsheet, and is recorded", async () => {
    const answer = await calls("?q=pay&effect=allow");
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="gatehouse-calls-[\d-]+\.csv"$/);
    const csv = await answer.text();
    expect(csv.match(/bank\/pay/g)).toHaveLength(225);
    expect(csv).not.toContain("mail/send");
    expect(csv).toContain(",'=cmd,");
    expect(csv).toContain(`"'@SUM(""a"",\n1)"`);
    expect(csv).toContain(",'\t=1,");
    const lines = (await (await calls("?format=ndjson")).text()).trim().split("\n");
    expect(new Set(lines.map((line) => JSON.parse(line).id)).size).toBe(450);
    expect(lines).toHaveLength(450);
    const entries = await database().auditEntry.findMany({ where: { orgId: org.orgId, action: "activity.exported" } });
    expect(entries.map(({ leaf }) => JSON.parse(leaf ?? "{}").detail.format).sort()).toEqual(["csv", "ndjson"]);
  });
  test("that reached its limit says so in its last line, with the time to go on from", async () => {
    const lines = (await (await calls("?format=ndjson", 250)).text()).trim().split("\n");
    expect(lines).toHaveLength(251);
    expect(JSON.parse(lines.at(-1) ?? "{}").end).toMatch(/ends after 250 calls\. Export with to=\d{4}-/);
    expect((await (await calls("?format=ndjson", 450)).text()).trim().split("\n")).toHaveLength(450);
  });
  test("of another organisation has none of its calls", async () => {
    const other = await testOrg();
    const { secret } = await createApiKey(other.ctx, { name: "x", role: "admin" });
    expect((await (await calls("", undefined, secret)).text()).trim().split("\r\n")).toHaveLength(1);
  });
});
