"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowUp, Trash2, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { optionsFor } from "@/lib/client/query-options";
import { listPointsOp } from "@/lib/enforcement/contract";
import { Environment } from "@/lib/inventory/contract";
import type { RingDraft } from "./ring-draft";

type Props = {
  ring: RingDraft;
  place: number;
  last: boolean;
  onChange: (ring: RingDraft) => void;
  onRemove: (() => void) | null;
  onUp: (() => void) | null;
};

/** Name and members of one ring. */
export function RingFields({ ring, place, last, onChange, onRemove, onUp }: Props) {
  const named = ring.name || `ring ${place + 1}`;
  return (
    <fieldset className="space-y-4 border-line border-t pt-4">
      <legend className="sr-only">Ring {place + 1}</legend>
      <div className="flex flex-wrap items-end gap-2">
        <Field label={`Ring ${place + 1}`} required className="flex-1 basis-48">
          <Input
            value={ring.name}
            required
            maxLength={120}
            onChange={(event) => onChange({ ...ring, name: event.target.value })}
          />
        </Field>
        {onUp ? (
          <Button size="sm" aria-label={`Reach ${named} earlier`} onClick={onUp}>
            <ArrowUp aria-hidden="true" />
          </Button>
        ) : null}
        {onRemove ? (
          <Button size="sm" aria-label={`Remove ${named}`} onClick={onRemove}>
            <Trash2 aria-hidden="true" />
          </Button>
        ) : null}
      </div>
      {last ? <p className="text-muted text-sm">Takes every point that fits none before it.</p> : null}
      {last ? null : <Members ring={ring} onChange={onChange} />}
    </fieldset>
  );
}

function Members({ ring, onChange }: Pick<Props, "ring" | "onChange">) {
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Share of all points, %"
          hint="By a number that a point keeps for life; a larger share contains a smaller one."
        >
          <Input
            type="number"
            min={0}
            max={100}
            step={1}
            value={ring.percent}
            onChange={(event) => onChange({ ...ring, percent: event.target.value })}
          />
        </Field>
        <Field label="Teams" hint="Parted by commas: points that act for agents of these teams alone.">
          <Input value={ring.teams} onChange={(event) => onChange({ ...ring, teams: event.target.value })} />
        </Field>
      </div>
      <fieldset>
        <legend className="font-medium text-sm">Points that act for agents of these environments alone</legend>
        <div className="mt-1 flex flex-wrap gap-x-5 gap-y-1">
          {Environment.options.map((environment) => (
            <Checkbox
              key={environment}
              label={environment}
              checked={ring.environments.includes(environment)}
              onCheckedChange={(checked) =>
                onChange({
                  ...ring,
                  environments: Environment.options.filter((one) =>
                    one === environment ? checked === true : ring.environments.includes(one),
                  ),
                })
              }
            />
          ))}
        </div>
      </fieldset>
      <NamedPoints ring={ring} onChange={onChange} />
    </>
  );
}

/** The first 200 by name can be chosen here; the API takes any. */
function NamedPoints({ ring, onChange }: Pick<Props, "ring" | "onChange">) {
  const { data } = useQuery(optionsFor(listPointsOp, {}));
  const known = data?.items.filter(({ state }) => state !== "revoked") ?? [];
  const nameOf = (id: string) => known.find((point) => point.id === id)?.name ?? id;
  return (
    <div className="space-y-2">
      <Field label="Points by name">
        <Select
          value=""
          placeholder="Add a point"
          options={known
            .filter(({ id }) => !ring.points.includes(id))
            .map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) => {
            if (event.target.value) onChange({ ...ring, points: [...ring.points, event.target.value] });
          }}
        />
      </Field>
      {ring.points.length > 0 ? (
        <ul className="flex flex-wrap gap-2 text-sm">
          {ring.points.map((id) => (
            <li key={id} className="inline-flex items-center gap-1 bg-sunken py-0.5 pr-1 pl-2">
              <span className="break-all">{nameOf(id)}</span>
              <button
                type="button"
                aria-label={`Leave out ${nameOf(id)}`}
                className="grid size-6 place-items-center"
                onClick={() => onChange({ ...ring, points: ring.points.filter((one) => one !== id) })}
              >
                <X aria-hidden="true" className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
