/** Ready policies about data: what is read, written and sent out. */
import { asks, type Entry, entry, otherThan, people } from "./entry";

export const dataEntries: readonly Entry[] = [
  entry({
    id: "named-destinations",
    version: 1,
    title: "Data goes only to named destinations",
    outcome: "deny",
    prevents:
      "A planted instruction makes an agent send data to an address of the attacker: whatever the agent was told, the call is refused unless its destination is on the list.",
    besides:
      "It sees the one argument that names the destination. What is sent to an allowed destination is not judged; the detection of sensitive data followed by an export is for that.",
    risks: ["ASI01", "ASI02"],
    classes: ["data.export"],
    asks: asks({ who: "any", tools: { most: 1, classes: ["data.export"] }, argument: "text", patterns: true }),
    rule: (filled) => ({ outcome: "deny", tools: filled.blanks.tools, limits: otherThan(filled) }),
  }),
  entry({
    id: "sensitive-agents-export-held",
    version: 1,
    title: "Agents that touch sensitive data ask before they send anything out",
    outcome: "hold",
    prevents: "An agent that may read sensitive data is talked into sending it outside: every export waits for people.",
    besides:
      "It goes by the kinds of data that the agent is registered for, since no decision sees where a text came from. Register them truthfully; the detection of toxic combinations looks at what was really read.",
    risks: ["ASI01", "ASI02"],
    classes: ["data.export"],
    asks: asks({ who: "any", dataClasses: true, checkpoint: people() }),
    rule: ({ blanks }) => ({ outcome: "hold", classes: ["data.export"], dataClasses: blanks.dataClasses }),
  }),
  entry({
    id: "exports-held",
    version: 1,
    title: "Exports wait for people",
    outcome: "hold",
    prevents:
      "Data leaves by a tool that sends it outside without anybody having looked at what is sent, and where to.",
    besides: "Where there are many exports people tire of them: a list of destinations refuses without asking anybody.",
    risks: ["ASI02"],
    classes: ["data.export"],
    asks: asks({ who: "any", checkpoint: people() }),
    rule: () => ({ outcome: "hold", classes: ["data.export"] }),
  }),
  entry({
    id: "memory-writes-held",
    version: 1,
    title: "Writing to shared memory waits for people",
    outcome: "hold",
    prevents:
      "A text that was planted once is remembered and steers every later run: what the named tools write to a memory or knowledge base is looked at first.",
    besides:
      "It guards the tools that you name. A memory that the agent's own framework keeps without a tool call is out of reach of any policy: keep it per session, and watch its calls by detections.",
    risks: ["ASI06"],
    classes: ["data.write"],
    asks: asks({ who: "any", tools: { most: 10, classes: ["data.write"] }, checkpoint: people() }),
    rule: ({ blanks }) => ({ outcome: "hold", tools: blanks.tools }),
  }),
  entry({
    id: "memory-places",
    version: 1,
    title: "Writes go only to an agent’s own places",
    outcome: "deny",
    prevents:
      "One agent poisons what another reads: a write outside of the named places, folders or spaces is refused.",
    besides:
      "It compares the text of one argument and does not resolve links or dots in paths, so let the tool do that. What is written in the right place is not judged.",
    risks: ["ASI06", "ASI08"],
    classes: ["data.write"],
    asks: asks({ who: "any", tools: { most: 1, classes: ["data.write"] }, argument: "text", patterns: true }),
    rule: (filled) => ({ outcome: "deny", tools: filled.blanks.tools, limits: otherThan(filled) }),
  }),
  entry({
    id: "writes-held",
    version: 1,
    title: "Writing waits for people",
    outcome: "hold",
    prevents: "An agent that has gone wrong changes or destroys records at the speed of a machine.",
    besides: "For agents that write all day, name only the tools that cannot be undone in a policy of your own.",
    risks: ["ASI02", "ASI08"],
    classes: ["data.write"],
    asks: asks({ who: "some", checkpoint: people() }),
    rule: () => ({ outcome: "hold", classes: ["data.write"] }),
  }),
  entry({
    id: "reads-of-a-server",
    version: 1,
    title: "Named agents may read from one server",
    outcome: "allow",
    prevents:
      "Rights wider than the work: instead of opening a server, this permits only its reading tools, and only to those who are named.",
    besides:
      "It permits, so it weakens what is in force and is confirmed by a second person when it is published. What is read may carry planted text; policies on what the agent does afterwards meet that.",
    risks: ["ASI03"],
    classes: ["read"],
    asks: asks({ who: "some", server: true }),
    rule: ({ blanks }) => ({ outcome: "allow", classes: ["read"], server: blanks.server }),
  }),
  entry({
    id: "reads-of-sensitive-servers-held",
    version: 1,
    title: "Reading from a sensitive server waits for people",
    outcome: "hold",
    prevents: "An agent reads on a server with sensitive records without anybody knowing why it needs them.",
    besides: "It goes by the server, since what a record holds is known only once it was read.",
    risks: ["ASI03"],
    classes: ["read"],
    asks: asks({ who: "any", server: true, checkpoint: people() }),
    rule: ({ blanks }) => ({ outcome: "hold", classes: ["read"], server: blanks.server }),
  }),
];
