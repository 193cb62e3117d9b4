import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { KeyValue } from "@/components/ui/key-value";
import { Effect } from "@/components/ui/status";
import { optionsFor } from "@/lib/client/query-options";
import { listPoliciesOp } from "@/lib/policy/contract";
import type { Decision } from "@/sdk/wire/decision";
import { codeWords } from "./decision-words";
import { RuleLink } from "./policy-looks";

/** The decision with its reason and what determined it. */
export function DecisionAnswer({ decision }: { decision: Decision | null }) {
  return (
    <div role="status" aria-label="Answer" className="min-w-0">
      {decision ? (
        <>
          <p className="mb-3 flex flex-wrap items-center gap-3">
            <Effect value={decision.effect} look="pill" />
            <span className="text-muted text-xs">
              by {decision.revision === 0 ? "no bundle" : `revision ${decision.revision}`}
            </span>
          </p>
          <p className="mb-1 text-base">{decision.reason}</p>
          <p className="mb-4 text-muted text-sm">{codeWords[decision.code]}</p>
          <KeyValue
            items={[
              { label: "Policies", value: <PolicyLinks slugs={decision.policies} none="None determined it" /> },
              { label: "Checkpoint rules", value: <RuleLinks slugs={decision.rules} /> },
              {
                label: "Would have forbidden",
                value: <PolicyLinks slugs={decision.observed} none="No policy in observe mode" />,
              },
              { label: "Code", value: decision.code, mono: true },
            ]}
          />
        </>
      ) : (
        <p className="border-line border-t py-3 text-muted text-sm">
          The answer will stand here, with the policies that made it.
        </p>
      )}
    </div>
  );
}

function RuleLinks({ slugs }: { slugs: readonly string[] }) {
  if (slugs.length === 0) return <span className="text-muted">None</span>;
  return (
    <span className="flex flex-wrap gap-x-3">
      {slugs.map((slug) => (
        <RuleLink key={slug} slug={slug} />
      ))}
    </span>
  );
}

/** Decisions name policies as `slug@version`. */
function PolicyLinks({ slugs, none }: { slugs: readonly string[]; none: string }) {
  const { data } = useSuspenseQuery(optionsFor(listPoliciesOp, {}));
  if (slugs.length === 0) return <span className="text-muted">{none}</span>;
  return (
    <ul>
      {slugs.map((named) => {
        const slug = named.replace(/@\d+$/, "");
        const policy = data.items.find((each) => each.slug === slug);
        return (
          <li key={named} className="min-h-6 break-words">
            {policy ? (
              <Link
                href={`/policies/${encodeURIComponent(policy.id)}`}
                className="inline-flex min-h-6 items-center hover:underline"
              >
                {policy.title}
              </Link>
            ) : null}{" "}
            <code className="font-mono text-muted text-xs">{named}</code>
          </li>
        );
      })}
    </ul>
  );
}
