/**
 * Two texts as runs of what stayed, went and came, character by character (by code point, so that no character is cut in two).
 * Myers' shortest edit within bounds; beyond them the middle is given as gone and come, which is coarse but never wrong.
 */

export type DiffRun = { kind: "same" | "removed" | "added"; text: string };

/** Edits after which looking for the shortest way costs more than it tells. */
const MOST_EDITS = 400;
const MOST_POINTS = 20_000;
/** A stay shorter than this between two changes reads worse than one longer change. */
const SHORT_STAY = 3;

export function diffCharacters(before: string, after: string): DiffRun[] {
  const [one, two] = [[...before], [...after]];
  let head = 0;
  while (head < one.length && head < two.length && one[head] === two[head]) head++;
  let tail = 0;
  while (tail < one.length - head && tail < two.length - head && one.at(-1 - tail) === two.at(-1 - tail)) tail++;
  const runs: DiffRun[] = [];
  push(runs, "same", one.slice(0, head).join(""));
  for (const run of middle(one.slice(head, one.length - tail), two.slice(head, two.length - tail)))
    push(runs, run.kind, run.text);
  push(runs, "same", one.slice(one.length - tail).join(""));
  return readable(runs);
}

function push(runs: DiffRun[], kind: DiffRun["kind"], text: string): void {
  const last = runs.at(-1);
  if (text === "") return;
  if (last?.kind === kind) last.text += text;
  else runs.push({ kind, text });
}

function middle(one: readonly string[], two: readonly string[]): DiffRun[] {
  const edits = one.length + two.length <= MOST_POINTS ? shortestEdit(one, two) : null;
  return (
    edits ?? [
      { kind: "removed", text: one.join("") },
      { kind: "added", text: two.join("") },
    ]
  );
}

/** How far each diagonal was reached after each number of edits; null when more than the most were needed. */
function shortestEdit(one: readonly string[], two: readonly string[]): DiffRun[] | null {
  const reached = new Map<number, number>([[1, 0]]);
  const steps: Map<number, number>[] = [];
  for (let edits = 0; edits <= Math.min(MOST_EDITS, one.length + two.length); edits++) {
    steps.push(new Map(reached));
    for (let k = -edits; k <= edits; k += 2) {
      let x = fromAbove(reached, k, edits) ? (reached.get(k + 1) ?? 0) : (reached.get(k - 1) ?? 0) + 1;
      while (x < one.length && x - k < two.length && one[x] === two[x - k]) x++;
      reached.set(k, x);
      if (x >= one.length && x - k >= two.length) return walkBack(one, two, steps);
    }
  }
  return null;
}

const fromAbove = (reached: ReadonlyMap<number, number>, k: number, edits: number): boolean =>
  k === -edits || (k !== edits && (reached.get(k - 1) ?? -1) < (reached.get(k + 1) ?? -1));

function walkBack(one: readonly string[], two: readonly string[], steps: readonly Map<number, number>[]): DiffRun[] {
  const backwards: DiffRun[] = [];
  let x = one.length;
  let y = two.length;
  for (let edits = steps.length - 1; edits >= 0; edits--) {
    const reached = steps[edits] ?? new Map<number, number>();
    const k = x - y;
    const above = fromAbove(reached, k, edits);
    const fromX = edits === 0 ? 0 : (reached.get(above ? k + 1 : k - 1) ?? 0);
    const fromY = edits === 0 ? 0 : fromX - (above ? k + 1 : k - 1);
    while (x > fromX && y > fromY) {
      backwards.push({ kind: "same", text: one[--x] ?? "" });
      y--;
    }
    if (edits === 0) break;
    backwards.push(above ? { kind: "added", text: two[--y] ?? "" } : { kind: "removed", text: one[--x] ?? "" });
  }
  const runs: DiffRun[] = [];
  for (const { kind, text } of backwards.reverse()) push(runs, kind, text);
  return runs;
}

/** Between two changes, a very short stay belongs to them; then all that went comes before all that came. */
function readable(runs: readonly DiffRun[]): DiffRun[] {
  const result: DiffRun[] = [];
  let [removed, added] = ["", ""];
  const flush = () => {
    push(result, "removed", removed);
    push(result, "added", added);
    [removed, added] = ["", ""];
  };
  for (const [at, { kind, text }] of runs.entries()) {
    const inside = kind === "same" && at > 0 && at < runs.length - 1 && [...text].length < SHORT_STAY;
    if (kind === "same" && !inside) {
      flush();
      push(result, "same", text);
      continue;
    }
    if (kind !== "added") removed += text;
    if (kind !== "removed") added += text;
  }
  flush();
  return result;
}
