/** What a caller of an enforcement point may catch. */
import type { Decision } from "../wire/decision.ts";

/** A request that people have been asked to decide, and where. */
export type HeldCheckpoint = { checkpointId: string; url: string; expiresAt: string };

/** The call was not run. `decision` says why; `checkpointId` names the request that people were asked to decide, if any. */
export class Denied extends Error {
  override name = "Denied";
  readonly decision: Decision;
  readonly checkpointId: string | null;
  constructor(decision: Decision, checkpointId: string | null = null) {
    super(decision.reason);
    this.decision = decision;
    this.checkpointId = checkpointId;
  }
}

/** The call was not run yet: people have been asked, and the caller did not want to wait. The same call goes on with it. */
export class Held extends Error {
  override name = "Held";
  readonly checkpoint: HeldCheckpoint;
  constructor(tool: string, checkpoint: HeldCheckpoint) {
    super(`${tool} waits for people until ${checkpoint.expiresAt}: ${checkpoint.url}`);
    this.checkpoint = checkpoint;
  }
}

/** Thrown by the function behind a call when the request went out and the answer was lost: it may have happened. */
export class OutcomeUnknown extends Error {
  override name = "OutcomeUnknown";
}

/** The point could not be connected: the message says what to do. */
export class ConnectFailed extends Error {
  override name = "ConnectFailed";
}
