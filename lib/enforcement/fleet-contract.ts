/** One point by itself, and what the conformance kit says of it. */
import { z } from "zod";
import { idOf } from "@/lib/shared/ids";
import { operation } from "@/lib/shared/operation";
import { Scorecard } from "@/sdk/conformance/scorecard";
import { Instant } from "@/sdk/wire/words";
import { Point } from "./contract";

/** A word of the point: of a bundle or of an order, and how long after the gateway had said it. */
export const PointAck = z.object({
  at: Instant,
  what: z.enum(["bundle", "order"]),
  /** The revision, or what was ordered. */
  title: z.string(),
  result: z.enum(["loaded", "refused", "confirmed"]),
  reason: z.string().nullable(),
  /** From signing or ordering to the arrival of its word, by the database's clock. */
  ms: z.number().nonnegative(),
});
export type PointAck = z.infer<typeof PointAck>;

export const getPointOp = operation({
  id: "enforcement.getPoint",
  http: "GET /v1/points/{id}",
  permission: "point:read",
  summary: "Read one enforcement point with its newest acknowledgements and its scorecard",
  input: z.strictObject({ id: idOf("point") }),
  output: z.object({
    point: Point,
    /** Newest first. */
    acks: z.array(PointAck),
    scorecard: Scorecard.nullable(),
    asOf: Instant,
  }),
});

/* What enforcement points call. */

export const reportScorecardOp = operation({
  id: "enforcement.reportScorecard",
  http: "POST /v1/pep/scorecards",
  serve: "gateway",
  permission: "point:report",
  summary: "Hand in what the conformance kit said of the point",
  input: z.strictObject({ scorecard: Scorecard }),
  verbatim: ["scorecard"],
  output: z.object({ accepted: z.boolean() }),
});
