/** Applications: Cedar policies and data about an organisation's own users and records, which AuthZEN callers ask about. */
import { z } from "zod";
import { changeReason, isStorable, notStorable } from "@/lib/audit/contract";
import { guarded } from "@/lib/changes/contract";
import { PolicyProblem, Slug } from "@/lib/policy/contract";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation } from "@/lib/shared/operation";
import { Digest, Instant, JsonObject } from "@/sdk/wire/words";

export const MOST_APPLICATIONS = 50;
export const MOST_TEXT = 200_000;
export const MOST_ENTITIES = 10_000;
export const MOST_DATA_BYTES = 1024 * 1024;
/** Agents and tools have policies of their own, stops and checkpoints: nothing here may answer for them. */
export const RESERVED_TYPES = ["agent", "tool"];

/** As Cedar names types of entities. */
const TypeName = z
  .string()
  .max(200)
  .regex(/^[A-Za-z_]\w*(::[A-Za-z_]\w*)*$/, "letters, digits and underscores, with :: between the parts of a name")
  .refine((name) => !RESERVED_TYPES.includes(name), "agents and tools have policies of their own, under Policies")
  .refine((name) => !/(^|::)Action$/.test(name), "Action is Cedar's name for actions");
const ActionName = z.string().min(1).max(200).refine(isStorable, notStorable);

const distinct = [(list: string[]) => new Set(list).size === list.length, "the same one is named twice"] as const;

export const ApplicationTerms = z.strictObject({
  title: z.string().trim().min(1, "say what it is").max(160).refine(isStorable, notStorable),
  /** Types of subjects and resources, and actions, that are asked about: everything else is unknown, and so denied. */
  subjectTypes: z
    .array(TypeName)
    .min(1, "name one at least")
    .max(20)
    .refine(...distinct),
  resourceTypes: z
    .array(TypeName)
    .min(1, "name one at least")
    .max(50)
    .refine(...distinct),
  actions: z
    .array(ActionName)
    .min(1, "name one at least")
    .max(200)
    .refine(...distinct),
  /** Whether a subject that the data do not hold is judged by what the caller says of it, rather than denied. */
  anySubject: z.boolean().default(false),
  text: z.string().max(MOST_TEXT).refine(isStorable, notStorable),
  /** In Cedar's entity format: `{ uid: { type, id }, attrs?, parents? }`. */
  entities: z
    .array(JsonObject)
    .max(MOST_ENTITIES, `at most ${MOST_ENTITIES.toLocaleString("en-GB")} entities`)
    .refine(
      (list) => new TextEncoder().encode(JSON.stringify(list)).length <= MOST_DATA_BYTES,
      `at most ${MOST_DATA_BYTES.toLocaleString("en-GB")} bytes`,
    ),
});
export type ApplicationTerms = z.output<typeof ApplicationTerms>;

export const ApplicationSummary = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  enabled: z.boolean(),
  version: z.int(),
  subjectTypes: z.array(z.string()),
  resourceTypes: z.array(z.string()),
  actions: z.array(z.string()),
  policies: z.int(),
  entities: z.int(),
  updatedByName: z.string(),
  updatedAt: Instant,
});
export type ApplicationSummary = z.infer<typeof ApplicationSummary>;

export const Application = ApplicationSummary.omit({ entities: true }).extend({
  anySubject: z.boolean(),
  text: z.string(),
  entities: z.array(JsonObject),
  versions: z.array(
    z.object({
      version: z.int(),
      createdByName: z.string(),
      createdAt: Instant,
      textDigest: Digest,
      dataDigest: Digest,
    }),
  ),
});
export type Application = z.infer<typeof Application>;

/** Room for the data, however its JSON was laid out. */
const maxBody = 4 * 1024 * 1024;
const id = idOf("application");

export const listApplicationsOp = operation({
  id: "applications.listApplications",
  http: "GET /v1/applications",
  permission: "policy:read",
  summary: "List the applications whose users and records AuthZEN callers may ask about",
  input: Nothing,
  output: z.object({ items: z.array(ApplicationSummary) }),
});

export const getApplicationOp = operation({
  id: "applications.getApplication",
  http: "GET /v1/applications/{id}",
  permission: "policy:read",
  summary: "Read an application: its policies, its data and who changed them",
  input: z.strictObject({ id }),
  output: Application,
});

export const createApplicationOp = operation({
  id: "applications.createApplication",
  http: "POST /v1/applications",
  creates: true,
  permission: "policy:publish",
  summary:
    "Hold policies and data for an application; they answer AuthZEN callers at once. What permits anything is proposed to a second person instead, with the reason",
  input: ApplicationTerms.extend({ slug: Slug, reason: changeReason }),
  output: guarded(Application),
  errors: ["conflict"],
  maxBody,
});

export const editApplicationOp = operation({
  id: "applications.editApplication",
  http: "PUT /v1/applications/{id}",
  permission: "policy:publish",
  summary:
    "Change an application's policies and data, at once; `version` is the one that was seen, and an older one is refused. Policies that permit more are proposed to a second person instead, with the reason",
  input: ApplicationTerms.extend({ id, version: z.int().positive(), enabled: z.boolean(), reason: changeReason }),
  output: guarded(Application),
  errors: ["conflict"],
  maxBody,
});

export const deleteApplicationOp = operation({
  id: "applications.deleteApplication",
  http: "DELETE /v1/applications/{id}",
  permission: "policy:publish",
  summary: "Delete an application with its policies, data and versions; what it answered for is denied from now on",
  input: z.strictObject({ id }),
  output: z.object({ id: z.string() }),
});

/** A problem of the data says where: `path` is the place in the list. */
export const DataProblem = z.object({ path: z.string(), message: z.string() });
export type DataProblem = z.infer<typeof DataProblem>;

export const checkApplicationOp = operation({
  id: "applications.checkApplication",
  http: "POST /v1/applications/check",
  permission: "policy:read",
  summary: "Check an application's policies and data without keeping them",
  input: ApplicationTerms,
  output: z.object({
    valid: z.boolean(),
    problems: z.array(PolicyProblem),
    dataProblems: z.array(DataProblem),
    formatted: z.string().nullable(),
  }),
  maxBody,
});

const Named = z.strictObject({
  type: z.string().max(1000),
  id: z.string().max(1000),
  properties: JsonObject.optional(),
});

export const tryApplicationOp = operation({
  id: "applications.tryApplication",
  http: "POST /v1/applications/try",
  permission: "policy:read",
  summary: "Ask what these policies and data would decide, kept or not; nothing is recorded",
  input: z.strictObject({
    terms: ApplicationTerms,
    question: z.strictObject({
      subject: Named,
      action: z.strictObject({ name: z.string().max(1000), properties: JsonObject.optional() }),
      resource: Named,
      context: JsonObject.optional(),
    }),
  }),
  output: z.object({
    decision: z.boolean(),
    reason: z.string(),
    message: z.string(),
    /** Ids of the policies that decided. */
    policies: z.array(z.string()),
  }),
  maxBody,
});
