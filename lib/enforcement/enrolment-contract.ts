/** How a new point's enrolment stands, for whoever waits for it. */
import { z } from "zod";
import { idOf } from "@/lib/shared/ids";
import { operation } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";

export const getEnrolmentTokenOp = operation({
  id: "enforcement.getEnrolmentToken",
  http: "GET /v1/points/enrolment-tokens/{id}",
  permission: "point:manage",
  summary: "Say whether an enrolment token was used, and which point enrolled with it",
  input: z.strictObject({ id: idOf("enrolmentToken") }),
  output: z.object({
    id: z.string(),
    name: z.string(),
    createdAt: Instant,
    expiresAt: Instant,
    /** By the database's clock. A token that was used in time is not called expired. */
    expired: z.boolean(),
    usedAt: Instant.nullable(),
    /** The point that enrolled with it. */
    pepId: z.string().nullable(),
  }),
});
