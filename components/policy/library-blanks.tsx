"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Select } from "@/components/ui/select";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { DataClass, Environment, listAgentsOp, listToolsOp } from "@/lib/inventory/contract";
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

/** The blanks that an entry asks for, filled in from the inventory. */
export function LibraryBlanks({ asks, blanks, onChange, problems }: Props) {
  const { data: tools } = useSuspenseQuery(optionsFor(listToolsOp, {}));
  const { data: rules } = useSuspenseQuery(optionsFor(listRulesOp, {}));
  const agents = useQuery(optionsFor(listAgentsOp, { limit: 200, sort: "name" }));
  const approved = tools.items.filter(({ state }) => state === "approved");
  const change = (more: Partial<Blanks>) => onChange({ ...blanks, ...more });
  const problem = (path: keyof Blanks) => problems.find((one) => one.path === path)?.message;
  const items = agents.data?.items.filter(({ status }) => status !== "retired") ?? [];
  const named = approved
    .filter(({ operationClass }) => asks.tools?.classes.some((one) => one === operationClass) ?? false)
    .map(({ server, name }) => `${server}/${name}`);
  const servers = [...new Set(approved.map(({ server }) => server))].sort();
  return (
    <div className="max-w-[60rem] space-y-5">
      <FormError problem={problemOf(agents.error)} />
      <div className="grid gap-5 sm:grid-cols-2">
        {asks.who ? (
          <>
            <Part problem={problem("agents")}>
              <NamedChoices
                label="Agents"
                none={asks.who === "any" ? "Every agent" : "Choose an agent"}
                options={items.map(({ id, name }) => ({ value: id, label: name }))}
                chosen={blanks.agents}
                onChoose={(next) => change({ agents: next })}
              />
            </Part>
            <Part problem={problem("teams")}>
              <NamedChoices
                label="Teams"
                none={asks.who === "any" && blanks.agents.length === 0 ? "Every team" : "No team besides"}
                options={[...new Set(items.map(({ team }) => team))]
                  .filter((team) => team !== "")
                  .sort()
                  .map((team) => ({ value: team, label: team }))}
                chosen={blanks.teams}
                onChoose={(teams) => change({ teams })}
              />
            </Part>
          </>
        ) : null}
        {asks.tools && asks.tools.most === 1 ? (
          <Field label="Tool" required error={problem("tools")}>
            <Select
              value={blanks.tools[0] ?? ""}
              placeholder={
                named.length === 0 ? `No approved tool of ${asks.tools.classes.join(", ")}` : "Choose a tool"
              }
              options={named.map((value) => ({ value, label: value }))}
              onChange={(event) => change({ tools: [event.target.value], argument: null })}
            />
          </Field>
        ) : null}
        {asks.tools && asks.tools.most > 1 ? (
          <Part problem={problem("tools")}>
            <NamedChoices
              label="Tools"
              none={named.length === 0 ? `No approved tool of ${asks.tools.classes.join(", ")}` : "Choose a tool"}
              options={named.map((value) => ({ value, label: value }))}
              chosen={blanks.tools}
              onChoose={(next) => change({ tools: next })}
            />
          </Part>
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
        <LimitBlanks asks={asks} blanks={blanks} change={change} problem={problem} tools={approved} />
        {asks.checkpoint ? (
          <Field
            label="Checkpoint rule"
            required
            error={problem("checkpoint")}
            hint={
              asks.checkpoint.people > 1 ? `It has to ask at least ${asks.checkpoint.people} people.` : "Who is asked."
            }
          >
            <Select
              value={blanks.checkpoint ?? ""}
              placeholder={rules.items.length === 0 ? "There is no rule yet" : "Choose a rule"}
              options={rules.items.map(({ slug, title }) => ({ value: slug, label: title }))}
              onChange={(event) => change({ checkpoint: event.target.value })}
            />
          </Field>
        ) : null}
      </div>
      {asks.environments ? (
        <Part problem={problem("environments")}>
          <ChoiceBoxes
            legend="Agents of these environments"
            options={Environment.options}
            chosen={blanks.environments}
            onChoose={(environments) => change({ environments })}
          />
        </Part>
      ) : null}
      {asks.dataClasses ? (
        <Part problem={problem("dataClasses")}>
          <ChoiceBoxes
            legend="Agents that may touch one of these kinds of data"
            options={DataClass.options}
            chosen={blanks.dataClasses}
            onChoose={(dataClasses) => change({ dataClasses })}
          />
        </Part>
      ) : null}
      {asks.classes ? (
        <Part problem={problem("classes")}>
          <ChoiceBoxes
            legend="What they never do"
            options={asks.classes}
            chosen={blanks.classes}
            onChoose={(classes) => change({ classes })}
          />
        </Part>
      ) : null}
    </div>
  );
}

function Part({ problem, children }: { problem: string | undefined; children: React.ReactNode }) {
  return (
    <div>
      {children}
      {problem ? <p className="mt-1 text-deny text-xs">{problem}</p> : null}
    </div>
  );
}
