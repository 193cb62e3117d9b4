"use client";

import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { keyed } from "@/components/ui/keyed";
import { Select } from "@/components/ui/select";
import type { Tool } from "@/lib/inventory/contract";
import { ArgumentLimit } from "@/lib/policy/guided-contract";
import { type LimitableArgument, limitable, limitWords, testsOf } from "./limitable-arguments";

type Props = { tool: Tool; limits: readonly ArgumentLimit[]; onChange: (limits: ArgumentLimit[]) => void };

/** What must hold of the one tool's arguments, all of it at once. */
export function GuidedLimits({ tool, limits, onChange }: Props) {
  const known = limitable(tool);
  if (known.length === 0)
    return <p className="text-muted text-xs">This tool names no argument that could be limited here.</p>;
  return (
    <fieldset className="space-y-2">
      <legend className="text-sm">Only when all of this holds of its arguments</legend>
      <ul className="space-y-1">
        {keyed(limits, limitWords).map(({ key, item }, place) => (
          <li key={key} className="flex flex-wrap items-center gap-2 text-sm">
            <code className="font-mono text-xs">{limitWords(item)}</code>
            <Button
              size="sm"
              aria-label={`Remove ${limitWords(item)}`}
              onClick={() => onChange(limits.filter((_, at) => at !== place))}
            >
              <Trash2 aria-hidden="true" />
            </Button>
          </li>
        ))}
      </ul>
      <AddLimit known={known} onAdd={(limit) => onChange([...limits, limit])} />
    </fieldset>
  );
}

function AddLimit({ known, onAdd }: { known: readonly LimitableArgument[]; onAdd: (limit: ArgumentLimit) => void }) {
  const [name, setName] = useState("");
  const [test, setTest] = useState("");
  const [value, setValue] = useState("");
  const argument = known.find((one) => one.name === name) ?? known[0];
  if (!argument) return null;
  const tests = testsOf(argument.kind);
  const chosen = tests.find((one) => one.value === test) ?? tests[0];
  const parsed = ArgumentLimit.safeParse({
    kind: argument.kind,
    argument: argument.name,
    optional: argument.optional,
    test: chosen?.value,
    value: argument.valueOf(value),
  });
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Field label="Argument" className="w-44">
        <Select
          value={argument.name}
          options={known.map((one) => ({ value: one.name, label: one.name }))}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field label="Is" className="w-52">
        <Select value={chosen?.value ?? ""} options={tests} onChange={(event) => setTest(event.target.value)} />
      </Field>
      <Field label="Value" className="w-40" error={value !== "" && !parsed.success ? argument.hint : undefined}>
        <Input value={value} maxLength={500} onChange={(event) => setValue(event.target.value)} autoComplete="off" />
      </Field>
      <Button
        disabled={value === "" || !parsed.success}
        onClick={() => {
          if (!parsed.success) return;
          onAdd(parsed.data);
          setValue("");
        }}
      >
        <Plus aria-hidden="true" />
        Add the limit
      </Button>
    </div>
  );
}
