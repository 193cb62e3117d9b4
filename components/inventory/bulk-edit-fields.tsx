"use client";

import { useQuery } from "@tanstack/react-query";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { optionsOf } from "@/components/ui/options-of";
import { Select } from "@/components/ui/select";
import { optionsFor } from "@/lib/client/query-options";
import { listPeopleOp } from "@/lib/identity/contract";
import { BulkChange } from "@/lib/inventory/edit-contract";
import { TagsInput } from "./tags-input";
import { autonomyWords, environmentWords, providerWords, riskTierWords } from "./words";

const NOBODY = "nobody";
const LEAVE = "Leave as it is";

type Props = { change: BulkChange; set: (change: BulkChange) => void };

/** Every field begins as "leave as it is"; only what is chosen is changed. */
export function BulkEditFields({ change, set }: Props) {
  const people = useQuery(optionsFor(listPeopleOp, {})).data?.items ?? [];
  /** An emptied field is left as it is. */
  const put = (field: keyof BulkChange, value: unknown) => {
    const { [field]: _, ...rest } = change;
    const next = BulkChange.safeParse(value === "" ? rest : { ...rest, [field]: value });
    if (next.success) set(next.data);
  };
  const owners = [
    { value: NOBODY, label: "Nobody" },
    ...people
      .filter(({ status }) => status === "active")
      .map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` })),
  ];
  const owner = (field: "ownerId" | "backupOwnerId", label: string) => (
    <Field label={label}>
      <Select
        placeholder={LEAVE}
        options={owners}
        value={change[field] === undefined ? "" : (change[field] ?? NOBODY)}
        onChange={({ target }) => put(field, target.value === NOBODY ? null : target.value)}
      />
    </Field>
  );
  const words = (
    field: "provider" | "environment" | "autonomy" | "riskTier",
    label: string,
    all: Parameters<typeof optionsOf>[0],
  ) => (
    <Field label={label}>
      <Select
        placeholder={LEAVE}
        options={optionsOf(all)}
        value={change[field] ?? ""}
        onChange={({ target }) => put(field, target.value)}
      />
    </Field>
  );
  const tags = (field: "addTags" | "removeTags", label: string) => (
    <Field label={label} aside="with commas between">
      <TagsInput tags={change[field] ?? []} set={(next) => put(field, next.length === 0 ? "" : next)} />
    </Field>
  );
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {owner("ownerId", "Owner")}
      {owner("backupOwnerId", "Backup owner")}
      {words("riskTier", "Risk tier", riskTierWords)}
      {words("autonomy", "Autonomy", autonomyWords)}
      {words("environment", "Environment", environmentWords)}
      {words("provider", "Provider", providerWords)}
      <Field label="Team" aside="empty leaves it">
        <Input value={change.team ?? ""} maxLength={80} onChange={({ target }) => put("team", target.value)} />
      </Field>
      {tags("addTags", "Add tags")}
      {tags("removeTags", "Take tags away")}
    </div>
  );
}
