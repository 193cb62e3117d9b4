/** Tells the console how a sandbox stands: which profile it runs, whose rules its proxy goes by, and how it ended. */
import { randomUUID } from "node:crypto";
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import { type Logger, messageOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { within } from "../pep/within.ts";
import type { SandboxReport } from "../wire/sandbox-run.ts";
import type { ChosenProfile } from "./chosen-profile.ts";
import { profileDigest } from "./profile.ts";

const LAST_WORD_WITHIN_MS = 2000;

type Whose = { point: EnforcementPoint; agentId: string; chosen: ChosenProfile; learning: boolean; log: Logger };

export class RunReports {
  readonly runId = randomUUID();
  private readonly whose: Whose;
  private egressVersion: number | null;
  private lacks: string[] = [];
  private frozen = false;
  private line: Promise<void> = Promise.resolve();

  constructor(whose: Whose) {
    this.whose = whose;
    this.egressVersion = whose.chosen.version;
  }

  started(lacks: string[]): void {
    this.lacks = lacks;
    this.send("running", null);
  }

  /** Halted where it stands, or going on. */
  halted(frozen: boolean): void {
    this.frozen = frozen;
    this.send("running", null);
  }

  changed(egressVersion: number | null): void {
    this.egressVersion = egressVersion;
    this.send("running", null);
  }

  /** Waits a moment for what is to be said: a console that does not answer keeps nobody from ending. */
  async ended(ending: string): Promise<void> {
    this.send("ended", ending.slice(0, 200));
    await within(LAST_WORD_WITHIN_MS, this.line);
  }

  /** One after another: what was said last is what stands. */
  private send(how: "running" | "ended", ending: string | null): void {
    const state = how === "running" && this.frozen ? "frozen" : how;
    const { point, agentId, chosen, learning, log } = this.whose;
    const { profile, source, version } = chosen;
    const said = { name: profile.name, digest: profileDigest(profile), source, version };
    const report: SandboxReport = {
      ...{ runId: this.runId, agentId, at: new Date().toISOString(), state, learning, ending },
      profile: { ...said, egressVersion: this.egressVersion },
      lacks: this.lacks,
    };
    this.line = this.line
      .then(() => point.reportSandbox(report))
      .catch((error: unknown) => log.warn(`The sandbox could not be reported: ${printable(messageOf(error), 300)}`));
  }
}
