"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Identifier } from "@/components/ui/code-block";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { KeyValue } from "@/components/ui/key-value";
import { Time } from "@/components/ui/time";
import { call } from "@/lib/client/call";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { getOrganisationOp, renameOrganisationOp } from "@/lib/identity/contract";

export function OrganisationForm({ mayEdit }: { mayEdit: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(getOrganisationOp, {}));
  return (
    <div className="max-w-[40rem]">
      {mayEdit ? <RenameForm current={data.name} /> : null}
      <KeyValue
        items={[
          ...(mayEdit ? [] : [{ label: "Name", value: data.name }]),
          { label: "Id", value: <Identifier value={data.id} keep={30} /> },
          { label: "Created", value: <Time at={data.createdAt} absolute /> },
        ]}
      />
    </div>
  );
}

function RenameForm({ current }: { current: string }) {
  const router = useRouter();
  const queries = useQueryClient();
  const [name, setName] = useState(current);
  const rename = useMutation({
    mutationFn: () => call(renameOrganisationOp, { name }),
    onSuccess: (organisation) => {
      queries.setQueryData(optionsFor(getOrganisationOp, {}).queryKey, organisation);
      setName(organisation.name);
      toast.success("Renamed", { description: `The organisation is now called ${organisation.name}.` });
      // The frame around the page says the name too.
      router.refresh();
    },
  });
  const problem = problemOf(rename.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!rename.isPending) rename.mutate();
  };
  return (
    <form onSubmit={submit} className="mb-5 flex flex-col gap-3">
      <div className="flex flex-wrap items-end gap-2">
        <Field label="Name" error={fieldErrors(problem).name} className="min-w-0 flex-1 basis-60">
          <Input value={name} onChange={(event) => setName(event.target.value)} required maxLength={120} />
        </Field>
        <Button type="submit" loading={rename.isPending} disabled={name.trim() === current}>
          Rename
        </Button>
      </div>
      <FormError problem={problemBesides(problem, ["name"])} />
    </form>
  );
}
