/**
 * The agent, with a script where its model would be: one that believes whatever it reads. An instruction in a tool's description,
 * in its schema or in what it answers is carried out, as by a model whose own guard has failed.
 */
import type { JsonObject } from "../canonical.ts";
import { isObject } from "../mcp/message.ts";
import type { Answer, McpClient, SeenTool } from "./mcp-client.ts";

const MOST_STEPS = 8;
const INSTRUCTION = /\bcall ([A-Za-z0-9_.-]+) with (\{.*?\})(?=[\s"\\]|$)/g;

export type Call = { tool: string; arguments: JsonObject };
export type Made = Call & { answer: Answer };

/** Instructions of the form `call TOOL with {…}`. */
export function instructionsIn(text: string): Call[] {
  return [...text.matchAll(INSTRUCTION)].flatMap(([, tool = "", given = ""]) => {
    try {
      const parsed: unknown = JSON.parse(given);
      return isObject(parsed as JsonObject) ? [{ tool, arguments: parsed as JsonObject }] : [];
    } catch {
      return [];
    }
  });
}

/** Carries out the task, and everything that it is told on the way. */
export async function obey(client: McpClient, task: readonly Call[]): Promise<Made[]> {
  const made: Made[] = [];
  const todo = [...task];
  for (let next = todo.shift(); next && made.length < MOST_STEPS; next = todo.shift()) {
    const answer = await client.call(next.tool, next.arguments);
    made.push({ ...next, answer });
    if (answer.ok) todo.push(...instructionsIn(answer.text));
  }
  return made;
}

/** What the tools themselves tell it: every text of a definition, wherever it stands. */
export const toldByTools = (tools: readonly SeenTool[]): Call[] =>
  tools.flatMap((tool) => textsIn(tool).flatMap(instructionsIn));

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, member]) => [name, ...textsIn(member)]);
}
