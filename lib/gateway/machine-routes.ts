/** What the gateway serves, and by which verb. */
import type { AnyVerb } from "@/lib/audit/verb";
import { cancelCheckpoint } from "@/lib/checkpoints/cancel-checkpoint";
import { openCheckpoint } from "@/lib/checkpoints/open-checkpoint";
import { readCheckpoint } from "@/lib/checkpoints/read-checkpoint";
import { readOutcome } from "@/lib/checkpoints/read-outcome";
import { redeemGrant } from "@/lib/checkpoints/redeem-grant";
import { reportAnswer } from "@/lib/checkpoints/report-answer";
import { enrolPoint } from "@/lib/enforcement/enrol-point";
import { fetchBundle } from "@/lib/enforcement/fetch-bundle";
import { reportProbe } from "@/lib/enforcement/report-probe";
import { reportScorecard } from "@/lib/enforcement/report-scorecard";
import { reportTools } from "@/lib/inventory/report-tools";
import { reportCanaries } from "@/lib/isolation/report-canaries";
import { reportProposal } from "@/lib/profiles/report-proposal";
import { reportSandbox } from "@/lib/profiles/report-sandbox";
import { method, path } from "@/lib/shared/operation";
import { reportAcks, reportEvents, reportHeartbeat } from "./group-intake";

export const machineVerbs: readonly AnyVerb[] = [
  enrolPoint,
  fetchBundle,
  reportAcks,
  reportProbe,
  reportHeartbeat,
  reportEvents,
  reportTools,
  reportScorecard,
  reportCanaries,
  reportSandbox,
  reportProposal,
  openCheckpoint,
  readCheckpoint,
  readOutcome,
  reportAnswer,
  cancelCheckpoint,
  redeemGrant,
];

export type Match = { verb: AnyVerb; params: Record<string, string> } | { allowed: string[] } | null;

const routes = machineVerbs.map((verb) => ({
  verb,
  method: method(verb.operation),
  pattern: new RegExp(`^${path(verb.operation).replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`),
}));

/** The verb for a method and path; the allowed methods when only the method is wrong; null when nothing is there. */
export function matchRoute(verbName: string, pathname: string): Match {
  const there = routes.filter(({ pattern }) => pattern.test(pathname));
  const found = there.find((route) => route.method === verbName);
  if (found) return { verb: found.verb, params: { ...found.pattern.exec(pathname)?.groups } };
  return there.length > 0 ? { allowed: there.map((route) => route.method) } : null;
}
