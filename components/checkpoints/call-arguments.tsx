"use client";

import { TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { formatBytes, formatCount, plural } from "@/components/ui/format-number";
import { JsonView } from "@/components/ui/json-view";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { UntrustedWarnings } from "@/components/ui/untrusted-text";
import type { Findings } from "./argument-findings";
import type { Reading } from "./argument-parts";
import { ArgumentRows } from "./argument-rows";

/** So few values need no selection: all of them are in sight. */
const SHORT = 6;

type Props = {
  value: unknown;
  reading: Reading;
  findings: Findings;
  opened: number;
  open: (parts: number) => void;
};

/** Exactly what would be executed: its size first, then what to look at first, then all of it. */
export function CallArguments({ value, reading, findings, opened, open }: Props) {
  const hidden = findings.hidden === 0 ? "no hidden characters" : plural(findings.hidden, "hidden character");
  return (
    <Section
      title="Arguments"
      description={
        <span className="tabular">
          {formatBytes(findings.bytes)}, {plural(findings.members, "value")}, {hidden}. From the agent: nothing here is
          checked.
        </span>
      }
    >
      <LookFirst findings={findings} short={reading.complete && findings.members <= SHORT} />
      {reading.complete ? (
        <JsonView value={value} label="Arguments" maxLines={reading.lines} />
      ) : (
        <Parts reading={reading} findings={findings} opened={opened} open={open} />
      )}
    </Section>
  );
}

function Parts({ reading, findings, opened, open }: Omit<Props, "value">) {
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

/** Above the whole, because a reader decides by what comes first. Hints, and said to be hints. */
function LookFirst({ findings, short }: { findings: Findings; short: boolean }) {
  const { hits, unreadable } = findings;
  const notable = short ? [] : findings.notable;
  if (notable.length + hits.length + unreadable.length === 0) return null;
  return (
    <div className="mb-3 border-edge border-l-2 pl-3">
      <p className="text-faint text-xs">Look at these first; the whole stands below</p>
      <dl className="text-sm">
        {notable.map(({ path, value }) => (
          <div key={path} className="flex flex-wrap gap-x-2">
            <dt className="text-muted">
              <InlineUntrusted text={path} max={80} />
            </dt>
            <dd className="min-w-0 font-medium font-mono text-xs leading-5">
              <InlineUntrusted text={String(value)} max={200} />
            </dd>
          </div>
        ))}
        {hits.map((hit) => (
          <div key={`${hit.what}:${hit.path}`} className="mt-1">
            <dt className="flex items-center gap-1.5 font-medium text-deny text-xs">
              <TriangleAlert aria-hidden="true" className="size-3.5 shrink-0" />
              {hit.what} <span className="font-normal text-muted">in</span>{" "}
              <InlineUntrusted text={hit.path || "the value"} max={80} className="font-normal text-muted" />
            </dt>
            <dd className="min-w-0 font-mono text-xs leading-5">
              <span className="text-faint">…</span>
              <InlineUntrusted text={hit.before} max={60} className="text-muted" />
              <mark className="bg-deny-soft px-0.5 text-deny">
                <InlineUntrusted text={hit.match} max={160} />
              </mark>
              <InlineUntrusted text={hit.after} max={60} className="text-muted" />
              <span className="text-faint">…</span>
            </dd>
          </div>
        ))}
        {unreadable.map(({ path, chars }) => (
          <div key={path} className="mt-1 text-unknown text-xs">
            <dt className="inline font-medium">Cannot be inspected:</dt>{" "}
            <dd className="inline">
              <InlineUntrusted text={path || "the value"} max={80} /> is encoded, {formatCount(chars)} characters.
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
