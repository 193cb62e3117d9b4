import { ProblemError } from "@/lib/client/call";
import type { Problem } from "@/sdk/wire/protocol";

/** Signs in with `email` and `password` and sets the cookie; answers with what went wrong, or null. */
export type StartSession = (form: FormData) => Promise<Problem | null>;

export async function startOrThrow(
  startSession: StartSession,
  given: { email: string; password: string },
): Promise<void> {
  const form = new FormData();
  form.set("email", given.email);
  form.set("password", given.password);
  const problem = await startSession(form);
  if (problem) throw new ProblemError(problem);
}
