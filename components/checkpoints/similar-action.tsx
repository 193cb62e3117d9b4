"use client";

import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { type DiffRun, diffCharacters } from "@/components/ui/diff-characters";
import { formatCount, plural } from "@/components/ui/format-number";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted, Segments } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import type { CheckpointContext } from "@/lib/checkpoints/context-contract";
import { reveal } from "@/lib/shared/reveal";
import type { Action } from "@/sdk/wire/action";
import { type Difference, differencesOf } from "./action-differences";
import { Follow } from "./action-facts";
import { readAction } from "./read-action";

type Props = { action: Action; precedent: NonNullable<CheckpointContext["precedent"]> };

const SHOWN = 12;

/** What is other than last time: a habit of approving is where a small change slips through. */
export function SimilarAction({ action, precedent }: Props) {
  const read = useMemo(() => readAction(precedent.action), [precedent.action]);
  const found = useMemo(() => (read.ok ? differencesOf(read.action, action) : null), [read, action]);
  const [all, setAll] = useState(false);
  if (!found) return null;
  const { different, same } = found;
  const shown = all ? different : different.slice(0, SHOWN);
  return (
    <Section
      title="Compared with the last one approved"
      description={
        <>
          <Follow href={`/checkpoints/${encodeURIComponent(precedent.id)}`}>Approved</Follow>{" "}
          <Time at={precedent.approvedAt} /> by {precedent.approvedBy.join(", ")}, same agent and tool.{" "}
          {different.length === 0
            ? "Every value is the same."
            : `${plural(different.length, "value")} differ${different.length === 1 ? "s" : ""}, ${formatCount(same)} ${same === 1 ? "is" : "are"} the same.`}
        </>
      }
    >
      {different.length > 0 ? (
        <ul aria-label="Differences" className="border-line border-t">
          {shown.map((one) => (
            <Differing key={one.path} {...one} />
          ))}
        </ul>
      ) : null}
      {shown.length < different.length ? (
        <Button size="sm" variant="quiet" className="-ml-2.5 text-accent" onClick={() => setAll(true)}>
          Show {plural(different.length - shown.length, "more difference")}
        </Button>
      ) : null}
    </Section>
  );
}

function Differing({ path, before, after }: Difference) {
  const runs = useMemo(() => diffCharacters(before ?? "", after ?? ""), [before, after]);
  return (
    <li className="border-line border-b py-1.5">
      <p className="text-muted text-xs">
        <InlineUntrusted text={path || "the value"} max={120} />
        {before === null ? " is new" : after === null ? " is gone" : ""}
      </p>
      <p className="whitespace-pre-wrap font-mono text-xs leading-5 [overflow-wrap:anywhere]">
        {runs.map((run, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the runs of one text have no identity but their place
          <Run key={index} run={run} />
        ))}
      </p>
    </li>
  );
}

/** Long runs are cut with their length said: the whole stands under Arguments. */
const KEPT = 60;
const MOST = 600;

function Run({ run: { kind, text } }: { run: DiffRun }) {
  if (kind === "same") return <Cut text={text} most={2 * KEPT} what="unchanged" />;
  const Mark = kind === "removed" ? "del" : "ins";
  return (
    <Mark
      className={
        kind === "removed"
          ? "rounded-xs bg-deny-soft px-0.5 text-deny line-through"
          : "rounded-xs bg-allow-soft px-0.5 font-medium text-allow no-underline"
      }
    >
      <span className="sr-only">{kind === "removed" ? "was: " : "now: "}</span>
      <Cut text={text} most={MOST} what="more" />
    </Mark>
  );
}

function Cut({ text, most, what }: { text: string; most: number; what: string }) {
  const points = [...text];
  if (points.length <= most) return <Shown text={text} />;
  const half = Math.floor(most / 2);
  return (
    <>
      <Shown text={points.slice(0, half).join("")} />
      <span className="font-sans text-faint">
        {" "}
        … {formatCount(points.length - 2 * half)} {what} characters …{" "}
      </span>
      <Shown text={points.slice(-half).join("")} />
    </>
  );
}

/** Blank lines in a row are counted, so that what differs is not pushed out of sight. */
function Shown({ text }: { text: string }) {
  return text.split(/(\n(?:[ \t]*\n){5,})/).map((part, index) => {
    const blank = /^\n[ \t\n]*$/.test(part) ? part.split("\n").length - 2 : 0;
    // biome-ignore-start lint/suspicious/noArrayIndexKey: the parts of one text have no identity but their place
    if (blank < 5) return <Segments key={index} segments={reveal(part).segments} />;
    return (
      <span key={index} className="font-sans text-faint">
        {" "}
        … {plural(blank, "blank line")} …{" "}
      </span>
    );
    // biome-ignore-end lint/suspicious/noArrayIndexKey: as above
  });
}
