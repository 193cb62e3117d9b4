"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { optionsFor } from "@/lib/client/query-options";
import { listPeopleOp } from "@/lib/identity/contract";
import { listTeamsOp } from "@/lib/identity/team-contract";
import type { ApproverGroup } from "@/lib/policy/rule-contract";
import { can, Role } from "@/lib/shared/permissions";
import { groupKinds, groupOf } from "./rule-draft";

type Props = { group: ApproverGroup; label: string; onChange: (group: ApproverGroup) => void; onRemove?: () => void };

/** Only roles that may decide at all: with another one nobody would count. */
const roles = Role.options
  .filter((role) => can([role], "checkpoint:decide"))
  .map((role) => ({ value: role, label: role.charAt(0).toUpperCase() + role.slice(1) }));
const roleOptions = (current: Role) =>
  roles.some(({ value }) => value === current)
    ? roles
    : [...roles, { value: current, label: `${current}: cannot decide` }];

/** Who may count towards a stage. Who that is, is worked out anew at every decision. */
export function GroupFields({ group, label, onChange, onRemove }: Props) {
  return (
    <li>
      <div className="flex flex-wrap items-center gap-2">
        <Field label={label} hideLabel className="w-72 max-w-full">
          <Select value={group.kind} options={groupKinds} onChange={(event) => onChange(groupOf(event.target.value))} />
        </Field>
        {group.kind === "role" ? (
          <Field label={`Role of ${label.toLowerCase()}`} hideLabel className="w-40">
            <Select
              value={group.role}
              options={roleOptions(group.role)}
              onChange={(event) => {
                const role = Role.safeParse(event.target.value);
                if (role.success) onChange({ kind: "role", role: role.data });
              }}
            />
          </Field>
        ) : null}
        {group.kind === "team" ? (
          <TeamChoice label={label} id={group.id} onChange={(id) => onChange({ kind: "team", id })} />
        ) : null}
        {onRemove ? (
          <Button variant="quiet" size="icon-sm" aria-label={`Remove ${label.toLowerCase()}`} onClick={onRemove}>
            <X aria-hidden="true" />
          </Button>
        ) : null}
      </div>
      {group.kind === "people" ? (
        <PeopleChoice ids={group.ids} onChange={(ids) => onChange({ kind: "people", ids })} />
      ) : null}
    </li>
  );
}

function TeamChoice({ label, id, onChange }: { label: string; id: string; onChange: (id: string) => void }) {
  const { data } = useSuspenseQuery(optionsFor(listTeamsOp, {}));
  const options = data.items.map((team) => ({ value: team.id, label: `${team.name} (${team.members.length})` }));
  return (
    <Field label={`Team of ${label.toLowerCase()}`} hideLabel className="w-56 max-w-full">
      <Select
        value={id}
        options={options}
        placeholder={options.length === 0 ? "No team yet: see Settings, People" : "Choose a team"}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

function PeopleChoice({ ids, onChange }: { ids: readonly string[]; onChange: (ids: string[]) => void }) {
  const { data } = useSuspenseQuery(optionsFor(listPeopleOp, {}));
  const active = data.items.filter((person) => person.status === "active" || ids.includes(person.id));
  return (
    <fieldset className="mt-2 max-h-52 overflow-y-auto border-line border-y py-1.5">
      <legend className="sr-only">People</legend>
      <div className="grid gap-x-6 gap-y-1 p-1 sm:grid-cols-2">
        {active.map((person) => (
          <Checkbox
            key={person.id}
            label={person.name}
            hint={person.status === "active" ? person.email : "Disabled: cannot decide"}
            checked={ids.includes(person.id)}
            onCheckedChange={(on) => onChange(on === true ? [...ids, person.id] : ids.filter((id) => id !== person.id))}
          />
        ))}
      </div>
    </fieldset>
  );
}
