/**
 * Irreversible calls that people released and of which nobody knows whether they took effect: the answer was lost, or the
 * process ended meanwhile. On disk from before such a call runs until its end is known. The same call is not made again, by
 * whichever way policy would let it, before the console says that a person has found out and that it may.
 */
import { mkdirSync, readdirSync } from "node:fs";
import { z } from "zod";
import { OutcomeState } from "../wire/outcome.ts";
import { Digest, type Outcome } from "../wire/words.ts";
import type { Attempt } from "./call-attempt.ts";
import type { GatewayClient } from "./gateway-client.ts";
import { messageOf } from "./logger.ts";
import { printable } from "./printable.ts";
import type { StateDir } from "./state-dir.ts";

const DIRECTORY = "unsettled";

const Entry = z.strictObject({
  agentId: z.string(),
  tool: z.string(),
  /** Of the arguments that were asked for, and of those that ran where people changed them. */
  digests: z.array(Digest).min(1).max(2),
  callId: z.string(),
  checkpointId: z.string(),
  /** That nobody knows its end is on its way to the gateway. */
  reported: z.boolean(),
});
export type UnsettledCall = z.infer<typeof Entry>;

export type UnsettledParts = {
  directory: StateDir;
  client: GatewayClient;
  /** Hands in what is recorded, so that the gateway knows what this point knows; true when it has all of it. */
  flush(): Promise<boolean>;
};

export class UnsettledCalls {
  private readonly parts: UnsettledParts;
  private readonly entries = new Map<string, UnsettledCall>();

  constructor(parts: UnsettledParts) {
    this.parts = parts;
    for (const name of namesIn(parts.directory)) {
      const entry = parts.directory.readJson(`${DIRECTORY}/${name}`, Entry);
      if (entry) this.entries.set(entry.callId, entry);
    }
  }

  /** Calls that an earlier process began and never saw end: told once, when the point starts. */
  abandoned(report: (callId: string) => void): void {
    for (const entry of this.entries.values()) {
      if (entry.reported) continue;
      report(entry.callId);
      this.write({ ...entry, reported: true });
    }
  }

  /** Throws when the disk does not take it; then the call is not to run. */
  begin({ id, request, tool, prepared }: Attempt, checkpointId: string, askedDigest: string): void {
    if (tool?.reversibility !== "irreversible") return;
    mkdirSync(this.parts.directory.file(DIRECTORY), { recursive: true, mode: 0o700 });
    const digests = [...new Set([askedDigest, prepared.digest])];
    const { agentId } = request;
    this.write({ agentId, tool: tool.id, digests, callId: id, checkpointId, reported: false });
  }

  /** How a call ended. What is not known stays. */
  end(callId: string, outcome: Outcome): void {
    const entry = this.entries.get(callId);
    if (!entry) return;
    if (outcome === "unknown") this.write({ ...entry, reported: true });
    else this.remove(callId);
  }

  /** Why the same call is not made again; null when nothing is in its way. */
  async objection({ request, prepared }: Attempt): Promise<string | null> {
    for (const entry of [...this.entries.values()]) {
      const same = entry.agentId === request.agentId && entry.tool === request.tool;
      if (!same || !entry.digests.includes(prepared.digest)) continue;
      const why = await this.ask(entry);
      if (why !== null) return why;
      this.remove(entry.callId);
    }
    return null;
  }

  get size(): number {
    return this.entries.size;
  }

  private async ask({ checkpointId, reported }: UnsettledCall): Promise<string | null> {
    if (!reported) return "The same call was released by people and has not ended yet.";
    const unknown = "Whether an earlier call with the same arguments took effect is not known, so it is not made again";
    if (!(await this.parts.flush())) return `${unknown}: the gateway has not been told of it yet.`;
    try {
      const path = `/v1/pep/checkpoints/${encodeURIComponent(checkpointId)}/outcome`;
      const { mayRepeat, reason } = await this.parts.client.get(path, OutcomeState);
      return mayRepeat ? null : printable(reason, 1000);
    } catch (error) {
      return `${unknown}: the gateway could not be asked (${printable(messageOf(error), 300)}).`;
    }
  }

  private write(entry: UnsettledCall): void {
    // In memory first: a disk that is full must not let a second call through.
    this.entries.set(entry.callId, entry);
    this.parts.directory.write(fileOf(entry.callId), JSON.stringify(entry));
  }

  private remove(callId: string): void {
    this.entries.delete(callId);
    this.parts.directory.remove(fileOf(callId));
  }
}

const fileOf = (callId: string): string => `${DIRECTORY}/${callId}.json`;

function namesIn(directory: StateDir): string[] {
  try {
    return readdirSync(directory.file(DIRECTORY)).filter((name) => name.endsWith(".json"));
  } catch {
    return [];
  }
}
