/** The action as its canonical bytes say it: the page is drawn from these and from nothing else. */
import type { Checkpoint } from "@/lib/checkpoints/contract";
import { Action } from "@/sdk/wire/action";

export type ReadAction = { ok: true; action: Action } | { ok: false; why: string };

/** Arguments are taken as JSON.parse gives them: a schema may drop members with special names, and none may be dropped. */
export function readAction(text: string): ReadAction {
  try {
    const raw: unknown = JSON.parse(text);
    const parsed = Action.safeParse(raw);
    if (!parsed.success)
      return { ok: false, why: `it is not an action: ${parsed.error.issues[0]?.message ?? "unknown"}` };
    return { ok: true, action: { ...parsed.data, arguments: (raw as Action).arguments } };
  } catch {
    return { ok: false, why: "it is not JSON" };
  }
}

type Registered = Pick<Checkpoint, "agentId" | "tool" | "pepId" | "operationClass" | "revision">;

/** Where what the console keeps beside the action differs from the action itself. Then nobody can know what they approve. */
export function disagreements(action: Action, kept: Registered): string[] {
  const pairs: [string, unknown, unknown][] = [
    ["agent", action.agent, kept.agentId],
    ["tool", action.tool, kept.tool],
    ["enforcement point", action.pep, kept.pepId],
    ["operation class", action.operationClass, kept.operationClass],
    ["revision", action.revision, kept.revision],
  ];
  return pairs.filter(([, one, other]) => one !== other).map(([name, one, other]) => `${name} (${one} and ${other})`);
}
