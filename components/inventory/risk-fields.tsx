"use client";

import type { ReactNode } from "react";
import type { z } from "zod";
import { Checkbox } from "@/components/ui/checkbox";
import { explainedOptions } from "@/components/ui/options-of";
import { RadioGroup } from "@/components/ui/radio-group";
import { Autonomy, DataClass } from "@/lib/inventory/contract";
import { RiskTier } from "@/sdk/wire/words";
import type { AgentDraft } from "./agent-draft";
import { parsedAs } from "./parsed-as";
import { autonomyWords, dataClassWords, riskTierWords } from "./words";

type RiskFieldsProps = {
  draft: AgentDraft;
  set: (change: Partial<AgentDraft>) => void;
  errors: Record<string, string>;
};

/** What policies and leases go by. All choices are in sight, because each needs its meaning to be chosen well. */
export function RiskFields({ draft, set, errors }: RiskFieldsProps) {
  const tick = (kind: z.output<typeof DataClass>, on: boolean) =>
    set({ dataClasses: on ? [...draft.dataClasses, kind] : draft.dataClasses.filter((each) => each !== kind) });
  return (
    <>
      <Choice error={errors.riskTier}>
        <RadioGroup
          legend="Risk tier"
          value={draft.riskTier}
          options={explainedOptions(riskTierWords)}
          onValueChange={(value) => set(parsedAs(RiskTier, "riskTier", value))}
        />
      </Choice>
      <Choice error={errors.autonomy}>
        <RadioGroup
          legend="Autonomy"
          value={draft.autonomy}
          options={explainedOptions(autonomyWords)}
          onValueChange={(value) => set(parsedAs(Autonomy, "autonomy", value))}
        />
      </Choice>
      <fieldset className="sm:col-span-2">
        <legend className="mb-2 font-medium text-sm">Data it touches</legend>
        <div className="grid gap-2 sm:grid-cols-2">
          {DataClass.options.map((kind) => (
            <Checkbox
              key={kind}
              checked={draft.dataClasses.includes(kind)}
              onCheckedChange={(checked) => tick(kind, checked === true)}
              label={dataClassWords[kind].label}
              hint={dataClassWords[kind].help}
            />
          ))}
        </div>
        {errors.dataClasses ? <p className="mt-1 text-deny text-xs">{errors.dataClasses}</p> : null}
      </fieldset>
    </>
  );
}

function Choice({ error, children }: { error: string | undefined; children: ReactNode }) {
  return (
    <div>
      {children}
      {error ? (
        <p role="alert" className="mt-1 text-deny text-xs">
          {error}
        </p>
      ) : null}
    </div>
  );
}
