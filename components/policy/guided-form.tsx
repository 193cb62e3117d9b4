"use client";

import { useId, useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { DataClass, Environment, type Tool } from "@/lib/inventory/contract";
import type { CheckpointRule } from "@/lib/policy/contract";
import { emptyRule, GuidedRule, isOneTool, writeRule } from "@/lib/policy/guided-contract";
import { OperationClass, RiskTier } from "@/sdk/wire/words";
import { ChoiceBoxes, NamedChoices } from "./guided-choices";
import { GuidedLimits } from "./guided-limits";
import { readRule } from "./read-guided-rule";

type Props = {
  text: string;
  onChange: (text: string) => void;
  tools: readonly Tool[];
  rules: readonly Pick<CheckpointRule, "slug" | "title">[];
  agents: readonly { id: string; name: string }[];
  teams: readonly string[];
};

const outcomes = [
  { value: "allow", label: "Allow", hint: "These calls are permitted." },
  { value: "deny", label: "Deny", hint: "These calls are refused, whatever else permits them." },
  {
    value: "hold",
    label: "Ask people",
    hint: "These calls wait for people; another policy has to permit them as well.",
  },
] as const;

/**
 * The common rules as a form over the same text: every choice writes the Cedar below, and text that the form can express is read
 * back. What is not complete yet changes nothing.
 */
export function GuidedForm({ text, onChange, tools, rules, agents, teams }: Props) {
  const [open, setOpen] = useState<{ rule: GuidedRule; text: string } | null>(null);
  const rule = open?.text === text ? open.rule : text.trim() === "" ? emptyRule : readRule(text);
  if (!rule)
    return (
      <p className="text-muted text-sm">
        This policy says more than the form can show, so it is edited as text. Empty the text to begin with the form.
      </p>
    );
  const parsed = GuidedRule.safeParse(rule);
  const change = (more: Partial<GuidedRule>) => {
    const next = tidied({ ...rule, ...more });
    const complete = GuidedRule.safeParse(next);
    const written = complete.success ? writeRule(complete.data) : text;
    setOpen({ rule: next, text: written });
    if (written !== text) onChange(written);
  };
  return (
    <div className="space-y-5">
      <RadioGroup
        legend="What happens"
        options={outcomes}
        value={rule.outcome}
        onValueChange={(outcome) => change({ outcome: GuidedRule.shape.outcome.parse(outcome) })}
      />
      {rule.outcome === "hold" ? <CheckpointField rule={rule} rules={rules} change={change} /> : null}
      <Who rule={rule} agents={agents} teams={teams} change={change} />
      <What rule={rule} tools={tools} change={change} />
      <Controls rule={rule} change={change} />
      <p aria-live="polite" className="text-muted text-xs">
        {parsed.success
          ? "The text below says exactly this."
          : `Not complete: ${parsed.error.issues[0]?.message ?? ""}.`}
      </p>
    </div>
  );
}

/** What belongs to another choice goes with it. */
const tidied = (rule: GuidedRule): GuidedRule => ({
  ...rule,
  checkpoint: rule.outcome === "hold" ? rule.checkpoint : null,
  limits: isOneTool(rule.tools, rule.classes) ? rule.limits : [],
});

type Part = { rule: GuidedRule; change: (more: Partial<GuidedRule>) => void };

function CheckpointField({ rule, rules, change }: Part & Pick<Props, "rules">) {
  return (
    <Field label="Checkpoint rule" required hint="Who is asked, and how many have to agree." className="max-w-[24rem]">
      <Select
        value={rule.checkpoint ?? ""}
        placeholder="Choose a rule"
        options={rules.map(({ slug, title }) => ({ value: slug, label: title }))}
        onChange={(event) => change({ checkpoint: event.target.value })}
      />
    </Field>
  );
}

function Who({ rule, agents, teams, change }: Part & Pick<Props, "agents" | "teams">) {
  const legend = useId();
  return (
    <section aria-labelledby={legend} className="space-y-3 border-line border-t pt-4">
      <h2 id={legend} className="font-medium text-sm">
        Which agents
      </h2>
      <div className="grid gap-4 sm:grid-cols-2">
        <NamedChoices
          label="Agents"
          none="Every agent"
          options={agents.map(({ id, name }) => ({ value: id, label: name }))}
          chosen={rule.agents}
          onChoose={(next) => change({ agents: next })}
        />
        <NamedChoices
          label="Teams"
          none={rule.agents.length > 0 ? "No team besides" : "Every team"}
          options={teams.map((team) => ({ value: team, label: team }))}
          chosen={rule.teams}
          onChoose={(next) => change({ teams: next })}
        />
      </div>
      <ChoiceBoxes
        legend="Only in these environments"
        options={Environment.options}
        chosen={rule.environments}
        onChoose={(environments) => change({ environments })}
      />
      <ChoiceBoxes
        legend="Only of these risk tiers"
        options={RiskTier.options}
        chosen={rule.tiers}
        onChoose={(tiers) => change({ tiers })}
      />
      <ChoiceBoxes
        legend="Only those that may touch one of these kinds of data"
        options={DataClass.options}
        chosen={rule.dataClasses}
        onChoose={(dataClasses) => change({ dataClasses })}
      />
    </section>
  );
}

function What({ rule, tools, change }: Part & Pick<Props, "tools">) {
  const legend = useId();
  const [only] = rule.tools;
  const tool = isOneTool(rule.tools, rule.classes) ? tools.find((one) => nameOf(one) === only) : undefined;
  const servers = [...new Set(tools.map(({ server }) => server))].sort();
  return (
    <section aria-labelledby={legend} className="space-y-3 border-line border-t pt-4">
      <h2 id={legend} className="font-medium text-sm">
        Which calls
      </h2>
      <div className="grid gap-4 sm:grid-cols-2">
        <NamedChoices
          label="Tools"
          none={rule.classes.length > 0 ? "No tool besides" : "Every tool"}
          options={tools.map((one) => ({ value: nameOf(one), label: nameOf(one) }))}
          chosen={rule.tools}
          onChoose={(next) => change({ tools: next })}
        />
        <Field label="Server">
          <Select
            value={rule.server ?? ""}
            options={[
              { value: "", label: "Any server" },
              ...servers.map((server) => ({ value: server, label: server })),
            ]}
            onChange={(event) => change({ server: event.target.value === "" ? null : event.target.value })}
          />
        </Field>
      </div>
      <ChoiceBoxes
        legend="And every tool of these operation classes"
        options={OperationClass.options}
        chosen={rule.classes}
        onChoose={(classes) => change({ classes })}
      />
      {tool ? <GuidedLimits tool={tool} limits={rule.limits} onChange={(limits) => change({ limits })} /> : null}
    </section>
  );
}

/** Read when the typing is done: half a reference is none. */
function Controls({ rule, change }: Part) {
  const known = rule.controls.join(", ");
  return (
    <Field
      label="Controls"
      hint="What it is evidence for, parted by commas: eu-ai-act/art-14-4-e"
      className="max-w-[36rem]"
    >
      <Input
        mono
        key={known}
        defaultValue={known}
        maxLength={1000}
        autoComplete="off"
        onBlur={(event) => {
          const controls = event.target.value.split(",").flatMap((one) => one.trim() || []);
          if (controls.join(", ") !== known) change({ controls });
        }}
      />
    </Field>
  );
}

const nameOf = ({ server, name }: Pick<Tool, "server" | "name">): string => `${server}/${name}`;
