"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { DialogError } from "@/components/identity/dialog-error";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { call } from "@/lib/client/call";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { listPeopleOp } from "@/lib/identity/contract";
import { getRedteamSettingOp, type RedteamSetting, setRedteamOp } from "@/lib/redteam/contract";

const NOBODY = "nobody";

export function RedteamSettingDialog({ setting }: { setting: RedteamSetting }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size="sm">Change</Button>}
      title="When exercises run"
      description="The worker runs each; the first one of a new schedule is due at once."
    >
      {open ? <SettingForm setting={setting} onDone={() => setOpen(false)} /> : null}
    </Dialog>
  );
}

function SettingForm({ setting, onDone }: { setting: RedteamSetting; onDone: () => void }) {
  const queries = useQueryClient();
  const people = useQuery(optionsFor(listPeopleOp, {}));
  const [days, setDays] = useState(String(setting.everyDays));
  const [owner, setOwner] = useState(setting.ownerId ?? NOBODY);
  const save = useMutation({
    mutationFn: () =>
      call(setRedteamOp, {
        version: setting.version,
        everyDays: Number(days),
        ownerId: owner === NOBODY ? null : owner,
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [getRedteamSettingOp.id] });
      toast.success("Saved");
      onDone();
    },
  });
  const problem = problemOf(save.error);
  const errors = fieldErrors(problem);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  };
  const known = people.data?.items.filter(({ status }) => status === "active") ?? [];
  const options = [{ value: NOBODY, label: "Nobody" }, ...known.map(({ id, name }) => ({ value: id, label: name }))];
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label="An exercise every" aside="days" hint="0: only by hand." error={errors.everyDays}>
        <Input inputMode="numeric" value={days} onChange={(event) => setDays(event.target.value)} required />
      </Field>
      <Field label="Who answers for what is found" error={errors.ownerId}>
        <Select value={owner} onChange={(event) => setOwner(event.target.value)} options={options} />
      </Field>
      <DialogError problem={problemBesides(problem, ["everyDays", "ownerId"])} />
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
