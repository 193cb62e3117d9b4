/** Private to this folder: how much more or less often each person would be asked. */
import { askedAtOnce } from "@/lib/checkpoints/asked-at-once";
import type { Ctx } from "@/lib/db/ctx";
import type { ReplayResult } from "./contract";
import type { Held } from "./tally";

type Asked = ReplayResult["asked"][number];

/** Requests a day, the greatest change first. */
export async function askedPeople(ctx: Ctx, held: readonly Held[], days: number): Promise<ReplayResult["asked"]> {
  const people = await askedAtOnce(ctx, held);
  const asked = new Map<string, Asked>();
  held.forEach(({ before, after }, place) => {
    for (const person of people[place] ?? []) {
      const one = asked.get(person.id) ?? { ...person, before: 0, after: 0 };
      asked.set(person.id, { ...one, before: one.before + before / days, after: one.after + after / days });
    }
  });
  const change = ({ before, after }: Asked) => Math.abs(after - before);
  return [...asked.values()]
    .filter((one) => change(one) > 0)
    .sort((a, b) => change(b) - change(a) || (a.name < b.name ? -1 : 1))
    .slice(0, MOST_PEOPLE);
}

const MOST_PEOPLE = 50;
