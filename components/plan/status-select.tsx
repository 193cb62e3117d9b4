"use client";

import { useState } from "react";
import { toast } from "sonner";
import { ReasonDialog } from "@/components/ui/reason-dialog";
import { Select } from "@/components/ui/select";
import { problemOf } from "@/lib/client/problem-of";
import { editTaskOp, type Task, TaskStatus } from "@/lib/plan/task-contract";
import { taskStatusWords } from "./plan-words";
import { usePlanAct } from "./use-plan";

const options = TaskStatus.options.map((value) => ({ value, label: taskStatusWords[value] }));

/** How far a task is: chosen from a list, so that no hand has to drag. "Not needed" asks why first. */
export function StatusSelect({ task }: { task: Task }) {
  const [asking, setAsking] = useState(false);
  const act = usePlanAct(editTaskOp, () => setAsking(false));
  const choose = (status: TaskStatus) => {
    act.reset();
    if (status === "not_needed") return setAsking(true);
    act.mutate(
      { id: task.id, version: task.version, status },
      { onError: (error) => toast.error("The status stays as it was", { description: error.message }) },
    );
  };
  return (
    <>
      <Select
        aria-label={`Status of ${task.title}`}
        value={task.status}
        options={options}
        disabled={act.isPending}
        onChange={(event) => choose(TaskStatus.parse(event.target.value))}
      />
      <ReasonDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Not needed: ${task.title}`}
        description="The task counts as closed, and what waits for it goes on. Its gate is not touched by it."
        hint="Shown with the task, and kept in the audit log."
        act="It is not needed"
        busy={act.isPending}
        problem={problemOf(act.error)}
        onGive={(statusReason) =>
          act.mutate({ id: task.id, version: task.version, status: "not_needed", statusReason })
        }
      />
    </>
  );
}
