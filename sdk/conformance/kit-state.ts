/** What the kit's gateway holds, as its routes read and change it. */
import type { z } from "zod";
import type { SigningKey } from "../crypto.ts";
import type { SignedGrant } from "../wire/action.ts";
import type { TrustKey } from "../wire/bundle.ts";
import type { CheckpointState, HoldInput } from "../wire/protocol.ts";
import type { Mode } from "../wire/words.ts";
import type { Conduct } from "./conduct.ts";
import type { KitLog } from "./kit-log.ts";

export type KitPoint = { pepId: string; publicKey: string };
export type KitCheckpoint = z.infer<typeof CheckpointState> & { asked: HoldInput };
export type Reply = { status: number; body: unknown };

export type KitState = {
  readonly org: string;
  readonly key: SigningKey;
  readonly log: KitLog;
  readonly conduct: Conduct;
  readonly points: Map<string, KitPoint>;
  readonly tokens: Set<string>;
  /** By revision; unknown, since some are meant to be bad. */
  readonly bundles: Map<number, unknown>;
  readonly checkpoints: Map<string, KitCheckpoint>;
  mode: Mode;
  leaseSeconds: number;
  trust: TrustKey[];
  /** Ids of events that are answered with "refused" instead of being stored. */
  refuseEvents: boolean;
  onHold: ((checkpoint: KitCheckpoint) => void) | null;
};

export type Settlement = {
  status: "approved" | "denied" | "expired";
  reason: string | null;
  grant: SignedGrant | null;
};
