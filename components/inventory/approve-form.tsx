"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Identifier } from "@/components/ui/code-block";
import { FormError } from "@/components/ui/form-error";
import { plural } from "@/components/ui/format-number";
import { call } from "@/lib/client/call";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { approveToolOp, getToolOp, listToolsOp, type Tool } from "@/lib/inventory/contract";
import { ClassFields, type Classified } from "./class-fields";
import { toolName } from "./tool-words";

/** Approves exactly the definition that is shown above, by its digest; classifies again what is approved already. */
export function ApproveForm({ tool, deny }: { tool: Tool; deny?: ReactNode }) {
  const queries = useQueryClient();
  const [value, setValue] = useState<Classified>({
    operationClass: tool.operationClass,
    reversibility: tool.reversibility,
  });
  const [missing, setMissing] = useState(false);
  const approve = useMutation({
    mutationFn: (operationClass: NonNullable<Tool["operationClass"]>) =>
      call(approveToolOp, {
        id: tool.id,
        operationClass,
        reversibility: value.reversibility,
        definitionDigest: tool.definitionDigest,
      }),
    onSuccess: (saved) => {
      queries.setQueryData([getToolOp.id, { id: tool.id }], saved);
      toast.success(`${toolName(saved)} is approved`, { description: "Points allow it where policy permits." });
    },
    // Whatever was refused, what is there now is what should be read next.
    onSettled: () =>
      Promise.all([getToolOp.id, listToolsOp.id].map((id) => queries.invalidateQueries({ queryKey: [id] }))),
  });
  const problem = problemOf(approve.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(value.operationClass === null);
    if (value.operationClass && !approve.isPending) approve.mutate(value.operationClass);
  };
  const again = tool.state === "approved" && !tool.trustedFirstUse;
  return (
    <form onSubmit={submit} noValidate className="max-w-xl space-y-4">
      <ClassFields
        value={value}
        set={(change) => setValue((now) => ({ ...now, ...change }))}
        error={missing && !value.operationClass ? "Choose what it does." : fieldErrors(problem).operationClass}
      />
      {tool.definitionDigest ? (
        <div className="text-muted text-xs">
          <p>
            {again
              ? "Its pin; any later change of the definition blocks it."
              : "This becomes its pin; any later change blocks it."}
          </p>
          <Identifier value={tool.definitionDigest} keep={12} />
        </div>
      ) : (
        <p className="text-muted text-xs">
          No definition is known. It is approved by name; the first that a point sees becomes its pin.
        </p>
      )}
      <FormError problem={problemBesides(problem, ["operationClass", "reversibility"])} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant={again ? "secondary" : "primary"} loading={approve.isPending}>
          {again ? "Save class" : actWords(tool)}
        </Button>
        {deny}
      </div>
    </form>
  );
}

/** What the press really does: with signs in what is approved, that is said on the button. */
function actWords({ state, signs }: Tool): string {
  const grave = signs.filter(({ severity }) => severity !== "low").length;
  if (grave > 0) return `Approve despite ${plural(grave, "sign")}`;
  if (state === "changed") return "Approve the new definition";
  return state === "blocked" ? "Approve and unblock" : "Approve and pin";
}
