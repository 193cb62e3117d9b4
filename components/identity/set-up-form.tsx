"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { call } from "@/lib/client/call";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { setUpOp } from "@/lib/identity/contract";
import { loadDemo } from "./load-demo";
import { NewPasswordField } from "./new-password-field";
import { type StartSession, startOrThrow } from "./start-or-throw";

type Draft = { organisation: string; name: string; email: string; password: string };
const fields = ["organisation", "name", "email", "password"];

export function SetUpForm({ token, startSession }: { token: string; startSession: StartSession }) {
  const [draft, setDraft] = useState<Draft>({ organisation: "", name: "", email: "", password: "" });
  const [demo, setDemo] = useState(false);
  const setUp = useMutation({
    mutationFn: async () => {
      await call(setUpOp, { token, ...draft });
      await startOrThrow(startSession, draft);
      if (demo) await loadDemo();
    },
    // A whole new page: everything before this was rendered for a stranger.
    onSuccess: () => window.location.assign("/"),
  });
  const problem = problemOf(setUp.error);
  const errors = fieldErrors(problem);
  const bind = (name: keyof Draft) => ({
    name,
    value: draft[name],
    onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [name]: event.target.value }),
    required: true,
    className: "h-10",
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!setUp.isPending) setUp.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label="Organisation" error={errors.organisation}>
        <Input {...bind("organisation")} autoComplete="organization" maxLength={120} />
      </Field>
      <Field label="Your name" error={errors.name}>
        <Input {...bind("name")} autoComplete="name" maxLength={120} />
      </Field>
      <Field label="E-mail" error={errors.email}>
        <Input {...bind("email")} type="email" autoComplete="username" maxLength={254} />
      </Field>
      <NewPasswordField {...bind("password")} error={errors.password} />
      <Checkbox
        label="Load the demo company"
        hint="About forty agents, some of them live, to look around with. Clearly labelled, removed in one click."
        checked={demo}
        onCheckedChange={(checked) => setDemo(checked === true)}
      />
      <FormError problem={problemBesides(problem, fields)} />
      <Button type="submit" variant="primary" size="lg" loading={setUp.isPending || setUp.isSuccess}>
        Create the organisation
      </Button>
    </form>
  );
}
