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

type Entered = { call: ScopedCall; control: Cancellation };

export class Stops {
  private readonly stopped = new Map<string, StopStatus>();
  private readonly revoked = new Map<string, RevokedScope>();
  private readonly calls = new Map<string, Set<Entered>>();
  private readonly providerOf: ProviderOf;
  /** Calls that a complete state ended, by what stopped them, for the orders that are said again after it. */
  private readonly endedByState = new Map<string, number>();

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

  /** Returns how many calls it ended. */
  apply(agentId: string, status: AgentStatus): number {
    this.endedByState.delete(agentId);
    if (status === "active") {
      this.stopped.delete(agentId);
      return 0;
    }
    this.stopped.set(agentId, status);
    return endAll(this.comingFrom(agentId), byStatus(agentId, status));
  }

  /** Returns how many calls it ended. */
  revoke(scope: RevokedScope, active: boolean): number {
    const key = scopeKey(scope);
    this.endedByState.delete(key);
    if (!active) {
      this.revoked.delete(key);
      return 0;
    }
    this.revoked.set(key, scope);
    return endAll(this.matching(scope), byScope(scope));
  }

  /** Takes the complete lists that a connection begins with. */
  replace(stopped: readonly Stopped[], revoked: readonly RevokedScope[]): void {
    const named = new Set(stopped.map((entry) => entry.agentId));
    for (const agentId of this.stopped.keys()) if (!named.has(agentId)) this.stopped.delete(agentId);
    const keys = new Set(revoked.map(scopeKey));
    for (const key of this.revoked.keys()) if (!keys.has(key)) this.revoked.delete(key);
    const ended = new Map<string, number>();
    for (const { agentId, status } of stopped) ended.set(agentId, this.apply(agentId, status));
    for (const scope of revoked) ended.set(scopeKey(scope), this.revoke(scope, true));
    for (const [what, count] of ended) if (count > 0) this.endedByState.set(what, count);
  }

  /** How many calls the last complete state ended on account of an agent or a scope. Told once. */
  takeEnded(what: string | RevokedScope): number {
    const key = typeof what === "string" ? what : scopeKey(what);
    const count = this.endedByState.get(key) ?? 0;
    this.endedByState.delete(key);
    return count;
  }

  /** Enters a call, so that an order can find it. The returned function takes it out again. */
  enter(call: ScopedCall, control: Cancellation): () => void {
    const { agentId } = call;
    const calls = this.calls.get(agentId) ?? new Set();
    const entered = { call, control };
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

function endAll(calls: Iterable<Entered>, reason: CallStopped): number {
  let ended = 0;
  for (const { control } of calls) {
    if (control.aborted) continue;
    control.abort(reason);
    ended += 1;
  }
  return ended;
}
