/** For weakening-acts.int.test.ts: of each act that takes two people, one that weakens and one that does not. */
import { createApplication } from "@/lib/applications/create-application";
import { editApplication } from "@/lib/applications/edit-application";
import { sealEntries } from "@/lib/audit/seal-entries";
import { testSigner } from "@/lib/audit/testing";
import { getHoldLimits } from "@/lib/checkpoints/get-hold-limits";
import { saveRule } from "@/lib/checkpoints/save-rule";
import { setHoldLimits } from "@/lib/checkpoints/set-hold-limits";
import { database } from "@/lib/db/client";
import { createSink } from "@/lib/delivery/create-sink";
import { deleteSink } from "@/lib/delivery/delete-sink";
import { editSink } from "@/lib/delivery/edit-sink";
import { pauseSink } from "@/lib/delivery/pause-sink";
import { resumeSink } from "@/lib/delivery/resume-sink";
import { loadDemo } from "@/lib/demo/load-demo";
import { removeDemo } from "@/lib/demo/remove-demo";
import { endSuppression } from "@/lib/detections/end-suppression";
import { setDetection } from "@/lib/detections/set-detection";
import { suppressDetection } from "@/lib/detections/suppress-detection";
import { planDrills } from "@/lib/enforcement/plan-drills";
import { byTwo, payTool, saveRuleByTwo, type TestFleet } from "@/lib/enforcement/testing";
import { dismissFinding } from "@/lib/findings/dismiss-finding";
import { raiseFinding } from "@/lib/findings/raise-finding";
import { createTeam } from "@/lib/guarded/create-team";
import { editPerson } from "@/lib/guarded/edit-person";
import { editTeam } from "@/lib/guarded/edit-team";
import { eraseEntry } from "@/lib/guarded/erase-entry";
import { invitePerson } from "@/lib/guarded/invite-person";
import { closeIncident } from "@/lib/incidents/close-incident";
import { openIncident } from "@/lib/incidents/open-incident";
import { approveServerTools } from "@/lib/inventory/approve-server-tools";
import { approveTool } from "@/lib/inventory/approve-tool";
import { blockTool } from "@/lib/inventory/block-tool";
import { editAgent } from "@/lib/inventory/edit-agent";
import { registerAgent } from "@/lib/inventory/register-agent";
import { registerTool } from "@/lib/inventory/register-tool";
import { setToolServer } from "@/lib/inventory/set-tool-server";
import { listIsolation } from "@/lib/isolation/list-isolation";
import { setIsolation } from "@/lib/isolation/set-isolation";
import { defaults } from "@/lib/oversight/contract";
import { setOversightSetting } from "@/lib/oversight/set-oversight-setting";
import { createPolicyTest } from "@/lib/policy/create-policy-test";
import { deletePolicyTest } from "@/lib/policy/delete-policy-test";
import { editPolicy } from "@/lib/policy/edit-policy";
import { editPolicyTest } from "@/lib/policy/edit-policy-test";
import { listPolicies } from "@/lib/policy/list-policies";
import { publishBundle } from "@/lib/policy/publish-bundle";
import { revertBundle } from "@/lib/policy/revert-bundle";
import { saveProfile } from "@/lib/profiles/save-profile";
import { setSetting } from "@/lib/redteam/set-setting";
import { createScimConnection } from "@/lib/scim/create-connection";
import { revokeScimConnection } from "@/lib/scim/revoke-connection";
import { newId } from "@/lib/shared/ids";
import { requireSignOn } from "@/lib/signon/require-sign-on";
import { setGroupRoles } from "@/lib/signon/set-group-roles";
import { setSignOn } from "@/lib/signon/set-sign-on";

/** An act that weakens, what it is about, and one in the other direction; null where there is none. */
export type Arranged = {
  weaken: (reason?: string) => Promise<unknown>;
  state: () => Promise<unknown>;
  stricter: (() => Promise<unknown>) | null;
};
type Case = (fleet: TestFleet) => Promise<Arranged>;

const db = () => database();
const terms = { operationClass: "read", reversibility: "reversible" } as const;
let made = 0;
const fresh = (what: string): string => `${what} ${++made}`;
const why = (reason?: string) => (reason === undefined ? {} : { reason });
/** Acts whose reason is asked for in any case. */
const because = (reason?: string) => ({ reason: reason ?? "it was looked at" });

const toolOf = async ({ orgId }: TestFleet, name: string) =>
  db().tool.findFirstOrThrow({ where: { orgId, server: "bank", name } });
const toolState = (fleet: TestFleet, name: string) => async () => {
  const { state, operationClass, reversibility } = await toolOf(fleet, name);
  return [state, operationClass, reversibility];
};

/** A tool that nobody approved yet. */
async function waitingTool(fleet: TestFleet) {
  const name = fresh("tool").replace(" ", "_");
  const id = newId("tool");
  await db().tool.create({
    data: { id, orgId: fleet.orgId, server: "bank", name, state: "waiting", reversibility: "irreversible" },
  });
  return { id, name };
}

async function findingOf(fleet: TestFleet, severity: "high" | "low") {
  return raiseFinding(fleet.system, {
    kind: "point.gap",
    severity,
    subject: { kind: "point", id: newId("point"), name: "A point" },
    title: fresh("Events were lost"),
    mend: "Look at its spool.",
    detail: { lost: 3 },
  });
}
const statusOf = (id: string) => async () => (await db().finding.findUniqueOrThrow({ where: { id } })).status;

const place = { kind: "file", settings: { file: "events.ndjson" }, sends: ["audit", "findings"] } as const;
const sinkOf = async ({ ctx }: TestFleet) => {
  const name = fresh("Sink");
  const { id, version } = await createSink(ctx, { name, place: { ...place, sends: [...place.sends] } });
  const state = async () => {
    const row = await db().sink.findUnique({ where: { id }, select: { status: true, settings: true, sends: true } });
    return row;
  };
  return { id, version, name, state };
};

const held = (fleet: TestFleet) => ({
  name: fresh("payments are held"),
  principal: { kind: "agent" as const, id: fleet.agentId },
  tool: payTool,
  arguments: { to: "ACME", amount: 101 },
  expected: "hold" as const,
});

const provider = {
  name: "House",
  issuer: "https://id.example.test",
  clientId: "gatehouse",
  clientSecret: "a secret of the client",
  domains: ["example.test"],
  trustsAddress: false,
  newcomers: false,
  newcomerRole: null,
  groupsClaim: null,
};
const signOnOf = ({ orgId }: TestFleet) => db().signOn.findUnique({ where: { orgId } });

const answers = {
  title: "Documents",
  subjectTypes: ["user"],
  actions: ["read"],
  anySubject: false,
  entities: [],
};

/** In the order in which they are tried: the last ones change what is in force. */
export const weakeningCases: Readonly<Record<string, Case>> = {
  "inventory.registerTool": async (fleet) => {
    const [name, other] = [fresh("new").replace(" ", "_"), fresh("other").replace(" ", "_")];
    const count = () => db().tool.count({ where: { orgId: fleet.orgId, name: { in: [name, other] } } });
    return {
      weaken: (reason) => registerTool(fleet.ctx, { server: "bank", name, ...terms, ...why(reason) }),
      state: count,
      // Nothing in force permits anything of this server.
      stricter: () => registerTool(fleet.ctx, { server: "elsewhere", name: other, ...terms }),
    };
  },
  "inventory.approveTool": async (fleet) => {
    const { id, name } = await waitingTool(fleet);
    return {
      weaken: (reason) => approveTool(fleet.ctx, { id, ...terms, definitionDigest: null, ...why(reason) }),
      state: toolState(fleet, name),
      stricter: () => blockTool(fleet.ctx, { id, reason: "it is not needed" }),
    };
  },
  "inventory.approveServerTools": async (fleet) => {
    const { id, name } = await waitingTool(fleet);
    const tools = [{ id, ...terms, definitionDigest: null }];
    return {
      weaken: (reason) => approveServerTools(fleet.ctx, { tools, ...why(reason) }),
      state: toolState(fleet, name),
      stricter: () => blockTool(fleet.ctx, { id, reason: "it is not needed" }),
    };
  },
  "inventory.editAgent": async (fleet) => {
    const facts = { name: fresh("Agent"), purpose: "x", riskTier: "high", ownerId: fleet.users.owner.id } as const;
    const { id } = await registerAgent(fleet.ctx, facts);
    const read = () => db().agent.findUniqueOrThrow({ where: { id }, select: { riskTier: true, version: true } });
    const edit = async (riskTier: "low" | "critical", reason?: string) =>
      editAgent(fleet.ctx, { id, version: (await read()).version, riskTier, ...why(reason) });
    return { weaken: (reason) => edit("low", reason), state: read, stricter: () => edit("critical") };
  },
  "inventory.setToolServer": async ({ ctx, orgId }) => {
    const name = fresh("server").replace(" ", "-");
    const set = (firstUse: "ask" | "trust-first-use", reason = "") =>
      setToolServer(ctx, { name, firstUse, operationClass: "read", reversibility: "irreversible", reason });
    return {
      weaken: (reason) => set("trust-first-use", reason),
      state: async () => (await db().toolServer.findFirst({ where: { orgId, name } }))?.firstUse ?? "ask",
      stricter: () => set("ask", "no longer"),
    };
  },
  "identity.invitePerson": async ({ ctx, orgId }) => {
    const email = `${fresh("guest").replace(" ", ".")}.${newId("user")}@example.test`;
    return {
      weaken: (reason) => invitePerson(ctx, { email, name: "Guest", roles: ["security"], ...why(reason) }),
      state: () => db().invite.findMany({ where: { orgId, email, revokedAt: null }, select: { roles: true } }),
      stricter: () => invitePerson(ctx, { email, name: "Guest", roles: ["auditor"] }),
    };
  },
  "identity.editPerson": async ({ ctx, users }) => {
    const { id } = users.auditor;
    return {
      weaken: (reason) => editPerson(ctx, { id, roles: ["auditor", "approver"], ...why(reason) }),
      state: async () => (await db().user.findUniqueOrThrow({ where: { id } })).roles,
      stricter: () => editPerson(ctx, { id, roles: ["auditor"] }),
    };
  },
  "identity.createTeam": async (fleet) => {
    const name = fresh("Team");
    await agentTeamRule(fleet);
    await registerAgent(fleet.ctx, { name: fresh("Agent"), purpose: "x", team: name, ownerId: null });
    const memberIds = [fleet.users.approver.id];
    const other = fresh("Team");
    return {
      weaken: (reason) => createTeam(fleet.ctx, { name, memberIds, ...why(reason) }),
      state: () => db().team.count({ where: { orgId: fleet.orgId, name: { in: [name, other] } } }),
      stricter: () => createTeam(fleet.ctx, { name: other, memberIds }),
    };
  },
  "identity.editTeam": async (fleet) => {
    const { id } = await createTeam(fleet.ctx, { name: fresh("Team"), memberIds: [fleet.users.owner.id] });
    await agentTeamRule(fleet, id);
    const set = (memberIds: string[], reason?: string) => editTeam(fleet.ctx, { id, memberIds, ...why(reason) });
    return {
      weaken: (reason) => set([fleet.users.owner.id, fleet.users.approver.id], reason),
      state: () => db().teamMember.count({ where: { teamId: id } }),
      stricter: () => set([fleet.users.owner.id]),
    };
  },
  "signon.setSignOn": async (fleet) => {
    const set = async (more: object, reason?: string) =>
      setSignOn(fleet.ctx, {
        version: (await signOnOf(fleet))?.version ?? null,
        signOn: { ...provider, ...more },
        ...why(reason),
      });
    return {
      weaken: (reason) => set({}, reason),
      state: async () => (await signOnOf(fleet))?.version ?? null,
      stricter: () => set({ clientSecret: undefined, name: "The same under another name" }),
    };
  },
  "signon.requireSignOn": async (fleet) => {
    const { admin } = fleet.users;
    await db().user.update({ where: { id: admin.id }, data: { passwordHash: "none that fits" } });
    const data = { provenAt: new Date(), required: true, breakGlass: [admin.id] };
    await db().signOn.update({ where: { orgId: fleet.orgId }, data });
    const set = async (required: boolean, reason = "") =>
      requireSignOn(fleet.ctx, {
        version: (await signOnOf(fleet))?.version ?? 0,
        required,
        breakGlass: required ? [admin.id] : [],
        reason,
      });
    return {
      weaken: (reason) => set(false, reason),
      state: async () => (await signOnOf(fleet))?.required,
      stricter: () => set(true),
    };
  },
  "signon.setGroupRoles": async ({ ctx, orgId }) => {
    const set = (role: "auditor" | "security", reason?: string) =>
      setGroupRoles(ctx, { groupRoles: [{ group: "platform", role }], ...why(reason) });
    return {
      weaken: (reason) => set("security", reason),
      state: () => db().groupRole.findMany({ where: { orgId } }),
      stricter: () => set("auditor"),
    };
  },
  "scim.createConnection": async ({ ctx, orgId }) => {
    const name = fresh("Directory");
    const read = () =>
      db().scimConnection.findMany({ where: { orgId, name }, select: { id: true, name: true, revokedAt: true } });
    return {
      weaken: (reason) => createScimConnection(ctx, { name, role: null, ...why(reason) }),
      state: read,
      stricter: async () => revokeScimConnection(ctx, { id: (await read())[0]?.id ?? "" }),
    };
  },
  "findings.dismissFinding": async (fleet) => {
    const [high, low] = [await findingOf(fleet, "high"), await findingOf(fleet, "low")];
    return {
      weaken: (reason) => dismissFinding(fleet.ctx, { id: high, ...because(reason) }),
      state: async () => [await statusOf(high)(), await statusOf(low)()],
      stricter: () => dismissFinding(fleet.ctx, { id: low, reason: "known" }),
    };
  },
  "incidents.closeIncident": async (fleet) => {
    const review = { what: "It tried.", cause: "A planted text.", changes: "It is held.", dismissFindings: true };
    const open = async (severity: "high" | "low") =>
      openIncident(fleet.ctx, { title: fresh("Incident"), findingIds: [await findingOf(fleet, severity)] });
    const [high, low] = [await open("high"), await open("low")];
    return {
      weaken: (reason) => closeIncident(fleet.ctx, { id: high.id, ...review, ...why(reason) }),
      state: () => db().incident.findMany({ where: { id: { in: [high.id, low.id] } }, select: { status: true } }),
      stricter: () => closeIncident(fleet.ctx, { id: low.id, ...review }),
    };
  },
  "detections.setDetection": async ({ ctx, orgId }) => {
    const read = () => db().detectionSetting.findFirst({ where: { orgId, detection: "dormant-agent" } });
    const set = async (enabled: boolean, reason = "") =>
      setDetection(ctx, {
        detection: "dormant-agent",
        version: (await read())?.version ?? 0,
        enabled,
        parameters: {},
        reason: reason || "for the test",
      });
    return { weaken: (reason) => set(false, reason), state: read, stricter: () => set(true) };
  },
  "detections.suppressDetection": async (fleet) => {
    const subject = { kind: "agent", id: fleet.agentId } as const;
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const read = () => db().detectionSuppression.findMany({ where: { orgId: fleet.orgId } });
    return {
      weaken: (reason) =>
        suppressDetection(fleet.ctx, { detection: "denial-spike", subject, until, ...because(reason) }),
      state: read,
      stricter: async () => endSuppression(fleet.ctx, { id: (await read())[0]?.id ?? "" }),
    };
  },
  "delivery.editSink": async (fleet) => {
    const { id, version, name, state } = await sinkOf(fleet);
    const at = (file: string) => ({ ...place, settings: { file }, sends: [...place.sends] });
    const more = { ...at("moved.ndjson"), sends: ["audit" as const, "findings" as const, "calls" as const] };
    return {
      weaken: (reason) => editSink(fleet.ctx, { id, version, name, place: at("moved.ndjson"), ...why(reason) }),
      state,
      stricter: () => editSink(fleet.ctx, { id, version: version + 1, name, place: more }),
    };
  },
  "delivery.pauseSink": async (fleet) => {
    const { id, state } = await sinkOf(fleet);
    return {
      weaken: (reason) => pauseSink(fleet.ctx, { id, ...why(reason) }),
      state,
      stricter: () => resumeSink(fleet.ctx, { id }),
    };
  },
  "delivery.deleteSink": async (fleet) => {
    const { id } = await sinkOf(fleet);
    return {
      weaken: (reason) => deleteSink(fleet.ctx, { id, ...why(reason) }),
      state: () => db().sink.count({ where: { orgId: fleet.orgId } }),
      stricter: () => sinkOf(fleet),
    };
  },
  "policy.editPolicyTest": async (fleet) => {
    const case_ = held(fleet);
    const { id, version } = await createPolicyTest(fleet.ctx, case_);
    const set = (of: number, more: object, reason?: string) =>
      editPolicyTest(fleet.ctx, { ...case_, ...more, id, version: of, ...why(reason) });
    return {
      weaken: (reason) => set(version, { arguments: { to: "ACME", amount: 102 } }, reason),
      state: () => db().policyTest.findUniqueOrThrow({ where: { id } }),
      stricter: () => set(version + 1, { arguments: { to: "ACME", amount: 102 }, name: fresh("renamed") }),
    };
  },
  "policy.deletePolicyTest": async (fleet) => {
    const { id } = await createPolicyTest(fleet.ctx, held(fleet));
    return {
      weaken: (reason) => deletePolicyTest(fleet.ctx, { id, ...why(reason) }),
      state: () => db().policyTest.count({ where: { orgId: fleet.orgId } }),
      stricter: () => createPolicyTest(fleet.ctx, held(fleet)),
    };
  },
  "redteam.set": async ({ ctx, orgId }) => {
    const read = () => db().redteamSetting.findUnique({ where: { orgId } });
    const set = async (everyDays: number, reason?: string) =>
      setSetting(ctx, { version: (await read())?.version ?? 0, everyDays, ownerId: null, ...why(reason) });
    await set(7);
    return { weaken: (reason) => set(0, reason), state: read, stricter: () => set(1) };
  },
  "enforcement.planDrills": async ({ ctx, orgId }) => {
    await planDrills(ctx, { every: "daily" });
    return {
      weaken: (reason) => planDrills(ctx, { every: "weekly", ...why(reason) }),
      state: async () => (await db().drillPlan.findUniqueOrThrow({ where: { orgId } })).every,
      stricter: () => planDrills(ctx, { every: "daily" }),
    };
  },
  "audit.eraseEntry": async ({ ctx, orgId, system }) => {
    const signer = testSigner();
    await sealEntries(system, async () => signer);
    const { id } = await db().auditEntry.findFirstOrThrow({ where: { orgId }, orderBy: { seq: "asc" } });
    return {
      weaken: (reason) => eraseEntry(ctx, { id, ...because(reason) }),
      state: async () => (await db().auditEntry.findFirstOrThrow({ where: { id } })).leaf,
      stricter: null,
    };
  },
  "checkpoints.setHoldLimits": async ({ ctx }) => {
    const set = (perMinute: number, reason = "") => setHoldLimits(ctx, { perMinute, pauseAfter: 100, reason });
    await set(2);
    return {
      weaken: (reason) => set(9, reason),
      state: () => getHoldLimits(ctx, {}),
      stricter: () => set(1),
    };
  },
  "oversight.setOversightSetting": async ({ ctx, orgId }) => {
    const read = () => db().oversightSetting.findUnique({ where: { orgId } });
    const set = async (decoysPerHundred: number, reason = "") =>
      setOversightSetting(ctx, { ...defaults, decoysPerHundred, version: (await read())?.version ?? 0, reason });
    await set(5);
    return { weaken: (reason) => set(1, reason), state: read, stricter: () => set(6) };
  },
  "isolation.setIsolation": async ({ ctx }) => {
    const read = async () => (await listIsolation(ctx, {})).setting;
    const set = async (everyHours: number, reason = "") => {
      const { updatedAt: _, updatedByName: __, ...chosen } = await read();
      return setIsolation(ctx, { ...chosen, everyHours, reason });
    };
    return { weaken: (reason) => set(48, reason), state: read, stricter: () => set(1) };
  },
  "profiles.saveProfile": async ({ ctx, orgId }) => {
    const name = fresh("profile").replace(" ", "-");
    const read = () => db().sandboxProfile.findFirst({ where: { orgId, name } });
    const save = async (files: string[], reason = "") => {
      const known = await read();
      const text = JSON.stringify({ format: 1, name, read: files });
      return saveProfile(ctx, { id: known?.id ?? null, version: known?.version ?? 0, text, reason });
    };
    return { weaken: (reason) => save(["/srv"], reason), state: read, stricter: () => save([]) };
  },
  "applications.createApplication": async ({ ctx, orgId }) => {
    const create = (slug: string, text: string, reason = "") =>
      createApplication(ctx, { ...answers, resourceTypes: [slug], slug, text, reason });
    const [wide, narrow] = [fresh("wide").replace(" ", "-"), fresh("narrow").replace(" ", "-")];
    return {
      weaken: (reason) => create(wide, "permit(principal, action, resource);", reason),
      state: () => db().application.count({ where: { orgId } }),
      stricter: () => create(narrow, "forbid(principal, action, resource);"),
    };
  },
  "applications.editApplication": async (fleet) => {
    const slug = fresh("app").replace(" ", "-");
    const [forbid, permit] = ["forbid", "permit"].map((effect) => `${effect}(principal, action, resource);`);
    await createApplication(fleet.ctx, { ...answers, resourceTypes: [slug], slug, text: forbid ?? "" });
    const read = () => db().application.findFirstOrThrow({ where: { orgId: fleet.orgId, slug } });
    const edit = async (text = "", reason = "") => {
      const { id, version } = await read();
      return editApplication(fleet.ctx, {
        ...answers,
        resourceTypes: [slug],
        id,
        version,
        enabled: true,
        text,
        reason,
      });
    };
    return { weaken: (reason) => edit(permit, reason), state: read, stricter: () => edit(forbid) };
  },
  "policy.saveRule": async (fleet) => {
    const read = () => db().checkpointRule.findFirst({ where: { orgId: fleet.orgId, slug: "owner-agrees" } });
    const save = (expiresInSeconds: number, reason = "") =>
      saveRule(fleet.ctx, {
        slug: "owner-agrees",
        title: "The owner agrees",
        stages: [{ title: "the owner", need: 1, from: [{ kind: "owner" }] }],
        expiresInSeconds,
        reason,
      });
    return { weaken: (reason) => save(1_000, reason), state: read, stricter: () => save(600) };
  },
  "policy.publishBundle": async (fleet) => {
    const set = (status: "active" | "disabled") => setPolicy(fleet, "close-never", status);
    await set("disabled");
    return {
      weaken: (reason) => publishBundle(fleet.ctx, why(reason)),
      state: () => inForce(fleet),
      stricter: async () => {
        await set("active");
        return publishBundle(fleet.ctx, {});
      },
    };
  },
  "policy.revertBundle": async (fleet) => {
    // The publication before had the forbid left out.
    const [now, before] = await db().bundle.findMany({
      where: { orgId: fleet.orgId, cause: "published" },
      orderBy: { revision: "desc" },
      select: { revision: true },
    });
    const revert = async (revision: number, reason = "") => {
      const newest = await db().bundle.findFirstOrThrow({
        where: { orgId: fleet.orgId, cause: "published" },
        orderBy: { revision: "desc" },
      });
      return revertBundle(fleet.ctx, { revision, published: newest.revision, reason });
    };
    return {
      weaken: (reason) => revert(before?.revision ?? 0, reason),
      state: () => inForce(fleet),
      stricter: () => revert(now?.revision ?? 0),
    };
  },
  "demo.removeDemo": async (fleet) => {
    const { ctx, orgId } = fleet;
    // The drafts of the cases before are not the demo's.
    await byTwo(fleet, await publishBundle(ctx, { reason: "for the test" }));
    await loadDemo(ctx, {});
    // As if the demo had brought a forbid that holds for a tool of one's own.
    await db().policy.updateMany({ where: { orgId, slug: "close-never" }, data: { demo: true } });
    return {
      weaken: (reason) => removeDemo(ctx, why(reason)),
      state: async () => (await db().organisation.findUniqueOrThrow({ where: { id: orgId } })).demo,
      stricter: null,
    };
  },
};

/** Has the rule that holds payments ask the team of the agent as well, or this one. */
const agentTeamRule = (fleet: TestFleet, teamId?: string) =>
  saveRuleByTwo(fleet, {
    slug: "owner-agrees",
    title: "The owner agrees",
    stages: [
      {
        title: "the owner",
        need: 1,
        from: [{ kind: "owner" }, teamId ? { kind: "team", id: teamId } : { kind: "agentTeam" }],
      },
    ],
    expiresInSeconds: 900,
  });

async function setPolicy({ ctx }: TestFleet, slug: string, status: "active" | "disabled"): Promise<void> {
  const found = (await listPolicies(ctx, {})).items.find((policy) => policy.slug === slug);
  if (!found) throw new Error(`${slug} is missing`);
  await editPolicy(ctx, { id: found.id, version: found.current.version, status });
}

const inForce = ({ orgId }: TestFleet) =>
  db().publishedPolicy.findMany({ where: { orgId }, orderBy: { policyId: "asc" } });
