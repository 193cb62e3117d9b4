"use client";

import type { ComponentProps } from "react";
import { Field } from "@/components/ui/field";
import { PasswordInput } from "./password-input";

/** Choosing a password. Length is what protects, so length is all that is asked. */
export function NewPasswordField({
  error,
  ...rest
}: { error?: string | undefined } & ComponentProps<typeof PasswordInput>) {
  return (
    <Field
      label="Password"
      error={error}
      hint="At least 12 characters. A few words in a row are easy to remember and hard to guess."
    >
      <PasswordInput {...rest} autoComplete="new-password" minLength={12} maxLength={200} />
    </Field>
  );
}
