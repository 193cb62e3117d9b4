"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ActResults, sayResults } from "@/components/changes/act-results";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { plural } from "@/components/ui/format-number";
import { Section } from "@/components/ui/page-header";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { listPeopleOp } from "@/lib/identity/contract";
import { getLeaverOp, handOverAgentsOp, type LeftAgent, listLeaversOp } from "@/lib/owners/contract";

type Props = { person: { id: string; name: string }; chosen: readonly LeftAgent[]; clear: () => void };

/** Gives what is chosen to one person, and tells what became of each. */
export function HandOver({ person, chosen, clear }: Props) {
  const queries = useQueryClient();
  const { data: people } = useSuspenseQuery(optionsFor(listPeopleOp, {}));
  const [to, setTo] = useState("");
  const [reason, setReason] = useState("");
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const give = useMutation({
    mutationFn: () => call(handOverAgentsOp, { id: person.id, to, agentIds: chosen.map(({ id }) => id), reason }),
    onMutate: () => setNames(new Map(chosen.map(({ id, name }) => [id, name]))),
    onSuccess: clear,
    onSettled: () =>
      Promise.all([getLeaverOp, listLeaversOp].map(({ id }) => queries.invalidateQueries({ queryKey: [id] }))),
  });
  const options = people.items
    .filter(({ id, status }) => status === "active" && id !== person.id)
    .map(({ id, name }) => ({ value: id, label: name }));
  const ready = chosen.length > 0 && to !== "" && reason.trim() !== "" && !give.isPending;
  return (
    <Section
      title="Hand over"
      description="Choose agents above (X on a row), and who answers for them from now on. Each is given by itself: one that is refused stops none of the others."
    >
      <form
        className="max-w-xl space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) give.mutate();
        }}
      >
        <Field label="To" required hint="They are told of requests that wait for them.">
          <Select
            options={options}
            placeholder="Choose somebody"
            value={to}
            onChange={(event) => setTo(event.target.value)}
          />
        </Field>
        <Field label="Reason" required hint="Kept in the audit log, and read by whoever confirms what weakens.">
          <Textarea rows={2} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
        <FormError problem={problemOf(give.error)} />
        <Button type="submit" variant="primary" loading={give.isPending} disabled={!ready}>
          Hand over {plural(chosen.length, "agent")}
        </Button>
      </form>
      {give.data ? (
        <div className="mt-4 max-w-xl" role="status">
          <p className="mb-2 font-medium text-sm">{sayResults(give.data.results)}.</p>
          <ActResults results={give.data.results} nameOf={(id) => names.get(id) ?? id} />
        </div>
      ) : null}
    </Section>
  );
}
