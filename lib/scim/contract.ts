/** SCIM 2.0 (RFC 7643, 7644): a directory makes people's accounts and ends them. */
import { z } from "zod";
import { operation } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";

export const text = (max: number) => z.string().max(max);
/** Some directories write booleans as words. */
const Flag = z
  .union([z.boolean(), z.string().regex(/^(true|false)$/i, "true or false")])
  .transform((value) => (typeof value === "boolean" ? value : value.toLowerCase() === "true"));

/** What is taken of a user; everything else that a directory sends is left aside. */
export const UserInput = z.object({
  userName: text(254).trim().min(1),
  externalId: text(256).nullish(),
  displayName: text(500).nullish(),
  name: z
    .object({
      formatted: text(500).nullish(),
      givenName: text(200).nullish(),
      familyName: text(200).nullish(),
    })
    .nullish(),
  emails: z
    .array(z.object({ value: text(254), primary: Flag.nullish() }))
    .max(20)
    .nullish(),
  active: Flag.default(true),
});
export type UserInput = z.infer<typeof UserInput>;

export const PatchOperation = z.object({
  op: text(10)
    .toLowerCase()
    .pipe(z.enum(["add", "replace", "remove"])),
  path: text(300).nullish(),
  value: z.unknown().optional(),
});
export type PatchOperation = z.infer<typeof PatchOperation>;

export const schemaIds = {
  user: "urn:ietf:params:scim:schemas:core:2.0:User",
  group: "urn:ietf:params:scim:schemas:core:2.0:Group",
  list: "urn:ietf:params:scim:api:messages:2.0:ListResponse",
  error: "urn:ietf:params:scim:api:messages:2.0:Error",
} as const;

export const ScimUser = z.object({
  schemas: z.array(z.string()),
  id: z.string(),
  externalId: z.string().optional(),
  userName: z.string(),
  displayName: z.string(),
  name: z.object({
    formatted: z.string(),
    givenName: z.string().optional(),
    familyName: z.string().optional(),
  }),
  emails: z.array(z.object({ value: z.string(), type: z.literal("work"), primary: z.literal(true) })),
  roles: z.array(z.object({ value: z.string() })),
  groups: z.array(z.object({ value: z.string(), display: z.string(), $ref: z.string() })),
  active: z.boolean(),
  meta: z.object({ resourceType: z.literal("User"), created: Instant, location: z.string() }),
});
export type ScimUser = z.infer<typeof ScimUser>;

/** Ids come from elsewhere: one of another shape is simply nobody's. */
export const Id = text(100);
export const scim = { serve: "scim", permission: "scim:provision" } as const;

export const listInput = {
  filter: text(600).optional(),
  startIndex: z.coerce.number().int().optional(),
  count: z.coerce.number().int().optional(),
};
export const listOf = <Resource extends z.ZodType>(resource: Resource) =>
  z.object({
    schemas: z.array(z.string()),
    totalResults: z.int(),
    startIndex: z.int(),
    itemsPerPage: z.int(),
    Resources: z.array(resource),
  });

export const listUsersOp = operation({
  ...scim,
  id: "scim.listUsers",
  http: "GET /scim/v2/Users",
  summary: "List users, or find one by user name or external id",
  input: z.object(listInput),
  output: listOf(ScimUser),
});

export const getUserOp = operation({
  ...scim,
  id: "scim.getUser",
  http: "GET /scim/v2/Users/{id}",
  summary: "Read a user",
  input: z.object({ id: Id }),
  output: ScimUser,
});

export const createUserOp = operation({
  ...scim,
  id: "scim.createUser",
  http: "POST /scim/v2/Users",
  creates: true,
  summary: "Make a person's account",
  input: UserInput,
  output: ScimUser,
});

export const replaceUserOp = operation({
  ...scim,
  id: "scim.replaceUser",
  http: "PUT /scim/v2/Users/{id}",
  summary: "Replace what the directory says of a person",
  input: UserInput.extend({ id: Id }),
  output: ScimUser,
});

export const patchUserOp = operation({
  ...scim,
  id: "scim.patchUser",
  http: "PATCH /scim/v2/Users/{id}",
  summary: "Change parts of what the directory says of a person",
  input: z.object({ id: Id, Operations: z.array(PatchOperation).min(1).max(50) }),
  output: ScimUser,
});

export const deleteUserOp = operation({
  ...scim,
  id: "scim.deleteUser",
  http: "DELETE /scim/v2/Users/{id}",
  summary: "Disable a person; what they did stays recorded",
  input: z.object({ id: Id }),
  output: z.object({}),
});
