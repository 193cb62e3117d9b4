"use server";

import { redirect } from "next/navigation";
import type { SignInState } from "@/components/identity/sign-in-form";
import { problemBody, refusalOf } from "@/lib/http/problem";
import { signInWithPassword, signOutHere } from "@/lib/identity/auth";
import { safeNext } from "@/lib/identity/rules";
import { newId } from "@/lib/shared/ids";
import type { Problem } from "@/sdk/wire/protocol";

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
};

/** The sign-in form, which also works before or without JavaScript. */
export async function signInAction(_: SignInState, form: FormData): Promise<SignInState> {
  const problem = await startSessionAction(form);
  if (problem) return { problem, email: text(form, "email") };
  redirect(safeNext(form.get("next")));
}

/** Signs in whoever has just chosen a password; the page goes on by itself. */
export async function startSessionAction(form: FormData): Promise<Problem | null> {
  const requestId = newId("request");
  try {
    const refusal = await signInWithPassword(text(form, "email"), text(form, "password"));
    // Without a request id: a refused sign-in is in the audit log, not in the error log.
    return refusal && { ...problemBody(refusal, requestId), requestId: undefined };
  } catch (error) {
    return problemBody(refusalOf(error, requestId), requestId);
  }
}

export async function signOutAction(): Promise<void> {
  await signOutHere();
  redirect("/sign-in?out=1");
}
