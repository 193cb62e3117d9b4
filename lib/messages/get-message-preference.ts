import { query } from "@/lib/audit/query";
import { getMessagePreferenceOp } from "./contract";
import { readPreference } from "./rows";

export const getMessagePreference = query(getMessagePreferenceOp, (ctx) => readPreference(ctx));
