/** Times of a rule that would have no effect, or one that nobody meant. Pure. */
import type { RuleTerms } from "@/lib/policy/rule-contract";

type Times = Pick<RuleTerms, "stages" | "expiresInSeconds" | "reminders" | "hours">;

/** Which member makes no sense beside the others, and why; null when all do. */
export function refusalOfTimes({
  stages,
  expiresInSeconds,
  reminders,
  hours,
}: Times): { path: string; message: string } | null {
  for (const [index, { title, escalation }] of stages.entries()) {
    const path = `stages.${index}.escalation`;
    if (escalation.some(({ afterSeconds }) => afterSeconds >= expiresInSeconds))
      return { path, message: `Stage “${title}” would ask further people only after the request has been denied.` };
    if (new Set(escalation.map(({ afterSeconds }) => afterSeconds)).size !== escalation.length)
      return { path, message: `Stage “${title}” has two steps at the same time; make one of them.` };
  }
  if (reminders.some((before) => before >= expiresInSeconds))
    return { path: "reminders", message: "A reminder would come before anybody was asked." };
  if (hours?.outside === "pause" && hours.capSeconds < expiresInSeconds)
    return {
      path: "hours.capSeconds",
      message: "The longest wait must not be shorter than the time that people have.",
    };
  return null;
}
