/** Auditors from outside see what was shared with them, of its time, until its end, and nothing else. */
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { listEntries } from "@/lib/audit/list-entries";
import { getControl } from "@/lib/compliance/get-control";
import { getFramework } from "@/lib/compliance/get-framework";
import { buildNow, packFleet } from "@/lib/compliance/testing/pack-fixture";
import type { TestFleet } from "@/lib/enforcement/testing";
import { editPerson } from "@/lib/guarded/edit-person";
import { invitePerson } from "@/lib/guarded/invite-person";
import { exportSharedPack, exportSharedReport } from "@/lib/http/export-shared";
import { operations } from "@/lib/http/operations";
import { serveLive } from "@/lib/http/serve-live";
import { makeReport } from "@/lib/reports/make-report";
import { newId } from "@/lib/shared/ids";
import { method, path as pathOf } from "@/lib/shared/operation";
import { can, PersonRole, permissions } from "@/lib/shared/permissions";
import { getSharedControl } from "./get-shared-control";
import { getSharedFramework } from "./get-shared-framework";
import { getSharedPack } from "./get-shared-pack";
import { giveAccess } from "./give-access";
import { listAccesses } from "./list-accesses";
import { listShared } from "./list-shared";
import { revokeAccess } from "./revoke-access";
import { comeIn, dayAt, given, outsiderOf } from "./testing";

const cookieJar = vi.hoisted(() => ({ value: "" }));
vi.mock("next/headers", () => ({ cookies: async () => ({ get: () => ({ value: cookieJar.value }) }) }));

await testDatabase();
let fleet: TestFleet;
let theirs: TestFleet;
let pack: string;
let report: string;

beforeAll(async () => {
  fleet = await packFleet(3);
  theirs = await packFleet(1);
  pack = await buildNow(fleet);
  report = (await makeReport(fleet.ctx, { kind: "baseline" })).id;
});

const framework = "eu-ai-act";
const control = "art-14-4-e";
const end = (id: string) => fleet.ctx.db.$executeRaw`UPDATE "OutsideAccess" SET "until" = now() WHERE "id" = ${id}`;
const entriesOf = async (action: "outside.read" | "outside.refused" | "outside.given" | "outside.revoked") =>
  (await listEntries(fleet.ctx, { action, limit: 200 })).items;

describe("refused", () => {
  test("is everything but what was shared, whatever the operation", () => {
    const held = Object.keys(permissions).filter((one) => can(["outsider"], one as keyof typeof permissions));
    expect(held).toEqual(["shared:read"]);
    expect(
      operations
        .filter(({ permission }) => permission === "shared:read")
        .map(pathOf)
        .sort(),
    ).toEqual([
      "/v1/shared",
      "/v1/shared/{id}/frameworks/{framework}",
      "/v1/shared/{id}/frameworks/{framework}/controls/{control}",
      "/v1/shared/{id}/packs/{pack}",
      "/v1/shared/{id}/reports/{report}",
    ]);
    expect(operations.filter((op) => op.permission === "shared:read").every((op) => method(op) === "GET")).toBe(true);
  });

  test("are the routes that are no verb's: files of the house, tiles of the log, the event stream", async () => {
    const outsider = await outsiderOf(fleet, { packIds: [pack] });
    const root = path.resolve("app");
    const routes = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
      (file) =>
        /(^|\/)(route)\.ts$/.test(file) && /^(\(console\)|checkpoints|access|scim|api\/v1\/audit\/tlog)/.test(file),
    );
    expect(routes.length).toBeGreaterThan(10);
    for (const file of routes) {
      const handlers = (await import(path.join(root, file))) as Record<
        string,
        ((...given: unknown[]) => Promise<Response>) | undefined
      >;
      const params: Record<string, string | string[]> = {};
      for (const [, rest, name = ""] of file.matchAll(/\[(\.\.\.)?(\w+)\]/g))
        params[name] = rest ? ["checkpoint"] : pack;
      for (const verb of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
        const body = verb === "GET" ? {} : { body: "{}" };
        const headers = {
          cookie: outsider.cookie,
          origin: "http://localhost",
          host: "localhost",
          "content-type": "application/json",
        };
        const request = new Request("http://localhost/x", { method: verb, headers, ...body });
        const answer = await handlers[verb]?.(request, { params: Promise.resolve(params) });
        if (answer) expect([401, 403], `${verb} ${file}`).toContain(answer.status);
      }
    }
    cookieJar.value = outsider.cookie.slice(outsider.cookie.indexOf("=") + 1);
    expect((await serveLive(new Request("http://localhost/api/live"))).status).toBe(403);
  });

  test("are other frameworks, packs and reports, and accesses of others and of another organisation", async () => {
    const mine = await outsiderOf(fleet, { reportIds: [report] });
    const other = await outsiderOf(fleet, { packIds: [pack] });
    const foreign = await outsiderOf(theirs, {});
    const gone = { code: "not_found" };
    for (const id of [other.id, foreign.id, newId("outsideAccess")]) {
      await expect(getSharedFramework(mine.ctx, { id, framework })).rejects.toMatchObject(gone);
      await expect(getSharedControl(mine.ctx, { id, framework, control })).rejects.toMatchObject(gone);
      await expect(getSharedPack(mine.ctx, { id, pack })).rejects.toMatchObject(gone);
    }
    const { id } = mine;
    await expect(getSharedFramework(mine.ctx, { id, framework: "finra-2026" })).rejects.toMatchObject(gone);
    await expect(getSharedControl(mine.ctx, { id, framework: "hipaa-security", control })).rejects.toMatchObject(gone);
    await expect(getSharedControl(mine.ctx, { id, framework, control: "x" })).rejects.toMatchObject(gone);
    await expect(getSharedPack(mine.ctx, { id, pack })).rejects.toMatchObject(gone);
    await expect(getFramework(mine.ctx, { framework })).rejects.toMatchObject({ code: "forbidden" });
    await expect(getControl(mine.ctx, { framework, control })).rejects.toMatchObject({ code: "forbidden" });
    const ask = (one: typeof mine, id: string, wanted: string) =>
      exportSharedReport(new Request("http://localhost/x", { headers: { cookie: one.cookie } }), {
        params: Promise.resolve({ id, report: wanted, name: "report.pdf" }),
      });
    expect((await ask(mine, mine.id, report)).status).toBe(200);
    expect((await ask(other, other.id, report)).status).toBe(404);
    expect((await ask(other, mine.id, report)).status).toBe(404);
  });

  test("is a period that is over where no pack of it was shared, and nothing of a later time is shown", async () => {
    const past = { from: dayAt(-60), to: dayAt(-30) };
    const { id, ctx } = await outsiderOf(fleet, past);
    await expect(getSharedFramework(ctx, { id, framework })).rejects.toMatchObject({ code: "conflict" });
    await expect(getSharedControl(ctx, { id, framework, control })).rejects.toMatchObject({ code: "conflict" });
    await expect(giveAccess(fleet.ctx, given({ ...past, packIds: [pack] }))).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test.each(PersonRole.options.filter((role) => role !== "admin" && role !== "compliance"))(
    "is %s to give an access or to end one, and to read as somebody from outside",
    async (role) => {
      const { id } = await giveAccess(fleet.ctx, given());
      const forbidden = { code: "forbidden" };
      await expect(giveAccess(fleet.as(role), given())).rejects.toMatchObject(forbidden);
      await expect(revokeAccess(fleet.as(role), { id })).rejects.toMatchObject(forbidden);
      await expect(listShared(fleet.as(role), {})).rejects.toMatchObject(forbidden);
    },
  );

  test("is an access to nothing known, without end, to a colleague, or of another organisation's", async () => {
    const { ctx } = fleet;
    const late = new Date(Date.now() + 400 * 86_400_000).toISOString();
    for (const wrong of [
      { frameworks: [] },
      { until: new Date(Date.now() - 1).toISOString() },
      { until: late },
      { from: dayAt(0), to: dayAt(-1) },
      { email: "no address" },
    ])
      await expect(giveAccess(ctx, given(wrong))).rejects.toMatchObject({ code: "invalid_input" });
    await expect(giveAccess(ctx, given({ frameworks: ["no-such"] }))).rejects.toMatchObject({ code: "not_found" });
    await expect(giveAccess(theirs.ctx, given({ packIds: [pack] }))).rejects.toMatchObject({ code: "not_found" });
    await expect(giveAccess(theirs.ctx, given({ reportIds: [report] }))).rejects.toMatchObject({ code: "not_found" });
    const { email } = fleet.users.security;
    await expect(giveAccess(ctx, given({ email }))).rejects.toMatchObject({ code: "conflict" });
    await expect(giveAccess(theirs.ctx, given({ email }))).rejects.toMatchObject({ code: "conflict" });
    await expect(giveAccess(ctx, given({ frameworks: ["hipaa-security"], packIds: [pack] }))).rejects.toMatchObject({
      code: expect.stringMatching(/conflict|not_found/),
    });
  });

  test("is the role to everybody who is not given an access", async () => {
    const email = `x.${newId("request")}@firm.example`;
    await expect(invitePerson(fleet.ctx, { name: "x", email, roles: ["outsider" as "owner"] })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await expect(
      editPerson(fleet.ctx, { id: fleet.users.owner.id, roles: ["outsider" as "owner"] }),
    ).rejects.toMatchObject({ code: "invalid_input" });
  });
});

describe("from the next request on", () => {
  test("an access that ended opens nothing, and says when it ended and whom to ask", async () => {
    const { id, ctx } = await outsiderOf(fleet, { packIds: [pack] });
    await getSharedFramework(ctx, { id, framework });
    await end(id);
    const over = {
      code: "forbidden",
      message: expect.stringMatching(/^Your access ended on .* UTC\. Ask The compliance/),
    };
    await expect(getSharedFramework(ctx, { id, framework })).rejects.toMatchObject(over);
    await expect(getSharedControl(ctx, { id, framework, control })).rejects.toMatchObject(over);
    await expect(getSharedPack(ctx, { id, pack })).rejects.toMatchObject(over);
    await expect(listShared(ctx, {})).rejects.toMatchObject(over);
    expect((await entriesOf("outside.refused"))[0]).toMatchObject({ target: { kind: "outsideAccess", id } });
  });

  test("an access that was revoked opens nothing, its files neither, and another one of the same person still does", async () => {
    const { id, ctx, cookie, email } = await outsiderOf(fleet, { packIds: [pack] });
    const second = await giveAccess(fleet.ctx, given({ email, frameworks: ["owasp-agentic-2026"] }));
    expect(second.link).toBeNull();
    const download = () =>
      exportSharedPack(new Request("http://localhost/x", { headers: { cookie } }), {
        params: Promise.resolve({ id, pack }),
      });
    const first = await download();
    expect(first.status).toBe(200);
    await first.body?.cancel();
    await revokeAccess(fleet.as("compliance"), { id });
    const refused = await download();
    expect(refused.status).toBe(403);
    expect((await refused.json()).detail).toMatch(/^Your access was revoked by The compliance/);
    const left = await listShared(ctx, {});
    expect(left.items.map((one) => one.id)).toEqual([second.id]);
    expect(left.over).toEqual([expect.stringMatching(/revoked/)]);
    await expect(revokeAccess(fleet.ctx, { id })).rejects.toMatchObject({ code: "conflict" });
  });

  test("a person who was disabled is signed out, whatever is still shared with them", async () => {
    const { cookie, ctx, id, email } = await outsiderOf(fleet, { packIds: [pack] });
    await editPerson(fleet.ctx, { id: ctx.actor.id, status: "disabled" });
    const answer = await exportSharedPack(new Request("http://localhost/x", { headers: { cookie } }), {
      params: Promise.resolve({ id, pack }),
    });
    expect(answer.status).toBe(401);
    await expect(giveAccess(fleet.ctx, given({ email }))).rejects.toMatchObject({ code: "conflict" });
  });
});

test("whoever was given an access sees its frameworks with the evidence of the house, its pack and its report", async () => {
  const { id, ctx, cookie } = await outsiderOf(fleet, { packIds: [pack], reportIds: [report] });
  const shared = await listShared(ctx, {});
  expect(shared.items).toMatchObject([
    {
      id,
      frameworks: [{ id: framework }],
      packs: [{ id: pack }],
      reports: [{ id: report }],
      from: dayAt(-30),
      to: dayAt(0),
    },
  ]);
  const [theirView, ourView] = [
    await getSharedFramework(ctx, { id, framework }),
    await getFramework(fleet.ctx, { framework }),
  ];
  expect(theirView.counts).toEqual(ourView.counts);
  expect(theirView.items.map(({ key, state }) => [key, state])).toEqual(
    ourView.items.map(({ key, state }) => [key, state]),
  );
  expect(theirView.contents.find(({ unit }) => unit === "receipts")?.count).toBe(1);
  expect(theirView.pack).toBeNull();
  const one = await getSharedControl(ctx, { id, framework, control });
  expect(one.evidence.length).toBeGreaterThan(0);
  expect(JSON.stringify([theirView, one])).not.toContain('"href"');
  const facts = await getSharedPack(ctx, { id, pack });
  const file = await exportSharedPack(new Request("http://localhost/x", { headers: { cookie } }), {
    params: Promise.resolve({ id, pack }),
  });
  const bytes = Buffer.from(await file.arrayBuffer());
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(facts.sha256);
});

test("once the period is over, pages say what a shared pack of it says", async () => {
  const { id, ctx } = await outsiderOf(fleet, { packIds: [pack] });
  await fleet.ctx.db.$executeRaw`UPDATE "OutsideAccess" SET "to" = now() WHERE "id" = ${id}`;
  const view = await getSharedFramework(ctx, { id, framework });
  expect(view.pack).toEqual({ id: pack });
  expect(await getSharedControl(ctx, { id, framework, control })).toMatchObject({
    asOf: view.asOf,
    pack: { id: pack },
  });
});

test("every read is on record under their name, and so is who gave and ended what", async () => {
  const { id, ctx, email } = await outsiderOf(fleet, { packIds: [pack] });
  await listShared(ctx, {});
  await getSharedFramework(ctx, { id, framework });
  await getSharedControl(ctx, { id, framework, control });
  await getSharedPack(ctx, { id, pack });
  await revokeAccess(fleet.ctx, { id });
  const mine = (await entriesOf("outside.read")).filter(({ target }) => target.id === id);
  expect(mine.map(({ leaf }) => JSON.parse(leaf ?? "{}").detail)).toEqual([
    { pack },
    { framework, control },
    { framework },
    { list: "what was shared" },
  ]);
  expect(new Set(mine.map(({ actor }) => actor.name))).toEqual(new Set(["Ada of the firm"]));
  expect((await entriesOf("outside.given")).some(({ target }) => target.id === id && target.name === email)).toBe(true);
  expect((await entriesOf("outside.revoked"))[0]).toMatchObject({ target: { id } });
  const listed = (await listAccesses(fleet.as("auditor"), {})).items.find((one) => one.id === id);
  expect(listed).toMatchObject({ email, state: "revoked", revokedBy: fleet.users.admin.name });
});

test("where single sign-on is required they still come in with their password, for the provider does not know them", async () => {
  const { email } = await outsiderOf(theirs, {});
  await theirs.ctx.db.signOn.create({
    data: {
      ...{ orgId: theirs.orgId, name: "x", issuer: "https://id.example", clientId: "x", required: true },
      ...{ updatedAt: new Date(), updatedByName: "x" },
    },
  });
  await expect(comeIn(theirs, email)).resolves.toMatchObject({ cookie: expect.any(String) });
});
