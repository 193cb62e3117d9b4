/** What a publication weakens, by the table of all weakenings. Pure. */
import type { Weakening } from "@/lib/changes/contract";
import type { PolicyFact, ShiftFact } from "@/lib/changes/facts";
import { weakeningsOf } from "@/lib/changes/weakenings";
import { plainName } from "@/lib/shared/plain-name";
import type { BundlePolicy } from "@/sdk/wire/bundle";
import type { Meaning } from "./review-contract";

type Publication = {
  /** Null before the first publication: then there is nothing to weaken. */
  published: number | null;
  before: readonly BundlePolicy[];
  after: readonly BundlePolicy[];
  meaning: Meaning;
};

export function publicationWeakenings({ published, before, after, meaning }: Publication): Weakening[] {
  if (published === null) return [];
  return weakeningsOf("publication", {
    before: before.map(factOf),
    after: after.map(factOf),
    shifts: meaning.shifts.map(shiftOf),
  });
}

const factOf = ({ id, title, effect, checkpoint, mode, cedar }: BundlePolicy): PolicyFact => ({
  slug: id,
  title: plainName(title),
  effect,
  checkpoint,
  mode,
  cedar,
});

function shiftOf({ shift, pairs, examples: [first] }: Meaning["shifts"][number]): ShiftFact {
  const example = first
    ? `${plainName(first.agentName)} calling ${plainName(`${first.tool} ${first.arguments}`)}`
    : null;
  return { shift, pairs, example };
}
