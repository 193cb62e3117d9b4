/** Bounds and words of this domain. Pure, browser-safe. */

/** Who told of an agent that nobody registered. */
export type Teller = "telemetry" | "import";

/** Why a discovered agent is stopped; it is how it is told from one that somebody stopped. */
export const DISCOVERED: Readonly<Record<Teller, string>> = {
  telemetry: "Seen in telemetry only. Points refuse it until somebody names its owner and releases it.",
  import: "Seen in imported calls only. Points refuse it until somebody names its owner and releases it.",
};

/** Unregistered agents that an organisation may gather before more of them are counted as one. */
export const MOST_DISCOVERED = 200;

const MOST_NAME = 120;
/** For calls that do not say whose they are. */
export const unnamedAgent = (reporter: string): string =>
  `Unnamed agent of ${reporter}`.slice(0, MOST_NAME).toWellFormed();

/** Whoever decided has this long to say so before a reported call counts as having passed no enforcement point. */
export const GRACE_SECONDS = 120;
/** So long a call that passed no enforcement point counts against its agent, and so late a decision is still taken as its. */
export const UNMEDIATED_HOURS = 24;
