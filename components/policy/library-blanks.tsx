"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { operationClassWords } from "@/components/inventory/words";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Select } from "@/components/ui/select";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { DataClass, Environment, listAgentsOp, listToolsOp, type Tool } from "@/lib/inventory/contract";
import { listRulesOp } from "@/lib/policy/contract";
import type { Asks, Blanks, LibraryProblem } from "@/lib/policy/library-contract";
import { ChoiceBoxes, NamedChoices } from "./guided-choices";
import { LimitBlanks } from "./library-limit-blanks";

type Props = {
  asks: Asks;
  blanks: Blanks;
  onChange: (next: Blanks) => void;
  problems: readonly LibraryProblem[];
};

type Part = {
  asks: Asks;
  blanks: Blanks;
  change: (more: Partial<Blanks>) => void;
  problem: (path: keyof Blanks) => string | undefined;
};

/** The blanks that an entry asks for, filled in from the inventory. */
export function LibraryBlanks({ asks, blanks, onChange, problems }: Props) {
  const { data: tools } = useSuspenseQuery(optionsFor(listToolsOp, {}));
  const approved = tools.items.filter(({ state }) => state === "approved");
  const part: Part = {
    asks,
    blanks,
    change: (more) => onChange({ ...blanks, ...more }),
    problem: (path) => problems.find((one) => one.path === path)?.message,
  };
  return (
    <div className="max-w-[60rem] space-y-5">
      <div className="grid gap-5 sm:grid-cols-2">
        {asks.who ? <WhoBlanks {...part} /> : null}
        <ToolBlanks {...part} tools={approved} />
        <LimitBlanks {...part} tools={approved} />
        {asks.checkpoint ? <CheckpointBlank {...part} least={asks.checkpoint.people} /> : null}
      </div>
      <Boxes {...part} />
    </div>
  );
}

/** The first 200 by name can be chosen here; the API takes any. */
function WhoBlanks({ asks, blanks, change, problem }: Part) {
  const agents = useQuery(optionsFor(listAgentsOp, { limit: 200, sort: "name" }));
  const items = agents.data?.items.filter(({ status }) => status !== "retired") ?? [];
  const teams = [...new Set(items.map(({ team }) => team))].filter((team) => team !== "").sort();
  return (
    <>
      <NamedChoices
        label="Agents"
        none={asks.who === "any" ? "Every agent" : "Choose an agent"}
        options={items.map(({ id, name }) => ({ value: id, label: name }))}
        chosen={blanks.agents}
        onChoose={(next) => change({ agents: next })}
        error={problem("agents")}
      />
      <NamedChoices
        label="Teams"
        none={asks.who === "any" && blanks.agents.length === 0 ? "Every team" : "No team besides"}
        options={teams.map((team) => ({ value: team, label: team }))}
        chosen={blanks.teams}
        onChoose={(next) => change({ teams: next })}
        error={problem("teams")}
      />
      <FormError problem={problemOf(agents.error)} />
    </>
  );
}

function ToolBlanks({ asks, blanks, change, problem, tools }: Part & { tools: readonly Tool[] }) {
  const fits = tools.filter(({ operationClass }) => asks.tools?.classes.some((one) => one === operationClass));
  const named = fits.map(({ server, name }) => ({ value: `${server}/${name}`, label: `${server}/${name}` }));
  const servers = [...new Set(tools.map(({ server }) => server))].sort();
  const none =
    named.length === 0
      ? `No approved tool of: ${asks.tools?.classes.map((one) => operationClassWords[one].label).join(", ")}`
      : "Choose a tool";
  return (
    <>
      {asks.tools?.most === 1 ? (
        <Field label="Tool" required error={problem("tools")}>
          <Select
            value={blanks.tools[0] ?? ""}
            placeholder={none}
            options={named}
            onChange={(event) => change({ tools: [event.target.value], argument: null })}
          />
        </Field>
      ) : null}
      {asks.tools && asks.tools.most > 1 ? (
        <NamedChoices
          label="Tools"
          none={none}
          options={named}
          chosen={blanks.tools}
          onChoose={(next) => change({ tools: next })}
          error={problem("tools")}
        />
      ) : null}
      {asks.server ? (
        <Field label="Server" required error={problem("server")}>
          <Select
            value={blanks.server ?? ""}
            placeholder="Choose a server"
            options={servers.map((value) => ({ value, label: value }))}
            onChange={(event) => change({ server: event.target.value })}
          />
        </Field>
      ) : null}
    </>
  );
}

function CheckpointBlank({ blanks, change, problem, least }: Part & { least: number }) {
  const { data: rules } = useSuspenseQuery(optionsFor(listRulesOp, {}));
  return (
    <Field
      label="Checkpoint rule"
      required
      error={problem("checkpoint")}
      hint={least > 1 ? `It has to ask at least ${least} people.` : "Who is asked."}
    >
      <Select
        value={blanks.checkpoint ?? ""}
        placeholder={rules.items.length === 0 ? "There is no rule yet" : "Choose a rule"}
        options={rules.items.map(({ slug, title }) => ({ value: slug, label: title }))}
        onChange={(event) => change({ checkpoint: event.target.value })}
      />
    </Field>
  );
}

function Boxes({ asks, blanks, change, problem }: Part) {
  return (
    <>
      {asks.environments ? (
        <WithProblem problem={problem("environments")}>
          <ChoiceBoxes
            legend="Agents of these environments"
            options={Environment.options}
            chosen={blanks.environments}
            onChoose={(environments) => change({ environments })}
          />
        </WithProblem>
      ) : null}
      {asks.dataClasses ? (
        <WithProblem problem={problem("dataClasses")}>
          <ChoiceBoxes
            legend="Agents that may touch one of these kinds of data"
            options={DataClass.options}
            chosen={blanks.dataClasses}
            onChoose={(dataClasses) => change({ dataClasses })}
          />
        </WithProblem>
      ) : null}
      {asks.classes ? (
        <WithProblem problem={problem("classes")}>
          <ChoiceBoxes
            legend="What they never do"
            options={asks.classes}
            chosen={blanks.classes}
            onChoose={(classes) => change({ classes })}
          />
        </WithProblem>
      ) : null}
    </>
  );
}

function WithProblem({ problem, children }: { problem: string | undefined; children: React.ReactNode }) {
  return (
    <div>
      {children}
      {problem ? <p className="mt-1 text-deny text-xs">{problem}</p> : null}
    </div>
  );
}
