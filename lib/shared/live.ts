/** What a browser that looks at a page is told: that something changed, never what. It then asks again, with its own permissions. */
import { z } from "zod";

export const LiveTopic = z.enum(["control", "audit", "activity", "points", "findings", "maturity"]);
export type LiveTopic = z.infer<typeof LiveTopic>;

/** `refs` names what changed as the notice did: an audit action, an id. At most a few; empty means "look at all of it". */
export const LiveChange = z.object({ topic: LiveTopic, refs: z.array(z.string()) });
export type LiveChange = z.infer<typeof LiveChange>;

/** Names of the events on the stream. */
export const liveEvents = {
  /** The stream stands, or stands again: whatever is on screen may have changed unseen. */
  resync: "resync",
  change: "change",
  /** A sign of life, so that a browser can tell silence from a dead line. */
  beat: "beat",
  /** The session ended: the stream closes and must not be opened again without signing in. */
  signedOut: "signed-out",
} as const;
