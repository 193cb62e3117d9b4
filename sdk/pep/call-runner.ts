/** One call through the point: prepare, decide, record, ask people when policy says so, run at most once, record the outcome. */
import type { JsonObject } from "../canonical.ts";
import { type ArgumentChange, changedPlaces } from "../changed-action.ts";
import type { Decision, DecisionRequest } from "../wire/decision.ts";
import type { BundleHolder } from "./bundle-holder.ts";
import type { Attempt, CallOptions } from "./call-attempt.ts";
import type { CallRequest } from "./call-events.ts";
import type { CallLedger } from "./call-ledger.ts";
import { Cancellation } from "./cancellation.ts";
import type { Clock } from "./clock.ts";
import type { DecideOptions, Decider } from "./decider.ts";
import { Denied, Held, type HeldCheckpoint } from "./denied.ts";
import { followSignal } from "./follow-signal.ts";
import { type HeldCall, type HoldParts, holdCall, type Released, withdraw } from "./hold-call.ts";
import type { KeptHolds } from "./kept-holds.ts";
import { messageOf } from "./logger.ts";
import { prepareArguments, unrepresentable } from "./prepare-arguments.ts";
import type { Redactor } from "./redact.ts";
import { runOnce } from "./run-once.ts";
import { CallStopped, type Stops } from "./stops.ts";
import type { UnsettledCalls } from "./unsettled-calls.ts";

export type CallRunnerParts = {
  clock: Clock;
  decider: Decider;
  bundles: BundleHolder;
  ledger: CallLedger;
  stops: Stops;
  redact: Redactor;
  hold: HoldParts;
  kept: KeptHolds;
  unsettled: UnsettledCalls;
  /** Aborted when the point is being closed: nobody waits for people any more, running calls may end. */
  closing: AbortSignal;
};

type Hold = Pick<HeldCall, "decision" | "kept">;
type Permit = { callId: string; args: JsonObject; change: ArgumentChange | null };

const AGENT_REASON_MAX = 4000;

export class CallRunner {
  private readonly parts: CallRunnerParts;

  constructor(parts: CallRunnerParts) {
    this.parts = parts;
  }

  /** `cancellation` is this call's own: an order to stop aborts it, and so may whoever makes the call. */
  async call<T>(
    request: CallRequest,
    run: (args: JsonObject) => Promise<T> | T,
    options: Omit<CallOptions<T>, "signal">,
    cancellation: Cancellation,
  ): Promise<T> {
    const { stops, clock, ledger, unsettled } = this.parts;
    const leave = stops.enter(request, cancellation, options.freezable);
    try {
      const attempt = this.attempt(request, options, cancellation);
      const { value } = attempt.prepared;
      if (!value) return this.refuseUnrepresentable(attempt);
      if (unsettled.size > 0) await this.refuseUnsettled(attempt);
      const { callId, args, change } = await this.permit(attempt, value);
      return await runOnce({
        clock,
        cancellation,
        run: () => {
          if (change) options.onChanged?.(change);
          return run(args);
        },
        failed: (result) => options.failed?.(result) ?? null,
        ended: (ending) => {
          ledger.end(callId, ending);
          if (unsettled.size > 0) unsettled.end(callId, ending.outcome);
        },
      });
    } catch (error) {
      throw error instanceof CallStopped ? this.stopped(error) : error;
    } finally {
      leave();
    }
  }

  /** Records a refusal that fell before there was anything to decide. */
  refuse(request: CallRequest, decision: Decision): Denied {
    const prepared = unrepresentable(request.arguments, decision.reason, this.parts.redact);
    const attempt = { ...this.attempt(request, {}, new Cancellation()), prepared };
    this.parts.ledger.record(attempt, { decision, ns: null, checkpointId: null });
    return new Denied(decision);
  }

  private attempt(request: CallRequest, options: Attempt["options"], cancellation: Cancellation): Attempt {
    return {
      id: this.parts.ledger.newId(),
      request,
      prepared: prepareArguments(request.arguments, this.parts.redact),
      tool: this.parts.bundles.held?.tools.get(request.tool) ?? null,
      options,
      cancellation,
    };
  }

  private refuseUnrepresentable(attempt: Attempt): never {
    const { decider, ledger } = this.parts;
    const reason = `The arguments have no exact JSON form: ${attempt.prepared.objection}.`;
    const stop = decider.stopOf(attempt.request);
    return ledger.refuse(attempt, stop ?? decider.deny("arguments_unrepresentable", reason));
  }

  /** Under which call event the call may run, and with what. Throws {@link Denied}. */
  private async permit(attempt: Attempt, args: JsonObject): Promise<Permit> {
    const { decider, ledger } = this.parts;
    const started = process.hrtime.bigint();
    const kept = this.keptHold(attempt);
    if (kept?.earlier?.used) return this.refuseUsed(attempt, kept.earlier.checkpointId);
    const decision = this.decide(attempt, args);
    const ns = Number(process.hrtime.bigint() - started);
    const verdict = { decision, ns, checkpointId: null };
    if (decision.effect !== "hold" || !decider.enforces(decision)) this.endKept(kept);
    if (decision.effect === "allow" || !decider.enforces(decision))
      return { callId: await ledger.enter(attempt, verdict), args, change: null };
    if (decision.effect === "deny") return ledger.refuse(attempt, decision, { ns });
    if (kept?.earlier) return this.carryOn({ ...attempt, id: kept.earlier.callId }, args, { decision, kept });
    const recorded = ledger.record(attempt, verdict);
    if (!recorded && decider.mustBeRecorded(attempt.request)) return ledger.refuseUnrecorded(attempt);
    return this.carryOn(attempt, args, { decision, kept });
  }

  private async carryOn(attempt: Attempt, args: JsonObject, hold: Hold): Promise<Permit> {
    const { redact } = this.parts;
    const released = await this.askPeople(attempt, args, hold);
    const { checkpointId, changed } = released;
    const { digest } = attempt.prepared;
    if (!changed)
      return { callId: await this.enterReleased(attempt, { ...released, ns: null }, digest), args, change: null };
    const reason = `${released.decision.reason} A person changed the arguments; those asked for have the digest ${digest}.`;
    const verdict = { ...released, decision: { ...released.decision, reason }, ns: null };
    const callId = await this.enterReleased(
      { ...attempt, prepared: prepareArguments(changed, redact) },
      verdict,
      digest,
    );
    return {
      callId,
      args: changed,
      change: { checkpointId, asked: args, ran: changed, places: changedPlaces(args, changed) },
    };
  }

  /** From here on it may happen at any moment, so that it may have happened is on disk before. */
  private async enterReleased(before: Attempt, verdict: Released & { ns: null }, askedDigest: string): Promise<string> {
    const { ledger, unsettled, decider } = this.parts;
    const attempt = ledger.next(before);
    try {
      unsettled.begin(attempt, verdict.checkpointId, askedDigest);
    } catch (error) {
      unsettled.end(attempt.id, "failed");
      const why = `That it is about to run could not be kept on disk, so it was not run: ${messageOf(error)}`;
      return ledger.refuse(attempt, decider.deny("spool_full", why, verdict.decision), verdict);
    }
    try {
      return await ledger.enter(attempt, verdict);
    } catch (error) {
      unsettled.end(attempt.id, "failed");
      throw error;
    }
  }

  /** Nobody knows whether the same call took effect before: it is not tried blindly. */
  private async refuseUnsettled(attempt: Attempt): Promise<void> {
    const { unsettled, decider, ledger } = this.parts;
    const why = await unsettled.objection(attempt);
    if (why === null) return;
    const decision = decider.deny("outcome_unknown", why);
    if (decider.enforces(decision)) ledger.refuse(attempt, decider.stopOf(attempt.request) ?? decision);
  }

  private keptHold(attempt: Attempt): HeldCall["kept"] {
    const key = attempt.options.hold?.key;
    if (key === undefined) return null;
    const slot = this.parts.kept.slot(key, attempt.request, attempt.prepared.digest);
    try {
      return { slot, earlier: slot.read() };
    } catch (error) {
      const why = `Whether this call was held before cannot be read: ${messageOf(error)}`;
      return this.parts.ledger.refuse(attempt, this.parts.decider.deny("checkpoint_unavailable", why));
    }
  }

  private refuseUsed(attempt: Attempt, checkpointId: string | null): never {
    const reason = "The approval of this call has been used: what was approved once is not run twice.";
    return this.parts.ledger.refuse(attempt, this.parts.decider.deny("grant_refused", reason), { checkpointId });
  }

  /** Policy has decided without people meanwhile, so they need not; and whatever follows is not begun a second time. */
  private endKept(kept: HeldCall["kept"]): void {
    if (!kept?.earlier) return;
    kept.slot.write({ ...kept.earlier, used: true });
    if (kept.earlier.checkpointId !== null) void withdraw(this.parts.hold.client, kept.earlier.checkpointId);
  }

  private decide(attempt: Attempt, args: JsonObject, lifted?: readonly string[]): Decision {
    const { agentId, tool, onBehalfOf, chain, credential } = attempt.request;
    const request: DecisionRequest = { agentId, tool, arguments: args };
    if (onBehalfOf !== undefined) request.onBehalfOf = onBehalfOf;
    if (chain !== undefined) request.chain = chain;
    if (credential !== undefined) request.credential = credential;
    const options: DecideOptions = {};
    const seenPin = attempt.options.seenPin?.();
    if (seenPin !== undefined) options.seenPin = seenPin;
    if (lifted !== undefined) options.lifted = lifted;
    return this.parts.decider.decide(request, options);
  }

  private async askPeople(attempt: Attempt, args: JsonObject, { decision, kept }: Hold): Promise<Released> {
    const { hold, ledger, closing } = this.parts;
    const wait = new AbortController();
    const unlink = [followSignal(attempt.cancellation.signal, wait), followSignal(closing, wait)];
    let checkpointId: string | null = null;
    const onHeld = (checkpoint: HeldCheckpoint): void => {
      checkpointId = checkpoint.checkpointId;
      attempt.options.onHeld?.(checkpoint);
    };
    try {
      const held = this.held(attempt, { args, decision, kept, signal: wait.signal });
      return await holdCall(hold, { ...held, onHeld, onDecided: attempt.options.onDecided });
    } catch (error) {
      if (error instanceof Held) throw error;
      const denied = error instanceof Denied ? error.decision : this.endedWait(wait.signal, decision, error);
      return ledger.refuse(ledger.next(attempt), denied, { checkpointId });
    } finally {
      for (const end of unlink) end();
    }
  }

  private held(attempt: Attempt, at: Hold & { args: JsonObject; signal: AbortSignal }): HeldCall {
    const { decider, bundles } = this.parts;
    const { tool, options, request, id } = attempt;
    const { args, decision, kept, signal } = at;
    if (!tool) throw new Denied(decider.deny("unknown_tool", `${request.tool} is not in the bundle.`, decision));
    const askedPin = kept?.earlier ? kept.earlier.pin : tool.pin;
    const again = (lifted: readonly string[], changed: JsonObject | null): Decision =>
      bundles.held?.tools.get(tool.id)?.pin === askedPin
        ? this.decide(attempt, changed ?? args, lifted)
        : decider.deny("tool_pin_changed", `${tool.id} is no longer the tool that people were asked about.`, decision);
    const agentReason = options.reason?.slice(0, AGENT_REASON_MAX).toWellFormed() ?? null;
    const { wait = true, onlyAsk = false } = options.hold ?? {};
    const abandoned = (): boolean => attempt.cancellation.aborted;
    const acceptsChanges = options.onChanged !== undefined;
    const { onQuestion } = options;
    const how = { signal, kept, wait, onlyAsk, acceptsChanges, abandoned, again, ...(onQuestion && { onQuestion }) };
    return { callId: id, request, arguments: args, tool, decision, agentReason, ...how };
  }

  private endedWait(signal: AbortSignal, decision: Decision, reason: unknown): Decision {
    const { decider } = this.parts;
    if (reason instanceof CallStopped) return decider.deny(reason.code, reason.message, decision);
    if (signal.aborted)
      return decider.deny("checkpoint_cancelled", "The caller stopped waiting for a decision.", decision);
    const why = `People have to decide about this call, and asking them failed: ${messageOf(reason)}`;
    return decider.deny("checkpoint_unavailable", why, decision);
  }

  private stopped(order: CallStopped): Denied {
    return new Denied(this.parts.decider.deny(order.code, order.message));
  }
}
