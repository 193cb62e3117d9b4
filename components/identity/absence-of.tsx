"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { type Absence, endAbsenceOfOp, listAbsencesOp } from "@/lib/identity/absence-contract";
import { listPeopleOp } from "@/lib/identity/contract";
import { AbsenceForm } from "./absence-form";

type Named = { id: string; name: string };
type Props = {
  viewerId: string;
  absences: readonly Absence[];
  /** Whose absence is changed; left out where it is still to be chosen. */
  person?: Named;
};

/** An admin says that somebody else is away. */
export function SetAbsenceOf({ viewerId, absences, person }: Props) {
  const { data: people } = useSuspenseQuery(optionsFor(listPeopleOp, {}));
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState("");
  const others = people.items.filter(({ id, status }) => id !== viewerId && status === "active");
  const of = person ?? others.find(({ id }) => id === chosen);
  const absence = absences.find((each) => each.person.id === of?.id) ?? null;
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setChosen("");
      }}
      trigger={
        <Button size="sm" aria-label={person ? `Change the absence of ${person.name}` : undefined}>
          {person ? "Change…" : "Somebody is away…"}
        </Button>
      }
      title={person ? `${person.name} is away` : "Somebody else is away"}
      description="While away they are not asked, and whoever stands in decides in their place."
    >
      <div className="space-y-4">
        {person ? null : (
          <Field label="Who is away" required hint={absence ? "What was said before is replaced." : undefined}>
            <Select
              value={chosen}
              placeholder="Choose a person"
              options={others.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(event) => setChosen(event.target.value)}
            />
          </Field>
        )}
        {of ? (
          <AbsenceForm
            key={of.id}
            viewerId={viewerId}
            absence={absence}
            of={{ id: of.id, name: of.name }}
            onKept={() => setOpen(false)}
          />
        ) : null}
      </div>
    </Dialog>
  );
}

export function EndAbsenceOf({ absence: { person, now } }: { absence: Absence }) {
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () => call(endAbsenceOfOp, { id: person.id }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [listAbsencesOp.id] });
      toast.success(now ? `${person.name} is back` : `The absence of ${person.name} is taken back`);
    },
    onError: (error) => toast.error(problemOf(error)?.detail),
  });
  return (
    <Button
      size="sm"
      aria-label={now ? `${person.name} is back` : `Take back the absence of ${person.name}`}
      loading={end.isPending}
      onClick={() => end.mutate()}
    >
      {now ? "Is back" : "Take back"}
    </Button>
  );
}
