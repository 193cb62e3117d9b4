"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ActResults, sayResults } from "@/components/changes/act-results";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { plural } from "@/components/ui/format-number";
import { Textarea } from "@/components/ui/textarea";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { type Agent, getAgentOp, listAgentsOp } from "@/lib/inventory/contract";
import { type BulkChange, editAgentsOp, listTagsOp, previewEditsOp } from "@/lib/inventory/edit-contract";
import { BulkEditFields } from "./bulk-edit-fields";
import { BulkEditPreview } from "./bulk-edit-preview";

type Props = { agents: readonly Agent[]; close: (done: boolean) => void };

/** What changes, then what that would do to each, then what became of each. */
export function BulkEditDialog({ agents, close }: Props) {
  // As they were when the dialog was opened: what changes meanwhile is refused, row by row.
  const [asked] = useState(() => agents.map(({ id, version }) => ({ id, version })));
  const [names] = useState(() => new Map(agents.map(({ id, name }) => [id, name])));
  const [change, setChange] = useState<BulkChange>({});
  const [reason, setReason] = useState("");
  const preview = useMutation({ mutationFn: () => call(previewEditsOp, { agents: asked, change }) });
  const apply = useApply(asked, change);
  const count = plural(agents.length, "agent");
  const empty = Object.keys(change).length === 0;
  const able = preview.data?.items.filter(({ refused, changes }) => refused === null && changes.length > 0) ?? [];
  const weaker = able.filter(({ weakens }) => weakens.length > 0);
  const results = apply.data?.results;
  return (
    <Dialog
      size="lg"
      open
      onOpenChange={() => close(results !== undefined)}
      title={results ? `${count}: ${sayResults(results)}` : `Edit ${count}`}
      description={
        results ? undefined : "Each agent is edited by itself: one that is refused or waits changes none of the others."
      }
    >
      {results ? (
        <>
          <ActResults results={results} nameOf={(id) => names.get(id) ?? id} />
          <Button className="mt-4" onClick={() => close(true)}>
            Back to the list
          </Button>
        </>
      ) : preview.data ? (
        <form
          className="space-y-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (able.length > 0 && !apply.isPending) apply.mutate(reason.trim());
          }}
        >
          <BulkEditPreview items={preview.data.items} takesTwo={preview.data.takesTwo} />
          <Field
            label="Reason"
            required={weaker.length > 0}
            aside={weaker.length > 0 ? undefined : "optional"}
            hint="Read by whoever confirms what weakens, and kept in the audit log."
          >
            <Textarea rows={2} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
          <FormError problem={problemOf(apply.error)} />
          <div className="flex flex-wrap gap-2">
            <Button type="button" onClick={() => preview.reset()}>
              Back
            </Button>
            <Button
              type="submit"
              variant="primary"
              loading={apply.isPending}
              disabled={able.length === 0 || (weaker.length > 0 && reason.trim() === "")}
            >
              Change {plural(able.length, "agent")}
            </Button>
          </div>
        </form>
      ) : (
        <form
          className="space-y-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (!empty && !preview.isPending) preview.mutate();
          }}
        >
          <BulkEditFields change={change} set={setChange} />
          <FormError problem={problemOf(preview.error)} />
          <Button type="submit" variant="primary" loading={preview.isPending} disabled={empty}>
            Show what changes
          </Button>
        </form>
      )}
    </Dialog>
  );
}

function useApply(agents: { id: string; version: number }[], change: BulkChange) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) => call(editAgentsOp, { agents, change, reason }),
    onSettled: () =>
      Promise.all(
        [listAgentsOp, getAgentOp, listTagsOp].map(({ id }) => queries.invalidateQueries({ queryKey: [id] })),
      ),
  });
}
