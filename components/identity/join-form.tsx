"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { call } from "@/lib/client/call";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { acceptInviteOp } from "@/lib/identity/contract";
import { NewPasswordField } from "./new-password-field";
import { type StartSession, startOrThrow } from "./start-or-throw";

export function JoinForm({ token, email, startSession }: { token: string; email: string; startSession: StartSession }) {
  const [password, setPassword] = useState("");
  const join = useMutation({
    mutationFn: async () => {
      const accepted = await call(acceptInviteOp, { token, password });
      await startOrThrow(startSession, { email: accepted.email, password });
    },
    // A whole new page: everything before this was rendered for a stranger.
    onSuccess: () => window.location.assign("/"),
  });
  const problem = problemOf(join.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!join.isPending) join.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label="E-mail" hint="Fixed by the invitation.">
        <Input name="email" type="email" autoComplete="username" value={email} readOnly className="h-10" />
      </Field>
      <NewPasswordField
        name="password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        required
        className="h-10"
        error={fieldErrors(problem).password}
      />
      <FormError problem={problemBesides(problem, ["password"])} />
      <Button type="submit" variant="primary" size="lg" loading={join.isPending || join.isSuccess}>
        Accept and sign in
      </Button>
    </form>
  );
}
