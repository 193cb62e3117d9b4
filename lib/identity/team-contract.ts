/** Teams of people: who answers together, for agents and in checkpoint rules. */
import { z } from "zod";
import { changeReason, guardedErrors } from "@/lib/audit/contract";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation } from "@/lib/shared/operation";

const TeamName = z.string().trim().min(1, "a name is needed").max(100);
const Members = z.array(idOf("user")).max(200);

export const Team = z.object({
  id: z.string(),
  name: z.string(),
  members: z.array(z.object({ id: z.string(), name: z.string(), active: z.boolean() })),
  /** Agents in service whose `team` is this name: it is their own team. */
  agents: z.int(),
  demo: z.boolean(),
});
export type Team = z.infer<typeof Team>;

export const listTeamsOp = operation({
  id: "identity.listTeams",
  http: "GET /v1/teams",
  permission: "person:read",
  summary: "List teams with their members",
  input: Nothing,
  output: z.object({ items: z.array(Team) }),
});

export const createTeamOp = operation({
  id: "identity.createTeam",
  http: "POST /v1/teams",
  creates: true,
  permission: "team:edit",
  summary: "Create a team; it is the own team of every agent whose `team` is its name",
  input: z.strictObject({ name: TeamName, memberIds: Members.default([]), reason: changeReason }),
  output: Team,
  errors: ["conflict", ...guardedErrors],
});

export const editTeamOp = operation({
  id: "identity.editTeam",
  http: "PATCH /v1/teams/{id}",
  permission: "team:edit",
  summary: "Rename a team or say anew who belongs to it; both count from the next decision on",
  input: z.strictObject({
    id: idOf("team"),
    name: TeamName.optional(),
    memberIds: Members.optional(),
    reason: changeReason,
  }),
  output: Team,
  errors: ["conflict", ...guardedErrors],
});

export const deleteTeamOp = operation({
  id: "identity.deleteTeam",
  http: "DELETE /v1/teams/{id}",
  permission: "team:edit",
  summary: "Delete a team that no checkpoint rule names",
  input: z.strictObject({ id: idOf("team") }),
  output: z.object({ id: z.string() }),
  errors: ["conflict"],
});
