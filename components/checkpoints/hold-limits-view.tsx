"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { AskSecond } from "@/components/changes/ask-second";
import { changeHref, tellProposed } from "@/components/changes/tell-proposed";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Section } from "@/components/ui/page-header";
import {
  getHoldLimitsOp,
  type HoldLimits,
  limitNote,
  MOST_PAUSE_AFTER,
  MOST_PER_MINUTE,
  setHoldLimitsOp,
  WINDOW_SECONDS,
} from "@/lib/checkpoints/flood-contract";
import { call } from "@/lib/client/call";
import { useLive } from "@/lib/client/live";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";

const live = { audit: [getHoldLimitsOp.id] };

/** The two numbers, for every agent of the organisation. */
export function HoldLimitsView({ mayEdit }: { mayEdit: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(getHoldLimitsOp, {}));
  useLive(live);
  return (
    <Section
      title="Limits"
      description="For each agent by itself. They count requests, not the calls that policy allows."
    >
      <LimitsForm key={`${data.perMinute} ${data.pauseAfter}`} limits={data} mayEdit={mayEdit} />
    </Section>
  );
}

function LimitsForm({ limits, mayEdit }: { limits: HoldLimits; mayEdit: boolean }) {
  const queries = useQueryClient();
  const router = useRouter();
  const [perMinute, setPerMinute] = useState(String(limits.perMinute));
  const [pauseAfter, setPauseAfter] = useState(String(limits.pauseAfter));
  const draft = { perMinute: Number(perMinute), pauseAfter: Number(pauseAfter) };
  const save = useMutation({
    mutationFn: (reason: string) => call(setHoldLimitsOp, { ...draft, reason }),
    onSuccess: async ({ request }) => {
      if (request) {
        tellProposed(request);
        router.push(changeHref(request));
        return;
      }
      await queries.invalidateQueries({ queryKey: [getHoldLimitsOp.id] });
      toast.success("The limits are kept", { description: "They hold for the next request of every agent." });
    },
  });
  const problem = problemOf(save.error);
  const errors = fieldErrors(problem);
  const note = limitNote(draft);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate("");
  };
  return (
    <form onSubmit={submit} className="max-w-[40rem] space-y-4">
      <fieldset disabled={!mayEdit} className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Requests in a minute"
          error={errors.perMinute}
          hint={`More are refused until the minute is over. 1 to ${MOST_PER_MINUTE.toLocaleString("en-GB")}.`}
        >
          <Input
            type="number"
            inputMode="numeric"
            min={1}
            max={MOST_PER_MINUTE}
            required
            value={perMinute}
            onChange={(event) => setPerMinute(event.target.value)}
          />
        </Field>
        <Field
          label={`Paused at, within ${WINDOW_SECONDS / 60} minutes`}
          error={errors.pauseAfter}
          hint={`With that many requests its held calls are paused until a person resumes them. 2 to ${MOST_PAUSE_AFTER.toLocaleString("en-GB")}.`}
        >
          <Input
            type="number"
            inputMode="numeric"
            min={2}
            max={MOST_PAUSE_AFTER}
            required
            value={pauseAfter}
            onChange={(event) => setPauseAfter(event.target.value)}
          />
        </Field>
      </fieldset>
      {note ? <Callout tone="hold">{note}</Callout> : null}
      <AskSecond
        problem={problemBesides(problem, ["perMinute", "pauseAfter"])}
        busy={save.isPending}
        onAsk={save.mutate}
      />
      {mayEdit ? (
        <Button
          type="submit"
          variant="primary"
          loading={save.isPending}
          disabled={draft.perMinute === limits.perMinute && draft.pauseAfter === limits.pauseAfter}
        >
          Keep the limits
        </Button>
      ) : (
        <p className="text-muted text-sm">An admin or security changes them.</p>
      )}
    </form>
  );
}
