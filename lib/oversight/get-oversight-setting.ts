import { query } from "@/lib/audit/query";
import { getOversightSettingOp } from "./contract";
import { readSetting } from "./read-setting";

export const getOversightSetting = query(getOversightSettingOp, (ctx) => readSetting(ctx));
