/** Sessions of others, for whoever administers people: seen, and ended at once. */
import { z } from "zod";
import { idOf } from "@/lib/shared/ids";
import { operation } from "@/lib/shared/operation";
import { Session } from "./contract";

export const listSessionsOfOp = operation({
  id: "identity.listSessionsOf",
  http: "GET /v1/people/{id}/sessions",
  permission: "person:edit",
  summary: "List a person's sessions",
  input: z.strictObject({ id: idOf("user") }),
  output: z.object({ items: z.array(Session) }),
});

export const endSessionsOfOp = operation({
  id: "identity.endSessionsOf",
  http: "DELETE /v1/people/{id}/sessions",
  permission: "person:edit",
  summary: "End one of a person's sessions, or all: what is open there is refused from its next request on",
  input: z.strictObject({
    id: idOf("user"),
    /** Left out: all of them. */
    sessionId: idOf("session").optional(),
  }),
  output: z.object({ ended: z.int() }),
});
