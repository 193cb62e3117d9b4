/** Links to a pack: whoever holds one downloads it, until it ends or is revoked, and nobody else learns anything. */
import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { listEntries } from "@/lib/audit/list-entries";
import type { TestFleet } from "@/lib/enforcement/testing";
import { exportPack, exportShare } from "@/lib/http/export-pack";
import { LINK_TRIES } from "@/lib/http/open-share-link";
import { limitRate } from "@/lib/http/rate-limit";
import { createApiKey } from "@/lib/identity/create-api-key";
import { hashSecret, newToken } from "@/lib/identity/secrets";
import { buildPack } from "./build-pack";
import { cancelPack } from "./cancel-pack";
import { getPack } from "./get-pack";
import { openShare } from "./open-share";
import { revokeShare } from "./revoke-share";
import { sharePack } from "./share-pack";
import { buildNow, lastWeek, packFleet } from "./testing/pack-fixture";

await testDatabase();
let fleet: TestFleet;
let id: string;

beforeAll(async () => {
  fleet = await packFleet(3);
  id = await buildNow(fleet);
});

const made = async (recipient = "Outside & Co") => {
  const share = await sharePack(fleet.as("compliance"), { id, recipient, days: 1 });
  return { ...share, token: share.link.slice(share.link.lastIndexOf("/") + 1) };
};
const through = (token: string, address = newToken()) =>
  exportShare(new Request("http://localhost/share/x/download", { headers: { "x-forwarded-for": address } }), {
    params: Promise.resolve({ token }),
  });

describe("refused", () => {
  test.each(["security", "executive", "auditor", "owner"] as const)(
    "is %s to make a link or to end one",
    async (role) => {
      const { id: share } = await made();
      await expect(sharePack(fleet.as(role), { id, recipient: "x", days: 1 })).rejects.toMatchObject({
        code: "forbidden",
      });
      await expect(revokeShare(fleet.as(role), { id: share })).rejects.toMatchObject({ code: "forbidden" });
    },
  );

  test("is a link to a pack that is not finished, one for longer than 90 days, and one for nobody", async () => {
    const { id: waiting } = await buildPack(fleet.ctx, { framework: "eu-ai-act", ...lastWeek() });
    await expect(sharePack(fleet.ctx, { id: waiting, recipient: "x", days: 1 })).rejects.toMatchObject({
      code: "conflict",
    });
    await cancelPack(fleet.ctx, { id: waiting });
    await expect(sharePack(fleet.ctx, { id: waiting, recipient: "x", days: 1 })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(sharePack(fleet.ctx, { id, recipient: "x", days: 91 })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await expect(sharePack(fleet.ctx, { id, recipient: "  ", days: 1 })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  test("are links that were guessed, mistyped, ended or revoked, all with the very same answer", async () => {
    const [ended, revoked, good] = [await made(), await made(), await made()];
    await fleet.ctx.db.$executeRaw`UPDATE "AuditPackShare" SET "expiresAt" = now() WHERE "id" = ${ended.id}`;
    await revokeShare(fleet.as("compliance"), { id: revoked.id });
    const answers = [];
    for (const token of [
      ended.token,
      revoked.token,
      newToken(),
      "",
      "x",
      `${good.token}x`,
      good.token.toUpperCase(),
      hashSecret(good.token),
      "../packs",
      "%00",
    ]) {
      expect(await openShare(fleet.ctx.db, token)).toBeNull();
      const answer = await through(token);
      const { type, title, code, detail } = await answer.json();
      answers.push(JSON.stringify({ status: answer.status, type, title, code, detail }));
    }
    expect(new Set(answers).size).toBe(1);
    expect(JSON.parse(answers[0] ?? "{}").status).toBe(404);
    await expect(revokeShare(fleet.ctx, { id: revoked.id })).rejects.toMatchObject({ code: "conflict" });
  });

  test("is a download without a session, by an owner, and of what is not finished", async () => {
    const ask = async (bearer?: string, pack = id) =>
      (
        await exportPack(
          new Request("http://localhost/x", { headers: bearer ? { authorization: `Bearer ${bearer}` } : {} }),
          {
            params: Promise.resolve({ id: pack }),
          },
        )
      ).status;
    expect(await ask()).toBe(401);
    expect(await ask((await createApiKey(fleet.ctx, { name: "o", role: "owner" })).secret)).toBe(403);
    const auditor = (await createApiKey(fleet.ctx, { name: "a", role: "auditor" })).secret;
    expect(await ask(auditor, `pck_${"0".repeat(26)}`)).toBe(404);
    expect(await ask(auditor)).toBe(200);
  });
});

test("whoever tries too many links has to wait, for a good one too, and nobody elsewhere has to", async () => {
  const { token, link } = await made();
  // As many as there are 256-bit numbers, and their hash is what is looked for.
  expect(Buffer.from(token, "base64url")).toHaveLength(32);
  expect(link).toMatch(/\/share\/[\w-]{43}$/);
  expect((await through(newToken(), "192.0.2.1")).status).toBe(404);
  const later = performance.now() + 60_000;
  const exhaust = () => {
    for (;;) limitRate("share:192.0.2.1", later, LINK_TRIES);
  };
  expect(exhaust).toThrow("Too many requests");
  for (const one of [newToken(), token]) {
    const answer = await through(one, "192.0.2.1");
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  }
  const elsewhere = await through(token, "192.0.2.2");
  expect(elsewhere.status).toBe(200);
  await elsewhere.body?.cancel();
});

test("a link opens what it is for, in whole, and each download is recorded under the name that it was made for", async () => {
  const { token, open } = await made("Ada & Partners");
  expect(open).toBe(true);
  expect(await openShare(fleet.ctx.db, token)).toMatchObject({ recipient: "Ada & Partners", pack: { id } });
  const answer = await through(token);
  expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="gatehouse-eu-ai-act-[\w-]+\.zip"$/);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const pack = await getPack(fleet.as("auditor"), { id });
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(pack.sha256);
  expect(pack.downloads[0]).toMatchObject({ by: "Ada & Partners", shared: true });
  const [entry] = (await listEntries(fleet.ctx, { action: "pack.downloaded" })).items;
  expect(JSON.parse(entry?.leaf ?? "{}")).toMatchObject({
    actor: { kind: "anonymous" },
    detail: { recipient: "Ada & Partners" },
  });
});

test("of a link only its hash is kept, and the link is nowhere to be seen again", async () => {
  const { token, id: share } = await made();
  const row = await fleet.ctx.db.auditPackShare.findUniqueOrThrow({ where: { id: share } });
  expect(row.tokenHash).toBe(hashSecret(token));
  expect(JSON.stringify(await getPack(fleet.ctx, { id }))).not.toContain(token);
  expect(JSON.stringify(await listEntries(fleet.ctx, { limit: 200 }))).not.toContain(token);
});
