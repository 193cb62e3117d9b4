/** What differs between two exercises. Pure, browser-safe. */
import type { ScenarioResult } from "@/sdk/wire/redteam";
import type { VerdictChange } from "./contract";

type Judged = Pick<ScenarioResult, "id" | "title" | "verdict">;

/** In the order of the later exercise; what it no longer made comes last. */
export function changesBetween(before: readonly Judged[], after: readonly Judged[]) {
  const earlier = new Map(before.map((one) => [one.id, one]));
  const later = new Set(after.map(({ id }) => id));
  const changes: VerdictChange[] = [
    ...after.flatMap(({ id, title, verdict }) => {
      const was = earlier.get(id)?.verdict ?? null;
      return was === verdict ? [] : [{ id, title, before: was, after: verdict }];
    }),
    ...before.flatMap(({ id, title, verdict }) => (later.has(id) ? [] : [{ id, title, before: verdict, after: null }])),
  ];
  return { changes, same: after.filter(({ id, verdict }) => earlier.get(id)?.verdict === verdict).length };
}
