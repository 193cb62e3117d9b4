"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { DialogError } from "@/components/identity/dialog-error";
import { roleWords } from "@/components/identity/role-words";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Section } from "@/components/ui/page-header";
import { Select } from "@/components/ui/select";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { PersonRole } from "@/lib/shared/permissions";
import { type GroupRole, getSignOnOp, setGroupRolesOp } from "@/lib/signon/contract";

type Line = GroupRole & { key: number };
const roles = PersonRole.options.map((value) => ({ value, label: roleWords[value].label }));

/** Which group gives which role. A role that stands here is no longer given by hand. */
export function GroupRolesForm({ stored, claim }: { stored: readonly GroupRole[]; claim: string | null | undefined }) {
  const queries = useQueryClient();
  const [lines, setLines] = useState<Line[]>(() => stored.map((one, key) => ({ ...one, key })));
  const save = useMutation({
    mutationFn: () => call(setGroupRolesOp, { groupRoles: lines.map(({ group, role }) => ({ group, role })) }),
    onSuccess: async () => {
      toast.success("Saved", {
        description: "For groups of a connected directory it counts already, for others at each person's next sign-in.",
      });
      await queries.invalidateQueries({ queryKey: [getSignOnOp.id] });
    },
  });
  const set = (key: number, more: Partial<GroupRole>) =>
    setLines(lines.map((one) => (one.key === key ? { ...one, ...more } : one)));
  const add = () =>
    setLines([...lines, { group: "", role: "auditor", key: Math.max(-1, ...lines.map(({ key }) => key)) + 1 }]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Section
      title="Roles by group"
      description="Whoever is in the group has the role. A role that is named here is given and taken by groups alone; the others stay as set under People. The last admin stays one."
    >
      <form onSubmit={submit} className="flex max-w-2xl flex-col gap-3">
        {lines.map(({ key, group, role }, place) => (
          <div key={key} className="grid grid-cols-[1fr_9rem_auto] items-end gap-2">
            <Field label={`Group ${place + 1}`}>
              <Input
                value={group}
                onChange={(event) => set(key, { group: event.target.value })}
                required
                maxLength={256}
                autoComplete="off"
              />
            </Field>
            <Field label={`Role ${place + 1}`}>
              <Select
                options={roles}
                value={role}
                onChange={(event) => set(key, { role: PersonRole.parse(event.target.value) })}
              />
            </Field>
            <Button
              aria-label={`Remove group ${place + 1}`}
              onClick={() => setLines(lines.filter((one) => one.key !== key))}
            >
              Remove
            </Button>
          </div>
        ))}
        {claim === null && lines.length > 0 ? (
          <Callout tone="hold">
            No groups claim is set for the provider: only groups of a connected directory count.
          </Callout>
        ) : null}
        <DialogError problem={problemOf(save.error)} />
        <div className="flex gap-2">
          <Button onClick={add}>
            <Plus aria-hidden="true" />
            Add a group
          </Button>
          <Button type="submit" variant="primary" loading={save.isPending}>
            Save groups
          </Button>
        </div>
      </form>
    </Section>
  );
}
