"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { plural } from "@/components/ui/format-number";
import { Input } from "@/components/ui/input";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { GraceDays, listLeaversOp, setGraceOp } from "@/lib/owners/contract";

/** For how long an agent goes on without its owner. */
export function GraceForm({ graceDays, mayManage }: { graceDays: number; mayManage: boolean }) {
  const queries = useQueryClient();
  const [days, setDays] = useState(String(graceDays));
  const wanted = GraceDays.safeParse(Number(days)).data;
  const save = useMutation({
    mutationFn: (next: number) => call(setGraceOp, { graceDays: next }),
    onSuccess: async ({ graceDays: now }) => {
      toast.success("Saved", { description: `Whose owner leaves from now on goes on for ${plural(now, "day")}.` });
      await queries.invalidateQueries({ queryKey: [listLeaversOp.id] });
    },
  });
  const said = `An agent whose owner left goes on for ${plural(graceDays, "day")}. Then it is suspended, and people are told a day before.`;
  if (!mayManage) return <p className="max-w-[72ch] text-muted text-sm">{said}</p>;
  return (
    <form
      className="flex max-w-[72ch] flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted !== undefined && wanted !== graceDays && !save.isPending) save.mutate(wanted);
      }}
    >
      <Field label="Days without an owner" hint={`${said} Dates that stand already stay.`} className="min-w-64 flex-1">
        <Input type="number" min={1} max={90} value={days} onChange={(event) => setDays(event.target.value)} />
      </Field>
      <Button type="submit" loading={save.isPending} disabled={wanted === undefined || wanted === graceDays}>
        Save
      </Button>
      <FormError problem={problemOf(save.error)} />
    </form>
  );
}
