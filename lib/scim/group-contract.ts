/** SCIM 2.0 groups: who is in them is the directory's to say, what they give is said under Settings, Sign-on. */
import { z } from "zod";
import { operation } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";
import { Id, listInput, listOf, PatchOperation, scim, text } from "./contract";

const MOST_MEMBERS = 20_000;
/** Twenty thousand members, as a directory writes them. */
const MOST_BYTES = 4 * 1024 * 1024;

const Member = z.object({ value: Id, type: text(20).nullish() });
export const Members = z.array(Member).max(MOST_MEMBERS);

/** What is taken of a group; everything else that a directory sends is left aside. */
export const GroupInput = z.object({
  displayName: text(256).trim().min(1),
  externalId: text(256).nullish(),
  members: Members.nullish(),
});
export type GroupInput = z.infer<typeof GroupInput>;

export const ScimGroup = z.object({
  schemas: z.array(z.string()),
  id: z.string(),
  externalId: z.string().optional(),
  displayName: z.string(),
  members: z
    .array(z.object({ value: z.string(), display: z.string(), type: z.literal("User"), $ref: z.string() }))
    .optional(),
  meta: z.object({ resourceType: z.literal("Group"), created: Instant, location: z.string() }),
});
export type ScimGroup = z.infer<typeof ScimGroup>;

/** Which attributes the answer is to have; of them, only whether members are among them is looked at. */
const shown = { attributes: text(600).optional(), excludedAttributes: text(600).optional() };
export type Shown = { attributes?: string | undefined; excludedAttributes?: string | undefined };

export const listGroupsOp = operation({
  ...scim,
  id: "scim.listGroups",
  http: "GET /scim/v2/Groups",
  summary: "List groups, or find them by name, external id or member",
  input: z.object({ ...listInput, ...shown }),
  output: listOf(ScimGroup),
});

export const getGroupOp = operation({
  ...scim,
  id: "scim.getGroup",
  http: "GET /scim/v2/Groups/{id}",
  summary: "Read a group",
  input: z.object({ id: Id, ...shown }),
  output: ScimGroup,
});

export const createGroupOp = operation({
  ...scim,
  id: "scim.createGroup",
  http: "POST /scim/v2/Groups",
  creates: true,
  summary: "Make a group; its members have the roles that its name stands for at once",
  input: GroupInput,
  output: ScimGroup,
  maxBody: MOST_BYTES,
});

export const replaceGroupOp = operation({
  ...scim,
  id: "scim.replaceGroup",
  http: "PUT /scim/v2/Groups/{id}",
  summary: "Replace a group's name and members",
  input: GroupInput.extend({ id: Id }),
  output: ScimGroup,
  maxBody: MOST_BYTES,
});

export const patchGroupOp = operation({
  ...scim,
  id: "scim.patchGroup",
  http: "PATCH /scim/v2/Groups/{id}",
  summary: "Change a group's name, or add and remove members; answered without a body",
  input: z.object({ id: Id, Operations: z.array(PatchOperation).min(1).max(1_000) }),
  output: z.object({}),
  maxBody: MOST_BYTES,
});

export const deleteGroupOp = operation({
  ...scim,
  id: "scim.deleteGroup",
  http: "DELETE /scim/v2/Groups/{id}",
  summary: "Remove a group; its members lose what only it gave them",
  input: z.object({ id: Id }),
  output: z.object({}),
});
