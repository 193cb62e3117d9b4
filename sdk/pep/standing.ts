/** What the gateway has told this point and what must outlive a restart: orders, trust, minimum revision, last word. */
import { z } from "zod";
import { TrustKey } from "../wire/bundle.ts";
import { StoppedAgent } from "../wire/protocol.ts";
import { Digest, Mode } from "../wire/words.ts";
import type { StateDir } from "./state-dir.ts";

const FILE = "standing.json";

export const StandingState = z.strictObject({
  mode: Mode,
  trust: z.array(TrustKey),
  minimumRevision: z.int().positive(),
  /** The newest bundle ever held; an older one is a roll-back. */
  highest: z.strictObject({ revision: z.int().positive(), contentDigest: Digest }).nullable(),
  stopped: z.array(StoppedAgent),
  lastWord: z.strictObject({ at: z.number(), leaseSeconds: z.int().positive() }).nullable(),
  lastEventId: z.string().nullable(),
});
export type StandingState = z.infer<typeof StandingState>;

export class Standing {
  private readonly directory: StateDir;
  private state: StandingState;

  constructor(directory: StateDir, initial: { mode: Mode; trust: TrustKey[] }) {
    this.directory = directory;
    this.state = readStanding(directory) ?? {
      ...initial,
      minimumRevision: 1,
      highest: null,
      stopped: [],
      lastWord: null,
      lastEventId: null,
    };
  }

  get current(): Readonly<StandingState> {
    return this.state;
  }

  /** Takes effect in memory before it is written, so that a full disk cannot delay a stop order. */
  update(change: Partial<StandingState>, options: { durable: boolean } = { durable: true }): void {
    this.state = { ...this.state, ...change };
    this.directory.write(FILE, JSON.stringify(this.state), options);
  }
}

export function readStanding(directory: StateDir): StandingState | null {
  return directory.readJson(FILE, StandingState);
}
