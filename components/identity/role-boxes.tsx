"use client";

import { useId } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { PersonRole } from "@/lib/shared/permissions";
import { roleWords } from "./role-words";

type RoleBoxesProps = {
  value: readonly PersonRole[];
  onChange: (roles: PersonRole[]) => void;
  error?: string | undefined;
};

/** Several roles at once: what a person may do is the sum of them. */
export function RoleBoxes({ value, onChange, error }: RoleBoxesProps) {
  const id = useId();
  const toggle = (role: PersonRole, on: boolean) =>
    onChange(PersonRole.options.filter((each) => (each === role ? on : value.includes(each))));
  return (
    <fieldset aria-describedby={error ? id : undefined} className="flex flex-col gap-2">
      <legend className="mb-2 font-medium text-sm">Roles</legend>
      {PersonRole.options.map((role) => (
        <Checkbox
          key={role}
          label={roleWords[role].label}
          hint={roleWords[role].hint}
          checked={value.includes(role)}
          onCheckedChange={(checked) => toggle(role, checked === true)}
        />
      ))}
      {error ? (
        <p id={id} className="text-deny text-xs">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
