import { Fragment } from "react";
import { Callout } from "@/components/ui/callout";
import { plural } from "@/components/ui/format-number";
import { keyed } from "@/components/ui/keyed";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Effect } from "@/components/ui/status";
import type { Explanation, ReadValue, SmallestChange } from "@/lib/policy/why-contract";
import { PolicyName, StepWords } from "./why-words";

/** Why a call is decided as it is: the policies, what they read, and the least that would have to differ. */
export function WhyView({ explanation }: { explanation: Explanation }) {
  const { policies, values, changes, untold, search } = explanation;
  return (
    <div className="space-y-5">
      {untold.length > 0 ? (
        <Callout tone="unknown" title="What cannot be told">
          {untold.map((sentence) => (
            <p key={sentence}>
              <InlineUntrusted text={sentence} max={800} />
            </p>
          ))}
        </Callout>
      ) : null}
      <Part title="Policies that applied">
        <Policies policies={policies} />
      </Part>
      {values.length > 0 ? (
        <Part title="What they read">
          <Values values={values} />
        </Part>
      ) : null}
      {search.evaluations > 0 || changes.length > 0 ? (
        <Part title="What would have to differ">
          <Changes changes={changes} policies={policies} />
          <p className="mt-2 text-muted text-xs">{searchWords(search)}</p>
        </Part>
      ) : null}
    </div>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1 font-medium text-sm">{title}</h3>
      {children}
    </section>
  );
}

function Policies({ policies }: Pick<Explanation, "policies">) {
  if (policies.length === 0) return <p className="text-muted text-sm">None: no policy determined it.</p>;
  return (
    <ul className="border-line border-t">
      {policies.map(({ slug, id, title, version, effect, checkpoint, role }) => (
        <li key={slug} className="flex flex-wrap items-baseline gap-x-3 border-line border-b py-1 text-sm">
          <PolicyName id={id} title={title} />
          <InlineUntrusted text={slug} className="font-mono text-muted text-xs" />
          <span className="text-muted text-xs">
            {[
              ...(effect === null ? [] : [checkpoint !== null ? "holds" : effect === "permit" ? "permits" : "forbids"]),
              ...(version === null ? [] : [`version ${version}`]),
              role === "determined" ? "determined it" : "applied as well",
            ].join(", ")}
          </span>
        </li>
      ))}
    </ul>
  );
}

const Values = ({ values }: { values: readonly ReadValue[] }) => (
  <dl className="grid gap-x-6 border-line border-t sm:grid-cols-[minmax(0,18rem)_minmax(0,1fr)]">
    {values.map(({ name, value, redacted }) => (
      <Fragment key={name}>
        <dt className="pt-1 text-xs sm:border-line sm:border-b sm:py-1">
          <InlineUntrusted text={name} max={200} className="font-mono" />
        </dt>
        <dd className="border-line border-b pb-1 text-xs sm:py-1">
          {value === null ? (
            <span className="text-muted">{redacted ? "not kept" : "not there"}</span>
          ) : (
            <InlineUntrusted text={value} max={300} className="font-mono" />
          )}
          {redacted && value !== null ? <span className="text-muted"> redacted at the point</span> : null}
        </dd>
      </Fragment>
    ))}
  </dl>
);

type Told = { changes: readonly SmallestChange[]; policies: Explanation["policies"] };

function Changes({ changes, policies }: Told) {
  if (changes.length === 0)
    return <p className="text-muted text-sm">No change that was tried gives another outcome.</p>;
  return (
    <ul className="border-line border-t">
      {keyed(changes, ({ steps }) => JSON.stringify(steps)).map(({ key, item: { steps, effect, reason, alike } }) => (
        <li key={key} className="grid gap-x-4 border-line border-b py-1.5 text-sm sm:grid-cols-[7rem_minmax(0,1fr)]">
          <Effect value={effect} />
          <div className="min-w-0">
            <p className="break-words">
              {keyed(steps, (step) => JSON.stringify(step)).map(({ key: one, item }, place) => (
                <Fragment key={one}>
                  {place > 0 ? ", and " : null}
                  <StepWords step={item} policies={policies} />
                </Fragment>
              ))}
              {alike > 0 ? <span className="text-muted"> (one of {alike + 1} that end so)</span> : null}
            </p>
            <p className="text-muted text-xs">
              <InlineUntrusted text={reason} max={400} />
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}

function searchWords({ evaluations, depth, complete }: Explanation["search"]): string {
  if (evaluations === 0) return "Decided again without it.";
  const tried = `${plural(evaluations, "change was", "changes were")} decided by the evaluator; of values, those at the bounds that policies draw. No part of a change that is listed is enough.`;
  if (complete) return `${tried} At most ${depth} at once.`;
  const whole = depth > 1 ? ` after all of ${depth - 1} at once` : "";
  return `${tried} The search stopped at its bound${whole}, so there may be more.`;
}
