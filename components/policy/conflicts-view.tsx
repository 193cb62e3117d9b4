"use client";

import { useQuery } from "@tanstack/react-query";
import { Callout } from "@/components/ui/callout";
import { plural } from "@/components/ui/format-number";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Skeleton } from "@/components/ui/skeleton";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { type Conflict, findConflictsOp } from "@/lib/policy/conflict-contract";

/** Of the draft: every policy that does nothing, or one of them. */
export function ConflictsView({ slug }: { slug?: string }) {
  const { data, error, isPending } = useQuery(optionsFor(findConflictsOp, {}));
  if (slug !== undefined) {
    const own = data?.conflicts.filter(({ policy }) => policy === slug) ?? [];
    if (own.length === 0) return null;
    return (
      <Callout tone="hold" title="This policy does nothing as it stands in the draft" className="mb-4">
        <Conflicts conflicts={own} />
      </Callout>
    );
  }
  return (
    <Section
      title="Rules that do nothing"
      description="What never applies, what others overrule, and what others say already."
    >
      {isPending ? <Skeleton className="h-10" /> : null}
      {error ? <p className="text-sm text-unknown">{problemOf(error)?.detail}</p> : null}
      {data?.problem ? (
        <p className="text-sm text-unknown">This set cannot be loaded, so it was not looked at.</p>
      ) : null}
      {data && !data.problem ? (
        <>
          {data.conflicts.length === 0 ? (
            <p className="border-line border-t py-3 text-sm">Every policy decides something.</p>
          ) : (
            <Conflicts conflicts={data.conflicts} />
          )}
          <p className="mt-2 max-w-[68ch] text-muted text-xs">
            {plural(data.calls, "call")} of {plural(data.agents.looked, "agent")} on {data.tools.looked} of{" "}
            {plural(data.tools.of, "tool")} were tried: arguments on each side of every bound that the policies draw,
            for agents and tools as they are now.
          </p>
        </>
      ) : null}
    </Section>
  );
}

function Conflicts({ conflicts }: { conflicts: readonly Conflict[] }) {
  return (
    <ul className="border-line border-t">
      {conflicts.map(({ policy, title, sentence, certain, example }) => (
        <li key={policy} className="border-line border-b py-2 text-sm">
          <p>
            <InlineUntrusted text={title} max={160} className="font-medium" />{" "}
            <code className="font-mono text-muted text-xs">{policy}</code>
          </p>
          <p>
            {sentence} {certain ? null : <span className="text-muted">Other calls may differ.</span>}
          </p>
          {example ? (
            <p className="mt-0.5 text-muted text-xs">
              For example: <InlineUntrusted text={example.agentName} /> calls{" "}
              <InlineUntrusted text={`${example.tool} ${example.arguments}`} max={160} className="font-mono" />
            </p>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
