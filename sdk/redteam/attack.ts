/** An attack by an MCP client, made twice: before the server itself, where it has to succeed, and behind the enforcement point. */
import { printable } from "../pep/printable.ts";
import type { Evidence, RangeRecords, Seen } from "../wire/redteam.ts";
import type { McpClient } from "./mcp-client.ts";
import type { Outcome } from "./scenario.ts";
import type { Ran, Side, Stage } from "./stage.ts";

export type Attack = {
  /** What the agent does. What it says goes into the record when nothing got through. */
  act: (client: McpClient, side: Side) => Promise<string>;
  /** Of the calls that reached the server, those by which the attack has succeeded. */
  harm: (ran: readonly Ran[]) => readonly Ran[];
  proof: (records: RangeRecords) => Evidence[];
};

export async function attack(stage: Stage, { act, harm, proof }: Attack): Promise<Outcome> {
  const on = async (side: Side): Promise<Seen> => {
    const client = side === "direct" ? await stage.direct() : await stage.governed();
    const said = await act(client, side);
    return seenOf(harm(stage.ran(side)), said);
  };
  const control = await on("direct");
  const observed = await on("governed");
  return { control, observed, evidence: observed.got ? [] : await stage.proof(proof) };
}

export function seenOf(harm: readonly Ran[], said: string): Seen {
  const [first] = harm;
  if (!first) return { got: false, seen: short(said) };
  const times = harm.length === 1 ? "" : ` (${harm.length} times)`;
  return { got: true, seen: short(`${first.tool} ran with ${JSON.stringify(first.arguments)}${times}`) };
}

export const short = (text: string): string => printable(text.replaceAll(/\s+/g, " ").trim(), 500).slice(0, 600);

/** The last refusal that the agent was given, or that there was none. */
export const lastRefusal = (answers: readonly { ok: boolean; text: string }[]): string =>
  answers.findLast(({ ok }) => !ok)?.text ?? "Nothing was refused, and nothing happened.";
