"use client";

import { useQuery } from "@tanstack/react-query";
import { Checkbox } from "@/components/ui/checkbox";
import { FormError } from "@/components/ui/form-error";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { teamKey } from "@/lib/identity/rules";
import { listTeamsOp } from "@/lib/identity/team-contract";

type UnitBoxesProps = { value: readonly string[]; onChange: (units: string[]) => void };

/** Teams that the roles are limited to. What was chosen and is no team any more stays until it is taken away. */
export function UnitBoxes({ value, onChange }: UnitBoxesProps) {
  const teams = useQuery(optionsFor(listTeamsOp, {}));
  const names = new Map((teams.data?.items ?? []).map(({ name }) => [teamKey(name), name]));
  for (const key of value) if (!names.has(key)) names.set(key, key);
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 font-medium text-sm">Limited to teams</legend>
      {[...names].map(([key, name]) => (
        <Checkbox
          key={key}
          label={name}
          checked={value.includes(key)}
          onCheckedChange={(on) => onChange(on === true ? [...value, key] : value.filter((one) => one !== key))}
        />
      ))}
      <p className="text-muted text-xs">
        {names.size === 0
          ? "There are no teams yet. Make one below to limit people to its agents."
          : value.length === 0
            ? "Not limited: the roles count for the whole organisation."
            : "They see and act on these teams' agents alone; what is about the whole organisation is refused."}
      </p>
      <FormError problem={problemOf(teams.error)} />
    </fieldset>
  );
}
