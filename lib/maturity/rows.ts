/** Private to this folder: what is stored of the history, as its contract tells it. */
import { z } from "zod";
import type { MaturityChange as ChangeRow, MaturityPoint } from "@/lib/db/generated/client";
import { Stage } from "./contract";
import { Cause, ChangeKind, type MaturityChange, type Move, Moved, type Standing } from "./history-contract";

export const changeFrom = ({
  seq,
  orgId: _,
  at,
  kind,
  fromStage,
  toStage,
  fell,
  met,
  ...rest
}: ChangeRow): MaturityChange => ({
  ...rest,
  id: String(seq),
  at: at.toISOString(),
  kind: ChangeKind.parse(kind),
  fromStage: Stage.nullable().parse(fromStage),
  toStage: Stage.nullable().parse(toStage),
  fell: z.array(Moved).parse(fell),
  met: z.array(Moved).parse(met),
});

export const standingFrom = (row: Standing | (Omit<Standing, "stage"> & { stage: string })): Standing => ({
  stage: Stage.parse(row.stage),
  score: row.score,
  none: row.none,
  observe: row.observe,
  enforce: row.enforce,
  isolate: row.isolate,
  stopped: row.stopped,
});

export const moveFrom = ({ at, stage, score, scoreBefore, rose, fell, causes }: MaturityPoint): Move => ({
  at: at.toISOString(),
  stage: Stage.parse(stage),
  score,
  scoreBefore,
  rose,
  fell,
  causes: z.array(Cause).parse(causes),
});
