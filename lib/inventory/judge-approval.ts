/** What approving tools would weaken: it lets through what policies in force permit of them. */
import type { z } from "zod";
import type { Facts } from "@/lib/changes/facts";
import type { Judged } from "@/lib/changes/guarded-command";
import { reachedInForce } from "@/lib/changes/in-force";
import { weakeningsOf } from "@/lib/changes/weakenings";
import type { TxCtx } from "@/lib/db/ctx";
import { plainName } from "@/lib/shared/plain-name";
import { digestOf } from "@/sdk/canonical";
import type { approveToolOp, registerToolOp, Tool } from "./contract";
import { loadTool } from "./rows";

export type Approval = Omit<z.output<typeof approveToolOp.input>, "reason">;
type Fact = Facts["tool"][number];
type Terms = Pick<Approval, "operationClass" | "reversibility">;

export async function judgeTools(tx: TxCtx, approvals: readonly Approval[]): Promise<Judged> {
  const tools: { tool: Tool; terms: Terms }[] = [];
  for (const { id, ...terms } of approvals) tools.push({ tool: await loadTool(tx, id), terms });
  const reached = await reachedInForce(
    tx,
    tools.map(({ tool, terms }) => ({ ...tool, operationClass: terms.operationClass })),
  );
  const facts = tools.map(({ tool, terms }, at) => factOf(tool, terms, reached[at] ?? true));
  const [only] = tools.length === 1 ? tools : [];
  return {
    kind: "tool",
    subject: only ? only.tool.id : digestOf(tools.map(({ tool }) => tool.id).sort()),
    title: only ? `Approval of ${nameOf(only.tool)}` : `Approval of ${tools.length} tools`,
    base: tools.map(({ tool }) => ({
      id: tool.id,
      state: tool.state,
      class: tool.operationClass,
      reversibility: tool.reversibility,
      definition: tool.definitionDigest,
    })),
    texts: tools.map(({ tool, terms }) => ({
      title: nameOf(tool),
      before: textOf(tool.state, tool, only ? tool.pinnedDefinition : tool.pin),
      // Definitions of hundreds of tools are read where the tools are: of several, each is named by its digest here.
      after: textOf("approved", terms, only ? tool.definition : tool.definitionDigest),
    })),
    weakenings: weakeningsOf("tool", facts),
  };
}

function factOf(tool: Tool, terms: Terms, reached: boolean): Fact {
  const { state, operationClass, reversibility, pinnedDefinition } = tool;
  return {
    name: nameOf(tool),
    reached,
    // Nobody had read what was trusted on first use, so reading it replaces nothing.
    before: { state, operationClass, reversibility, definition: pinnedDefinition ?? tool.definition },
    after: { state: "approved", ...terms, definition: tool.definition },
  };
}

export async function judgeNewTool(tx: TxCtx, input: z.output<typeof registerToolOp.input>): Promise<Judged> {
  const { server, name, operationClass, reversibility, definition } = input;
  const text = definition && JSON.stringify(definition, null, 2);
  const [reached = true] = await reachedInForce(tx, [{ server, name, operationClass }]);
  const after = { state: "approved", operationClass, reversibility, definition: text };
  const before = { state: "none", operationClass: null, reversibility, definition: null };
  return {
    kind: "tool",
    subject: `${server}/${name}`,
    title: `Registration of ${nameOf(input)}`,
    base: null,
    texts: [{ title: nameOf(input), before: "", after: textOf("approved", after, text) }],
    weakenings: weakeningsOf("tool", [{ name: nameOf(input), reached, before, after }]),
  };
}

const nameOf = ({ server, name }: { server: string; name: string }): string => plainName(`${server}/${name}`);

const textOf = (
  state: string,
  { operationClass, reversibility }: { operationClass: string | null; reversibility: string },
  definition: string | null,
): string => `${state}, ${operationClass ?? "no class"}, ${reversibility}\n${definition ?? "no definition"}`;
