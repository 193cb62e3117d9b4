import { formatCount, plural } from "@/components/ui/format-number";
import { Segments } from "@/components/ui/revealed";
import { reveal } from "@/lib/shared/reveal";
import type { ArgumentPlace, ArgumentRow } from "./argument-parts";

/** Deep levels stop moving to the right, so that a hostile depth cannot push the text off the page; the level is then written. */
const MAX_INDENT = 12;

type Props = { rows: readonly ArgumentRow[]; label: string /** Makes its rows places to jump to. */; part?: number };

export const rowId = ({ part, row }: ArgumentPlace): string => `argument-${part}-${row}`;

/** Rows of arguments: names and values, every string revealed, blank runs counted. */
export function ArgumentRows({ rows, label, part }: Props) {
  return (
    <ul aria-label={label} className="border-line border-b py-1 font-mono text-xs leading-5 last:border-b-0">
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row's place is its identity
        <Row key={index} row={row} id={part === undefined ? undefined : rowId({ part, row: index })} />
      ))}
    </ul>
  );
}

function Row({ row: { line, piece }, id }: { row: ArgumentRow; id: string | undefined }) {
  const continues = piece && !("text" in piece && piece.from === 0);
  return (
    <li
      id={id}
      tabIndex={id === undefined ? undefined : -1}
      className="flex scroll-my-32 gap-x-2 py-px [contain-intrinsic-size:auto_1.5rem] [content-visibility:auto] hover:bg-hover"
      style={{ paddingLeft: `${Math.min(line.depth, MAX_INDENT) * 1.25 + 0.25}rem` }}
    >
      {line.depth > MAX_INDENT ? <span className="shrink-0 text-faint">level {line.depth}</span> : null}
      {continues ? null : <Name line={line} />}
      <span className="min-w-0 whitespace-pre-wrap [overflow-wrap:anywhere] [tab-size:4]">
        {piece ? <Piece piece={piece} /> : <Value value={line.value} />}
      </span>
    </li>
  );
}

function Name({ line }: { line: ArgumentRow["line"] }) {
  if (line.index !== undefined) return <span className="shrink-0 text-faint">{line.index}:</span>;
  if (line.name === undefined) return null;
  return (
    <span className="max-w-[45%] shrink-0 text-muted [overflow-wrap:anywhere]">
      <Segments segments={reveal(line.name).segments} oneLine />:
    </span>
  );
}

function Value({ value }: { value: ArgumentRow["line"]["value"] }) {
  if (value.type === "string") {
    return (
      <>
        <span className="text-faint">"</span>
        <Segments segments={reveal(value.text).segments} />
        <span className="text-faint">"</span>
      </>
    );
  }
  if (value.type === "open") {
    return <span className="text-faint">{plural(value.size, value.bracket === "{" ? "member" : "item")}</span>;
  }
  return <span className={value.type === "plain" ? "text-accent tabular-nums" : "text-faint"}>{value.text}</span>;
}

function Piece({ piece }: { piece: NonNullable<ArgumentRow["piece"]> }) {
  if ("blankLines" in piece) {
    return (
      <span className="rounded-xs bg-unknown-soft px-1 font-medium font-sans text-unknown">
        {formatCount(piece.blankLines)} blank lines, then it goes on
      </span>
    );
  }
  return (
    <>
      {piece.from === 0 ? <span className="text-faint">"</span> : null}
      <Segments segments={reveal(piece.text).segments} />
      {piece.last ? <span className="text-faint">"</span> : null}
      {piece.left ? (
        <span className="ml-1 rounded-xs bg-hold-soft px-1 font-medium font-sans text-hold">
          … {plural(piece.left, "more character")}
        </span>
      ) : null}
    </>
  );
}
