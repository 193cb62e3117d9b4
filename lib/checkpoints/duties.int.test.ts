import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { contextFor } from "@/lib/db/ctx";
import { saveRuleByTwo, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { createTeam } from "@/lib/guarded/create-team";
import { editPerson } from "@/lib/guarded/edit-person";
import { createApiKey } from "@/lib/identity/create-api-key";
import { endAbsence } from "@/lib/identity/end-absence";
import { resolveApiKey } from "@/lib/identity/resolve-api-key";
import { setAbsence } from "@/lib/identity/set-absence";
import type { RuleTerms } from "@/lib/policy/rule-contract";
import { approveCheckpoint } from "./approve-checkpoint";
import { getCheckpoint } from "./get-checkpoint";
import { getReceipt } from "./get-receipt";
import { openCheckpoint } from "./open-checkpoint";
import { readCheckpoint } from "./read-checkpoint";
import { redeemGrant } from "./redeem-grant";
import { runTimers } from "./run-timers";

await testDatabase();
let fleet: TestFleet;
beforeAll(async () => {
  fleet = await testFleet();
});

const code = (value: string) => expect.objectContaining({ code: value });
const rule = (stages: Partial<RuleTerms>["stages"], more: Partial<RuleTerms> = {}, of = fleet) =>
  saveRuleByTwo(of, { slug: "owner-agrees", title: "The owner agrees", stages: stages ?? [], ...more });
const stage = (
  title: string,
  from: RuleTerms["stages"][number]["from"],
  need = 1,
  escalation: RuleTerms["stages"][number]["escalation"] = [],
) => ({
  title,
  need,
  from,
  escalation,
});
const open = async (of = fleet, more: Parameters<TestFleet["held"]>[0] = {}) => {
  const input = of.held(more);
  const { checkpointId: id } = await openCheckpoint(of.point, input);
  return { id, digest: input.digest };
};
const statusOf = async (id: string) => (await getCheckpoint(fleet.ctx, { id })).status;
const byKey = async (role: "admin" | "security") => {
  const { secret, id } = await createApiKey(fleet.ctx, { name: `${role} program`, role });
  const found = await resolveApiKey(secret);
  if (!found) throw new Error("the key is not known");
  return { ctx: contextFor(found.actor, found.orgId), id };
};
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const absentFor = { from: inHours(-1), until: inHours(5) };

describe("one person counts once", () => {
  test("a person who approved and whose key approves as well count once", async () => {
    await rule([
      stage(
        "two",
        [
          { kind: "role", role: "security" },
          { kind: "role", role: "admin" },
        ],
        2,
      ),
    ]);
    const key = await byKey("security");
    const { id, digest } = await open();
    await approveCheckpoint(fleet.ctx, { id, digest });
    await expect(approveCheckpoint(key.ctx, { id, digest })).rejects.toEqual(code("forbidden"));
    expect(await statusOf(id)).toBe("pending");
    await approveCheckpoint(fleet.as("security"), { id, digest });
    expect(await statusOf(id)).toBe("approved");
  });
  test("a key fills a role's place, is marked, and falls with its maker", async () => {
    await rule([stage("security", [{ kind: "role", role: "security" }])]);
    const key = await byKey("security");
    const { id, digest } = await open();
    await approveCheckpoint(key.ctx, { id, digest });
    const shown = await getCheckpoint(fleet.ctx, { id });
    expect(shown).toMatchObject({ status: "approved", votes: [{ userId: key.id, key: true, standsFor: null }] });
    expect((await getReceipt(fleet.ctx, { id })).votes[0]).toMatchObject({ countsAs: fleet.users.admin.id });
    const { grant } = await readCheckpoint(fleet.point, { id });
    await database().user.update({ where: { id: fleet.users.admin.id }, data: { status: "disabled" } });
    await expect(redeemGrant(fleet.point, { id: grant?.grant.id ?? "", actionDigest: digest })).rejects.toEqual(
      code("grant_refused"),
    );
    const later = await open();
    await expect(approveCheckpoint(key.ctx, later)).rejects.toEqual(code("forbidden"));
    await database().user.update({ where: { id: fleet.users.admin.id }, data: { status: "active" } });
  });
});

describe("separation of duties", () => {
  test("the agent's owner, the person on whose behalf it calls and the policy's author are shut out", async () => {
    const from: RuleTerms["stages"][number]["from"] = [
      { kind: "owner" },
      { kind: "role", role: "security" },
      { kind: "role", role: "admin" },
      { kind: "role", role: "approver" },
    ];
    await rule([stage("somebody", from)], {
      separation: { owners: true, onBehalfOf: true, policyAuthors: true },
    });
    const { id, digest } = await open(fleet, { onBehalfOf: fleet.users.security.email.toUpperCase() });
    for (const role of ["owner", "security", "admin", "approver"] as const)
      await expect(approveCheckpoint(fleet.as(role), { id, digest })).rejects.toThrow(/and that is you/);
    expect((await getCheckpoint(fleet.ctx, { id })).excluded).toHaveLength(4);
    const another = await open(fleet, { onBehalfOf: "somebody@elsewhere.test" });
    await approveCheckpoint(fleet.as("security"), another);
    expect(await statusOf(another.id)).toBe("approved");
  });
});

describe("teams", () => {
  test("the agent's own team and a named team decide, others do not", async () => {
    const own = await createTeam(fleet.ctx, { name: "Treasury", memberIds: [fleet.users.security.id] });
    await database().agent.update({ where: { id: fleet.agentId }, data: { team: "  TREASURY " } });
    await rule([stage("its team", [{ kind: "agentTeam" }])]);
    const first = await open();
    await expect(approveCheckpoint(fleet.as("owner"), first)).rejects.toEqual(code("forbidden"));
    await approveCheckpoint(fleet.as("security"), first);
    expect(await statusOf(first.id)).toBe("approved");
    await rule([stage("treasury", [{ kind: "team", id: own.id }])]);
    const second = await open();
    expect((await getCheckpoint(fleet.ctx, { id: second.id })).named).toEqual([{ id: own.id, name: "Treasury" }]);
    await approveCheckpoint(fleet.as("security"), second);
    expect(await statusOf(second.id)).toBe("approved");
  });
});

describe("absence", () => {
  test("the delegate decides in the owner's place, which the record says; the owner does not until they are back", async () => {
    await rule([stage("the owner", [{ kind: "owner" }])]);
    await setAbsence(fleet.as("owner"), { ...absentFor, delegateId: fleet.users.security.id });
    const { id, digest } = await open();
    await expect(approveCheckpoint(fleet.as("owner"), { id, digest })).rejects.toThrow(/away until/);
    expect((await getCheckpoint(fleet.ctx, { id })).stages[0]?.candidates).toEqual([
      { id: fleet.users.security.id, name: "The security", key: false, standsFor: "The owner" },
    ]);
    await approveCheckpoint(fleet.as("security"), { id, digest });
    expect((await getCheckpoint(fleet.ctx, { id })).votes[0]).toMatchObject({ standsFor: "The owner", key: false });
    expect((await getReceipt(fleet.ctx, { id })).votes[0]?.standsFor).toEqual([
      { person: fleet.users.owner.id, name: "The owner" },
    ]);
    await endAbsence(fleet.as("owner"), {});
    const { grant } = await readCheckpoint(fleet.point, { id });
    await redeemGrant(fleet.point, { id: grant?.grant.id ?? "", actionDigest: digest });
    const back = await open();
    await expect(approveCheckpoint(fleet.as("security"), back)).rejects.toEqual(code("forbidden"));
    await approveCheckpoint(fleet.as("owner"), back);
    expect(await statusOf(back.id)).toBe("approved");
  });
  test("a delegate who is away too does not decide, and theirs does not either", async () => {
    await setAbsence(fleet.as("owner"), { ...absentFor, delegateId: fleet.users.security.id });
    await setAbsence(fleet.as("security"), { ...absentFor, delegateId: fleet.users.approver.id });
    const { id, digest } = await open();
    for (const role of ["security", "approver"] as const)
      await expect(approveCheckpoint(fleet.as(role), { id, digest })).rejects.toEqual(code("forbidden"));
    for (const role of ["owner", "security"] as const) await endAbsence(fleet.as(role), {});
  });
});

describe("escalation and reminders", () => {
  const told = async (id: string) =>
    (await database().message.findMany({ where: { subjectId: id }, orderBy: [{ kind: "asc" }] })).map(
      ({ kind, userId }) => [kind, userId],
    );
  /** Moves the request back in time, so that what comes later is due. */
  const age = async (id: string, seconds: number) => {
    await database().$executeRaw`
      UPDATE "Checkpoint" SET "expiresAt" = "expiresAt" - make_interval(secs => ${seconds}),
        "nextTimerAt" = "nextTimerAt" - make_interval(secs => ${seconds}),
        "timers" = (SELECT jsonb_agg(jsonb_set(t, '{at}', to_jsonb(to_char(((t->>'at')::timestamptz - make_interval(secs => ${seconds})) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))) FROM jsonb_array_elements("timers") t),
        "escalatesAt" = ARRAY(SELECT t - make_interval(secs => ${seconds}) FROM unnest("escalatesAt") t)
      WHERE "id" = ${id}`;
  };
  const escalating = () =>
    rule(
      [stage("the owner", [{ kind: "owner" }], 1, [{ afterSeconds: 120, from: [{ kind: "role", role: "security" }] }])],
      {
        expiresInSeconds: 600,
        reminders: [60],
      },
    );

  test("further groups decide only from their time on, and are told once, however many workers look", async () => {
    await escalating();
    const { id, digest } = await open();
    await expect(approveCheckpoint(fleet.as("security"), { id, digest })).rejects.toEqual(code("forbidden"));
    await runTimers(fleet.system);
    expect(await told(id)).toEqual([["asked", fleet.users.owner.id]]);
    await age(id, 121);
    await Promise.all(Array.from({ length: 4 }, () => runTimers(fleet.system)));
    expect(await told(id)).toEqual([
      ["asked", fleet.users.owner.id],
      ["escalated", fleet.users.security.id],
    ]);
    const entries = await database().auditEntry.count({ where: { targetId: id, action: "checkpoint.escalated" } });
    expect(entries).toBe(1);
    await approveCheckpoint(fleet.as("security"), { id, digest });
    expect(await statusOf(id)).toBe("approved");
  });
  test("whoever could still decide is reminded before the end, and nobody afterwards", async () => {
    await escalating();
    const { id } = await open();
    await age(id, 545);
    await runTimers(fleet.system);
    expect(
      (await told(id))
        .filter(([kind]) => kind === "reminder")
        .map(([, person]) => person)
        .sort(),
    ).toEqual([fleet.users.owner.id, fleet.users.security.id].sort());
    const late = await open();
    await age(late.id, 601);
    await runTimers(fleet.system);
    expect((await told(late.id)).map(([kind]) => kind)).toEqual(["asked"]);
  });
  test("a person who is disabled is neither asked nor reminded", async () => {
    const own = await testFleet("With a leaver");
    await editPerson(own.ctx, { id: own.users.owner.id, status: "disabled" });
    const input = own.held();
    const { checkpointId } = await openCheckpoint(own.point, input);
    expect(await told(checkpointId)).toEqual([]);
  });
});
