/**
 * Stop orders and the calls that they stop. An order takes hold of every call of the agent, waiting or running, in the
 * turn in which it is heard.
 */
import type { z } from "zod";
import type { DecisionCode } from "../wire/decision.ts";
import type { StoppedAgent } from "../wire/protocol.ts";
import type { AgentStatus } from "../wire/words.ts";

type Stopped = z.infer<typeof StoppedAgent>;
export type StopStatus = Stopped["status"];

export const STOP_CODE: Record<StopStatus, DecisionCode> = {
  suspended: "agent_suspended",
  killed: "agent_killed",
  retired: "agent_retired",
};

/** Why a call's signal was aborted by an order. */
export class AgentStopped extends Error {
  override name = "AgentStopped";
  readonly status: StopStatus;
  constructor(agentId: string, status: StopStatus) {
    super(stopReason(agentId, status));
    this.status = status;
  }
}

export const stopReason = (agentId: string, status: StopStatus): string => `Agent ${agentId} is ${status}.`;

export class Stops {
  private readonly stopped = new Map<string, StopStatus>();
  private readonly calls = new Map<string, Set<AbortController>>();

  constructor(initial: readonly Stopped[]) {
    for (const { agentId, status } of initial) this.stopped.set(agentId, status);
  }

  statusOf(agentId: string): StopStatus | null {
    return this.stopped.get(agentId) ?? null;
  }

  list(): Stopped[] {
    return [...this.stopped].map(([agentId, status]) => ({ agentId, status }));
  }

  apply(agentId: string, status: AgentStatus): void {
    if (status === "active") {
      this.stopped.delete(agentId);
      return;
    }
    this.stopped.set(agentId, status);
    for (const call of this.calls.get(agentId) ?? []) call.abort(new AgentStopped(agentId, status));
  }

  /** Takes the complete list that a connection begins with. */
  replace(all: readonly Stopped[]): void {
    const named = new Set(all.map((entry) => entry.agentId));
    for (const agentId of this.stopped.keys()) if (!named.has(agentId)) this.stopped.delete(agentId);
    for (const { agentId, status } of all) this.apply(agentId, status);
  }

  /** Enters a call, so that an order can find it. The returned function takes it out again. */
  enter(agentId: string, call: AbortController): () => void {
    const calls = this.calls.get(agentId) ?? new Set();
    this.calls.set(agentId, calls.add(call));
    return () => {
      calls.delete(call);
      if (calls.size === 0 && this.calls.get(agentId) === calls) this.calls.delete(agentId);
    };
  }

  abortAll(reason: Error): void {
    for (const calls of this.calls.values()) for (const call of calls) call.abort(reason);
  }
}
