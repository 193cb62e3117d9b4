/** Attacks of one's own, from a file. What is wrong with it is said by its place in the file. */
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { JsonObject } from "../canonical.ts";
import { messageOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { ScenarioFacts } from "../wire/redteam.ts";
import { JsonObject as JsonObjectShape, OperationClass } from "../wire/words.ts";
import { attack, lastRefusal } from "./attack.ts";
import { permitServer, refusedCalls, type Scenario } from "./scenario.ts";
import { obey, toldByTools } from "./scripted-agent.ts";
import type { Ran } from "./stage.ts";
import type { TargetTool } from "./target.ts";

const Name = z.string().regex(/^[A-Za-z0-9_.-]{1,100}$/, "letters, digits, dots, dashes and underscores");
const CustomTool = z.strictObject({
  name: Name,
  operationClass: OperationClass,
  description: z.string().max(2000).default(""),
  /** Properties of the arguments, each as JSON Schema. */
  arguments: JsonObjectShape.default({}),
  answer: z.string().max(20_000).optional(),
  /** False: nobody has approved the tool. */
  approved: z.boolean().default(true),
});
const CustomCall = z.strictObject({ tool: Name, arguments: JsonObjectShape.default({}) });

export const CustomScenario = z
  .strictObject({
    format: z.literal(1),
    ...ScenarioFacts.shape,
    tools: z.array(CustomTool).min(1).max(20),
    /** Cedar. `{agent}` and `{server}` stand for the exercise's own. Without any, the agent may use every tool of the server. */
    policies: z
      .array(
        z.strictObject({
          slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,30}$/, "small letters, digits and dashes"),
          title: z.string().trim().min(1).max(160),
          text: z.string().min(1).max(4000),
        }),
      )
      .max(20)
      .default([]),
    calls: z.array(CustomCall).min(1).max(8),
    /** The attack has succeeded when a call of this tool, with at least these arguments, reaches the server. */
    succeedsWhen: CustomCall,
  })
  .refine(({ tools, succeedsWhen }) => tools.some(({ name }) => name === succeedsWhen.tool), {
    path: ["succeedsWhen", "tool"],
    message: "none of the tools has this name",
  })
  .refine(({ tools }) => new Set(tools.map(({ name }) => name)).size === tools.length, {
    path: ["tools"],
    message: "two tools have one name",
  });
export type CustomScenario = z.infer<typeof CustomScenario>;

/** Throws an error whose message names the file and every place that is wrong. */
export function readScenario(file: string): Scenario {
  const named = printable(file, 200);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`The scenario ${named} cannot be read as JSON: ${printable(messageOf(error), 200)}.`);
  }
  const parsed = CustomScenario.safeParse(json);
  if (parsed.success) return scenarioOf(parsed.data);
  const wrong = parsed.error.issues.slice(0, 5).map(({ path, message }) => {
    const place = path.join(".") || "the file";
    return `${printable(place, 100)}: ${printable(message, 200)}`;
  });
  throw new Error(`The scenario ${named} is not as it should be. ${wrong.join("; ")}.`);
}

export function scenarioOf({ format: _, tools, policies, calls, succeedsWhen, ...facts }: CustomScenario): Scenario {
  return {
    ...facts,
    custom: true,
    tools: tools.map(toolOf),
    policies: policies.length > 0 ? policies : [permitServer],
    run: (stage) =>
      attack(stage, {
        act: async (client) => {
          const told = toldByTools(await client.tools());
          const made = await obey(client, [...told, ...(calls as { tool: string; arguments: JsonObject }[])]);
          return lastRefusal(made.map(({ answer }) => answer));
        },
        harm: (ran) => ran.filter((one) => isThat(one, succeedsWhen as Ran)),
        proof: refusedCalls(succeedsWhen.tool),
      }),
  };
}

const toolOf = ({ approved, answer, arguments: takes, ...tool }: CustomScenario["tools"][number]): TargetTool => ({
  ...tool,
  takes: takes as JsonObject,
  ...(answer === undefined ? {} : { answer: { text: answer } }),
  ...(approved ? {} : { approved }),
});

const isThat = (one: Ran, wanted: Ran): boolean =>
  one.tool === wanted.tool &&
  Object.entries(wanted.arguments).every(
    ([name, value]) => JSON.stringify(one.arguments[name]) === JSON.stringify(value),
  );
