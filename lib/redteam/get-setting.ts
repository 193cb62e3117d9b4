import { query } from "@/lib/audit/query";
import { getRedteamSettingOp } from "./contract";
import { readSetting } from "./read-setting";

export const getSetting = query(getRedteamSettingOp, readSetting);
