/** Which agents must be isolated, and whether they are. Pure, browser-safe. */
import { SENSITIVE_CLASSES } from "@/lib/enforcement/rules";
import type { CanaryAttempt, CanaryResult } from "@/sdk/wire/canary-attempt";
import type { OperationClass, RiskTier } from "@/sdk/wire/words";
import type { IsolationSetting, IsolationState } from "./contract";

export const defaults: Omit<IsolationSetting, "version" | "updatedAt" | "updatedByName"> = {
  dataClasses: [...SENSITIVE_CLASSES],
  operationClasses: ["code.execute"],
  everyHours: 24,
  suspendOnEscape: false,
  reviewedOnly: false,
};

type Agent = { riskTier: RiskTier; dataClasses: readonly string[]; operations: readonly string[] };
type Wanted = { dataClasses: readonly string[]; operationClasses: readonly OperationClass[] };

/** The days whose calls say which operations an agent carries out. */
export const OPERATION_DAYS = 30;

/** Why an agent must be isolated, in sentences. */
export function demandsOn({ riskTier, dataClasses, operations }: Agent, wanted: Wanted): string[] {
  const data = dataClasses.filter((name) => wanted.dataClasses.includes(name));
  const acts = wanted.operationClasses.filter((name) => operations.includes(name));
  return [
    ...(riskTier === "critical" ? ["It is of the tier critical."] : []),
    ...(data.length > 0 ? [`It touches ${data.join(", ")} data.`] : []),
    ...(acts.length > 0 ? [`It carried out ${acts.join(", ")} in the last ${OPERATION_DAYS} days.`] : []),
  ];
}

export type RunFacts = {
  result: CanaryResult;
  reason: string;
  endedAt: Date;
  receivedAt: Date;
  /** Its profile is one of the console's, in the version in force. */
  reviewed: boolean;
};

/** A run is as old as the earlier of its two times: a clock that is ahead makes nothing last longer. */
const ageOf = ({ endedAt, receivedAt }: RunFacts, now: Date): number =>
  now.getTime() - Math.min(endedAt.getTime(), receivedAt.getTime());

type Counting = Pick<IsolationSetting, "everyHours" | "reviewedOnly">;

export function stateOf(
  last: RunFacts | null,
  now: Date,
  { everyHours, reviewedOnly }: Counting,
): { state: IsolationState; why: string } {
  if (!last) return { state: "never", why: "Its canaries were never run, so it is not known to be isolated." };
  if (last.result === "failed")
    return { state: "escaped", why: `In the last run of its canaries ${lower(last.reason)}` };
  if (last.result === "void") return { state: "void", why: `The last run of its canaries is void. ${last.reason}` };
  if (reviewedOnly && !last.reviewed)
    return {
      state: "unreviewed",
      why: "Its canaries passed in the sandbox of a profile that is not the console's in force: nobody reviewed that boundary, or it was changed since.",
    };
  const hours = Math.floor(ageOf(last, now) / 3_600_000);
  if (ageOf(last, now) > everyHours * 3_600_000)
    return {
      state: "overdue",
      why: `Its canaries last passed ${hours} hours ago; every ${everyHours} hours are asked for.`,
    };
  return { state: "isolated", why: `Its canaries passed. ${last.reason}` };
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const FAMILIES = ["files", "environment", "processes", "network", "kernel", "proxy", "secrets", "limits"] as const;

/** What a statement claims that its own attempts do not bear out; null when it is of one piece. */
export function contradictionIn(claimed: CanaryResult, attempts: readonly CanaryAttempt[]): string | null {
  const wrong = attempts.find((one) => one.verdict !== verdictOf(one));
  if (wrong) return `the verdict on ${wrong.id} is not what its control and its attempt came to`;
  if (new Set(attempts.map(({ id }) => id)).size !== attempts.length) return "an attempt is there twice";
  const escaped = attempts.some(({ verdict }) => verdict === "escaped");
  if (escaped !== (claimed === "failed")) return `it says ${claimed}, and its attempts say otherwise`;
  if (claimed !== "passed") return null;
  const unproven = FAMILIES.find(
    (family) => !attempts.some((one) => one.family === family && one.verdict === "contained"),
  );
  return unproven ? `it says passed, and proves nothing about ${unproven}` : null;
}

function verdictOf({ control, sandboxed }: CanaryAttempt): CanaryAttempt["verdict"] {
  if (sandboxed?.got) return "escaped";
  return control?.got && sandboxed ? "contained" : "void";
}

const order: readonly IsolationState[] = ["escaped", "void", "never", "unreviewed", "overdue", "isolated"];

/** Those that must be isolated come first, the worst of them before the others. */
export const worstFirst = (
  a: { demands: readonly string[]; state: IsolationState; agentName: string },
  b: { demands: readonly string[]; state: IsolationState; agentName: string },
): number =>
  Number(b.demands.length > 0) - Number(a.demands.length > 0) ||
  order.indexOf(a.state) - order.indexOf(b.state) ||
  (a.agentName < b.agentName ? -1 : 1);
