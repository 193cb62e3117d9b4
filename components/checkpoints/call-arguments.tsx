"use client";

import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { formatBytes, formatCount, plural } from "@/components/ui/format-number";
import { JsonView } from "@/components/ui/json-view";
import { Section } from "@/components/ui/page-header";
import { UntrustedWarnings } from "@/components/ui/untrusted-text";
import type { Findings } from "./argument-findings";
import { placeOf, type Reading } from "./argument-parts";
import { ArgumentRows, rowId } from "./argument-rows";
import { LookFirst } from "./look-first";

/** So few values need no selection: all of them are in sight. */
const SHORT = 6;

type Props = {
  value: unknown;
  reading: Reading;
  findings: Findings;
  opened: number;
  open: (parts: number) => void;
  /** Who put other arguments in the place of the agent's. */
  changedBy: string | null;
};

/** Exactly what would be executed: its size first, then what to look at first, then all of it. */
export function CallArguments({ value, reading, findings, opened, open, changedBy }: Props) {
  const [target, setTarget] = useState<{ row: string } | null>(null);
  // The place may be drawn only after its part was opened, so scrolling follows the drawing.
  useEffect(() => {
    const row = target ? document.getElementById(target.row) : null;
    row?.scrollIntoView({ block: "start" });
    row?.focus({ preventScroll: true });
  }, [target]);
  const jump = reading.complete
    ? undefined
    : (at: number, offset: number) => {
        const place = placeOf(reading, at, offset);
        if (!place) return;
        open(Math.max(opened, place.part + 1));
        setTarget({ row: rowId(place) });
      };
  const hidden = findings.hidden === 0 ? "no hidden characters" : plural(findings.hidden, "hidden character");
  return (
    <Section
      title="Arguments"
      description={
        <span className="tabular">
          {formatBytes(findings.bytes)}, {plural(findings.members, "value")}, {hidden}.{" "}
          {changedBy === null ? "From the agent" : `From the agent, and changed by ${changedBy}`}: nothing here is
          checked.
        </span>
      }
    >
      <LookFirst findings={findings} short={reading.complete && findings.members <= SHORT} jump={jump} />
      {reading.complete ? (
        <JsonView value={value} label="Arguments" maxLines={reading.lines} />
      ) : (
        <Parts reading={reading} findings={findings} opened={opened} open={open} />
      )}
    </Section>
  );
}

function Parts({ reading, findings, opened, open }: Omit<Props, "value" | "changedBy">) {
  const { parts, preview } = reading;
  const left = parts.length - opened;
  return (
    <>
      <UntrustedWarnings revealed={findings.warnings} />
      <div className="border-line border-t">
        {opened === 0 ? (
          <ArgumentRows rows={preview} label="Beginning of the arguments" />
        ) : (
          parts.slice(0, opened).map((part, index) => (
            <ArgumentRows
              // biome-ignore lint/suspicious/noArrayIndexKey: parts are told by their number
              key={index}
              rows={part}
              part={index}
              label={`Arguments, part ${index + 1} of ${parts.length}`}
            />
          ))
        )}
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 bg-hold-soft px-3 py-2 text-sm" role="status">
        {left === 0 ? (
          <p>All of it is open, {formatBytes(findings.bytes)}.</p>
        ) : (
          <>
            <p className="flex-1 basis-48">
              <strong className="font-medium">Cut here.</strong>{" "}
              {opened === 0
                ? `Only the beginning of ${formatBytes(findings.bytes)} is shown.`
                : `${opened} of ${parts.length} parts are open.`}
            </p>
            <Button size="sm" onClick={() => open(opened + 1)}>
              {opened === 0 && parts.length === 1 ? "Show everything" : `Show part ${opened + 1} of ${parts.length}`}
            </Button>
            {left > 1 ? (
              <Button size="sm" onClick={() => open(parts.length)}>
                Show all {formatCount(left)} parts
              </Button>
            ) : null}
          </>
        )}
      </div>
    </>
  );
}
