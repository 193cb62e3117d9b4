import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { Environment } from "@/lib/inventory/contract";
import { RiskTier } from "@/sdk/wire/words";
import { readArguments } from "./sample-arguments";
import { DESCRIBED, type TestDraft } from "./test-draft";

type Choice = { value: string; label: string };
export type TestChoices = { agents: readonly Choice[]; tools: readonly Choice[]; rules: readonly Choice[] };
type Props = { draft: TestDraft; set: (change: Partial<TestDraft>) => void; choices: TestChoices };

const outcomes: readonly Choice[] = [
  { value: "allow", label: "Allowed" },
  { value: "hold", label: "Held for people" },
  { value: "deny", label: "Denied" },
];

/** Who calls what with which arguments, and what must come out. */
export function TestFields({ draft, set, choices }: Props) {
  const read = readArguments(draft.arguments);
  return (
    <div className="space-y-4">
      <Field label="Name" required hint="What it makes sure of: “payments above 100 wait for the owner”.">
        <Input value={draft.name} maxLength={160} onChange={(event) => set({ name: event.target.value })} />
      </Field>
      <Field label="Who calls" required>
        <Select
          value={draft.who}
          options={[...choices.agents, { value: DESCRIBED, label: "Any agent with these attributes…" }]}
          onChange={(event) => set({ who: event.target.value })}
        />
      </Field>
      {draft.who === DESCRIBED ? <Attributes draft={draft} set={set} /> : null}
      <Field label="Tool" required>
        <Select value={draft.tool} options={choices.tools} onChange={(event) => set({ tool: event.target.value })} />
      </Field>
      <Field
        label="Arguments"
        hint="A JSON object, as the agent would send it."
        error={read.ok ? undefined : read.problem}
      >
        <Textarea
          mono
          rows={4}
          value={draft.arguments}
          spellCheck={false}
          onChange={(event) => set({ arguments: event.target.value })}
        />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Must be" required>
          <Select
            value={draft.expected}
            options={outcomes}
            onChange={(event) => set({ expected: event.target.value as TestDraft["expected"] })}
          />
        </Field>
        {draft.expected === "hold" ? (
          <Field label="By the rule">
            <Select
              value={draft.expectedRule}
              options={[{ value: "", label: "Whichever" }, ...choices.rules]}
              onChange={(event) => set({ expectedRule: event.target.value })}
            />
          </Field>
        ) : null}
      </div>
    </div>
  );
}

const same = (values: readonly string[]): Choice[] => values.map((value) => ({ value, label: value }));

function Attributes({ draft, set }: Pick<Props, "draft" | "set">) {
  const change = (more: Partial<TestDraft["attributes"]>) => set({ attributes: { ...draft.attributes, ...more } });
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <Field label="Risk tier">
        <Select
          value={draft.attributes.riskTier}
          options={same(RiskTier.options)}
          onChange={(event) => change({ riskTier: RiskTier.parse(event.target.value) })}
        />
      </Field>
      <Field label="Environment">
        <Select
          value={draft.attributes.environment}
          options={same(Environment.options)}
          onChange={(event) => change({ environment: Environment.parse(event.target.value) })}
        />
      </Field>
      <Field label="Team">
        <Input
          value={draft.attributes.team}
          maxLength={120}
          onChange={(event) => change({ team: event.target.value })}
        />
      </Field>
    </div>
  );
}
