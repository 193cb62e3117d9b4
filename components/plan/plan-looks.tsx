import { Ban, Circle, CircleCheck, CircleDashed, RotateCcw, ShieldAlert } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { AllowGlyph, DenyGlyph, HoldGlyph, UnknownGlyph } from "@/components/ui/glyphs";
import { Progress } from "@/components/ui/progress";
import { Status, type StatusIcon, type Tone } from "@/components/ui/status";
import type { Sprint } from "@/lib/plan/contract";
import type { GateItem, GateRequirement, GateState } from "@/lib/plan/gate-contract";
import type { TaskStatus } from "@/lib/plan/task-contract";
import { dayWords, gateWords, taskStatusWords } from "./plan-words";

type Look = { tone: Tone; icon: StatusIcon };

const gateLooks: Record<GateState, Look> = {
  met: { tone: "allow", icon: AllowGlyph },
  accepted: { tone: "hold", icon: ShieldAlert },
  unmet: { tone: "hold", icon: HoldGlyph },
  reopened: { tone: "deny", icon: RotateCcw },
  unknown: { tone: "unknown", icon: UnknownGlyph },
};

/** How a gate stands: hue, shape and word. */
export const GateMark = ({ state }: { state: GateState }) => (
  <Status {...gateLooks[state]} label={gateWords[state].label} look="pill" />
);

/** Of a sprint. */
export const TasksProgress = ({ tasks, className }: { tasks: Sprint["tasks"]; className: string }) => (
  <Progress
    className={className}
    label={tasks.overdue > 0 ? `Tasks closed, ${tasks.overdue} overdue` : "Tasks closed"}
    done={tasks.closed}
    total={tasks.total}
    unit="tasks"
  />
);

export const RequirementMark = ({ state }: Pick<GateRequirement, "state">) => (
  <Status {...gateLooks[state]} label={gateWords[state].label} />
);

const itemLooks: Record<GateItem["state"], Look & { label: string }> = {
  failing: { tone: "deny", icon: DenyGlyph, label: "Fails" },
  unknown: { tone: "unknown", icon: UnknownGlyph, label: "Unknown" },
  accepted: { tone: "hold", icon: ShieldAlert, label: "Accepted" },
};
export const ItemMark = ({ state }: Pick<GateItem, "state">) => <Status {...itemLooks[state]} />;

const taskLooks: Record<TaskStatus, Look> = {
  open: { tone: "neutral", icon: Circle },
  in_progress: { tone: "neutral", icon: CircleDashed },
  done: { tone: "allow", icon: CircleCheck },
  not_needed: { tone: "neutral", icon: Ban },
};
export const TaskMark = ({ status, pill }: { status: TaskStatus; pill?: boolean }) => (
  <Status {...taskLooks[status]} label={taskStatusWords[status]} look={pill ? "pill" : "plain"} />
);

/** A calendar day, the same for every reader. */
export const CalendarDay = ({ day, className }: { day: string; className?: string }) => (
  <time dateTime={day} className={cn("whitespace-nowrap tabular-nums", className)}>
    {dayWords(day)}
  </time>
);
