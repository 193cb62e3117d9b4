"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { AskSecond } from "@/components/changes/ask-second";
import { changeHref, tellProposed } from "@/components/changes/tell-proposed";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { call } from "@/lib/client/call";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { type IsolationSetting, listIsolationOp, setIsolationOp } from "@/lib/isolation/contract";
import { OperationClass } from "@/sdk/wire/words";

type Draft = { data: string; hours: string } & Pick<
  IsolationSetting,
  "operationClasses" | "suspendOnEscape" | "reviewedOnly"
>;

const draftOf = (setting: IsolationSetting): Draft => ({
  data: setting.dataClasses.join(", "),
  hours: String(setting.everyHours),
  operationClasses: setting.operationClasses,
  suspendOnEscape: setting.suspendOnEscape,
  reviewedOnly: setting.reviewedOnly,
});

export function IsolationSettingDialog({ setting }: { setting: IsolationSetting }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size="sm">Change</Button>}
      title="Which agents must be isolated"
      description="Agents of the tier critical always are. For the others, what they touch and do decides."
    >
      {open ? <SettingForm setting={setting} onDone={() => setOpen(false)} /> : null}
    </Dialog>
  );
}

function SettingForm({ setting, onDone }: { setting: IsolationSetting; onDone: () => void }) {
  const queries = useQueryClient();
  const router = useRouter();
  const [draft, setDraft] = useState(() => draftOf(setting));
  const save = useMutation({
    mutationFn: ({ data, hours, ...rest }: Draft & { reason: string }) =>
      call(setIsolationOp, {
        version: setting.version,
        dataClasses: data.split(",").flatMap((name) => name.trim() || []),
        everyHours: Number(hours),
        ...rest,
      }),
    onSuccess: async ({ request }) => {
      if (request) {
        tellProposed(request);
        router.push(changeHref(request));
        return;
      }
      await queries.invalidateQueries({ queryKey: [listIsolationOp.id] });
      toast.success("Saved");
      onDone();
    },
  });
  const problem = problemOf(save.error);
  const errors = fieldErrors(problem);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate({ ...draft, reason: "" });
  };
  const choose = (name: OperationClass, on: boolean) => {
    const others = draft.operationClasses.filter((one) => one !== name);
    setDraft({ ...draft, operationClasses: on ? [...others, name] : others });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label="Data classes" hint="Separated by commas." error={errors.dataClasses}>
        <Input value={draft.data} onChange={(event) => setDraft({ ...draft, data: event.target.value })} />
      </Field>
      <fieldset className="grid gap-1.5 sm:grid-cols-2">
        <legend className="mb-1.5 font-medium text-sm">Operations</legend>
        {OperationClass.options.map((name) => (
          <Checkbox
            key={name}
            label={name}
            checked={draft.operationClasses.includes(name)}
            onCheckedChange={(on) => choose(name, on === true)}
          />
        ))}
      </fieldset>
      <Field label="A run of canaries counts for" aside="hours" error={errors.everyHours}>
        <Input
          inputMode="numeric"
          value={draft.hours}
          onChange={(event) => setDraft({ ...draft, hours: event.target.value })}
          required
        />
      </Field>
      <Switch
        label="Suspend the agent when a canary gets out"
        hint="People release it, as after any suspension."
        checked={draft.suspendOnEscape}
        onCheckedChange={(suspendOnEscape) => setDraft({ ...draft, suspendOnEscape })}
      />
      <Switch
        label="Only reviewed profiles count"
        hint="A run counts when its profile is one of the console's, in the version in force."
        checked={draft.reviewedOnly}
        onCheckedChange={(reviewedOnly) => setDraft({ ...draft, reviewedOnly })}
      />
      <AskSecond
        problem={problemBesides(problem, ["dataClasses", "everyHours"])}
        busy={save.isPending}
        onAsk={(reason) => save.mutate({ ...draft, reason })}
      />
      <div className="flex flex-wrap justify-end gap-2 border-line border-t pt-3">
        <DialogClose>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" loading={save.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
