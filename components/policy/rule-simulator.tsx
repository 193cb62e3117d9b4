"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { optionsFor } from "@/lib/client/query-options";
import { listAgentsOp } from "@/lib/inventory/contract";
import type { RuleDraft } from "./rule-draft";
import { SimulationSteps } from "./simulation-steps";
import { tryChoices } from "./try-choices";
import { useRuleSimulation } from "./use-rule-simulation";

/** Who would be asked under the rule as it is written, for one agent at one time, and what if somebody is away. */
export function RuleSimulator({ draft }: { draft: RuleDraft }) {
  const { data: agents } = useSuspenseQuery(optionsFor(listAgentsOp, tryChoices));
  const [agentId, setAgentId] = useState(agents.items[0]?.id ?? "");
  const [local, setLocal] = useState("");
  const [away, setAway] = useState<readonly string[]>([]);
  const at = local === "" || Number.isNaN(Date.parse(local)) ? null : new Date(local).toISOString();
  const simulation = useRuleSimulation(draft, { agentId, at, away });
  return (
    <section
      aria-labelledby="who-would-be-asked"
      className="border-line border-t pt-5 lg:sticky lg:top-4 lg:border-t-0 lg:border-l lg:pt-0 lg:pl-6"
    >
      <h2 id="who-would-be-asked" className="text-base">
        Who would be asked
      </h2>
      <p className="mb-3 text-muted text-xs">By the rule as it is written here; nothing is kept and nobody is told.</p>
      {agents.items.length === 0 ? (
        <p className="text-sm">
          No agent is registered yet. <Link href="/agents/new">Register one</Link> to try the rule on it.
        </p>
      ) : (
        <>
          <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-1">
            <Field label="Agent that calls">
              <Select
                value={agentId}
                options={agents.items.map(({ id, name }) => ({ value: id, label: name }))}
                onChange={(event) => setAgentId(event.target.value)}
              />
            </Field>
            <Field label="Time of the call" hint="Empty: now. In your own time zone.">
              <Input type="datetime-local" value={local} onChange={(event) => setLocal(event.target.value)} />
            </Field>
          </div>
          <div className="mt-4" aria-live="polite" aria-busy={simulation.state === "asking"}>
            {simulation.state === "unready" ? (
              <p className="text-muted text-sm">Fill in the title and the stages first.</p>
            ) : simulation.state === "asking" ? (
              <p className="text-muted text-sm">Working it out…</p>
            ) : simulation.state === "failed" ? (
              <Callout tone="unknown" title="It could not be worked out">
                {simulation.detail}
              </Callout>
            ) : (
              <SimulationSteps
                answer={simulation.answer}
                stale={simulation.stale}
                stepUp={draft.stepUp}
                away={away}
                onAway={(id, on) => setAway((now) => (on ? [...now, id] : now.filter((each) => each !== id)))}
              />
            )}
          </div>
        </>
      )}
    </section>
  );
}
