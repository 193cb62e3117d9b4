/** Runs the attacks against a console, and hands it the outcome, signed with a key that was made for this run. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { generateSigningKey, type SigningKey, signCanonical } from "../crypto.ts";
import { messageOf } from "../pep/logger.ts";
import { VERSION } from "../pep/version.ts";
import type { ExerciseRange, RedteamStatement, ScenarioResult } from "../wire/redteam.ts";
import { short } from "./attack.ts";
import type { ExerciseConsole } from "./console.ts";
import { planOf } from "./plan.ts";
import type { Outcome, Scenario } from "./scenario.ts";
import { Stage, type StageParts } from "./stage.ts";
import { judgeExercise, verdictOf } from "./verdict.ts";

/** Each has processes of its own; two keep a small machine busy. */
const AT_ONCE = 2;

export type Exercise = {
  console: ExerciseConsole;
  scenarios: readonly Scenario[];
  cli: string;
  place: RedteamStatement["runner"]["place"];
  /** Told as each scenario ends. */
  onResult?: (result: ScenarioResult, done: number) => void;
  /** Scenarios whose protection is taken away, to see that the exercise would notice. For tests alone. */
  unprotected?: ReadonlySet<string>;
};

export async function runExercise(exercise: Exercise): Promise<RedteamStatement> {
  const { console, scenarios } = exercise;
  const key = generateSigningKey();
  const startedAt = new Date();
  const range = await console.open(planOf(scenarios), key.publicKeyPem);
  const home = mkdtempSync(path.join(tmpdir(), "gatehouse-redteam-"));
  try {
    const results = await runAll(exercise, range, home);
    const statement = statementOf(exercise, range, startedAt, results);
    await console.finish(range.runId, signed(key, statement));
    return statement;
  } catch (error) {
    await console.abandon(range.runId, short(messageOf(error))).catch(() => undefined);
    throw error;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function runAll(exercise: Exercise, range: ExerciseRange, home: string): Promise<ScenarioResult[]> {
  const { scenarios, console, onResult } = exercise;
  const results = new Map<string, ScenarioResult>();
  const todo = [...scenarios];
  const total = scenarios.length;
  const work = async (): Promise<void> => {
    for (let scenario = todo.shift(); scenario; scenario = todo.shift()) {
      await console.progress(range.runId, { done: results.size, total, current: scenario.title });
      const result = await runOne(exercise, range, scenario, path.join(home, scenario.id));
      results.set(scenario.id, result);
      onResult?.(result, results.size);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return scenarios.flatMap(({ id }) => results.get(id) ?? []);
}

async function runOne(
  { console, cli, unprotected }: Exercise,
  range: ExerciseRange,
  scenario: Scenario,
  directory: string,
): Promise<ScenarioResult> {
  const { id, asi, atlas, title, goal, steps, expected, severity, custom = false } = scenario;
  const from = performance.now();
  const outcome = await outcomeOf(scenario, {
    scenario,
    console,
    range,
    directory,
    cli,
    unprotected: unprotected?.has(id) === true,
  });
  const facts = { id, asi, atlas, title, goal, steps, expected, severity, custom };
  return { ...facts, ...outcome, verdict: verdictOf(outcome), ms: Math.round(performance.now() - from) };
}

type Measured = { [Key in keyof Outcome]: Key extends "evidence" ? Outcome[Key] : Outcome[Key] | null };

/** What goes wrong on the way proves nothing, and is said. */
async function outcomeOf(scenario: Scenario, parts: StageParts): Promise<Measured> {
  const stage = new Stage(parts);
  try {
    return await scenario.run(stage);
  } catch (error) {
    return {
      control: null,
      observed: { got: false, seen: short(`It did not run: ${messageOf(error)}`) },
      evidence: [],
    };
  } finally {
    await stage.close();
  }
}

function statementOf(
  { place }: Exercise,
  { orgId, runId, rangeId, revision }: ExerciseRange,
  startedAt: Date,
  scenarios: ScenarioResult[],
): RedteamStatement {
  return {
    format: 1,
    org: orgId,
    run: runId,
    range: rangeId,
    startedAt: startedAt.toISOString(),
    endedAt: new Date().toISOString(),
    runner: { version: VERSION, node: process.version, platform: `${process.platform} ${process.arch}`, place },
    revision,
    ...judgeExercise(scenarios),
    scenarios,
  };
}

function signed(key: SigningKey, statement: RedteamStatement) {
  // As it will be read back: what JSON leaves out is not signed either.
  const written: RedteamStatement = JSON.parse(JSON.stringify(statement));
  return { statement: written, signature: signCanonical(key, written).value };
}
