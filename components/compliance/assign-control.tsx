"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Select } from "@/components/ui/select";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { assignControlOp, type ControlView, getControlOp } from "@/lib/compliance/contract";
import { listPeopleOp } from "@/lib/identity/contract";

/** Chooses who answers for a control; it is kept at once, and can be chosen again. */
export function AssignControl({ control: { framework, key, owner } }: { control: ControlView }) {
  const queries = useQueryClient();
  const { data: people } = useSuspenseQuery(optionsFor(listPeopleOp, {}));
  const assign = useMutation({
    mutationFn: (ownerId: string | null) => call(assignControlOp, { framework: framework.id, control: key, ownerId }),
    onSettled: () => queries.invalidateQueries({ queryKey: [getControlOp.id] }),
  });
  const options = people.items
    .filter(({ id, status }) => status === "active" || id === owner?.id)
    .map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` }));
  const gone =
    owner && !options.some(({ value }) => value === owner.id) ? [{ value: owner.id, label: owner.name }] : [];
  return (
    <div className="max-w-[24rem] space-y-2">
      <Field
        label="Owner"
        hint={owner && !owner.active ? "This person is not active any more: choose another." : undefined}
      >
        <Select
          value={assign.isPending ? (assign.variables ?? "") : (owner?.id ?? "")}
          placeholder="Nobody"
          options={[...gone, ...options]}
          disabled={assign.isPending}
          onChange={(event) => assign.mutate(event.target.value || null)}
        />
      </Field>
      <FormError problem={problemOf(assign.error)} />
    </div>
  );
}
