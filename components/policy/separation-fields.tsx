"use client";

import { Checkbox } from "@/components/ui/checkbox";
import type { Separation } from "@/lib/policy/rule-contract";

const members = [
  {
    name: "onBehalfOf",
    label: "The person on whose behalf the agent calls",
    hint: "As the agent names them, by e-mail address or id of a person here.",
  },
  { name: "owners", label: "The agent's owner and backup owner", hint: "Then stages must ask others." },
  { name: "policyAuthors", label: "Whoever wrote the policy that holds the call" },
] as const;

/** Who may not decide, whatever groups they are in. */
export function SeparationFields({ value, onChange }: { value: Separation; onChange: (value: Separation) => void }) {
  return (
    <div className="space-y-2">
      {members.map(({ name, label, ...rest }) => (
        <Checkbox
          key={name}
          label={label}
          hint={"hint" in rest ? rest.hint : undefined}
          checked={value[name]}
          onCheckedChange={(on) => onChange({ ...value, [name]: on === true })}
        />
      ))}
    </div>
  );
}
