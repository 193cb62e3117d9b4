/** `gatehouse release`: asks that a stop order be lifted. A program asks; a second person confirms in the console. */
import { z } from "zod";
import { printable } from "../pep/printable.ts";
import { ask, consoleFrom } from "./console-client.ts";
import { Misused } from "./misused.ts";
import { readOptions } from "./read-options.ts";
import { StopOrder, show } from "./stop-order.ts";

const Answer = z.object({
  order: StopOrder.nullable(),
  request: z
    .object({ id: z.string(), title: z.string(), expiresAt: z.string(), confirmers: z.array(z.string()) })
    .nullable(),
});

export async function run(argv: string[]): Promise<number> {
  const options = { reason: { type: "string" }, console: { type: "string" } } as const;
  const { values, positionals } = readOptions({ args: argv, options, allowPositionals: true });
  const [order, ...more] = positionals;
  if (order === undefined || more.length > 0) throw new Misused("Name one stop order to release.");
  if (!values.reason) throw new Misused("Say with --reason why it is safe again.");
  const console = consoleFrom(values.console);
  const path = `/api/v1/stop-orders/${encodeURIComponent(order)}/release`;
  const answer = await ask(console, Answer, `POST ${path}`, { reason: values.reason });
  if (answer.order) show(order, answer.order);
  if (answer.request) process.stdout.write(`${waiting(answer.request)}\n`);
  return 0;
}

function waiting({ title, expiresAt, confirmers }: NonNullable<z.infer<typeof Answer>["request"]>): string {
  const start = `Nothing is released yet: ${printable(title, 200)} takes a second person`;
  if (confirmers.length === 0)
    return `${start}, and nobody else here may confirm it. An admin invites one as admin or security.`;
  const names = confirmers.slice(0, 5).map((name) => printable(name, 80));
  return `${start}, who confirms it in the console by ${printable(expiresAt, 40)}: ${names.join(", ")}${confirmers.length > 5 ? ", …" : ""}.`;
}
