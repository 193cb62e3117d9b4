/** What a table of agents would do to the inventory, row by row. Pure: it is given who and what is there. */
import type { z } from "zod";
import type { Weakening } from "@/lib/changes/contract";
import { weakeningsOf } from "@/lib/changes/weakenings";
import { RiskTier } from "@/sdk/wire/words";
import { type Agent, Autonomy, DataClass, Environment, Provider, RegisterAgentInput } from "./contract";
import { ImportField, type ImportRow } from "./import-contract";
import type { Cells, TableRow } from "./read-table";
import { distinctTags, type Editor, factsOf, refusalToEdit, refusalToRegister } from "./rules";

export type Facts = z.output<typeof RegisterAgentInput>;
export type Known = {
  /** Agents by name. */
  agents: ReadonlyMap<string, Agent>;
  /** Active people by e-mail address in lower case. */
  people: ReadonlyMap<string, { id: string; email: string }>;
  editor: Editor;
  /** What a row would weaken takes a second person, which a table cannot ask for. */
  guarded: boolean;
};
/** A row with what is to be written, which is null where nothing is. */
export type Planned = ImportRow & { write: { agent: Agent | null; facts: Facts } | null };

type Problem = ImportRow["problems"][number];

const words = {
  provider: Provider.options,
  environment: Environment.options,
  autonomy: Autonomy.options,
  riskTier: RiskTier.options,
} as const;
const plainWord = (text: string) =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, "-");

export function planImport(rows: readonly TableRow[], known: Known): Planned[] {
  const firstOf = new Map<string, number>();
  return rows.map((row) => {
    const name = row.cells.name ?? "";
    const first = firstOf.get(name);
    if (name !== "" && first === undefined) firstOf.set(name, row.line);
    const again =
      first === undefined ? [] : [{ field: "name" as const, message: `Line ${first} is about this agent already.` }];
    return planRow(row, known, again);
  });
}

function planRow({ line, cells, surplus }: TableRow, known: Known, problems: Problem[]): Planned {
  const name = cells.name ?? "";
  const agent = known.agents.get(name) ?? null;
  const read = readCells(cells, agent, known);
  const all = [...problems, ...surplusProblem(surplus), ...formulaProblems(cells), ...read.problems];
  const facts = all.length === 0 ? read.facts : null;
  const refusal = facts && (refusalOf(known.editor, agent, facts) ?? refusalToWeaken(known, agent, facts));
  if (refusal) all.push(refusal);
  const row = { line, name, changes: [], problems: all, cells: null };
  if (facts === null || all.length > 0) return { ...row, outcome: "error", cells, write: null };
  if (agent === null) return { ...row, outcome: "create", write: { agent, facts } };
  const changes = differences(agent, facts, known);
  if (changes.length === 0) return { ...row, outcome: "same", write: null };
  return { ...row, outcome: "update", changes, write: { agent, facts } };
}

const surplusProblem = (surplus: number): Problem[] =>
  surplus === 0
    ? []
    : [
        {
          field: null,
          message: `The row has ${surplus} more cells than the heading: put quotation marks round a cell that holds a comma.`,
        },
      ];

/** A spreadsheet that opens the next export would compute it; what people mean is never one. */
const formulaProblems = (cells: Cells): Problem[] =>
  ImportField.options.flatMap((field) =>
    cells[field]?.startsWith("=")
      ? [{ field, message: "It begins with =, as a formula does. Write what it should say." }]
      : [],
  );

function refusalOf(editor: Editor, agent: Agent | null, facts: Facts): Problem | null {
  if (agent?.status === "retired")
    return { field: "name", message: "This agent is retired: its record stays as it is." };
  const message = agent === null ? refusalToRegister(editor, facts.ownerId) : refusalToEdit(editor, agent, facts);
  return message === null ? null : { field: null, message };
}

function refusalToWeaken({ guarded, editor }: Known, agent: Agent | null, facts: Facts): Problem | null {
  if (!guarded || agent === null) return null;
  const [weakening] = weakenedBy(agent, facts, editor);
  if (!weakening) return null;
  const message = `This weakens enforcement and takes a second person, so a table does not do it: edit the agent on its own page. ${weakening.sentence}`;
  return { field: null, message };
}

export const weakenedBy = (agent: Agent, after: Facts, { personId: by }: Editor): Weakening[] =>
  weakeningsOf("agent", { name: agent.name, by, before: factsOf(agent), after });

type Read = { facts: Facts | null; problems: Problem[] };

/** An empty cell leaves a known agent's fact as it is, and gives a new agent what the form would. */
function readCells(cells: Cells, agent: Agent | null, known: Known): Read {
  const problems: Problem[] = [];
  const draft: Record<string, unknown> = agent ? factsOf(agent) : {};
  for (const field of ["name", "purpose", "framework", "team"] as const) if (cells[field]) draft[field] = cells[field];
  for (const field of ["provider", "environment", "autonomy", "riskTier"] as const) {
    if (cells[field]) draft[field] = oneOf(field, cells[field], words[field], problems);
  }
  if (cells.dataClasses) {
    const parts = cells.dataClasses.split(/[;,|]/).filter((part) => part.trim() !== "");
    draft.dataClasses = parts.map((part) => oneOf("dataClasses", part, DataClass.options, problems));
  }
  if (cells.tags) {
    const parts = cells.tags.split(/[;,|]/).map((part) => part.trim());
    draft.tags = parts.filter((part) => part !== "");
  }
  for (const field of ["owner", "backupOwner"] as const) {
    const asked = cells[field]?.toLowerCase();
    if (!asked || asked === agent?.[field]?.email.toLowerCase()) continue;
    const person = known.people.get(asked);
    if (person) draft[`${field}Id`] = person.id;
    else problems.push({ field, message: "Nobody active here has this e-mail address." });
  }
  if (problems.length > 0) return { facts: null, problems };
  const parsed = RegisterAgentInput.safeParse(draft);
  if (!parsed.success) return { facts: null, problems: parsed.error.issues.map(issueProblem) };
  const facts = {
    ...parsed.data,
    dataClasses: [...new Set(parsed.data.dataClasses)],
    tags: distinctTags(parsed.data.tags),
  };
  if (facts.ownerId !== null && facts.ownerId === facts.backupOwnerId) {
    return { facts: null, problems: [{ field: "backupOwner", message: "The backup owner must be somebody else." }] };
  }
  return { facts, problems };
}

function oneOf(field: ImportField, text: string, options: readonly string[], problems: Problem[]): string {
  const word = plainWord(text);
  if (!options.includes(word)) {
    const message = `“${text.trim()}” is none of: ${options.join(", ")}.`;
    if (!problems.some((one) => one.message === message)) problems.push({ field, message });
  }
  return word;
}

function issueProblem({ path, message, code }: z.core.$ZodIssue): Problem {
  const field = ImportField.safeParse(path[0]).data ?? null;
  return { field, message: code === "invalid_type" ? "It is missing." : message };
}

function differences(agent: Agent, after: Facts, known: Known): ImportRow["changes"] {
  const owners = [agent.owner, agent.backupOwner].flatMap((person) => person ?? []);
  const email = new Map([...known.people.values(), ...owners].map((person) => [person.id, person.email]));
  const was = shown(factsOf(agent), email);
  const will = shown(after, email);
  return ImportField.options.flatMap((field) =>
    was[field] === will[field] ? [] : [{ field, from: was[field], to: will[field] }],
  );
}

const shown = (facts: Facts, email: ReadonlyMap<string, string>): Record<ImportField, string> => {
  const { ownerId, backupOwnerId, dataClasses, tags, ...rest } = facts;
  const personOf = (id: string | null) => (id === null ? "" : (email.get(id) ?? id));
  return {
    ...rest,
    dataClasses: [...dataClasses].sort().join("; "),
    tags: tags.join("; "),
    owner: personOf(ownerId),
    backupOwner: personOf(backupOwnerId),
  };
};
