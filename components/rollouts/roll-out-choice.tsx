"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { optionsFor } from "@/lib/client/query-options";
import { RollOutPlan, type Thresholds } from "@/lib/policy/ring-contract";
import { getRingsOp } from "@/lib/rollouts/contract";
import { RingsTable } from "./roll-outs-view";

type Of = "policies" | "profile";

/** `only`: what only a roll-out of that kind counts. */
const fields: readonly { name: keyof Thresholds; label: string; only?: Of }[] = [
  { name: "newlyDeniedPercent", label: "Newly denied, % of calls" },
  { name: "newlyHeldPercent", label: "Newly held, % of calls" },
  { name: "newlyRefusedPercent", label: "Newly refused by the profile, % of requests", only: "profile" },
  { name: "canaryFailures", label: "Runs of canaries that get out", only: "profile" },
  { name: "errors", label: "Calls that cannot be evaluated" },
  { name: "refusals", label: "Points that refuse it" },
  { name: "unacknowledged", label: "Points that do not take it up" },
  { name: "unacknowledgedMinutes", label: "… after so many minutes" },
  { name: "minimumCalls", label: "Calls that a ring must make" },
  { name: "soakMinutes", label: "Minutes that a ring is watched" },
];

type Props = {
  value: RollOutPlan | null;
  onChange: (plan: RollOutPlan | null) => void;
  /** What is rolled out. */
  of?: Of;
};

/** To every point at once, or ring by ring and under which terms. */
export function RollOutChoice({ value, onChange, of = "policies" }: Props) {
  return (
    <div className="space-y-4">
      <RadioGroup
        legend="Who gets it"
        value={value ? "rings" : "all"}
        onValueChange={(choice) => onChange(choice === "rings" ? RollOutPlan.parse({}) : null)}
        options={[
          { value: "all", label: "Every point at once" },
          {
            value: "rings",
            label: "Ring by ring",
            hint: "Each ring is watched before the next one gets it. When a threshold is crossed it is rolled back by itself.",
          },
        ]}
      />
      {value ? <Terms plan={value} onChange={onChange} of={of} /> : null}
    </div>
  );
}

type TermsProps = { plan: RollOutPlan; onChange: Props["onChange"]; of: Of };

function Terms({ plan, onChange, of }: TermsProps) {
  const { data } = useSuspenseQuery(optionsFor(getRingsOp, {}));
  const set = (name: keyof Thresholds, text: string) =>
    onChange({ ...plan, thresholds: { ...plan.thresholds, [name]: Number(text) } });
  return (
    <div className="space-y-4 border-line border-l-2 pl-4">
      <RingsTable rings={data.rings} />
      <p className="text-muted text-xs">
        A ring without points is skipped.{" "}
        <Link href="/policies/rollouts/rings" className="underline">
          Change the rings
        </Link>
      </p>
      <Checkbox
        label="Goes on by itself"
        hint="When a ring was watched for its time, made enough calls and crossed no threshold. Otherwise somebody says Proceed."
        checked={plan.automatic}
        onCheckedChange={(checked) => onChange({ ...plan, automatic: checked === true })}
      />
      <fieldset>
        <legend className="font-medium text-sm">Rolled back by itself beyond these</legend>
        <div className="mt-2 grid gap-3 sm:grid-cols-2">
          {fields.flatMap(({ name, label, only = of }) =>
            only !== of ? (
              []
            ) : (
              <Field key={name} label={label}>
                <Input
                  type="number"
                  min={0}
                  step={name.endsWith("Percent") ? "any" : 1}
                  required
                  value={Number.isNaN(plan.thresholds[name]) ? "" : plan.thresholds[name]}
                  onChange={(event) => set(name, event.target.value === "" ? "NaN" : event.target.value)}
                />
              </Field>
            ),
          )}
        </div>
      </fieldset>
    </div>
  );
}
