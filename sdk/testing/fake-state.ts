import type { z } from "zod";
import type { SigningKey } from "../crypto.ts";
import type { PlainGrant } from "../wire/action.ts";
import type { SignedBundle, TrustKey } from "../wire/bundle.ts";
import type { CheckpointState, EnrolInput } from "../wire/protocol.ts";
import type { Mode } from "../wire/words.ts";
import type { FakeRecords } from "./fake-records.ts";

/** What the fake gateway holds, as its routes read and change it. */
export type FakeCheckpoint = z.infer<typeof CheckpointState> & {
  grantFor: Omit<PlainGrant, "id" | "rules" | "issuedAt">;
};
export type FakePoint = { pepId: string; publicKey: string; input: EnrolInput };

export type FakeState = {
  readonly org: string;
  readonly key: SigningKey;
  readonly records: FakeRecords;
  readonly points: Map<string, FakePoint>;
  readonly tokens: Set<string>;
  readonly bundles: Map<number, SignedBundle>;
  readonly checkpoints: Map<string, FakeCheckpoint>;
  /** What people found out about calls whose end nobody knew, by checkpoint. */
  readonly settled: Map<string, { mayRepeat: boolean; reason: string }>;
  /** What agents answered when they were asked. */
  readonly answers: { questionId: string; text: string }[];
  agents: string[] | null;
  mode: Mode;
  leaseSeconds: number;
  revision: number | null;
  trust: TrustKey[];
  now(): number;
};
