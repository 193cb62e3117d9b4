/** Private to this folder: what an organisation chose, over the defaults of the registry. */
import type { Ctx } from "@/lib/db/ctx";
import type { DetectionSetting, DetectionSuppression } from "@/lib/db/generated/client";
import { JsonObject } from "@/sdk/wire/words";
import { type Detection, type Values, valuesOf } from "./detection";

export type Chosen = {
  enabled: boolean;
  values: Values;
  version: number;
  changedByName: string | null;
  changedAt: Date | null;
};

export function chosenOf(detection: Detection, row: DetectionSetting | undefined): Chosen {
  return {
    enabled: detection.looks === "elsewhere" || (row?.enabled ?? true),
    values: valuesOf(detection.parameters, row ? JsonObject.parse(row.parameters) : {}),
    version: row?.version ?? 0,
    changedByName: row?.changedByName ?? null,
    changedAt: row?.changedAt ?? null,
  };
}

export async function readSettings({ db, orgId }: Ctx): Promise<Map<string, DetectionSetting>> {
  const rows = await db.detectionSetting.findMany({ where: { orgId } });
  return new Map(rows.map((row) => [row.detection, row]));
}

export const standingSuppressions = ({ db, orgId }: Ctx, now: Date): Promise<DetectionSuppression[]> =>
  db.detectionSuppression.findMany({
    where: { orgId, endedAt: null, until: { gt: now } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
