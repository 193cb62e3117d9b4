import { authorise, parseInput, parseOutput, type Verb } from "@/lib/audit/verb";
import { Refusal } from "@/lib/shared/errors";
import { reportHeartbeatOp } from "./contract";
import { LEASE_SECONDS } from "./rules";
import { type Beat, storeHeartbeats } from "./store-heartbeats";

type ReportHeartbeat = Verb<typeof reportHeartbeatOp.input, typeof reportHeartbeatOp.output>;

/** The verb, with the place where many heartbeats become one statement. */
export function reportHeartbeatThrough(store: (beat: Beat) => Promise<Date | null>): ReportHeartbeat {
  const verb: (...given: Parameters<ReportHeartbeat>) => ReturnType<ReportHeartbeat> = async (ctx, input) => {
    await authorise(ctx, reportHeartbeatOp);
    const beat = parseInput(reportHeartbeatOp, input);
    const at = await store({ orgId: ctx.orgId, pepId: ctx.actor.id, beat });
    if (!at) throw new Refusal("unauthenticated", "The point is unknown or revoked.");
    return parseOutput(reportHeartbeatOp, { serverTime: at.toISOString(), leaseSeconds: LEASE_SECONDS });
  };
  return Object.assign(verb, { operation: reportHeartbeatOp });
}

export const reportHeartbeat: ReportHeartbeat = Object.assign(
  (...[ctx, input]: Parameters<ReportHeartbeat>) =>
    reportHeartbeatThrough(async (beat) => (await storeHeartbeats(ctx.db, [beat]))[0] ?? null)(ctx, input),
  { operation: reportHeartbeatOp },
);
