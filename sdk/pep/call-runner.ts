/** One call through the point: prepare, decide, record, ask people when policy says so, run at most once, record the outcome. */
import type { JsonObject } from "../canonical.ts";
import type { Decision, DecisionRequest } from "../wire/decision.ts";
import type { BundleHolder } from "./bundle-holder.ts";
import type { Attempt, CallOptions, Run, Verdict } from "./call-attempt.ts";
import type { CallRequest } from "./call-events.ts";
import type { CallLedger } from "./call-ledger.ts";
import type { Clock } from "./clock.ts";
import type { DecideOptions, Decider } from "./decider.ts";
import { Denied } from "./denied.ts";
import { followSignal } from "./follow-signal.ts";
import { type HeldCheckpoint, type HoldParts, holdCall } from "./hold-call.ts";
import { messageOf } from "./logger.ts";
import { prepareArguments, unrepresentable } from "./prepare-arguments.ts";
import type { Redactor } from "./redact.ts";
import { runOnce } from "./run-once.ts";
import { AgentStopped, STOP_CODE, type Stops } from "./stops.ts";

export type CallRunnerParts = {
  clock: Clock;
  decider: Decider;
  bundles: BundleHolder;
  ledger: CallLedger;
  stops: Stops;
  redact: Redactor;
  hold: HoldParts;
  /** Aborted when the point is being closed: nobody waits for people any more, running calls may end. */
  closing: AbortSignal;
};

const AGENT_REASON_MAX = 4000;

export class CallRunner {
  private readonly parts: CallRunnerParts;

  constructor(parts: CallRunnerParts) {
    this.parts = parts;
  }

  async call<T>(request: CallRequest, run: Run<T>, options: CallOptions<T>): Promise<T> {
    const { stops, clock, ledger } = this.parts;
    const control = new AbortController();
    const leave = stops.enter(request.agentId, control);
    const unlink = followSignal(options.signal, control);
    const { signal } = control;
    try {
      const attempt = this.attempt(request, options, signal);
      const { value } = attempt.prepared;
      if (!value) return this.refuseUnrepresentable(attempt);
      const callId = await this.permit(attempt, value);
      return await runOnce({
        clock,
        signal,
        run: () => run(value, signal),
        failed: (result) => options.failed?.(result) ?? null,
        ended: (ending) => ledger.end(callId, ending),
      });
    } catch (error) {
      throw error instanceof AgentStopped ? this.stopped(error) : error;
    } finally {
      unlink();
      leave();
    }
  }

  /** Records a refusal that fell before there was anything to decide. */
  refuse(request: CallRequest, decision: Decision): Denied {
    const prepared = unrepresentable(request.arguments, decision.reason, this.parts.redact);
    const attempt = { ...this.attempt(request, {}, this.parts.closing), prepared };
    this.parts.ledger.record(attempt, { decision, ns: null, checkpointId: null });
    return new Denied(decision);
  }

  private attempt(request: CallRequest, options: Attempt["options"], signal: AbortSignal): Attempt {
    return {
      id: this.parts.ledger.newId(),
      request,
      prepared: prepareArguments(request.arguments, this.parts.redact),
      tool: this.parts.bundles.held?.tools.get(request.tool) ?? null,
      options,
      signal,
    };
  }

  private refuseUnrepresentable(attempt: Attempt): never {
    const { decider, ledger } = this.parts;
    const reason = `The arguments have no exact JSON form: ${attempt.prepared.objection}.`;
    const stop = decider.stopOf(attempt.request.agentId);
    return ledger.refuse(attempt, stop ?? decider.deny("arguments_unrepresentable", reason));
  }

  /** The id of the call event under which the call may run. Throws {@link Denied}. */
  private async permit(attempt: Attempt, args: JsonObject): Promise<string> {
    const { decider, ledger } = this.parts;
    const started = process.hrtime.bigint();
    const decision = this.decide(attempt, args);
    const ns = Number(process.hrtime.bigint() - started);
    const verdict = { decision, ns, checkpointId: null };
    if (decision.effect === "allow" || !decider.enforces(decision)) return ledger.enter(attempt, verdict);
    if (decision.effect === "deny") return ledger.refuse(attempt, decision, { ns });
    const recorded = ledger.record(attempt, verdict);
    if (!recorded && decider.mustBeRecorded(attempt.request.agentId)) return ledger.refuseUnrecorded(attempt);
    const approved = await this.askPeople(attempt, args, decision);
    return ledger.enter(ledger.next(attempt), approved);
  }

  private decide(attempt: Attempt, args: JsonObject, lifted?: readonly string[]): Decision {
    const { agentId, tool, onBehalfOf, chain } = attempt.request;
    const request: DecisionRequest = { agentId, tool, arguments: args };
    if (onBehalfOf !== undefined) request.onBehalfOf = onBehalfOf;
    if (chain !== undefined) request.chain = chain;
    const options: DecideOptions = {};
    const seenPin = attempt.options.seenPin?.();
    if (seenPin !== undefined) options.seenPin = seenPin;
    if (lifted !== undefined) options.lifted = lifted;
    return this.parts.decider.decide(request, options);
  }

  private async askPeople(attempt: Attempt, args: JsonObject, decision: Decision): Promise<Verdict> {
    const { hold, ledger, closing } = this.parts;
    const wait = new AbortController();
    const unlink = [followSignal(attempt.signal, wait), followSignal(closing, wait)];
    let checkpointId: string | null = null;
    const onHeld = (checkpoint: HeldCheckpoint): void => {
      checkpointId = checkpoint.checkpointId;
      attempt.options.onHeld?.(checkpoint);
    };
    try {
      const held = this.held(attempt, { args, decision, signal: wait.signal });
      return { ...(await holdCall(hold, { ...held, onHeld })), ns: null };
    } catch (error) {
      const denied = error instanceof Denied ? error.decision : this.endedWait(wait.signal, decision, error);
      return ledger.refuse(ledger.next(attempt), denied, { checkpointId });
    } finally {
      for (const end of unlink) end();
    }
  }

  private held(attempt: Attempt, at: { args: JsonObject; decision: Decision; signal: AbortSignal }) {
    const { decider, bundles } = this.parts;
    const { tool, options, request, id } = attempt;
    const { args, decision, signal } = at;
    if (!tool) throw new Denied(decider.deny("unknown_tool", `${request.tool} is not in the bundle.`, decision));
    const again = (lifted: readonly string[]): Decision =>
      bundles.held?.tools.get(tool.id)?.pin === tool.pin
        ? this.decide(attempt, args, lifted)
        : decider.deny("tool_pin_changed", `${tool.id} is no longer the tool that people were asked about.`, decision);
    const agentReason = options.reason?.slice(0, AGENT_REASON_MAX).toWellFormed() ?? null;
    return { callId: id, request, arguments: args, tool, decision, agentReason, signal, again };
  }

  private endedWait(signal: AbortSignal, decision: Decision, reason: unknown): Decision {
    const { decider } = this.parts;
    if (reason instanceof AgentStopped) return decider.deny(STOP_CODE[reason.status], reason.message, decision);
    if (signal.aborted)
      return decider.deny("checkpoint_cancelled", "The caller stopped waiting for a decision.", decision);
    const why = `People have to decide about this call, and asking them failed: ${messageOf(reason)}`;
    return decider.deny("checkpoint_unavailable", why, decision);
  }

  private stopped(order: AgentStopped): Denied {
    return new Denied(this.parts.decider.deny(STOP_CODE[order.status], order.message));
  }
}
