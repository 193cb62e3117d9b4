import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, expect, test, vi } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { createApiKey } from "@/lib/identity/create-api-key";
import { getTrust } from "@/lib/identity/get-trust";
import { openSession } from "@/lib/identity/open-session";
import { sessionCookieName } from "@/lib/identity/session-cookie";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { registerAgent } from "@/lib/inventory/register-agent";
import { run as verify } from "@/sdk/cli/verify";
import { exportAudit } from "./export-audit";

await testDatabase();
// Hundreds of proofs are checked one after the other, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 60_000 });
/** More than two of the pages in which the export reads. */
const AGENTS = 410;
const LINE_END = "\u2028";
let mine: TestOrg;
let theirs: TestOrg;

beforeAll(async () => {
  mine = await testOrg();
  theirs = await testOrg(undefined, "Another organisation");
  for (let i = 0; i < AGENTS; i++) {
    await registerAgent(mine.ctx, { name: `Agent ${i}`, purpose: i === 7 ? `one${LINE_END}two` : "p" });
  }
  await registerAgent(theirs.ctx, { name: "Not yours", purpose: "p" });
}, 120_000);

const ask = (search = "", headers: Record<string, string> = {}) =>
  exportAudit(new Request(`http://localhost:3000/audit/export${search}`, { headers }));
const withKey = async (role: "admin" | "owner") => ({
  authorization: `Bearer ${(await createApiKey(mine.ctx, { name: role, role })).secret}`,
});
const session = async () => {
  const opened = await openSession(
    mine.ctx.db,
    mine.users.auditor.id,
    { address: null, userAgent: null },
    async () => undefined,
  );
  return { cookie: `${sessionCookieName()}=${opened?.token}` };
};
type Line = { index: number; leaf: string; leafHash: string };
/** Entries without the head before them. */
const linesOf = (text: string): Line[] =>
  text
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => JSON.parse(line));
const saved = async (text: string): Promise<string> => {
  const file = path.join(await mkdtemp(path.join(tmpdir(), "gatehouse-export-")), "audit.ndjson");
  await writeFile(file, text);
  return file;
};
const trust = async (): Promise<string> => saved(JSON.stringify(await getTrust(mine.ctx, {})));

test("without a session nothing is exported", async () => {
  const response = await ask();
  expect(response.status).toBe(401);
  expect(response.headers.get("content-type")).toContain("problem+json");
});

test("whoever may not read the audit log may not export it", async () => {
  expect((await ask("", await withKey("owner"))).status).toBe(403);
});

test.each(["?from=yesterday", "?colour=blue", "?cursor=1", "?limit=1"])(
  "%s is refused rather than ignored",
  async (search) => {
    expect((await ask(search, await session())).status).toBe(400);
  },
);

test("all of it is exported across pages, each entry once, and none of another organisation", async () => {
  const lines = linesOf(await (await ask("?action=agent.registered", await session())).text());
  const names = lines.map(({ leaf }) => JSON.parse(leaf).target.name);
  expect(names).toHaveLength(AGENTS);
  expect(new Set(names).size).toBe(AGENTS);
  expect(names).not.toContain("Not yours");
});

test("what is filtered is what is exported, each with a proof that holds", async () => {
  const all = linesOf(await (await ask("?action=agent.registered", await session())).text());
  const wanted = JSON.parse(all[3]?.leaf ?? "{}").target.id;
  const text = await (await ask(`?targetId=${wanted}`, await session())).text();
  expect(linesOf(text).map(({ leaf }) => leaf)).toEqual([all[3]?.leaf]);
  await expect(verify([await saved(text), "--trust", await trust()])).resolves.toBe(0);
});

test("the whole log passes `gatehouse verify`, also with characters that some readers take for line ends", async () => {
  const text = await (await ask("", await session())).text();
  expect(text).not.toContain(LINE_END);
  const keys = ["--trust", await trust()];
  await expect(verify([await saved(text), ...keys])).resolves.toBe(0);
  await expect(verify([await saved(text.replace("Agent 7", "Agent 8")), ...keys])).rejects.toThrow(
    /entry \d+ was changed/,
  );
  await expect(verify([await saved(text.split("\n").slice(0, -2).join("\n")), ...keys])).rejects.toThrow("breaks off");
});

test("that it was exported, and with which filters, is itself in the log and in the export", async () => {
  const entries = linesOf(await (await ask("?action=audit.exported", await session())).text());
  const { action, actor, detail } = JSON.parse(entries.at(-1)?.leaf ?? "{}");
  expect(action).toBe("audit.exported");
  expect(actor.id).toBe(mine.users.auditor.id);
  expect(detail).toEqual({ filters: { action: "audit.exported" } });
});

test("an export that cannot be read to its end fails instead of ending early", async () => {
  const response = await ask("", await session());
  const reader = response.body?.getReader();
  await reader?.read();
  const away = vi.spyOn(database(), "$queryRaw").mockRejectedValue(new Error("database away"));
  const rest = (async () => {
    for (let step = await reader?.read(); step && !step.done; ) step = await reader?.read();
  })();
  await expect(rest).rejects.toThrow("database away");
  away.mockRestore();
});
