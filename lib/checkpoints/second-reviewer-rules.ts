/** Which stages get one more approval. Pure. */
import type { SecondReview } from "./decoy-contract";

export type Staffed<Stage> = {
  stage: Stage & { need: number };
  /** Who could fill it now, by the person's id; and who could if the helping role counted too. */
  members: readonly string[];
  helped: readonly string[];
  /** Who could fill it now or once every later group is asked as well. */
  ever: readonly string[];
};

/** A stage asks for ten at most. */
const MOST = 10;

/**
 * One more approval in each stage that a watched person could fill; the helping role counts in it where the stage itself has too
 * few people. Never so that nobody could fill all stages: then the stage stays as it is, and that is said.
 */
export function addReviewers<Stage>(
  staffed: readonly Staffed<Stage>[],
  watched: ReadonlySet<string>,
  more: (stage: Stage & { need: number }, helped: boolean) => Stage & { need: number },
): { stages: (Stage & { need: number })[]; review: SecondReview[] } {
  const now = staffed.map(({ stage, members }) => ({ stage, members }));
  const review: SecondReview[] = [];
  for (const [index, { stage, members, helped, ever }] of staffed.entries()) {
    if (!ever.some((id) => watched.has(id))) continue;
    const choices = [
      { helped: false, members },
      { helped: true, members: helped },
    ];
    const found = choices.find((choice) => {
      if (stage.need >= MOST) return false;
      const trial = now.map((one, at) =>
        at === index
          ? { need: stage.need + 1, members: choice.members }
          : { need: one.stage.need, members: one.members },
      );
      return canBeFilled(trial);
    });
    review.push({ stage: index, added: found !== undefined, helped: found?.helped ?? false });
    if (found) now[index] = { stage: more(stage, found.helped), members: found.members };
  }
  return { stages: now.map(({ stage }) => stage), review };
}

/** Whether distinct people could fill every place, each in one stage only. */
export function canBeFilled(stages: readonly { need: number; members: readonly string[] }[]): boolean {
  const places = stages.flatMap(({ need, members }) => Array.from({ length: need }, () => members));
  const seats = new Map<string, number>();
  const place = (at: number, tried: Set<string>): boolean => {
    for (const id of places[at] ?? []) {
      if (tried.has(id)) continue;
      tried.add(id);
      const sits = seats.get(id);
      if (sits === undefined || place(sits, tried)) {
        seats.set(id, at);
        return true;
      }
    }
    return false;
  };
  return places.every((_, at) => place(at, new Set()));
}
