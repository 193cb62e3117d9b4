/**
 * Texts that stand for all others before patterns with wildcards: for every combination of fitting and not fitting that some text
 * has, the shortest such text. The patterns are run side by side as automata, and every state that they can reach together is looked
 * at. Pure.
 */

/** What a pattern spells out, piece by piece; null is a wildcard, which fits any text, also none. */
export type TextPattern = readonly (string | null)[];

export type TextRegions = {
  texts: string[];
  /** Whether every combination was found. */
  complete: boolean;
};

const MOST_STATES = 4_000;
const MOST_TEXTS = 256;
/** One of these is a letter that no pattern names. */
const OTHERS = ["x", "y", "z", "~", "\u00b7"];

export function textRegions(patterns: readonly TextPattern[]): TextRegions {
  const automata = patterns.map(automatonOf);
  const named = new Set(automata.flat().filter((step) => step !== null));
  const other = OTHERS.find((letter) => !named.has(letter));
  const letters = [...named, ...(other === undefined ? [] : [other])];
  const found = new Map<string, string>();
  const start = automata.map((steps) => entered(steps, [0]));
  const known = new Set([JSON.stringify(start)]);
  const queue = [{ text: "", places: start }];
  // The queue grows while it is walked, so that shorter texts come first.
  for (const { text, places } of queue) {
    const fits = JSON.stringify(automata.map((steps, at) => places[at]?.includes(steps.length) ?? false));
    if (!found.has(fits)) found.set(fits, text);
    if (found.size > MOST_TEXTS || known.size > MOST_STATES) return { texts: [...found.values()], complete: false };
    for (const letter of letters) {
      const next = automata.map((steps, at) => stepped(steps, places[at] ?? [], letter));
      const key = JSON.stringify(next);
      if (known.has(key)) continue;
      known.add(key);
      queue.push({ text: text + letter, places: next });
    }
  }
  return { texts: [...found.values()], complete: other !== undefined };
}

/** A letter to read at each place; null stays there whatever is read, or is passed over. */
type Automaton = readonly (string | null)[];
const automatonOf = (pattern: TextPattern): Automaton =>
  pattern.flatMap((part): Automaton => (part === null ? [null] : [...part]));

/** The places that are reached without reading, with those left out from which a later wildcard reaches as much. */
function entered(steps: Automaton, places: readonly number[]): number[] {
  const all = new Set(places);
  for (const place of all) if (steps[place] === null) all.add(place + 1);
  const last = Math.max(-1, ...[...all].filter((place) => steps[place] === null));
  return [...all].filter((place) => place >= last).sort((a, b) => a - b);
}

function stepped(steps: Automaton, places: readonly number[], letter: string): number[] {
  return entered(
    steps,
    places.flatMap((place) => {
      const step = steps[place];
      if (step === null) return [place];
      return step === letter ? [place + 1] : [];
    }),
  );
}
