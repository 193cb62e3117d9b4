/** Releasing what was stopped takes two people. */
import { z } from "zod";
import { idOf } from "@/lib/shared/ids";
import { operation } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";
import { onOne, StopOrder } from "./stop-contract";

export const ReleaseRequest = z.object({
  id: z.string(),
  orderId: z.string(),
  title: z.string(),
  reason: z.string(),
  requestedById: z.string(),
  requestedByName: z.string(),
  requestedAt: Instant,
  expiresAt: Instant,
  status: z.enum(["pending", "confirmed", "withdrawn", "expired"]),
  closedByName: z.string().nullable(),
  /** People who may confirm it: whoever may release and did not ask. Empty: nobody can, until a second person joins. */
  confirmers: z.array(z.string()),
});
export type ReleaseRequest = z.infer<typeof ReleaseRequest>;
/** Either the release is done, or it waits for a second person. */
export const ReleaseAnswer = z.object({ order: StopOrder.nullable(), request: ReleaseRequest.nullable() });
export type ReleaseAnswer = z.infer<typeof ReleaseAnswer>;

export const releaseAgentOp = operation({
  id: "enforcement.releaseAgent",
  http: "POST /v1/agents/{id}/release",
  permission: "agent:release",
  summary:
    "Ask that a stopped agent may act again; whoever suspended it lifts that alone, else a second person confirms",
  input: onOne("agent"),
  output: ReleaseAnswer,
  errors: ["conflict"],
});
export const releaseOrderOp = operation({
  id: "enforcement.releaseOrder",
  http: "POST /v1/stop-orders/{id}/release",
  permission: "agent:release",
  summary: "Ask that a stop order be lifted; whoever suspended lifts that alone, else a second person confirms",
  input: onOne("stopOrder"),
  output: ReleaseAnswer,
  errors: ["conflict"],
});
export const confirmReleaseOp = operation({
  id: "enforcement.confirmRelease",
  http: "POST /v1/releases/{id}/confirm",
  permission: "agent:release",
  summary: "Confirm, as another person, a release that was asked for",
  input: z.strictObject({ id: idOf("release") }),
  output: StopOrder,
  errors: ["conflict", "expired"],
});
export const withdrawReleaseOp = operation({
  id: "enforcement.withdrawRelease",
  http: "POST /v1/releases/{id}/withdraw",
  permission: "agent:release",
  summary: "Withdraw a release that was asked for, or decline to confirm it",
  input: z.strictObject({ id: idOf("release") }),
  output: ReleaseRequest,
  errors: ["conflict"],
});
export const listReleasesOp = operation({
  id: "enforcement.listReleases",
  http: "GET /v1/releases",
  permission: "point:read",
  units: "named",
  summary: "List releases that wait for a second person, and those of the last days",
  input: z.strictObject({ orderId: z.string().max(100).optional(), agentId: z.string().max(100).optional() }),
  output: z.object({ items: z.array(ReleaseRequest) }),
});
