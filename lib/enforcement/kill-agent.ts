import { command } from "@/lib/audit/command";
import { killAgentOp } from "./contract";
import { changeStatus, changes } from "./stop-agent";

export const killAgent = command(killAgentOp, (ctx, { id, reason }) => changeStatus(ctx, id, reason, changes.kill));
