import type { Stage, StageOptions } from "./stage.ts";

/** One check: throws CheckFailed or CheckSkipped, or says what was seen. */
export type Check = {
  id: string;
  proves: string;
  mandatory: boolean;
  run(stage: Stage): Promise<string>;
};

/** Checks that can share a point; after one that failed, the next gets a new one. */
export type Family = {
  name: string;
  stage?: StageOptions;
  /** Brings a new point to where the checks begin. */
  prepare?(stage: Stage): Promise<unknown>;
  checks: readonly Check[];
};

export const must = (id: string, proves: string, run: Check["run"]): Check => ({ id, proves, mandatory: true, run });
export const may = (id: string, proves: string, run: Check["run"]): Check => ({ id, proves, mandatory: false, run });
