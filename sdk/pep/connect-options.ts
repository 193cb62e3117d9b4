/** What an enforcement point is connected with. */
import type { PepKind } from "../wire/words.ts";
import type { Clock } from "./clock.ts";
import type { Logger } from "./logger.ts";

export type ConnectOptions = {
  /** Address of the gateway. */
  url: string;
  kind: PepKind;
  /** Where the point keeps its key, bundle and spool; its own, and kept between runs. */
  stateDir: string;
  /** The agent that this point is for: checked at once, so that a wrong id does not wait for the first call. */
  agent?: string;
  /** The credential that this process presents to its tools: a name or fingerprint, never the secret. A call may name another. */
  credential?: string;
  /** Needed the first time only. */
  enrolToken?: string;
  name?: string;
  version?: string;
  logger?: Logger;
  /** More argument names, or JSON Pointers into the arguments, whose values are not reported. */
  redact?: readonly string[];
  spoolMaxBytes?: number;
  clock?: Clock;
  /** How often an undecided checkpoint is looked up, in case its event was missed. */
  checkpointPollMs?: number;
};
