/** For weakening-acts.int.test.ts: tools, agents, people and how they come in. */
import { saveRuleByTwo, type TestFleet } from "@/lib/enforcement/testing";
import { createTeam } from "@/lib/guarded/create-team";
import { editPerson } from "@/lib/guarded/edit-person";
import { editTeam } from "@/lib/guarded/edit-team";
import { invitePerson } from "@/lib/guarded/invite-person";
import { approveServerTools } from "@/lib/inventory/approve-server-tools";
import { approveTool } from "@/lib/inventory/approve-tool";
import { blockTool } from "@/lib/inventory/block-tool";
import { editAgent } from "@/lib/inventory/edit-agent";
import { registerAgent } from "@/lib/inventory/register-agent";
import { registerTool } from "@/lib/inventory/register-tool";
import { setToolServer } from "@/lib/inventory/set-tool-server";
import { createScimConnection } from "@/lib/scim/create-connection";
import { revokeScimConnection } from "@/lib/scim/revoke-connection";
import { newId } from "@/lib/shared/ids";
import { requireSignOn } from "@/lib/signon/require-sign-on";
import { setGroupRoles } from "@/lib/signon/set-group-roles";
import { setSignOn } from "@/lib/signon/set-sign-on";
import { type Case, db, fresh, why } from "./weakenings";

const terms = { operationClass: "read", reversibility: "reversible" } as const;

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

export const accessCases: Readonly<Record<string, Case>> = {
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
    const edit = async (riskTier: "low" | "critical", reason?: string) => {
      // Lower, and oneself as the owner: what is confirmed is judged as of whoever asked.
      const self = riskTier === "low" ? { ownerId: fleet.users.admin.id } : {};
      return editAgent(fleet.ctx, { id, version: (await read()).version, riskTier, ...self, ...why(reason) });
    };
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
};
