/** What is wrong with a point, in the words of a finding. Pure. */
import type { NewFinding } from "@/lib/findings/raise-finding";
import type { FleetRow } from "./fleet-rows";
import { SKEW_NOTICED_MS, strengthAt } from "./rules";

export const WATCHED_KINDS = ["point.weak", "point.drift", "point.stale", "point.gap", "point.skew"] as const;
export type WatchedKind = (typeof WATCHED_KINDS)[number];
export type WatchedRow = Pick<
  FleetRow,
  | "id"
  | "name"
  | "state"
  | "strength"
  | "demanded"
  | "weak"
  | "drifting"
  | "gappy"
  | "skewed"
  | "revision"
  | "desiredRevision"
  | "refusedRevision"
  | "refusedReason"
  | "lastSeenAt"
  | "lost"
  | "gaps"
  | "skewMs"
>;

/** Why a finding that is open is so no longer. */
export const CLEARED: Record<WatchedKind, string> = {
  "point.weak": "The point is as strong as its agents demand.",
  "point.drift": "The point runs the published revision, or is no longer connected.",
  "point.stale": "The point was heard again, or is revoked.",
  "point.gap": "No loss was reported for a day.",
  "point.skew": "The point's clock is in step.",
};

export function troublesOf(row: WatchedRow): NewFinding[] {
  return [
    row.weak ? weak(row) : [],
    row.drifting ? drift(row) : [],
    row.state === "unreachable" ? stale(row) : [],
    row.gappy ? gap(row) : [],
    row.skewed ? skew(row) : [],
  ].flat();
}

const subjectOf = ({ id, name }: WatchedRow) => ({ kind: "point", id, name }) as const;
const high = (row: WatchedRow) => (row.demanded === 3 ? "high" : "medium");

function weak(row: WatchedRow): NewFinding {
  const strength = strengthAt(row.strength);
  const demanded = strengthAt(row.demanded);
  return {
    kind: "point.weak",
    severity: high(row),
    subject: subjectOf(row),
    title: `${row.name} is ${strength}, and the risk of its agents demands ${demanded}`,
    mend:
      demanded === "mandatory"
        ? "Run these agents in a sandbox, so that there is no way around their enforcement point, or lower what they may touch."
        : "Put an MCP proxy or a gateway check before these agents, or limit the point to agents of lower risk.",
    detail: { strength, demanded },
  };
}

function drift(row: WatchedRow): NewFinding {
  const { revision, desiredRevision, refusedRevision, refusedReason, name } = row;
  const refused = refusedRevision !== null && refusedRevision === desiredRevision;
  const runs = revision === 0 ? "no bundle" : `revision ${revision}`;
  return {
    kind: "point.drift",
    severity: refused ? "high" : "medium",
    subject: subjectOf(row),
    title: `${name} runs ${runs}, and ought to run ${desiredRevision}${refused ? ", which it refused" : ""}`,
    mend: refused
      ? "Read its reason, mend what it names, and publish again; until then it decides by the older policy."
      : "Look at the point's log: it is connected and does not follow. Restart it if it says nothing.",
    detail: { revision, desiredRevision, refused, reason: refused ? refusedReason : null },
  };
}

function stale(row: WatchedRow): NewFinding {
  const lastSeenAt = row.lastSeenAt?.toISOString() ?? null;
  return {
    kind: "point.stale",
    severity: high(row),
    subject: subjectOf(row),
    title: `${row.name} is out of reach, and its lease is over`,
    mend: "Bring it back, or revoke it if it is gone for good; what its offline contract does not allow, it denies.",
    detail: { lastSeenAt },
  };
}

function gap(row: WatchedRow): NewFinding {
  const { name, lost, gaps } = row;
  return {
    kind: "point.gap",
    severity: "high",
    subject: subjectOf(row),
    title: lost > 0 ? `${name} lost the record of calls within a day` : `${name} has lost the record of calls`,
    mend: "Read the reason in its gap records: a spool that is full needs a gateway that it can reach, or more room.",
    detail: { lost, unreported: gaps },
    facts: "lost",
  };
}

function skew(row: WatchedRow): NewFinding {
  const seconds = Math.round((row.skewMs ?? 0) / 1000);
  return {
    kind: "point.skew",
    severity: "low",
    subject: subjectOf(row),
    title: `The clock of ${row.name} is more than ${SKEW_NOTICED_MS / 1000} s ${seconds > 0 ? "ahead" : "behind"}`,
    mend: "Set the clock of its machine, most often by turning on time synchronisation.",
    detail: { seconds },
    facts: seconds > 0 ? "ahead" : "behind",
  };
}
