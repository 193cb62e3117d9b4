/** A failed call, as the form-error component shows it. */
import type { Problem as Shown } from "@/components/ui/form-error";
import { ProblemError } from "@/lib/client/call";

export function shownProblem(error: unknown): Shown | null {
  if (!error) return null;
  if (error instanceof ProblemError) return error.problem;
  return {
    title: "Something broke in this page",
    detail: "Nothing is known to have changed. Load the page again; what you typed is still here until then.",
  };
}
