"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { listCampaignsOp, startCampaignOp } from "@/lib/attestations/contract";
import { call } from "@/lib/client/call";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { RiskTier } from "@/sdk/wire/words";
import { campaignHref } from "./attestation-words";

const empty = { title: "", note: "", team: "", due: "", riskTiers: [] as RiskTier[] };

/** The end of that day where the person is. */
const endOfDay = (day: string): string => new Date(`${day}T23:59:59`).toISOString();

export function StartCampaign() {
  const router = useRouter();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(empty);
  const set = (change: Partial<typeof empty>) => setDraft((now) => ({ ...now, ...change }));
  const start = useMutation({
    mutationFn: () =>
      call(startCampaignOp, {
        title: draft.title,
        note: draft.note,
        dueAt: endOfDay(draft.due),
        scope: { riskTiers: draft.riskTiers, team: draft.team },
      }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: [listCampaignsOp.id] });
      router.push(campaignHref(id));
    },
  });
  const problem = problemOf(start.error);
  const errors = fieldErrors(problem);
  return (
    <FormDialog
      onOpenChange={() => start.reset()}
      trigger={<Button variant="primary">Start a campaign…</Button>}
      title="Start a campaign"
      description="The owners of the agents are asked; what nobody answers by the date becomes a finding."
      act="Start it"
      busy={start.isPending || start.isSuccess}
      onSubmit={() => start.mutate()}
    >
      <Field label="Title" required error={errors.title}>
        <Input value={draft.title} maxLength={120} required onChange={(event) => set({ title: event.target.value })} />
      </Field>
      <Field label="To be answered by" required hint="The end of that day, where you are." error={errors.dueAt}>
        <Input type="date" value={draft.due} required onChange={(event) => set({ due: event.target.value })} />
      </Field>
      <fieldset>
        <legend className="mb-1 font-medium text-sm">Risk of the agents</legend>
        <div className="flex flex-wrap gap-x-6">
          {RiskTier.options.map((tier) => (
            <Checkbox
              key={tier}
              label={tier}
              checked={draft.riskTiers.includes(tier)}
              onCheckedChange={(on) =>
                set({
                  riskTiers: RiskTier.options.filter((one) =>
                    one === tier ? on === true : draft.riskTiers.includes(one),
                  ),
                })
              }
            />
          ))}
        </div>
        <p className="text-muted text-xs">None ticked: agents of every risk.</p>
      </fieldset>
      <Field label="Team" aside="optional" hint="Only agents of this team." error={errors.scope}>
        <Input value={draft.team} maxLength={80} onChange={(event) => set({ team: event.target.value })} />
      </Field>
      <Field label="Note to the owners" aside="optional" error={errors.note}>
        <Textarea value={draft.note} maxLength={1000} onChange={(event) => set({ note: event.target.value })} />
      </Field>
      <FormError problem={problemBesides(problem, ["title", "dueAt", "scope", "note"])} />
    </FormDialog>
  );
}
