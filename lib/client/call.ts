/** Calls an operation from the browser: same contract, same types, problems as errors. */
import type { z } from "zod";
import { method, type Operation, path, pathParams } from "@/lib/shared/operation";
import { Problem } from "@/sdk/wire/protocol";
import { askReason, tellWaiting } from "./weakening";

/** A refusal as the server explained it. */
export class ProblemError extends Error {
  override name = "ProblemError";
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

export async function call<In extends z.ZodType, Out extends z.ZodType>(
  op: Operation<In, Out>,
  input: z.input<In>,
): Promise<z.output<Out>> {
  const { url, body } = requestOf(op, input as Record<string, unknown>);
  const response = await reach(url, {
    method: method(op),
    ...(body ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } } : {}),
  });
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.code === "second_person") tellWaiting(problem);
    const reason = problem.code === "reason_required" ? await askReason(problem) : null;
    if (reason === null) throw new ProblemError(problem);
    return call(op, { ...(input as object), reason } as z.input<In>);
  }
  return (await response.json()) as z.output<Out>;
}

function requestOf(op: Operation, input: Record<string, unknown>) {
  const inPath = pathParams(op);
  const filled = path(op).replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(input[name])));
  const rest = Object.fromEntries(
    Object.entries(input).filter(([name, value]) => !inPath.includes(name) && value !== undefined),
  );
  if (method(op) !== "GET") return { url: `/api${filled}`, body: rest };
  const search = new URLSearchParams(Object.entries(rest).map(([name, value]) => [name, String(value)])).toString();
  return { url: `/api${filled}${search ? `?${search}` : ""}`, body: null };
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch {
    throw new ProblemError({
      type: "about:blank",
      title: "No answer",
      status: 0,
      code: "unreachable",
      detail: "The console did not answer. Nothing is known to have changed; check the connection and try again.",
    });
  }
}

async function problemOf(response: Response): Promise<Problem> {
  const parsed = Problem.safeParse(await response.json().catch(() => null));
  if (parsed.success) return parsed.data;
  return {
    type: "about:blank",
    title: "Unexpected answer",
    status: response.status,
    code: "unexpected",
    detail: `The console answered ${response.status} without an explanation.`,
  };
}
