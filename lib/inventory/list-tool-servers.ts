import { query } from "@/lib/audit/query";
import { readServers } from "./server-rows";
import { listToolServersOp } from "./tool-contract";

export const listToolServers = query(listToolServersOp, async (ctx) => ({ items: await readServers(ctx) }));
