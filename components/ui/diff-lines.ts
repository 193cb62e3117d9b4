/** What changed between two texts: by line, and within a changed line by character. Pure. */

export type DiffLine =
  | { kind: "same"; text: string; before: number; after: number }
  | { kind: "removed"; text: string; before: number; mark?: Span }
  | { kind: "added"; text: string; after: number; mark?: Span };

/** The part of a line that differs from its counterpart. */
export type Span = { from: number; to: number };

/** Beyond this many cells the exact comparison would stall a page; then the middle is shown as replaced, which is true but coarse. */
const MAX_CELLS = 4_000_000;

export function diffLines(before: string, after: string): DiffLine[] {
  const one = before.split("\n");
  const two = after.split("\n");
  let head = 0;
  while (head < one.length && head < two.length && one[head] === two[head]) head++;
  let tail = 0;
  while (tail < one.length - head && tail < two.length - head && one.at(-1 - tail) === two.at(-1 - tail)) tail++;
  const lines: DiffLine[] = one
    .slice(0, head)
    .map((text, at) => ({ kind: "same", text, before: at + 1, after: at + 1 }));
  lines.push(...middle(one.slice(head, one.length - tail), two.slice(head, two.length - tail), head));
  for (let at = tail; at > 0; at--) {
    lines.push({ kind: "same", text: one.at(-at) ?? "", before: one.length - at + 1, after: two.length - at + 1 });
  }
  return markPairs(lines);
}

function middle(one: readonly string[], two: readonly string[], offset: number): DiffLine[] {
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  const remove = () => lines.push({ kind: "removed", text: one[i] ?? "", before: offset + ++i });
  const add = () => lines.push({ kind: "added", text: two[j] ?? "", after: offset + ++j });
  const longest = one.length * two.length > MAX_CELLS ? null : commonLengths(one, two);
  while (longest && i < one.length && j < two.length) {
    if (one[i] === two[j]) lines.push({ kind: "same", text: one[i] ?? "", before: offset + ++i, after: offset + ++j });
    else if (longest(i + 1, j) >= longest(i, j + 1)) remove();
    else add();
  }
  while (i < one.length) remove();
  while (j < two.length) add();
  return lines;
}

/** The length of the longest common run of lines from (i, j) to both ends. */
function commonLengths(one: readonly string[], two: readonly string[]): (i: number, j: number) => number {
  const width = two.length + 1;
  const cells = new Uint32Array((one.length + 1) * width);
  for (let i = one.length - 1; i >= 0; i--) {
    for (let j = two.length - 1; j >= 0; j--) {
      const down = cells[(i + 1) * width + j] ?? 0;
      const right = cells[i * width + j + 1] ?? 0;
      cells[i * width + j] = one[i] === two[j] ? (cells[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(down, right);
    }
  }
  return (i, j) => cells[i * width + j] ?? 0;
}

/** Pairs the nth removed line of a block with its nth added one, and marks where they part and meet again. */
function markPairs(lines: DiffLine[]): DiffLine[] {
  for (let at = 0; at < lines.length; ) {
    const removed = blockAt(lines, at, "removed");
    const added = blockAt(lines, at + removed.length, "added");
    for (let pair = 0; pair < Math.min(removed.length, added.length); pair++) {
      const [one, two] = [removed[pair], added[pair]];
      if (one?.kind !== "removed" || two?.kind !== "added") continue;
      const [mark, counterpart] = spans(one.text, two.text);
      one.mark = mark;
      two.mark = counterpart;
    }
    at += Math.max(1, removed.length + added.length);
  }
  return lines;
}

function blockAt(lines: readonly DiffLine[], from: number, kind: DiffLine["kind"]): DiffLine[] {
  let to = from;
  while (lines[to]?.kind === kind) to++;
  return lines.slice(from, to);
}

function spans(one: string, two: string): [Span, Span] {
  const [a, b] = [[...one], [...two]];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const from = a.slice(0, head).join("").length;
  const end = a.slice(a.length - tail).join("").length;
  return [
    { from, to: one.length - end },
    { from, to: two.length - end },
  ];
}
