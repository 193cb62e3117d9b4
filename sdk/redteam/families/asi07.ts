/** ASI07, insecure inter-agent communication: messages that are not from whom they say. */
import { randomBytes } from "node:crypto";
import { digestOf } from "../../canonical.ts";
import { generateSigningKey } from "../../crypto.ts";
import { guard } from "../../guard.ts";
import { EventsOutput } from "../../wire/protocol.ts";
import { refusalOf } from "../acts.ts";
import { short } from "../attack.ts";
import { asPoint, pointIn } from "../point-request.ts";
import { auditOf, permitServer, refusedCalls, type Scenario } from "../scenario.ts";

const act = {
  name: "act",
  operationClass: "data.write",
  description: "Acts.",
  takes: { what: { type: "string" } },
} as const;

const reportOf = (agentId: string, tool: string) => ({
  type: "call" as const,
  id: randomBytes(12).toString("hex"),
  at: new Date().toISOString(),
  agentId,
  tool,
  operationClass: "data.write" as const,
  effect: "allow" as const,
  code: "permitted" as const,
  enforced: true,
  reason: "reported by the exercise",
  policies: [],
  observed: [],
  revision: 1,
  decisionNs: null,
  argumentsDigest: digestOf({}),
  argumentsText: "{}",
  onBehalfOf: null,
  chain: [],
  checkpointId: null,
  traceId: null,
});

export const forgedSender: Scenario = {
  id: "ASI07-forged-sender",
  asi: "ASI07",
  atlas: ["AML.T0118"],
  title: "An agent reports in another agent's name",
  goal: "The record says that somebody else's agent did it.",
  steps: [
    "The agent's point reports a call of its own agent, which is taken.",
    "It reports the same about another agent, with its own key and with a key that it has made itself.",
  ],
  expected: "A point speaks for its own agents, by its enrolled key: what it says of others is refused and recorded.",
  severity: "high",
  kind: "sdk",
  others: [{ name: "victim", kind: "sdk" }],
  tools: [act],
  policies: [permitServer],
  run: async (stage) => {
    await stage.point();
    const send = async (agentId: string, key = pointIn(stage.stateDir()).key) => {
      const body = { events: [reportOf(agentId, `${stage.server}/act`)] };
      const gateway = stage.parts.range.gatewayUrl;
      const sent = { gateway, stateDir: stage.stateDir(), method: "POST", route: "/v1/pep/events", body, key };
      const answer = await asPoint(sent);
      const [result] = EventsOutput.safeParse(answer.body).data?.results ?? [];
      return { taken: result?.status === "stored", said: `${answer.status} ${result?.reason ?? answer.code}`.trim() };
    };
    const own = await send(stage.agentId());
    const victim = stage.agentId("victim");
    const forged = [await send(victim), await send(victim, generateSigningKey())];
    const { pepId } = pointIn(stage.stateDir()).enrolment;
    return {
      control: { got: own.taken, seen: `About its own agent, the same report is answered ${own.said}.` },
      observed: { got: forged.some(({ taken }) => taken), seen: short(forged.map(({ said }) => said).join("; ")) },
      evidence: await stage.proof(auditOf("access.refused", { targetId: pepId })),
    };
  },
};

export const spoofedChain: Scenario = {
  id: "ASI07-spoofed-chain",
  asi: "ASI07",
  atlas: ["AML.T0118"],
  title: "A task claims to come from agents that are not there",
  goal: "A message from nobody, or one that goes round in a circle, is acted on.",
  steps: [
    "A task says that it comes from an agent that the console does not know.",
    "Another says that it comes from the acting agent itself.",
    "The agent acts on both.",
  ],
  expected: "Each agent of a chain is looked up; a chain with an unknown agent, or in a circle, is denied.",
  severity: "high",
  kind: "sdk",
  tools: [act],
  policies: [permitServer],
  run: async (stage) => {
    const done: string[] = [];
    const fn = ({ what }: { what: string }): number => done.push(what);
    fn({ what: "bare" });
    const point = await stage.point();
    const agent = stage.agentId();
    const tool = `${stage.server}/act`;
    const chains = [["agt_00000000000000000000000000"], [agent], ["agt_00000000000000000000000000", agent]];
    const said = [];
    for (const chain of chains) said.push(await refusalOf(guard(point, { agent, tool, fn, chain })({ what: "x" })));
    return {
      control: { got: done.length > 0, seen: "Without a point, the agent acts on whatever it is told by whomever." },
      observed: { got: done.length > 1, seen: short(said.join(" ")) },
      evidence: await stage.proof((records) => {
        const refused = refusedCalls("act")(records);
        return refused.length === chains.length ? refused : [];
      }),
    };
  },
};
