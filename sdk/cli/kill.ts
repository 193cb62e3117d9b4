/** `gatehouse kill`: stops an agent, or whatever a scope names, at every enforcement point, and shows how long each took. */

import { ask, consoleFrom } from "./console-client.ts";
import { Misused } from "./misused.ts";
import { readOptions } from "./read-options.ts";
import { confirmations, failUnlessConfirmed, StopOrder, show } from "./stop-order.ts";
import { atTerminal, StopPreview, showPreview, typed } from "./stop-preview.ts";

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const options = {
  reason: text,
  console: text,
  wait: flag,
  yes: flag,
  provider: text,
  tool: text,
  server: text,
  owner: text,
  delegation: text,
  credential: text,
  everything: flag,
} as const;

type Values = ReturnType<typeof readOptions<{ options: typeof options }>>["values"];

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = readOptions({ args: argv, options, allowPositionals: true });
  const scope = scopeOf(values, positionals);
  const console = consoleFrom(values.console);
  const agent = scope.agentId ?? null;
  const asked = !values.yes && atTerminal();
  if (agent === null && !asked && !values.yes)
    throw new Misused("This stops more than one agent. Say --yes where nobody is there to be asked.");
  let confirm = "";
  // A script that names one agent is not kept from stopping it by a preview that nobody reads.
  if (agent === null || asked) {
    const preview = await ask(console, StopPreview, "POST /api/v1/stop-orders/preview", { scope });
    showPreview(preview);
    if (asked && !(await typed(preview.confirm))) throw new Error("That was something else. Nothing was stopped.");
    confirm = preview.confirm;
  }
  const reason = reasonOf(values, agent !== null);
  const order =
    agent === null
      ? await ask(console, StopOrder, "POST /api/v1/stop-orders", { scope, reason, confirm })
      : await ask(console, StopOrder, `POST /api/v1/agents/${encodeURIComponent(agent)}/kill`, { reason });
  const seen = values.wait ? await confirmations(console, order) : order;
  show(agent ?? scope.kind, seen);
  return values.wait ? failUnlessConfirmed(seen) : 0;
}

function reasonOf({ reason }: Values, oneAgent: boolean): string {
  if (reason !== undefined) return reason;
  if (oneAgent) return "Killed from the command line";
  throw new Misused("Say why with --reason.");
}

/** The console says what a scope is; only an agent is told apart here. */
type Scope = { kind: string; agentId?: string; [member: string]: string | undefined };

function scopeOf(values: Values, positionals: string[]): Scope {
  const { provider, tool, server, owner, credential, delegation, everything } = values;
  const named: Scope[] = positionals.map((agentId) => ({ kind: "agent", agentId }));
  if (provider !== undefined) named.push(member("provider", { provider }));
  if (tool !== undefined) named.push(member("tool", { tool }));
  if (server !== undefined) named.push(member("server", { server }));
  if (owner !== undefined) named.push(member("owner", { owner }));
  if (credential !== undefined) named.push(member("credential", { credential }));
  if (delegation !== undefined) named.push(member("delegation", edgeOf(delegation)));
  if (everything) named.push(member("everything", {}));
  const [scope] = named;
  if (!scope || named.length > 1)
    throw new Misused(
      "Name one agent to kill, or one of --provider, --tool, --server, --owner, --credential, --delegation, --everything.",
    );
  return scope;
}

const member = (kind: string, more: Record<string, string>): Scope => ({ kind, ...more });

function edgeOf(text: string): { from: string; to: string } {
  const [from, to, ...more] = text.split(":");
  if (!from || !to || more.length > 0)
    throw new Misused("A delegation is written FROM:TO, with the ids of two agents.");
  return { from, to };
}
