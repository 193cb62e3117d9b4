/**
 * Stop orders and the calls that they stop: of single agents, and of whatever a scope names. An order takes hold of every
 * call that it is about, waiting or running, in the turn in which it is heard.
 */
import type { z } from "zod";
import {
  blocksCall,
  type ProviderOf,
  principalsOf,
  revokedBy,
  revokedReason,
  type ScopedCall,
  scopeKey,
} from "../revoked.ts";
import type { DecisionCode } from "../wire/decision.ts";
import type { RevokedScope, StoppedAgent } from "../wire/protocol.ts";
import type { AgentStatus } from "../wire/words.ts";
import type { Cancellation } from "./cancellation.ts";

type Stopped = z.infer<typeof StoppedAgent>;
type StopStatus = Stopped["status"];

const STOP_CODE: Record<StopStatus, DecisionCode> = {
  suspended: "agent_suspended",
  killed: "agent_killed",
  retired: "agent_retired",
};

/** Why a call is refused by an order, or why its signal was aborted by one. */
export class CallStopped extends Error {
  override name = "CallStopped";
  readonly code: DecisionCode;
  constructor(code: DecisionCode, reason: string) {
    super(reason);
    this.code = code;
  }
}

const byStatus = (agentId: string, status: StopStatus): CallStopped =>
  new CallStopped(STOP_CODE[status], `Agent ${agentId} is ${status}.`);

const byScope = (scope: RevokedScope): CallStopped => new CallStopped("revoked", revokedReason(scope));

/** A running call that can be halted where it stands. An agent that is suspended holds its call so until it is released. */
export type Freezable = {
  /** False when it does not stand still for certain: then the call is ended. */
  freeze(): boolean;
  thaw(): void;
};

/** What an order did to the calls that it is about. */
export type Halted = { cancelled: number; frozen: number };

type Entered = { call: ScopedCall; control: Cancellation; freezable: Freezable | undefined; frozen: boolean };

export class Stops {
  private readonly stopped = new Map<string, StopStatus>();
  private readonly revoked = new Map<string, RevokedScope>();
  private readonly calls = new Map<string, Set<Entered>>();
  private readonly providerOf: ProviderOf;
  /** Calls that a complete state halted, by what stopped them, for the orders that are said again after it. */
  private readonly endedByState = new Map<string, Halted>();

  constructor(
    initial: { stopped: readonly Stopped[]; revoked: readonly RevokedScope[] },
    providerOf: ProviderOf = () => null,
  ) {
    for (const { agentId, status } of initial.stopped) this.stopped.set(agentId, status);
    for (const scope of initial.revoked) this.revoked.set(scopeKey(scope), scope);
    this.providerOf = providerOf;
  }

  /** Why no order lets the call through; null when none is against it. */
  against(call: ScopedCall): CallStopped | null {
    if (this.stopped.size > 0) {
      for (const agentId of principalsOf(call)) {
        const status = this.stopped.get(agentId);
        if (status !== undefined) return byStatus(agentId, status);
      }
    }
    if (this.revoked.size === 0) return null;
    const scope = revokedBy(this.revoked.values(), call, this.providerOf);
    return scope && byScope(scope);
  }

  list(): Stopped[] {
    return [...this.stopped].map(([agentId, status]) => ({ agentId, status }));
  }

  scopes(): RevokedScope[] {
    return [...this.revoked.values()];
  }

  /** Returns what it did to calls that were waiting or running. */
  apply(agentId: string, status: AgentStatus): Halted {
    this.endedByState.delete(agentId);
    if (status === "active") {
      this.stopped.delete(agentId);
      this.thaw();
      return nothing;
    }
    this.stopped.set(agentId, status);
    return haltAll(this.comingFrom(agentId), byStatus(agentId, status), status === "suspended");
  }

  /** Returns what it did to calls that were waiting or running. */
  revoke(scope: RevokedScope, active: boolean): Halted {
    const key = scopeKey(scope);
    this.endedByState.delete(key);
    if (!active) {
      this.revoked.delete(key);
      return nothing;
    }
    this.revoked.set(key, scope);
    return haltAll(this.matching(scope), byScope(scope), false);
  }

  /** Lets go on whatever no order is against any more. */
  private thaw(): void {
    for (const calls of this.calls.values())
      for (const entered of calls) {
        if (!entered.frozen || this.against(entered.call)) continue;
        entered.frozen = false;
        entered.freezable?.thaw();
      }
  }

  /** Takes the complete lists that a connection begins with. */
  replace(stopped: readonly Stopped[], revoked: readonly RevokedScope[]): void {
    const named = new Set(stopped.map((entry) => entry.agentId));
    for (const agentId of this.stopped.keys()) if (!named.has(agentId)) this.stopped.delete(agentId);
    const keys = new Set(revoked.map(scopeKey));
    for (const key of this.revoked.keys()) if (!keys.has(key)) this.revoked.delete(key);
    const ended = new Map<string, Halted>();
    for (const { agentId, status } of stopped) ended.set(agentId, this.apply(agentId, status));
    for (const scope of revoked) ended.set(scopeKey(scope), this.revoke(scope, true));
    for (const [what, halted] of ended) if (halted.cancelled + halted.frozen > 0) this.endedByState.set(what, halted);
    this.thaw();
  }

  /** What the last complete state did to calls on account of an agent or a scope. Told once. */
  takeEnded(what: string | RevokedScope): Halted {
    const key = typeof what === "string" ? what : scopeKey(what);
    const halted = this.endedByState.get(key) ?? nothing;
    this.endedByState.delete(key);
    return halted;
  }

  /** Enters a call, so that an order can find it. The returned function takes it out again. */
  enter(call: ScopedCall, control: Cancellation, freezable?: Freezable): () => void {
    const { agentId } = call;
    const calls = this.calls.get(agentId) ?? new Set();
    const entered: Entered = { call, control, freezable, frozen: false };
    this.calls.set(agentId, calls.add(entered));
    return () => {
      calls.delete(entered);
      if (calls.size === 0 && this.calls.get(agentId) === calls) this.calls.delete(agentId);
    };
  }

  /** The agent's own calls, and those that other agents make on its word. */
  private *comingFrom(agentId: string): Iterable<Entered> {
    for (const [caller, calls] of this.calls) {
      for (const entered of calls)
        if (caller === agentId || principalsOf(entered.call).includes(agentId)) yield entered;
    }
  }

  private *matching(scope: RevokedScope): Iterable<Entered> {
    for (const calls of this.calls.values()) {
      for (const entered of calls) if (blocksCall(scope, entered.call, this.providerOf)) yield entered;
    }
  }
}

const nothing: Halted = { cancelled: 0, frozen: 0 };

/** `softly`: what can be halted where it stands is, and only the rest is ended. */
function haltAll(calls: Iterable<Entered>, reason: CallStopped, softly: boolean): Halted {
  const halted = { ...nothing };
  for (const entered of calls) {
    if (entered.control.aborted || (softly && entered.frozen)) continue;
    entered.frozen = softly && entered.freezable?.freeze() === true;
    if (entered.frozen) halted.frozen += 1;
    else {
      entered.control.abort(reason);
      halted.cancelled += 1;
    }
  }
  return halted;
}
