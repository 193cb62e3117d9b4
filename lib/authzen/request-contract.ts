/** AuthZEN's Access Request and Approval Profile, draft 1: how a held call's caller asks people, and hears what they said. */
import { z } from "zod";
import { operation } from "@/lib/shared/operation";
import { JsonObject } from "@/sdk/wire/words";
import { Evaluation } from "./contract";

export const CAPABILITY = "urn:openid:authzen:capability:access-request";
export const REQUESTS_PATH = "/access/v1/requests";
const asked = { serve: "authzen", permission: "decision:ask", maxBody: 1024 * 1024 } as const;

/** What the denial said, given back. */
const Denial = z.object({ evaluation_id: z.string().max(64).optional(), expires_at: z.string().max(40) });

export const Approval = z.object({ id: z.string(), approved_at: z.string(), approved_until: z.string() });
export type Approval = z.infer<typeof Approval>;

export const TaskStatus = z.enum(["pending", "approved", "denied", "expired", "cancelled"]);
export const Task = z.object({
  id: z.string(),
  status: TaskStatus,
  status_endpoint: z.string(),
  /** While it is pending: when it counts as denied. */
  expires_at: z.string().optional(),
  display: z.object({ title: z.string(), description: z.string().optional() }),
  links: z.object({ review: z.string(), cancel: z.string().optional() }),
});
export const TaskAnswer = z.object({
  task: Task,
  result: z.object({ mode: z.literal("reevaluate"), approval: Approval }).optional(),
});
export type TaskAnswer = z.infer<typeof TaskAnswer>;

/** Any id may be asked for: one that cannot be there is unknown, like one that is not. */
const id = z.string().max(100);

export const requestAccessOp = operation({
  ...asked,
  id: "authzen.requestAccess",
  http: `POST ${REQUESTS_PATH}`,
  creates: true,
  summary: "AuthZEN access request (draft 1): ask people about a denial that said so; 202 while they are asked",
  input: Evaluation.extend({
    denial: Denial.optional(),
    /** Bundles are not taken. */
    items: z.never("several at once are not offered: send one request for each").optional(),
    requested_access: JsonObject.optional(),
    client: JsonObject.optional(),
    /** From the header Idempotency-Key. */
    idempotency_key: z.string().min(1).max(200).optional(),
  }),
  output: TaskAnswer,
  errors: ["conflict", "expired", "not_found", "outcome_unknown", "holds_paused"],
});

export const readTaskOp = operation({
  ...asked,
  id: "authzen.readTask",
  http: "GET /access/v1/requests/{id}",
  summary:
    "AuthZEN access request (draft 1): how far one of this key's requests is, with the approval once there is one",
  input: z.object({ id }),
  output: TaskAnswer,
  errors: ["not_found"],
});

export const cancelTaskOp = operation({
  ...asked,
  id: "authzen.cancelTask",
  http: "POST /access/v1/requests/{id}/cancel",
  summary: "AuthZEN access request (draft 1): withdraw one of this key's requests",
  input: z.object({ id, reason: z.string().max(200).optional(), comment: z.string().max(500).optional() }),
  output: TaskAnswer,
  errors: ["not_found", "already_decided"],
});
