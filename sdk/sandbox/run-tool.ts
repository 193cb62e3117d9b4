/** To run an agent in its sandbox is a tool call like others: policy decides it, people may have to agree, a stop order ends it. */
import { digestOf, type JsonObject } from "../canonical.ts";
import { SERVER as EGRESS, egressTools } from "../egress/egress-tools.ts";
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import { type Logger, messageOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";

const SERVER = "sandbox";
const properties = {
  command: { type: "array", items: { type: "string" } },
  profile: { type: "string" },
  profileDigest: { type: "string" },
};
const definition: JsonObject = {
  name: "run",
  description: "Runs the agent's program in a sandbox, within the boundary of the profile.",
  inputSchema: { type: "object", properties, required: Object.keys(properties), additionalProperties: false },
};

export const RUN_TOOL = `${SERVER}/run`;
export const runPin = digestOf(definition);

/** Shows people the tools of a sandbox, which they approve once. Without the gateway, the bundle on disk decides. */
export async function reportSandboxTools(point: EnforcementPoint, agentId: string, log: Logger): Promise<void> {
  const shown = [
    { server: SERVER, tools: [{ name: "run", definition }] },
    { server: EGRESS, tools: egressTools },
  ];
  try {
    const answers = await Promise.all(shown.map((one) => point.reportTools({ agentId, ...one })));
    const waiting = answers.flatMap(({ tools }) => tools.filter(({ state }) => state !== "approved"));
    if (waiting.length === 0) return;
    const names = waiting.map(({ tool }) => printable(tool, 100)).join(", ");
    log.info(`Tools that wait for approval in the console: ${names}`);
  } catch (error) {
    log.warn(`The sandbox's tools could not be reported: ${printable(messageOf(error), 300)}`);
  }
}
