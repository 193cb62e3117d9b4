"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { AskSecond } from "@/components/changes/ask-second";
import { changeHref, tellProposed } from "@/components/changes/tell-proposed";
import { roleWords } from "@/components/identity/role-words";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { call } from "@/lib/client/call";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { getOversightOp, type OversightSetting, setOversightSettingOp } from "@/lib/oversight/contract";

type Draft = Record<
  "decoysPerHundred" | "days" | "leastCaught" | "fastSeconds" | "mostFast" | "longestStreak",
  string
> &
  Pick<OversightSetting, "secondReviewer" | "helpingRole">;

const draftOf = (setting: OversightSetting): Draft => ({
  decoysPerHundred: String(setting.decoysPerHundred),
  days: String(setting.days),
  leastCaught: String(Math.round(setting.leastCaught * 100)),
  fastSeconds: String(setting.fastSeconds),
  mostFast: String(Math.round(setting.mostFast * 100)),
  longestStreak: String(setting.longestStreak),
  secondReviewer: setting.secondReviewer,
  helpingRole: setting.helpingRole,
});

const roles = ["security", "admin", "approver", "owner"] as const;

export function SettingDialog({ setting }: { setting: OversightSetting }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size="sm">Change</Button>}
      title="Decoys and second reviewers"
      description="A decoy looks like a real request, ought to be refused, and is never run. Tell your people that there may be some."
    >
      {open ? <SettingForm setting={setting} onDone={() => setOpen(false)} /> : null}
    </Dialog>
  );
}

function SettingForm({ setting, onDone }: { setting: OversightSetting; onDone: () => void }) {
  const queries = useQueryClient();
  const router = useRouter();
  const [draft, setDraft] = useState(() => draftOf(setting));
  const save = useMutation({
    mutationFn: ({ reason, secondReviewer, helpingRole, ...figures }: Draft & { reason: string }) =>
      call(setOversightSettingOp, {
        version: setting.version,
        decoysPerHundred: Number(figures.decoysPerHundred),
        days: Number(figures.days),
        leastCaught: Number(figures.leastCaught) / 100,
        fastSeconds: Number(figures.fastSeconds),
        mostFast: Number(figures.mostFast) / 100,
        longestStreak: Number(figures.longestStreak),
        secondReviewer,
        helpingRole,
        reason,
      }),
    onSuccess: async ({ request }) => {
      if (request) {
        tellProposed(request);
        router.push(changeHref(request));
        return;
      }
      await queries.invalidateQueries({ queryKey: [getOversightOp.id] });
      toast.success("Saved");
      onDone();
    },
  });
  const problem = problemOf(save.error);
  const errors = fieldErrors(problem);
  const figure = (name: Exclude<keyof Draft, "secondReviewer" | "helpingRole">, label: string, aside?: string) => (
    <Field label={label} error={errors[name]} {...(aside ? { aside } : {})}>
      <Input
        inputMode="numeric"
        value={draft[name]}
        onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
        required
      />
    </Field>
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate({ ...draft, reason: "" });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <div className="grid gap-3 sm:grid-cols-2">
        {figure("decoysPerHundred", "Decoys for 100 requests", "0 to 20")}
        {figure("days", "Judged over", "days")}
        {figure("leastCaught", "Caught decoys, at least", "%")}
        {figure("longestStreak", "Approvals in a row, under")}
        {figure("mostFast", "Fast approvals, at most", "%")}
        {figure("fastSeconds", "Fast is under", "seconds")}
      </div>
      <Switch
        label="Add a second reviewer"
        hint="To the stages that somebody under a limit could fill, until the figures are back."
        checked={draft.secondReviewer}
        onCheckedChange={(secondReviewer) => setDraft({ ...draft, secondReviewer })}
      />
      <Field label="Who helps out" hint="Counts in a stage that has nobody else.">
        <Select
          value={draft.helpingRole}
          options={roles.map((value) => ({ value, label: roleWords[value].label }))}
          onChange={(event) =>
            setDraft({ ...draft, helpingRole: roles.find((one) => one === event.target.value) ?? "security" })
          }
        />
      </Field>
      <AskSecond
        problem={problemBesides(problem, Object.keys(draft))}
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
