/** Private to this folder: stored rows as the contract shows them, and the detection that an id names. */
import type { DetectionBacktest, DetectionSuppression } from "@/lib/db/generated/client";
import { notFound, Refusal } from "@/lib/shared/errors";
import { Backtest, BacktestResult, type Suppression } from "./contract";
import type { Detection, Values } from "./detection";
import { detectionOf } from "./registry";

export function loadDetection(id: string): Detection {
  const detection = detectionOf(id);
  if (!detection) throw notFound("detection");
  return detection;
}

/** Those of the registry that an organisation may set: the others are found, and tuned, where they happen. */
export function loadTunable(id: string): Exclude<Detection, { looks: "elsewhere" }> {
  const detection = loadDetection(id);
  if (detection.looks === "elsewhere") {
    throw new Refusal(
      "conflict",
      `${detection.title} is always on: it is found where it happens. A finding of it can be dismissed.`,
    );
  }
  return detection;
}

/** All parameters of a detection, with those given; each by name and within its bounds, or nothing at all. */
export function checkedValues({ parameters }: Detection, given: Readonly<Record<string, number>>): Values {
  const invalidParams = Object.entries(given).flatMap(([key, value]) => {
    const known = Object.hasOwn(parameters, key) ? parameters[key] : undefined;
    const path = `parameters.${key}`;
    if (!known) return [{ path, message: "is no parameter of this detection" }];
    if (!Number.isInteger(value)) return [{ path, message: "is a whole number" }];
    if (value < known.min || value > known.max)
      return [{ path, message: `lies between ${known.min} and ${known.max}` }];
    return [];
  });
  if (invalidParams.length > 0) {
    throw new Refusal("invalid_input", "A parameter is unknown or out of its bounds. Nothing was changed.", {
      invalidParams,
    });
  }
  return Object.fromEntries(Object.entries(parameters).map(([key, { default: usual }]) => [key, given[key] ?? usual]));
}

export const suppressionOf = (row: DetectionSuppression, now: Date, kept: number): Suppression => ({
  id: row.id,
  detection: row.detection,
  subject: { kind: row.subjectKind as Suppression["subject"]["kind"], id: row.subjectId, name: row.subjectName },
  reason: row.reason,
  createdByName: row.createdByName,
  createdAt: row.createdAt.toISOString(),
  until: row.until.toISOString(),
  ended: row.endedAt && { at: row.endedAt.toISOString(), byName: row.endedByName ?? "" },
  stands: row.endedAt === null && row.until.getTime() > now.getTime(),
  kept,
});

export const backtestOf = (row: DetectionBacktest): Backtest =>
  Backtest.parse({
    id: row.id,
    detection: row.detection,
    parameters: row.parameters,
    days: row.days,
    status: row.status,
    askedBy: row.askedBy,
    askedAt: row.askedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    result: row.result === null ? null : BacktestResult.parse(row.result),
    fault: row.fault,
  });

export const detectionTarget = ({ id, title }: Detection) => ({ kind: "detection", id, name: title }) as const;
