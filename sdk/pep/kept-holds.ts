/**
 * Holds that outlive the process which asked. Under the caller's key and exactly this call, the disk has what makes the same
 * action again (its nonce before all), so that a later call goes on with the same request, and what was approved runs once.
 * Arguments are not kept: whoever goes on brings them, and the digest tells whether they are the same.
 */
import { mkdirSync, readdirSync, statSync } from "node:fs";
import { z } from "zod";
import { digestOf } from "../canonical.ts";
import { Digest, OperationClass } from "../wire/words.ts";
import type { CallRequest } from "./call-events.ts";
import type { StateDir } from "./state-dir.ts";

const DIRECTORY = "holds";
/** Far longer than any request stays open. */
const KEPT_MS = 30 * 24 * 3600 * 1000;

export const KeptHold = z.strictObject({
  nonce: z.string().min(16).max(64),
  revision: z.int().positive(),
  pin: Digest.nullable(),
  operationClass: OperationClass,
  digest: Digest,
  /** Call event under which people were asked. */
  callId: z.string(),
  /** Null until the gateway has answered. */
  checkpointId: z.string().nullable(),
  /** The call has run, or was about to: it is not begun again. */
  used: z.boolean(),
});
export type KeptHold = z.infer<typeof KeptHold>;

/** Where one call keeps its hold. */
export type HoldSlot = {
  read(): KeptHold | null;
  write(hold: KeptHold): void;
  clear(): void;
};

export class KeptHolds {
  private readonly directory: StateDir;
  private readonly pepId: string;

  constructor(directory: StateDir, pepId: string) {
    this.directory = directory;
    this.pepId = pepId;
  }

  /** The slot of a call: another key, agent, tool, person or argument is another slot. */
  slot(key: string, request: CallRequest, argumentsDigest: string): HoldSlot {
    const { agentId, tool, onBehalfOf = null, chain = [] } = request;
    const name = digestOf([this.pepId, key, agentId, tool, argumentsDigest, onBehalfOf, chain]);
    const file = `${DIRECTORY}/${name.replace(":", "-")}.json`;
    return {
      read: () => this.directory.readJson(file, KeptHold),
      write: (hold) => {
        mkdirSync(this.directory.file(DIRECTORY), { recursive: true, mode: 0o700 });
        this.directory.write(file, JSON.stringify(hold));
      },
      clear: () => this.directory.remove(file),
    };
  }

  /** Removes what nobody can still go on with. */
  prune(now: number): void {
    let names: string[];
    try {
      names = readdirSync(this.directory.file(DIRECTORY));
    } catch {
      return;
    }
    for (const name of names) {
      const file = `${DIRECTORY}/${name}`;
      if (statSync(this.directory.file(file)).mtimeMs < now - KEPT_MS) this.directory.remove(file);
    }
  }
}
