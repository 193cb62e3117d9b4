/** Runs the checks against one point, one after the other, and draws up its scorecard. */
import { messageOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import type { Check, Family } from "./check.ts";
import { conductChecks } from "./checks/conduct.ts";
import { Conduct } from "./conduct.ts";
import { families } from "./families.ts";
import type { CheckResult, Scorecard } from "./scorecard.ts";
import { sealScorecard } from "./seal-scorecard.ts";
import { Stage } from "./stage.ts";
import type { Subject } from "./subject.ts";
import { CheckSkipped } from "./verdicts.ts";

export type ConformanceOptions = {
  /** How the subject was named, for the scorecard. */
  against: string;
  /** Only checks whose id begins with one of these. */
  only?: readonly string[];
  /** Told of each result as it falls. */
  onResult?(result: CheckResult): void;
};

const MOST_WORDS = 900;
type Introduced = Scorecard["point"];

export async function runConformance(subject: Subject, options: ConformanceOptions): Promise<Scorecard> {
  const run = new Run(subject, options);
  const startedAt = Date.now();
  for (const family of families) await run.family(family);
  run.conductChecks();
  const { point, checks } = run;
  return sealScorecard({ against: options.against, point, startedAt, endedAt: Date.now(), checks });
}

class Run {
  point: Introduced = null;
  readonly checks: CheckResult[] = [];
  private readonly conduct = new Conduct();
  private readonly subject: Subject;
  private readonly options: ConformanceOptions;

  constructor(subject: Subject, options: ConformanceOptions) {
    this.subject = subject;
    this.options = options;
  }

  async family(family: Family): Promise<void> {
    let stage: Stage | null = null;
    for (const check of family.checks.filter(({ id }) => this.wanted(id))) {
      const current: { stage: Stage | null } = { stage };
      const result = await this.result(check, async () => {
        current.stage ??= await this.open(family);
        return check.run(current.stage);
      });
      stage = current.stage;
      if (stage) this.point ??= introduced(stage);
      // What a failed check leaves behind would be held against the next one.
      if (result.status !== "passed" && stage) {
        await stage.close();
        stage = null;
      }
    }
    await stage?.close();
  }

  conductChecks(): void {
    for (const { judge, ...check } of conductChecks) {
      if (!this.wanted(check.id)) continue;
      const started = performance.now();
      this.enter({ ...check, ...verdictOf(() => judge(this.conduct)), ms: performance.now() - started });
    }
  }

  private async open(family: Family): Promise<Stage> {
    const stage = await Stage.open(this.subject, this.conduct, family.stage);
    try {
      await family.prepare?.(stage);
      return stage;
    } catch (error) {
      this.point ??= introduced(stage);
      await stage.close();
      throw error;
    }
  }

  private async result({ id, proves, mandatory }: Check, act: () => Promise<string>): Promise<CheckResult> {
    const started = performance.now();
    const verdict = await act().then(
      (seen) => passed(seen),
      (error: unknown) => fallen(error),
    );
    return this.enter({ id, proves, mandatory, ...verdict, ms: performance.now() - started });
  }

  private enter(result: CheckResult): CheckResult {
    const rounded = { ...result, ms: Math.round(result.ms) };
    this.checks.push(rounded);
    this.options.onResult?.(rounded);
    return rounded;
  }

  private wanted(id: string): boolean {
    const { only = [] } = this.options;
    return only.length === 0 || only.some((prefix) => id.startsWith(prefix));
  }
}

type Verdict = Pick<CheckResult, "status" | "reason" | "seen">;

const passed = (seen: string): Verdict => ({ status: "passed", reason: null, seen: printable(seen, MOST_WORDS) });

function fallen(error: unknown): Verdict {
  const reason = printable(messageOf(error), MOST_WORDS);
  return { status: error instanceof CheckSkipped ? "skipped" : "failed", reason, seen: null };
}

function verdictOf(judge: () => string): Verdict {
  try {
    return passed(judge());
  } catch (error) {
    return fallen(error);
  }
}

function introduced({ log }: Stage): Introduced {
  const [input] = log.enrolments;
  return input ? { kind: input.kind, version: input.version } : null;
}
