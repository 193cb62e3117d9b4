/** The directories that make and end accounts, as admins see them. */
import { z } from "zod";
import { changeReason, Waiting } from "@/lib/audit/contract";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation } from "@/lib/shared/operation";
import { PersonRole } from "@/lib/shared/permissions";
import { Instant } from "@/sdk/wire/words";

export const ScimConnection = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  role: PersonRole.nullable(),
  createdByName: z.string(),
  createdAt: Instant,
  lastUsedAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
});
export type ScimConnection = z.infer<typeof ScimConnection>;

/** A group as a directory keeps it here, and what it gives. */
export const DirectoryGroup = z.object({
  id: z.string(),
  name: z.string(),
  externalId: z.string().nullable(),
  members: z.int(),
  roles: z.array(PersonRole),
});
export type DirectoryGroup = z.infer<typeof DirectoryGroup>;

/** What the people that a directory makes start with; nobody becomes an admin that way. */
export const StartRole = PersonRole.exclude(["admin"]);

export const listScimConnectionsOp = operation({
  id: "scim.listConnections",
  http: "GET /v1/scim-connections",
  permission: "signOn:manage",
  summary: "List the directories that make and end accounts, and where they are to connect",
  input: Nothing,
  output: z.object({ baseUrl: z.string(), items: z.array(ScimConnection), groups: z.array(DirectoryGroup) }),
});

export const createScimConnectionOp = operation({
  id: "scim.createConnection",
  http: "POST /v1/scim-connections",
  creates: true,
  permission: "signOn:manage",
  summary: "Connect a directory; its token is shown this once and is good for SCIM alone",
  input: z.strictObject({ name: z.string().trim().min(1).max(60), role: StartRole.nullable(), reason: changeReason }),
  /** `waits`: the token is good once a second person has confirmed the connection. */
  output: ScimConnection.extend({ token: z.string(), waits: Waiting.nullable() }),
  errors: ["reason_required"],
});

export const revokeScimConnectionOp = operation({
  id: "scim.revokeConnection",
  http: "DELETE /v1/scim-connections/{id}",
  permission: "signOn:manage",
  summary: "Disconnect a directory at once; the people whom it made stay",
  input: z.strictObject({ id: idOf("scimConnection") }),
  output: ScimConnection,
});
