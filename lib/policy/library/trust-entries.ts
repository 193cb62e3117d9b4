/** Ready policies about which agents are trusted with what, and about agents that act through others. */
import { OperationClass } from "@/sdk/wire/words";
import { asks, type Entry, entry, people } from "./entry";

const allButReading = OperationClass.options.filter((one) => one !== "read");

export const trustEntries: readonly Entry[] = [
  entry({
    id: "delegation-held",
    version: 1,
    title: "Handing work to another agent waits for people",
    outcome: "hold",
    prevents: "An agent passes a task, and whatever is planted in it, on to another agent that holds other rights.",
    besides:
      "It decides tools that delegate. Calls that come through other agents are judged as each agent of the chain, and held unless the delegation was signed off, without any policy. Messages between agents that pass no tool are not seen; sign them in your own transport.",
    risks: ["ASI07"],
    classes: ["agent.delegate"],
    asks: asks({ who: "any", checkpoint: people() }),
    rule: () => ({ outcome: "hold", classes: ["agent.delegate"] }),
  }),
  entry({
    id: "no-delegation",
    version: 1,
    title: "Named agents hand nothing to others",
    outcome: "deny",
    prevents: "A fault or a planted task spreads from agent to agent: these agents cannot pass it on.",
    besides:
      "It covers tools of the delegating class. Agents that call others past every point show up as unmediated calls.",
    risks: ["ASI07", "ASI08"],
    classes: ["agent.delegate"],
    asks: asks({ who: "some" }),
    rule: () => ({ outcome: "deny", classes: ["agent.delegate"] }),
  }),
  entry({
    id: "environments-apart",
    version: 1,
    title: "Agents of these environments stay away from a server",
    outcome: "deny",
    prevents: "A fault in development or staging reaches a server of production.",
    besides:
      "It contains which agents reach the server. To stop one that is already there, suspend or kill it under Agents.",
    risks: ["ASI08"],
    classes: OperationClass.options,
    asks: asks({ who: "any", environments: true, server: true }),
    rule: ({ blanks }) => ({ outcome: "deny", server: blanks.server, environments: blanks.environments }),
  }),
  entry({
    id: "read-only-agents",
    version: 1,
    title: "Named agents only read",
    outcome: "deny",
    prevents: "An agent that is meant to look starts to act: whatever it decides to do, only reading goes through.",
    besides:
      "It sets the bounds in which an agent that goes rogue stays. Noticing that one has is the work of detections, and stopping it that of the kill switch, which needs no policy.",
    risks: ["ASI03", "ASI10"],
    classes: allButReading,
    asks: asks({ who: "some" }),
    rule: () => ({ outcome: "deny", classes: allButReading }),
  }),
  entry({
    id: "never-these-classes",
    version: 1,
    title: "Named agents never do certain things",
    outcome: "deny",
    prevents:
      "An agent leaves what it was made for: the named kinds of act are closed to it, and no approval opens them.",
    besides:
      "It is a fence and no watchdog: an agent may misbehave inside of it. Detections watch that, and the kill switch ends it.",
    risks: ["ASI10"],
    classes: OperationClass.options,
    asks: asks({ who: "some", classes: OperationClass.options }),
    rule: ({ blanks }) => ({ outcome: "deny", classes: blanks.classes }),
  }),
];
