"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useNow } from "@/components/ui/use-now";
import { call } from "@/lib/client/call";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { type Absence, listAbsencesOp, setAbsenceOfOp, setAbsenceOp } from "@/lib/identity/absence-contract";
import { listPeopleOp } from "@/lib/identity/contract";
import { can } from "@/lib/shared/permissions";

/** What a `datetime-local` box shows for an instant, in the reader's own zone. */
function localOf(at: string): string {
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

type Props = {
  viewerId: string;
  absence: Absence | null;
  /** Whose absence it is; left out for one's own. */
  of?: { id: string; name: string };
  onKept?: () => void;
};

/** From when, until when, and who decides meanwhile. */
export function AbsenceForm({ viewerId, absence, of, onKept }: Props) {
  const queries = useQueryClient();
  const { data: people } = useSuspenseQuery(optionsFor(listPeopleOp, {}));
  // Dates are in the reader's zone, which the server does not know: the boxes are filled in the browser only.
  const inBrowser = useNow() !== null;
  const [from, setFrom] = useState<string | null>(null);
  const [until, setUntil] = useState<string | null>(null);
  const [delegateId, setDelegateId] = useState(absence?.delegate?.id ?? "");
  const candidates = people.items.filter(
    ({ id, status, roles }) =>
      id !== viewerId && id !== of?.id && status === "active" && can(roles, "checkpoint:decide"),
  );
  const fromText = from ?? (absence && inBrowser ? localOf(absence.from) : "");
  const untilText = until ?? (absence && inBrowser ? localOf(absence.until) : "");
  const save = useMutation({
    mutationFn: () => {
      const terms = {
        from: (fromText === "" ? new Date() : new Date(fromText)).toISOString(),
        until: new Date(untilText).toISOString(),
        delegateId: delegateId === "" ? null : delegateId,
      };
      return of ? call(setAbsenceOfOp, { id: of.id, ...terms }) : call(setAbsenceOp, terms);
    },
    onSuccess: async (saved) => {
      await queries.invalidateQueries({ queryKey: [listAbsencesOp.id] });
      onKept?.();
      const whom = of?.name ?? "you";
      toast.success(of ? `The absence of ${of.name} is kept` : "Your absence is kept", {
        description: saved.delegate ? `${saved.delegate.name} decides for ${whom}.` : `Nobody stands in for ${whom}.`,
      });
    },
  });
  const problem = problemOf(save.error);
  const errors = fieldErrors(problem);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (untilText !== "" && !save.isPending) save.mutate();
  };
  return (
    <form onSubmit={submit} className="max-w-[40rem] space-y-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="From" hint="Empty: now. In your own time zone." error={errors.from}>
          <Input type="datetime-local" value={fromText} onChange={(event) => setFrom(event.target.value)} />
        </Field>
        <Field label="Until" required error={errors.until}>
          <Input type="datetime-local" value={untilText} onChange={(event) => setUntil(event.target.value)} />
        </Field>
      </div>
      <Field
        label={of ? "Who stands in" : "Who stands in for you"}
        error={errors.delegateId}
        hint={
          delegateId === ""
            ? `With nobody, what only ${of?.name ?? "you"} could decide is denied when its time is up.`
            : of
              ? "Somebody else than you: nobody gains decisions by an absence that they set."
              : "Only people whose roles let them decide are offered."
        }
      >
        <Select
          value={delegateId}
          placeholder="Nobody"
          options={candidates.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) => setDelegateId(event.target.value)}
        />
      </Field>
      <FormError problem={problemBesides(problem, ["from", "until", "delegateId"])} />
      <Button type="submit" variant="primary" disabled={untilText === ""} loading={save.isPending}>
        {absence ? "Keep the change" : "Keep the absence"}
      </Button>
    </form>
  );
}
