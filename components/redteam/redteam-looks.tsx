import { Ban, CircleDashed, DoorOpen, LoaderCircle, ShieldCheck, ShieldQuestionMark } from "lucide-react";
import { Status, type StatusIcon, type Tone } from "@/components/ui/status";
import type { RedteamRun } from "@/lib/redteam/contract";
import type { ExerciseVerdict } from "@/sdk/wire/redteam";

type Look = { tone: Tone; icon: StatusIcon; label: string };

const verdicts: Record<ExerciseVerdict, Look> = {
  contained: { tone: "allow", icon: ShieldCheck, label: "Contained" },
  passed: { tone: "deny", icon: DoorOpen, label: "Passed through" },
  void: { tone: "unknown", icon: ShieldQuestionMark, label: "Void" },
};
export const VerdictMark = ({ verdict }: { verdict: ExerciseVerdict }) => <Status {...verdicts[verdict]} />;

const states: Record<Exclude<RedteamRun["status"], "finished">, Look> = {
  asked: { tone: "neutral", icon: CircleDashed, label: "Waiting" },
  running: { tone: "neutral", icon: LoaderCircle, label: "Running" },
  abandoned: { tone: "unknown", icon: Ban, label: "Abandoned" },
};

/** What it came to; while it has not, how it stands. */
export function RunMark({ run: { status, outcome } }: { run: RedteamRun }) {
  if (status !== "finished") return <Status {...states[status]} />;
  return <VerdictMark verdict={outcome?.result ?? "void"} />;
}

/** The list's input, the same on server and browser. */
export const RUNS = { limit: 50 };
export const runHref = (id: string): string => `/isolation/red-team/${encodeURIComponent(id)}`;
export const scenarioHref = (runId: string, id: string): string => `${runHref(runId)}/${encodeURIComponent(id)}`;
export const underWay = ({ status }: Pick<RedteamRun, "status">): boolean => status === "asked" || status === "running";

/** One sentence. */
export function saidOf({ status, done, total, current, endedWhy, outcome }: RedteamRun): string {
  if (status === "asked") return "It waits for the worker.";
  if (status === "running") {
    if (total === 0) return "Its range is being made.";
    return `${done} of ${total} attacks are made${current ? `; now: ${current}` : ""}.`;
  }
  return outcome?.reason ?? endedWhy ?? "It came to nothing.";
}
