import { intake } from "@/lib/audit/intake";
import { reportAcksOp } from "./contract";
import { storeAcks } from "./store-acks";

/** One report. The gateway stores many at once (lib/gateway/group-intake.ts). */
export const reportAcks = intake(reportAcksOp, async (ctx, { acks }) => {
  const [accepted = 0] = await storeAcks(ctx.db, [{ ctx, acks }]);
  return { accepted };
});
