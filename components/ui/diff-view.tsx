import { reveal } from "@/lib/shared/reveal";
import { cn } from "./cn";
import { type DiffLine, diffLines } from "./diff-lines";
import { plural } from "./format-number";
import { Segments } from "./revealed";

export type DiffViewProps = {
  before: string;
  after: string;
  label: string;
  /** Unchanged lines kept around each change; the rest is counted. */
  context?: number;
  className?: string;
};

const look = {
  same: { sign: " ", said: "", row: "", mark: "" },
  removed: { sign: "−", said: "Removed: ", row: "bg-deny-soft", mark: "bg-deny/25 font-medium" },
  added: { sign: "+", said: "Added: ", row: "bg-allow-soft", mark: "bg-allow/25 font-medium" },
} as const;

/** Two texts as one: removed lines, added lines, what changed within them. Signs as well as hues; strings are revealed. */
export function DiffView({ before, after, label, context = 3, className }: DiffViewProps) {
  const lines = diffLines(before, after);
  if (lines.every((line) => line.kind === "same")) return <p className="text-muted text-sm">No difference.</p>;
  return (
    <ol aria-label={label} className={cn("min-w-0 border-line border-y font-mono text-xs leading-5", className)}>
      {foldSame(lines, context).map((row) =>
        "folded" in row ? (
          <li
            key={`fold-${row.at}`}
            className="border-line border-y bg-sunken px-3 py-0.5 font-sans text-faint first:border-t-0 last:border-b-0"
          >
            {plural(row.folded, "unchanged line")}
          </li>
        ) : (
          <DiffRow key={row.at} line={row.line} />
        ),
      )}
    </ol>
  );
}

function DiffRow({ line }: { line: DiffLine }) {
  const { sign, said, row, mark } = look[line.kind];
  const number = line.kind === "removed" ? line.before : line.after;
  const span = line.kind === "same" ? undefined : line.mark;
  return (
    <li className={cn("grid grid-cols-[2.75rem_1rem_minmax(0,1fr)]", row)}>
      <span aria-hidden="true" className="select-none pr-2 text-right text-muted tabular-nums">
        {number}
      </span>
      <span aria-hidden="true" className="select-none text-muted">
        {sign}
      </span>
      <span className="whitespace-pre-wrap pr-2 [overflow-wrap:anywhere]">
        {said ? <span className="sr-only">{said}</span> : null}
        {span ? (
          <>
            <Text text={line.text.slice(0, span.from)} />
            <span className={mark}>
              <Text text={line.text.slice(span.from, span.to)} />
            </span>
            <Text text={line.text.slice(span.to)} />
          </>
        ) : (
          <Text text={line.text} />
        )}
      </span>
    </li>
  );
}

const Text = ({ text }: { text: string }) => <Segments segments={reveal(text).segments} />;

type Row = { at: number; line: DiffLine } | { at: number; folded: number };

function foldSame(lines: readonly DiffLine[], context: number): Row[] {
  const near = new Set<number>();
  lines.forEach((line, at) => {
    if (line.kind === "same") return;
    for (let each = at - context; each <= at + context; each++) near.add(each);
  });
  const rows: Row[] = [];
  lines.forEach((line, at) => {
    const last = rows.at(-1);
    if (near.has(at)) rows.push({ at, line });
    else if (last && "folded" in last) last.folded++;
    else rows.push({ at, folded: 1 });
  });
  return rows;
}
