import { call } from "@/lib/client/call";
import { loadDemoOp } from "@/lib/demo/contract";

/** Fills the organisation with the demo company. */
export const loadDemo = (): Promise<unknown> => call(loadDemoOp, {});
