import { toast } from "sonner";
import { problemOf } from "@/lib/client/problem-of";

/** Where an act has no form to stand in. That a change waits for a second person is told by `AskReason`, for all acts. */
export function tellProblem(error: unknown, without = "Nothing was changed."): void {
  const problem = problemOf(error);
  if (problem?.code !== "second_person") toast.error(problem?.detail ?? without);
}
