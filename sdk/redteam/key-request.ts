/** A request to the management API with an API key of the range, as an agent that got hold of it would send it. */
import { z } from "zod";
import type { ExerciseRange, RangeKeyRole } from "../wire/redteam.ts";

const ANSWER_WITHIN_MS = 15_000;

export async function asKey(
  { consoleUrl, keys }: ExerciseRange,
  role: RangeKeyRole,
  method: string,
  route: string,
  body: unknown,
): Promise<{ status: number; detail: string }> {
  const response = await fetch(new URL(route, consoleUrl), {
    method,
    headers: { authorization: `Bearer ${keys[role]}`, "content-type": "application/json" },
    body: JSON.stringify(body),
    redirect: "error",
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  const problem = z.object({ detail: z.string() }).safeParse(await response.json().catch(() => null));
  return { status: response.status, detail: problem.data?.detail ?? "it was done." };
}
