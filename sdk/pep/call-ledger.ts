/** Enters calls and their outcomes, and refuses the calls that cannot be entered and must be. */
import type { Decision } from "../wire/decision.ts";
import type { Attempt, Verdict } from "./call-attempt.ts";
import { callEvent, outcomeEvent } from "./call-events.ts";
import type { Clock } from "./clock.ts";
import type { Decider } from "./decider.ts";
import { Denied } from "./denied.ts";
import { eventId } from "./event-id.ts";
import type { Recorder } from "./recorder.ts";
import type { Ending } from "./run-once.ts";

const UNRECORDED = "The call could not be recorded, and this risk tier is not run unrecorded.";

export class CallLedger {
  private readonly clock: Clock;
  private readonly decider: Decider;
  private readonly recorder: Recorder;

  constructor(clock: Clock, decider: Decider, recorder: Recorder) {
    this.clock = clock;
    this.decider = decider;
    this.recorder = recorder;
  }

  newId(): string {
    return eventId(this.clock.now());
  }

  /** Each decision is an event of its own; a call that was held first gets a second one. */
  next(attempt: Attempt): Attempt {
    return { ...attempt, id: this.newId() };
  }

  /** False when the entry was lost. */
  record(attempt: Attempt, verdict: Verdict): boolean {
    return this.recorder.record(
      callEvent({
        id: attempt.id,
        now: this.clock.now(),
        request: attempt.request,
        prepared: attempt.prepared,
        operationClass: attempt.tool?.operationClass ?? null,
        decision: verdict.decision,
        enforced: verdict.decision.effect === "allow" || this.decider.enforces(verdict.decision),
        decisionNs: verdict.ns,
        checkpointId: verdict.checkpointId,
        traceId: attempt.options.traceId?.slice(0, 64) ?? null,
      }),
    );
  }

  refuse(attempt: Attempt, decision: Decision, { ns = null, checkpointId = null }: Partial<Verdict> = {}): never {
    this.record(attempt, { decision, ns, checkpointId });
    throw new Denied(decision, checkpointId);
  }

  refuseUnrecorded(attempt: Attempt): never {
    return this.refuse(this.next(attempt), this.decider.deny("spool_full", UNRECORDED));
  }

  /** Enters a call that may run. For the tiers that demand it, the disk has the entry before the call begins. */
  async enter(attempt: Attempt, verdict: Verdict): Promise<string> {
    const recorded = this.record(attempt, verdict);
    if (!this.decider.mustBeRecorded(attempt.request)) return attempt.id;
    if (recorded && (await this.recorder.settled())) return attempt.id;
    if (this.decider.enforces(this.decider.deny("spool_full", UNRECORDED))) return this.refuseUnrecorded(attempt);
    return attempt.id;
  }

  end(callId: string, ending: Ending): void {
    this.recorder.record(outcomeEvent({ ...ending, id: this.newId(), callId, now: this.clock.now() }));
  }
}
