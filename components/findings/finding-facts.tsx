"use client";

import { z } from "zod";
import { DiffView } from "@/components/ui/diff-view";
import { JsonView } from "@/components/ui/json-view";
import { InlineUntrusted } from "@/components/ui/revealed";
import { UntrustedText } from "@/components/ui/untrusted-text";
import { Severity } from "@/lib/findings/contract";
import { SeverityMark } from "./finding-looks";

type Detail = Record<string, unknown>;

const Differences = z
  .array(z.object({ at: z.string(), before: z.string().nullable(), after: z.string().nullable() }))
  .nonempty();
const Signs = z
  .array(z.object({ severity: Severity, at: z.string(), what: z.string(), excerpt: z.string() }))
  .nonempty();

/** What was found: differences and signs as such, and whatever else was kept with it below them. */
export function FindingFacts({ detail }: { detail: Detail }) {
  const { differences, signs, ...rest } = detail;
  const changed = Differences.safeParse(differences);
  const found = Signs.safeParse(signs);
  const others = {
    ...rest,
    ...(changed.success || differences === undefined ? {} : { differences }),
    ...(found.success || signs === undefined ? {} : { signs }),
  };
  return (
    <div className="space-y-5">
      {changed.success ? <DifferenceList differences={changed.data} /> : null}
      {found.success ? <SignList signs={found.data} /> : null}
      {Object.keys(others).length > 0 ? <JsonView value={others} label="Facts" /> : null}
    </div>
  );
}

function DifferenceList({ differences }: { differences: z.infer<typeof Differences> }) {
  return (
    <ul className="space-y-4">
      {differences.map(({ at, before, after }) => (
        <li key={at}>
          <p className="mb-1 text-xs">
            <InlineUntrusted text={at || "the whole definition"} max={160} className="font-mono" />{" "}
            <span className="text-muted">
              {before === null ? "was added" : after === null ? "is gone" : "was changed"}
            </span>
          </p>
          {before !== null && after !== null ? (
            <DiffView before={before} after={after} label={`Difference at ${at}`} />
          ) : (
            <UntrustedText text={after ?? before ?? ""} label={before === null ? "Now" : "Before"} mono />
          )}
        </li>
      ))}
    </ul>
  );
}

function SignList({ signs }: { signs: z.infer<typeof Signs> }) {
  return (
    <ul aria-label="Signs" className="border-line border-t">
      {signs.map(({ severity, at, what, excerpt }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: shown only, never reordered on the page; the same sign can stand twice
        <li key={index} className="border-line border-b py-2 text-sm">
          <p className="flex flex-wrap items-center gap-x-3">
            <SeverityMark value={severity} />
            <InlineUntrusted text={what} max={260} className="min-w-0 flex-1 basis-48" />
          </p>
          <p className="mt-0.5 text-muted text-xs">
            <InlineUntrusted text={at || "/"} max={120} className="font-mono" />
            {excerpt ? (
              <>
                : <InlineUntrusted text={excerpt} max={160} className="font-mono text-ink" />
              </>
            ) : null}
          </p>
        </li>
      ))}
    </ul>
  );
}
