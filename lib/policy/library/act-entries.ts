/** Ready policies about what agents do in the world: money, code, credentials, settings. */
import { OperationClass } from "@/sdk/wire/words";
import { above, asks, type Entry, entry, people } from "./entry";

const MOST_MONEY = 1_000_000_000;
const money = { most: 1, classes: ["money.move" as const] };
const limit = { least: 0, most: MOST_MONEY };
const allButReading = OperationClass.options.filter((one) => one !== "read");

export const actEntries: readonly Entry[] = [
  entry({
    id: "payments-above-held",
    version: 1,
    title: "Payments above a limit wait for people",
    outcome: "hold",
    prevents: "A tricked or faulty agent moves a sum that matters before anybody has seen it.",
    besides:
      "It sees one payment at a time. Many small ones stay below the limit: the detection of unusual rates and the limits on requests to people are for that.",
    risks: ["ASI01", "ASI02"],
    classes: ["money.move"],
    asks: asks({ who: "any", tools: money, argument: "number", limit, checkpoint: people() }),
    rule: (filled) => ({ outcome: "hold", tools: filled.blanks.tools, limits: above(filled) }),
  }),
  entry({
    id: "payments-above-denied",
    version: 1,
    title: "Payments above a limit are refused",
    outcome: "deny",
    prevents: "One wrong call empties an account: above this sum no approval helps.",
    besides: "It bounds each payment and not their sum; the tool's own account limits bound the sum.",
    risks: ["ASI02", "ASI08"],
    classes: ["money.move"],
    asks: asks({ who: "any", tools: money, argument: "number", limit }),
    rule: (filled) => ({ outcome: "deny", tools: filled.blanks.tools, limits: above(filled) }),
  }),
  entry({
    id: "money-by-two-people",
    version: 1,
    title: "Money moves only when two people agree",
    outcome: "hold",
    prevents:
      "One person trusts a convincing agent and approves what should not be approved: the rule has to ask two different people.",
    besides:
      "Two people can both be convinced. Decoys, decision times and the quality of oversight under Checkpoints show whether approvals are really looked at.",
    risks: ["ASI09"],
    classes: ["money.move"],
    asks: asks({ who: "any", checkpoint: people(2) }),
    rule: () => ({ outcome: "hold", classes: ["money.move"] }),
  }),
  entry({
    id: "code-held",
    version: 1,
    title: "Running code waits for people",
    outcome: "hold",
    prevents:
      "Text that an agent was given becomes code that runs: every call of a tool that executes waits for people.",
    besides:
      "A policy sees that code is run and not what it will do. Run it in a sandbox whose boundary is tested, under Isolation.",
    risks: ["ASI05"],
    classes: ["code.execute"],
    asks: asks({ who: "any", checkpoint: people() }),
    rule: () => ({ outcome: "hold", classes: ["code.execute"] }),
  }),
  entry({
    id: "no-code-here",
    version: 1,
    title: "No code is run in these environments",
    outcome: "deny",
    prevents: "Generated code runs where it can reach real systems: agents of these environments run none.",
    besides:
      "It goes by the environment that the agent is registered for. A tool that runs code under another class is not caught: classify tools by the most that they can do.",
    risks: ["ASI05"],
    classes: ["code.execute"],
    asks: asks({ who: "any", environments: true }),
    rule: ({ blanks }) => ({ outcome: "deny", classes: ["code.execute"], environments: blanks.environments }),
  }),
  entry({
    id: "credentials-held",
    version: 1,
    title: "Using credentials waits for people",
    outcome: "hold",
    prevents: "An agent takes up rights that it was not given, by a secret that it found or was handed.",
    besides:
      "Short-lived credentials of its own for each agent, and revoking those that leak, are kept under Agents; a policy does not see a secret that an agent already holds.",
    risks: ["ASI03"],
    classes: ["credential.use"],
    asks: asks({ who: "any", checkpoint: people() }),
    rule: () => ({ outcome: "hold", classes: ["credential.use"] }),
  }),
  entry({
    id: "no-credentials-here",
    version: 1,
    title: "Agents of these environments use no credentials",
    outcome: "deny",
    prevents: "An agent under development gets at a credential that opens real systems.",
    besides:
      "It goes by the environment that the agent is registered for. Keep real credentials out of those environments too.",
    risks: ["ASI03"],
    classes: ["credential.use"],
    asks: asks({ who: "any", environments: true }),
    rule: ({ blanks }) => ({ outcome: "deny", classes: ["credential.use"], environments: blanks.environments }),
  }),
  entry({
    id: "third-party-server-held",
    version: 1,
    title: "On a third party’s server everything but reading waits for people",
    outcome: "hold",
    prevents: "A server that somebody else runs turns bad, and its tools act on your systems at once.",
    besides:
      "A tool whose definition changes is refused at every point by its pin, without any policy. What an unchanged tool does behind its definition is seen by people and detections only.",
    risks: ["ASI04"],
    classes: allButReading,
    asks: asks({ who: "any", server: true, checkpoint: people() }),
    rule: ({ blanks }) => ({ outcome: "hold", classes: allButReading, server: blanks.server }),
  }),
  entry({
    id: "config-held",
    version: 1,
    title: "Changing settings waits for people",
    outcome: "hold",
    prevents: "An agent widens its own reach, or breaks what others depend on, by changing how systems are set up.",
    besides: "The console's own settings are guarded apart: what weakens enforcement needs two people, whoever asks.",
    risks: ["ASI08", "ASI10"],
    classes: ["config.change"],
    asks: asks({ who: "any", checkpoint: people() }),
    rule: () => ({ outcome: "hold", classes: ["config.change"] }),
  }),
];
