/** The AuthZEN Authorization API 1.0 as it is spoken here: members that nobody knows are passed over, as the standard asks. */
import { z } from "zod";
import { operation } from "@/lib/shared/operation";
import { JsonObject } from "@/sdk/wire/words";

const Name = z.string().max(1000);
const properties = JsonObject.optional();

export const Subject = z.object({ type: Name, id: Name, properties });
export const Action = z.object({ name: Name, properties });
export const Resource = z.object({ type: Name, id: Name, properties });
const context = JsonObject.optional();

export const Evaluation = z.object({ subject: Subject, action: Action, resource: Resource, context });
export type Evaluation = z.infer<typeof Evaluation>;

/** `context` says why, under which revision, and under which id the decision is recorded. */
export const AccessDecision = z.object({ decision: z.boolean(), context: JsonObject.optional() });
export type AccessDecision = z.infer<typeof AccessDecision>;

export const MOST_EVALUATIONS = 100;
export const Semantic = z.enum(["execute_all", "deny_on_first_deny", "permit_on_first_permit"]);
export type Semantic = z.infer<typeof Semantic>;

export const Evaluations = Evaluation.partial().extend({
  /** Read one by one: a bad one is denied by itself. */
  evaluations: z.array(z.unknown()).max(MOST_EVALUATIONS).optional(),
  options: z.object({ evaluations_semantic: Semantic.optional() }).optional(),
});

/** Searching looks at so many results at most in one answer; the token leads on. */
export const MOST_RESULTS = 200;
const page = z
  .object({
    token: z.string().max(2000).optional(),
    /** More than is given at once counts as that. */
    limit: z
      .int()
      .min(1)
      .transform((limit) => Math.min(limit, MOST_RESULTS))
      .optional(),
  })
  .optional();

const Page = z.object({ next_token: z.string(), count: z.int() });
const foundOf = <Item extends z.ZodType>(item: Item) => z.object({ page: Page, results: z.array(item) });
const Found = z.object({ type: z.string(), id: z.string() });
/** What is searched for is named by its type alone: an id is passed over. */
const Sought = z.object({ type: Name, properties });

/** What every question may be refused with is what every operation may be refused with. */
const asked = { serve: "authzen", permission: "decision:ask", maxBody: 1024 * 1024 } as const;

export const evaluateAccessOp = operation({
  ...asked,
  id: "authzen.evaluateAccess",
  http: "POST /access/v1/evaluation",
  summary:
    "AuthZEN: may this agent invoke this tool with these arguments, or this subject of an application do this to that resource?",
  input: Evaluation,
  output: AccessDecision,
});

export const evaluateSeveralOp = operation({
  ...asked,
  id: "authzen.evaluateSeveral",
  http: "POST /access/v1/evaluations",
  summary: "AuthZEN: several questions at once; what a question leaves out is taken from the outer members, whole",
  input: Evaluations,
  output: z.union([z.object({ evaluations: z.array(AccessDecision) }), AccessDecision]),
});

export const searchSubjectsOp = operation({
  ...asked,
  id: "authzen.searchSubjects",
  http: "POST /access/v1/search/subject",
  summary:
    "AuthZEN: the agents that may invoke this tool with these arguments, or an application's subjects that may do this to that resource",
  input: z.object({ subject: Sought, action: Action, resource: Resource, context, page }),
  output: foundOf(Found),
});

export const searchResourcesOp = operation({
  ...asked,
  id: "authzen.searchResources",
  http: "POST /access/v1/search/resource",
  summary:
    "AuthZEN: the tools that this agent may invoke with these arguments, or an application's resources to which this subject may do this",
  input: z.object({ subject: Subject, action: Action, resource: Sought, context, page }),
  output: foundOf(Found),
});

export const searchActionsOp = operation({
  ...asked,
  id: "authzen.searchActions",
  http: "POST /access/v1/search/action",
  summary: "AuthZEN: what this agent may do with this tool, or this subject of an application with that resource",
  input: z.object({ subject: Subject, resource: Resource, context, page }),
  output: foundOf(z.object({ name: z.string() })),
});
