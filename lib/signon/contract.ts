/** Single sign-on: an organisation's own identity provider (OpenID Connect), and what its groups give. */
import { z } from "zod";
import { changeReason, guardedErrors } from "@/lib/audit/contract";
import { guarded } from "@/lib/changes/contract";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation } from "@/lib/shared/operation";
import { PersonRole } from "@/lib/shared/permissions";
import { Instant } from "@/sdk/wire/words";

const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^\P{Cc}*$/u, "one line");

/** Compared letter by letter with what the provider says of itself, so nothing is added to it or taken away. */
const Issuer = z
  .string()
  .trim()
  .max(500)
  .refine((text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, search, hash, username, password } = new URL(text);
    return /^https?:$/.test(protocol) && !search && !hash && !username && !password && !/[?#]/.test(text);
  }, "an address such as https://login.example.com, without ? and #");

const Domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?=.*\.)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/, "a domain such as example.com");

const Groups = z.string().trim().min(1).max(256);

export const SignOnInput = z.strictObject({
  name: line(60),
  issuer: Issuer,
  clientId: line(300),
  /** Left out when the stored one is to stay; null for a public client, which has none. */
  clientSecret: z.string().min(1).max(1000).nullable().optional(),
  domains: z.array(Domain).min(1, "at least one domain").max(50),
  trustsAddress: z.boolean(),
  newcomers: z.boolean(),
  newcomerRole: PersonRole.nullable(),
  groupsClaim: line(200).nullable(),
});
export type SignOnInput = z.infer<typeof SignOnInput>;

export const GroupRole = z.strictObject({ group: Groups, role: PersonRole });
export type GroupRole = z.infer<typeof GroupRole>;

const Admin = z.object({ id: z.string(), name: z.string(), email: z.string() });

export const SignOn = SignOnInput.omit({ clientSecret: true }).extend({
  hasSecret: z.boolean(),
  version: z.int(),
  required: z.boolean(),
  breakGlass: z.array(z.string()),
  /** An admin signed in through exactly these settings; null since the last change of them. */
  proven: z.object({ at: Instant, by: z.string() }).nullable(),
  linked: z.int(),
  updatedAt: Instant,
  updatedByName: z.string(),
});
export type SignOn = z.infer<typeof SignOn>;

export const SignOnStanding = z.object({
  /** Null: people sign in by password alone. */
  signOn: SignOn.nullable(),
  redirectUri: z.string(),
  groupRoles: z.array(GroupRole),
  /** Who may be named to sign in by password when the provider fails. */
  adminsWithPassword: z.array(Admin),
});
export type SignOnStanding = z.infer<typeof SignOnStanding>;

export const getSignOnOp = operation({
  id: "signon.getSignOn",
  http: "GET /v1/sign-on",
  permission: "signOn:manage",
  summary: "Read how people sign in through the identity provider, without its secret",
  input: Nothing,
  output: SignOnStanding,
});

export const setSignOnOp = operation({
  id: "signon.setSignOn",
  http: "PUT /v1/sign-on",
  permission: "signOn:manage",
  summary: "Set the identity provider, or change it; not while single sign-on is required",
  input: z.strictObject({
    /** The version that was shown; null where there was none. */
    version: z.int().nullable(),
    signOn: SignOnInput,
    reason: changeReason,
  }),
  output: SignOnStanding,
  errors: ["conflict", ...guardedErrors],
});

export const removeSignOnOp = operation({
  id: "signon.removeSignOn",
  http: "DELETE /v1/sign-on",
  permission: "signOn:manage",
  summary: "Remove the identity provider: people sign in by password alone",
  input: Nothing,
  output: z.object({ removed: z.boolean() }),
  errors: ["conflict"],
});

export const SignOnCheck = z.object({
  what: z.enum(["discovery", "issuer", "endpoints", "keys", "algorithms", "pkce"]),
  level: z.enum(["good", "warning", "failed"]),
  text: z.string(),
});
export type SignOnCheck = z.infer<typeof SignOnCheck>;

export const testSignOnOp = operation({
  id: "signon.testSignOn",
  http: "POST /v1/sign-on/test",
  permission: "signOn:manage",
  summary: "Ask the provider at this address for its metadata and keys, and say what is wrong with them",
  input: z.strictObject({ issuer: Issuer }),
  output: z.object({ ok: z.boolean(), ms: z.int(), checks: z.array(SignOnCheck) }),
});

export const requireSignOnOp = operation({
  id: "signon.requireSignOn",
  http: "PUT /v1/sign-on/required",
  permission: "signOn:manage",
  summary: "Refuse passwords but for named admins, or take them again, which takes two people",
  input: z.strictObject({
    version: z.int(),
    required: z.boolean(),
    /** Admins whose password goes on to be taken, for when the provider fails. */
    breakGlass: z.array(idOf("user")).max(10),
    reason: changeReason,
  }),
  output: guarded(SignOnStanding),
  errors: ["conflict"],
});

export const setGroupRolesOp = operation({
  id: "signon.setGroupRoles",
  http: "PUT /v1/sign-on/group-roles",
  permission: "signOn:manage",
  summary: "Say which group gives which role; a role named here is given and taken by groups alone",
  input: z.strictObject({ groupRoles: z.array(GroupRole).max(200), reason: changeReason }),
  output: SignOnStanding,
  errors: guardedErrors,
});

export const unlinkPersonOp = operation({
  id: "signon.unlinkPerson",
  http: "POST /v1/people/{id}/unlink",
  permission: "signOn:manage",
  summary:
    "Forget who a person is at the identity provider, so that another account there may be linked; ends their sessions",
  input: z.strictObject({ id: idOf("user") }),
  output: z.object({ id: z.string(), unlinked: z.int() }),
});
