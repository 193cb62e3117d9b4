/** Words for what a point is and how it stands. Pure: the clock is an argument. */
import type { z } from "zod";
import type { Point, PointState, PointTrouble } from "@/lib/enforcement/contract";
import type { Mode, PepKind, Strength } from "@/sdk/wire/words";

type State = z.infer<typeof PointState>;

export const kindWords: Record<PepKind, string> = {
  sdk: "SDK in the agent",
  "mcp-proxy": "MCP proxy",
  sandbox: "Sandbox",
  authzen: "AuthZEN",
  opa: "OPA",
  "ext-authz": "Gateway check (ext_authz)",
};

/** Never flattered: what a compromised agent could still do. */
export const strengthWords: Record<Strength, { word: string; means: string }> = {
  cooperative: { word: "Cooperative", means: "In the agent's own process: a compromised agent can step around it." },
  mediated: { word: "Mediated", means: "In another process that the calls go through: other ways out stay open." },
  mandatory: { word: "Mandatory", means: "The agent has no other way out." },
};

/** Why more is demanded than a point gives. */
export const demandWords: Record<Strength, string> = {
  cooperative: "",
  mediated: "It acts for agents of high risk, which need another process between.",
  mandatory: "It acts for critical agents or such that touch sensitive data, which need a sandbox.",
};

export const modeWords: Record<Mode, { word: string; means: string }> = {
  enforce: { word: "Enforces", means: "Denied calls do not happen; held calls wait for people." },
  observe: { word: "Observes", means: "Every call goes through; what would have been denied is recorded." },
};

export const stateWords: Record<State, { word: string; means: string }> = {
  connected: { word: "Connected", means: "Heard from within the last half minute." },
  stale: { word: "Silent", means: "Not heard from for a moment; its lease still runs." },
  unreachable: {
    word: "Unreachable",
    means: "Not heard from beyond its lease: it denies what its offline contract does not allow.",
  },
  never_connected: { word: "Never connected", means: "Enrolled, but not heard from since." },
  revoked: { word: "Revoked", means: "Cut off: nothing that it sends is accepted." },
};

/** What can be wrong with a point, as a figure above the list and as a filter of it. */
export const troubleWords: Record<PointTrouble, { word: string; means: string }> = {
  weak: { word: "Too weak", means: "Easier to step around than the risk of its agents allows." },
  drift: { word: "Drifting", means: "Connected, and for more than half a minute not at the published revision." },
  gap: { word: "Lost events", means: "It says that the record of calls was lost, within a day." },
  skew: { word: "Clock off", means: "Its clock is more than half a minute off." },
  nonconformant: { word: "Not conformant", means: "It failed a mandatory check of the conformance kit." },
};

/** The strength, and what is demanded when that is more. */
export function strengthLine({ strength, demanded, weak }: Pick<Point, "strength" | "demanded" | "weak">): string {
  const is = strengthWords[strength].word;
  return weak ? `${is}, needs ${strengthWords[demanded].word.toLowerCase()}` : is;
}

/** What the conformance kit said of it, by its own account. */
export function scorecardLine({ scorecard }: Pick<Point, "scorecard">): string {
  if (!scorecard) return "Never checked";
  const { conformant, passed, failed, skipped } = scorecard;
  const skips = skipped > 0 ? `, ${skipped} skipped` : "";
  return `${conformant ? "Conformant" : "Not conformant"}: ${passed} passed, ${failed} failed${skips}`;
}

type Revisions = Pick<Point, "revision" | "desiredRevision" | "refusedRevision" | "refusedReason">;

/** Whether it runs what it ought to run. */
export function revisionWords(point: Revisions): string {
  const { revision, desiredRevision, refusedRevision } = point;
  const runs = revision === 0 ? "no bundle" : `revision ${revision}`;
  if (desiredRevision === null) return revision === 0 ? "Nothing published yet" : `Runs ${runs}`;
  if (revision === desiredRevision) return `Runs ${runs}`;
  if (refusedRevision === desiredRevision) return `Refused revision ${desiredRevision}, runs ${runs}`;
  return `Runs ${runs}, ought to run ${desiredRevision}`;
}

export const isBehind = ({ revision, desiredRevision }: Revisions): boolean =>
  desiredRevision !== null && revision !== desiredRevision;

/** Half a minute: beyond it, a point's times can no longer be set beside the console's. */
const SKEW_NOTICED_MS = 30_000;

/** How the point's clock stands to the console's. */
export function skewWords(skewMs: number | null): { words: string; noticed: boolean } {
  if (skewMs === null) return { words: "not known", noticed: false };
  const size = Math.abs(skewMs);
  if (size < 1000) return { words: "in step", noticed: false };
  const span =
    size < 120_000
      ? `${size < 10_000 ? (size / 1000).toFixed(1) : Math.round(size / 1000)} s`
      : `${Math.round(size / 60_000)} min`;
  return { words: `${span} ${skewMs > 0 ? "ahead" : "behind"}`, noticed: size >= SKEW_NOTICED_MS };
}

export const agentsWords = (agents: readonly { name: string }[]): string =>
  agents.length === 0 ? "Every agent" : agents.map(({ name }) => name).join(", ");
