/** People, sessions, keys, invitations, and the organisation they belong to. */
import { z } from "zod";
import { changeReason, guardedErrors, Waiting } from "@/lib/audit/contract";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation } from "@/lib/shared/operation";
import { KeyRole, PersonRole, Role } from "@/lib/shared/permissions";
import { Instant } from "@/sdk/wire/words";
import { teamKey } from "./rules";

export const Email = z.string().trim().toLowerCase().max(254).pipe(z.email());
export const PersonName = z.string().trim().min(1, "a name is needed").max(120);
/** Length is what protects: twelve characters at least, no composition rules (NIST SP 800-63B). */
export const Password = z.string().min(12, "at least 12 characters").max(200);

/** Teams by name; compared as an agent's own team is. */
const Units = z.array(z.string().trim().min(1).max(100).transform(teamKey)).max(50);
const PeoplesRoles = z.array(PersonRole);

export const Organisation = z.object({ id: z.string(), name: z.string(), demo: z.boolean(), createdAt: Instant });
export type Organisation = z.infer<typeof Organisation>;

export const Person = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  roles: z.array(Role),
  /** Keys of teams that the roles are limited to: what is not of their agents is unknown to the person. None: no limit. */
  units: z.array(z.string()),
  status: z.enum(["active", "disabled"]),
  demo: z.boolean(),
  createdAt: Instant,
  lastSeenAt: Instant.nullable(),
  ownsAgents: z.int(),
});
export type Person = z.infer<typeof Person>;

export const setUpOp = operation({
  id: "identity.setUp",
  http: "POST /v1/setup",
  creates: true,
  permission: "organisation:set-up",
  summary: "Create the organisation and its first admin with the one-time set-up link",
  input: z.strictObject({
    token: z.string().min(20).max(200),
    organisation: z.string().trim().min(1).max(120),
    name: PersonName,
    email: Email,
    password: Password,
  }),
  output: z.object({ orgId: z.string(), userId: z.string() }),
  errors: ["token_refused", "conflict"],
});

export const getOrganisationOp = operation({
  id: "identity.getOrganisation",
  http: "GET /v1/organisation",
  permission: "organisation:read",
  summary: "Read the organisation",
  input: Nothing,
  output: Organisation,
});

export const renameOrganisationOp = operation({
  id: "identity.renameOrganisation",
  http: "PATCH /v1/organisation",
  permission: "organisation:edit",
  summary: "Rename the organisation",
  input: z.strictObject({ name: z.string().trim().min(1).max(120) }),
  output: Organisation,
});

export const getTrustOp = operation({
  id: "identity.getTrust",
  http: "GET /v1/organisation/trust",
  permission: "organisation:read",
  summary: "Read the public keys that bundles and grants are signed with",
  input: Nothing,
  output: z.object({
    org: z.string(),
    keys: z.array(
      z.object({
        keyId: z.string(),
        publicKey: z.string(),
        /** Set once it was rotated: nothing new is signed with it, and points trust it until then. */
        retiresAt: Instant.nullable(),
        retiredAt: Instant.nullable(),
      }),
    ),
  }),
});

export const listPeopleOp = operation({
  id: "identity.listPeople",
  http: "GET /v1/people",
  permission: "person:read",
  summary: "List people",
  input: z.strictObject({ q: z.string().max(100).optional() }),
  output: z.object({ items: z.array(Person) }),
});

export const editPersonOp = operation({
  id: "identity.editPerson",
  http: "PATCH /v1/people/{id}",
  permission: "person:edit",
  summary: "Change a person's name, roles or status; a change of roles or status ends their sessions",
  input: z.strictObject({
    id: idOf("user"),
    name: PersonName.optional(),
    roles: PeoplesRoles.min(1).optional(),
    units: Units.optional(),
    status: z.enum(["active", "disabled"]).optional(),
    reason: changeReason,
  }),
  output: Person,
  errors: ["conflict", ...guardedErrors],
});

export const Invite = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  roles: z.array(Role),
  createdAt: Instant,
  expiresAt: Instant,
  state: z.enum(["waiting", "accepted", "expired", "revoked"]),
});
export type Invite = z.infer<typeof Invite>;

export const invitePersonOp = operation({
  id: "identity.invitePerson",
  http: "POST /v1/invites",
  creates: true,
  permission: "person:invite",
  summary: "Invite a person by a link that is shown once",
  input: z.strictObject({
    email: Email,
    name: PersonName,
    roles: PeoplesRoles.min(1),
    units: Units.default([]),
    reason: changeReason,
  }),
  /** `waits`: the invitation is one, and its link good, once a second person has confirmed the roles. */
  output: Invite.extend({ link: z.string(), waits: Waiting.nullable() }),
  errors: ["conflict", "reason_required"],
});

export const listInvitesOp = operation({
  id: "identity.listInvites",
  http: "GET /v1/invites",
  permission: "person:invite",
  summary: "List invitations",
  input: Nothing,
  output: z.object({ items: z.array(Invite) }),
});

export const revokeInviteOp = operation({
  id: "identity.revokeInvite",
  http: "DELETE /v1/invites/{id}",
  permission: "person:invite",
  summary: "Withdraw an invitation that was not accepted",
  input: z.strictObject({ id: idOf("invite") }),
  output: Invite,
  errors: ["conflict"],
});

export const acceptInviteOp = operation({
  id: "identity.acceptInvite",
  http: "POST /v1/invites/accept",
  permission: "invite:accept",
  summary: "Accept an invitation and choose a password",
  input: z.strictObject({ token: z.string().min(20).max(200), password: Password }),
  output: z.object({ email: z.string() }),
  errors: ["token_refused", "expired"],
});

export const Session = z.object({
  id: z.string(),
  current: z.boolean(),
  userAgent: z.string().nullable(),
  createdAt: Instant,
  lastSeenAt: Instant,
  expiresAt: Instant,
});
export type Session = z.infer<typeof Session>;

export const listSessionsOp = operation({
  id: "identity.listSessions",
  http: "GET /v1/sessions",
  permission: "session:own",
  summary: "List your own sessions",
  input: Nothing,
  output: z.object({ items: z.array(Session) }),
});

export const endSessionOp = operation({
  id: "identity.endSession",
  http: "DELETE /v1/sessions/{id}",
  permission: "session:own",
  summary: "End one of your sessions; it is refused from its next request on",
  input: z.strictObject({ id: idOf("session") }),
  output: z.object({ id: z.string() }),
});

export const ApiKey = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  role: Role,
  createdAt: Instant,
  expiresAt: Instant.nullable(),
  lastUsedAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

export const listApiKeysOp = operation({
  id: "identity.listApiKeys",
  http: "GET /v1/api-keys",
  permission: "apiKey:manage",
  summary: "List API keys",
  input: Nothing,
  output: z.object({ items: z.array(ApiKey) }),
});

export const createApiKeyOp = operation({
  id: "identity.createApiKey",
  http: "POST /v1/api-keys",
  creates: true,
  permission: "apiKey:manage",
  summary: "Create an API key; the secret is shown this once",
  input: z.strictObject({
    name: z.string().trim().min(1).max(120),
    role: KeyRole,
    expiresInDays: z.int().min(1).max(3650).optional(),
  }),
  output: ApiKey.extend({ secret: z.string() }),
});

export const revokeApiKeyOp = operation({
  id: "identity.revokeApiKey",
  http: "DELETE /v1/api-keys/{id}",
  permission: "apiKey:manage",
  summary: "Revoke an API key at once",
  input: z.strictObject({ id: idOf("apiKey") }),
  output: ApiKey,
});
