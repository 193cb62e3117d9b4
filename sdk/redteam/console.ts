/** The console, as an exercise needs it: over HTTP with an API key, or from within. */
import type { ZodType } from "zod";
import { z } from "zod";
import { ask, type Console, ConsoleRefusal } from "../cli/console-client.ts";
import {
  ExerciseRange,
  type RangeAct,
  type RangePlan,
  RangeRecords,
  type RedteamProgress,
  type RedteamResult,
} from "../wire/redteam.ts";

export type Acted = { ok: true } | { ok: false; code: string; detail: string };

export type ExerciseConsole = {
  open(plan: RangePlan, publicKey: string): Promise<ExerciseRange>;
  act(runId: string, act: RangeAct): Promise<Acted>;
  records(runId: string, agentId: string): Promise<RangeRecords>;
  progress(runId: string, progress: RedteamProgress): Promise<void>;
  finish(runId: string, result: RedteamResult): Promise<void>;
  /** Ends a run that came to nothing, so that it does not stand open. */
  abandon(runId: string, reason: string): Promise<void>;
};

const Nothing = z.unknown();

export function httpConsole(console: Console): ExerciseConsole {
  const to = <T>(answer: ZodType<T>, route: `${"GET" | "POST"} ${string}`, body?: unknown): Promise<T> =>
    ask(console, answer, route, body);
  const at = (runId: string): string => `/api/v1/redteam/runs/${encodeURIComponent(runId)}`;
  return {
    open: (plan, publicKey) => to(ExerciseRange, "POST /api/v1/redteam/runs", { plan, publicKey }),
    act: async (runId, act) => {
      try {
        await to(Nothing, `POST ${at(runId)}/acts`, { act });
        return { ok: true };
      } catch (error) {
        if (!(error instanceof ConsoleRefusal)) throw error;
        return { ok: false, code: error.code, detail: error.message };
      }
    },
    records: (runId, agentId) => to(RangeRecords, `GET ${at(runId)}/records?agentId=${encodeURIComponent(agentId)}`),
    progress: async (runId, progress) => void (await to(Nothing, `POST ${at(runId)}/progress`, progress)),
    finish: async (runId, result) => void (await to(Nothing, `POST ${at(runId)}/result`, result)),
    abandon: async (runId, reason) => void (await to(Nothing, `POST ${at(runId)}/abandon`, { reason })),
  };
}
