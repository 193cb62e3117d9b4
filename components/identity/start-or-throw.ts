import { ProblemError } from "@/lib/client/call";
import type { Problem } from "@/sdk/wire/protocol";

/** Signs in and sets the cookie; answers with what went wrong, or null. */
export type StartSession = (given: { email: string; password: string }) => Promise<Problem | null>;

export async function startOrThrow(
  startSession: StartSession,
  given: { email: string; password: string },
): Promise<void> {
  const problem = await startSession({ email: given.email, password: given.password });
  if (problem) throw new ProblemError(problem);
}
