/** What the gateway has told this point and what must outlive a restart: orders, trust, minimum revision, last word. */
import { z } from "zod";
import { TrustKey } from "../wire/bundle.ts";
import { RevokedScope, StoppedAgent } from "../wire/protocol.ts";
import { Digest, Mode } from "../wire/words.ts";
import type { StateDir } from "./state-dir.ts";

const FILE = "standing.json";
const HEARD_FILE = "heard.json";

export const StandingState = z.strictObject({
  mode: Mode,
  trust: z.array(TrustKey),
  minimumRevision: z.int().positive(),
  /** The newest bundle ever held; an older one is a roll-back. */
  highest: z.strictObject({ revision: z.int().positive(), contentDigest: Digest }).nullable(),
  stopped: z.array(StoppedAgent),
  /** Absent in what an older version of this package wrote. */
  revoked: z.array(RevokedScope).default([]),
});
export type StandingState = z.infer<typeof StandingState>;

/** Written every few seconds, and so beside the rest; without it, the lease has ended and the stream begins with its state. */
export const Heard = z.strictObject({
  lastWord: z.strictObject({ at: z.number(), leaseSeconds: z.int().positive() }).nullable(),
  lastEventId: z.string().nullable(),
});
export type Heard = z.infer<typeof Heard>;

export class Standing {
  private readonly directory: StateDir;
  private state: StandingState;
  private latest: Heard;

  constructor(directory: StateDir, initial: { mode: Mode; trust: TrustKey[] }) {
    this.directory = directory;
    this.state = readStanding(directory) ?? { ...initial, minimumRevision: 1, highest: null, stopped: [], revoked: [] };
    this.latest = readHeard(directory) ?? { lastWord: null, lastEventId: null };
  }

  get current(): Readonly<StandingState> {
    return this.state;
  }

  get heard(): Readonly<Heard> {
    return this.latest;
  }

  /** Takes effect in memory before it is written, so that a full disk cannot delay a stop order. */
  update(change: Partial<StandingState>): void {
    this.state = { ...this.state, ...change };
    this.directory.write(FILE, JSON.stringify(this.state));
  }

  hear(change: Partial<Heard>): void {
    this.latest = { ...this.latest, ...change };
    this.directory.writeLight(HEARD_FILE, JSON.stringify(this.latest));
  }
}

export function readStanding(directory: StateDir): StandingState | null {
  return directory.readJson(FILE, StandingState);
}

export function readHeard(directory: StateDir): Heard | null {
  return directory.readLight(HEARD_FILE, Heard);
}
