"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { type Checkpoint, getCheckpointOp } from "@/lib/checkpoints/contract";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { useShareOut } from "./use-share-out";

type Props = { id: string; viewerId: string; open: boolean; onOpenChange: (open: boolean) => void };

/** Only colleagues who could decide it anyway are offered. */
export function HandOverDialog({ id, viewerId, open, onOpenChange }: Props) {
  return (
    <Dialog
      title="Hand it over"
      description="To a colleague who could decide it anyway. They are told; it leaves your box and comes back while a quarter of the time that is left now remains."
      open={open}
      onOpenChange={onOpenChange}
    >
      <HandOverForm id={id} viewerId={viewerId} done={() => onOpenChange(false)} />
    </Dialog>
  );
}

/** API keys are candidates too, but nobody to hand anything to. */
export const colleaguesOf = (request: Pick<Checkpoint, "stages" | "votes">, viewerId: string) => {
  const voted = new Set(request.votes.map(({ userId }) => userId));
  const all = request.stages.flatMap(({ candidates }) => candidates);
  const people = new Map(all.filter((one) => one.id.startsWith("usr_")).map((one) => [one.id, one]));
  return [...people.values()].filter(({ id }) => id !== viewerId && !voted.has(id));
};

function HandOverForm({ id, viewerId, done }: { id: string; viewerId: string; done: () => void }) {
  const { data: request, error } = useQuery(optionsFor(getCheckpointOp, { id }));
  const share = useShareOut(id);
  const [to, setTo] = useState("");
  const [note, setNote] = useState("");
  const problem = problemOf(error);
  if (problem)
    return (
      <Callout tone="deny" title={problem.title}>
        {problem.detail}
      </Callout>
    );
  if (!request) return <p className="text-muted text-sm">Looking for colleagues who could decide it…</p>;
  const colleagues = colleaguesOf(request, viewerId);
  if (colleagues.length === 0)
    return <p className="text-sm">Nobody else could decide it now. Handing it over would leave it to nobody.</p>;
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (to) share.mutate({ act: "handOver", to, note: note.trim() || null }, { onSuccess: done });
      }}
    >
      <Field label="Colleague" required>
        <Select
          value={to}
          onChange={(event) => setTo(event.target.value)}
          placeholder="Choose"
          options={colleagues.map(({ id: value, name }) => ({ value, label: name }))}
        />
      </Field>
      <Field label="Note" aside="optional" hint="For your colleague and the audit log; the agent does not see it.">
        <Textarea rows={2} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <div className="flex justify-end">
        <Button
          type="submit"
          variant="primary"
          disabled={!to}
          loading={share.isPending}
          className="max-sm:h-11 max-sm:w-full"
        >
          Hand over
        </Button>
      </div>
    </form>
  );
}
