"use client";

import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Callout } from "@/components/ui/callout";
import { formatCount, plural } from "@/components/ui/format-number";
import { InlineUntrusted } from "@/components/ui/revealed";
import type { Uninspectable } from "@/lib/shared/inspect";
import type { Findings, Hit } from "./argument-findings";

type Jump = ((at: number, offset: number) => void) | undefined;
type Props = { findings: Findings; short: boolean /** Leads to a place in what is cut. */; jump: Jump };

/** Above the whole, because a reader decides by what comes first. Hints, and said to be hints. */
export function LookFirst({ findings, short, jump }: Props) {
  const { hits, moreHits, hosts, uninspectable } = findings;
  const notable = short ? [] : findings.notable;
  if (notable.length + hits.length + hosts.length + uninspectable.length === 0) return null;
  return (
    <>
      {uninspectable.length > 0 ? <Unseen found={uninspectable} /> : null}
      {notable.length + hits.length + hosts.length > 0 ? (
        <div className="mb-3 border-edge border-l-2 pl-3">
          <p className="text-faint text-xs">Look at these first; the whole stands below</p>
          <dl className="text-sm">
            {hosts.map(({ path, shown, network }) => (
              <Warned key={`${path}:${shown}`} what="Not the host that it looks like" path={path}>
                <InlineUntrusted text={shown} max={120} />{" "}
                <span className="font-sans text-muted">is, for the network,</span>{" "}
                <mark className="bg-deny-soft px-0.5 text-deny">{network}</mark>
              </Warned>
            ))}
            {hits.map((hit) => (
              <Passage key={`${hit.what}:${hit.at}:${hit.offset}`} hit={hit} jump={jump} />
            ))}
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
          </dl>
          {moreHits > 0 ? (
            <p className="font-medium text-deny text-xs">
              {plural(moreHits, "more passage")} of these kinds in the whole.
            </p>
          ) : null}
          {!short && findings.moreNotable > 0 ? (
            <p className="text-muted text-xs">
              {plural(findings.moreNotable, "more value")} of such names in the whole.
            </p>
          ) : null}
        </div>
      ) : null}
    </>
  );
}

type WarnedProps = { what: string; path: string; children: ReactNode; link?: ReactNode };

function Warned({ what, path, children, link }: WarnedProps) {
  return (
    <div className="mt-1">
      <dt className="flex flex-wrap items-center gap-x-1.5 font-medium text-deny text-xs">
        <TriangleAlert aria-hidden="true" className="size-3.5 shrink-0" />
        {what} <span className="font-normal text-muted">in</span>{" "}
        <InlineUntrusted text={path || "the value"} max={80} className="font-normal text-muted" />
        {link}
      </dt>
      <dd className="min-w-0 font-mono text-xs leading-5">{children}</dd>
    </div>
  );
}

function Passage({ hit, jump }: { hit: Hit; jump: Jump }) {
  return (
    <Warned
      what={hit.what}
      path={hit.path}
      link={
        jump ? (
          <button
            type="button"
            className="min-h-6 font-normal text-accent underline max-lg:min-h-8"
            onClick={() => jump(hit.at, hit.offset)}
          >
            Show where
          </button>
        ) : null
      }
    >
      <span className="text-faint">…</span>
      <InlineUntrusted text={hit.before} max={60} className="text-muted" />
      <mark className="bg-deny-soft px-0.5 text-deny">
        <InlineUntrusted text={hit.match} max={160} />
      </mark>
      <InlineUntrusted text={hit.after} max={60} className="text-muted" />
      <span className="text-faint">…</span>
    </Warned>
  );
}

const unseenWords: Record<Uninspectable["what"], (size: string) => string> = {
  encoded: (size) => `is encoded, ${size} characters`,
  escapes: (size) => `is escaped, ${size} characters`,
  binary: (size) => `is binary, ${size} characters`,
  bytes: (size) => `is a list of ${size} bytes`,
  pieces: (size) => `holds ${size} characters of codes in pieces`,
};

/** What cannot be judged is said before anything else, with what follows from it. */
function Unseen({ found }: { found: readonly Uninspectable[] }) {
  return (
    <Callout tone="unknown" className="mb-3" title="Holds content that nobody can read here">
      <ul>
        {found.map(({ path, what, size }) => (
          <li key={`${path}:${what}`}>
            <InlineUntrusted text={path || "the whole"} max={80} className="font-mono text-xs" />{" "}
            {unseenWords[what](formatCount(size))}
          </li>
        ))}
      </ul>
      <p>
        Whoever approves it approves something unseen. So it counts as high at least, asks for a passkey, and is never
        approved together with others.
      </p>
    </Callout>
  );
}
