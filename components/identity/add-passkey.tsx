"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { call } from "@/lib/client/call";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { addPasskeyOp, beginPasskeyOp, listPasskeysOp } from "@/lib/identity/passkey-contract";
import { DialogError } from "./dialog-error";
import { PasswordInput } from "./password-input";
import { askToRegister } from "./use-passkey";

type Draft = { name: string; password: string };

/** The password once more, since whoever finds a browser open must not be able to leave a key behind. */
export function AddPasskey() {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState<Draft>({ name: "", password: "" });
  const show = (next: boolean) => {
    setOpen(next);
    setDraft({ name: "", password: "" });
    add.reset();
  };
  const add = useMutation({
    mutationFn: async ({ name, password }: Draft) => {
      const { stepUpId, options } = await call(beginPasskeyOp, { password });
      return call(addPasskeyOp, { stepUpId, name, answer: await askToRegister(options) });
    },
    onSuccess: async (passkey) => {
      await queries.invalidateQueries({ queryKey: [listPasskeysOp.id] });
      toast.success(`${passkey.name} is added`, { description: "You can approve with it from now on." });
      show(false);
    },
  });
  const errors = fieldErrors(problemOf(add.error));
  return (
    <FormDialog
      open={open}
      onOpenChange={show}
      trigger={
        <Button variant="primary">
          <Plus aria-hidden="true" />
          Add a passkey
        </Button>
      }
      title="Add a passkey"
      description="Your browser then asks for your fingerprint, face, PIN or security key."
      act="Go on"
      busy={add.isPending}
      onSubmit={() => add.mutate(draft)}
    >
      <Field label="Name" hint="Which device or key it is." error={errors.name}>
        <Input
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.target.value })}
          required
          maxLength={80}
          autoComplete="off"
        />
      </Field>
      <Field label="Your password" hint="Once more: a passkey is worth more than an open browser.">
        <PasswordInput
          value={draft.password}
          onChange={(event) => setDraft({ ...draft, password: event.target.value })}
          required
          autoComplete="current-password"
        />
      </Field>
      <DialogError problem={problemBesides(problemOf(add.error), ["name"])} />
    </FormDialog>
  );
}
