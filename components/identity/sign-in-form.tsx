"use client";

import { useActionState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import type { Problem } from "@/sdk/wire/protocol";
import { PasswordInput } from "./password-input";

export type SignInState = { problem: Problem | null; email: string };

type SignInFormProps = { next: string; action: (state: SignInState, form: FormData) => Promise<SignInState> };

export function SignInForm({ next, action }: SignInFormProps) {
  const [state, submit, pending] = useActionState(action, { problem: null, email: "" });
  return (
    <form action={submit} className="flex flex-col gap-4">
      <input type="hidden" name="next" value={next} />
      <Field label="E-mail">
        <Input
          key={state.email}
          name="email"
          type="email"
          autoComplete="username"
          defaultValue={state.email}
          required
          maxLength={254}
          className="h-10"
        />
      </Field>
      <Field label="Password">
        <PasswordInput name="password" autoComplete="current-password" required maxLength={200} className="h-10" />
      </Field>
      <FormError problem={state.problem} />
      <Button type="submit" variant="primary" size="lg" loading={pending}>
        Sign in
      </Button>
    </form>
  );
}
