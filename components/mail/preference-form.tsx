"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { call } from "@/lib/client/call";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import {
  getMessagePreferenceOp,
  MessageKind,
  type MessagePreference,
  setMessagePreferenceOp,
} from "@/lib/messages/contract";
import { messageWords } from "./message-words";

type Draft = Pick<MessagePreference, "muted" | "timeZone"> & {
  address: string;
  quiet: boolean;
  from: string;
  to: string;
};

const draftOf = ({ address, muted, timeZone, quiet }: MessagePreference): Draft => ({
  address: address ?? "",
  muted,
  timeZone,
  quiet: quiet !== null,
  from: quiet?.from ?? "22:00",
  to: quiet?.to ?? "07:00",
});

/** What one is told by mail, where and when. */
export function PreferenceForm({ zones }: { zones: readonly string[] }) {
  const queries = useQueryClient();
  const { data } = useSuspenseQuery(optionsFor(getMessagePreferenceOp, {}));
  const [draft, setDraft] = useState(() => draftOf(data));
  const save = useMutation({
    mutationFn: ({ address, muted, timeZone, quiet, from, to }: Draft) =>
      call(setMessagePreferenceOp, {
        address: address.trim() === "" ? null : address,
        muted,
        timeZone,
        quiet: quiet ? { from, to } : null,
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [getMessagePreferenceOp.id] });
      toast.success("Saved");
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate(draft);
  };
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const problem = problemOf(save.error);
  const errors = fieldErrors(problem);
  return (
    <form onSubmit={submit} className="flex max-w-xl flex-col gap-6">
      {data.mailIsSent ? null : (
        <Callout tone="note" title="No mail is sent from this organisation now">
          An administrator sets up the mail server under Settings, Mail. What you choose here holds from then on.
        </Callout>
      )}
      <Field
        label="Address"
        aside="optional"
        error={errors.address}
        hint={`Empty: ${data.signInAddress}. Another one must be of a domain that people here sign in with.`}
      >
        <Input
          type="email"
          value={draft.address}
          onChange={(event) => change({ address: event.target.value })}
          placeholder={data.signInAddress}
          autoComplete="email"
        />
      </Field>
      <Kinds muted={draft.muted} onChange={(muted) => change({ muted })} />
      <When draft={draft} change={change} errors={errors} zones={zones} />
      <FormError problem={problemBesides(problem, ["address", "timeZone", "quiet"])} />
      <div>
        <Button type="submit" variant="primary" loading={save.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}

function Kinds({ muted, onChange }: { muted: readonly MessageKind[]; onChange: (muted: MessageKind[]) => void }) {
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium text-sm">Tell me by mail</legend>
      {MessageKind.options.map((kind) => (
        <Checkbox
          key={kind}
          label={messageWords[kind].label}
          hint={messageWords[kind].hint}
          checked={kind === "breakGlass" || !muted.includes(kind)}
          disabled={kind === "breakGlass"}
          onCheckedChange={(wanted) => onChange(wanted ? muted.filter((one) => one !== kind) : [...muted, kind])}
        />
      ))}
    </fieldset>
  );
}

type WhenProps = {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  errors: Record<string, string>;
  zones: readonly string[];
};

function When({ draft, change, errors, zones }: WhenProps) {
  const listed = [...new Set(["UTC", draft.timeZone, ...zones])];
  return (
    <div className="flex flex-col gap-3">
      <Field label="Time zone" error={errors.timeZone} hint="Of the times in messages, and of your quiet hours.">
        <Select
          value={draft.timeZone}
          options={listed.map((value) => ({ value, label: value }))}
          onChange={(event) => change({ timeZone: event.target.value })}
        />
      </Field>
      <Switch
        label="Quiet hours"
        hint="What comes in them is sent together at their end, if it still matters. Critical requests and break-glass come at any hour."
        checked={draft.quiet}
        onCheckedChange={(quiet) => change({ quiet })}
      />
      {draft.quiet ? (
        <div className="grid grid-cols-2 gap-3">
          <Field label="From" error={errors.quiet}>
            <Input type="time" value={draft.from} onChange={(event) => change({ from: event.target.value })} required />
          </Field>
          <Field label="To">
            <Input type="time" value={draft.to} onChange={(event) => change({ to: event.target.value })} required />
          </Field>
        </div>
      ) : null}
    </div>
  );
}
