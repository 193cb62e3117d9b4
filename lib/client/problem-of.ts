/** What went wrong with a call, in the parts that a form can show. */

import type { Problem } from "@/sdk/wire/protocol";
import { ProblemError } from "./call";

export function problemOf(error: unknown): Problem | null {
  if (!error) return null;
  if (error instanceof ProblemError) return error.problem;
  return {
    type: "about:blank",
    title: "Something broke in this page",
    status: 0,
    code: "page",
    detail: "Your input is still here. Try again; if it stays, reload the page.",
  };
}

/** Messages by the field that they are about: `dataClasses.2` belongs to `dataClasses`. */
export function fieldErrors(problem: Problem | null): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { path, message } of problem?.invalidParams ?? []) {
    const field = path.split(".")[0] ?? "";
    errors[field] ??= message;
  }
  return errors;
}

/** Messages by the innermost member that they are about: `place.settings.url` belongs to `url`. */
export const innerFieldErrors = (problem: Problem | null): Record<string, string> =>
  Object.fromEntries(
    (problem?.invalidParams ?? []).map(({ path, message }) => [path.split(".").at(-1) ?? "", message]),
  );

/** The same problem without what is already said at its field. */
export function problemBesides(problem: Problem | null, fields: readonly string[]): Problem | null {
  if (!problem) return null;
  const rest = (problem.invalidParams ?? []).filter(({ path }) => !fields.includes(path.split(".")[0] ?? ""));
  if (problem.invalidParams?.length && rest.length === 0) {
    return { ...problem, title: "Some fields need another look", detail: "Nothing was saved yet.", invalidParams: [] };
  }
  return { ...problem, invalidParams: rest };
}
