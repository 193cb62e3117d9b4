import { several } from "@/lib/audit/several";
import { decideSeveral } from "./decide-several";
import { denyCheckpoint } from "./deny-checkpoint";
import { denySeveralOp } from "./inbox-contract";

export const denySeveral = several(denySeveralOp, async (ctx, { items, reason }) =>
  decideSeveral(items, ({ id, digest }) => denyCheckpoint(ctx, { id, digest, reason })),
);
