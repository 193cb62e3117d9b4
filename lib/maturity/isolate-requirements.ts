/** What the stage isolate asks of an agent. Pure, browser-safe. */
import type { Requirement } from "./contract";
import { type AgentFacts, met, unmeasured, unmet, type Verdict } from "./requirements";
import { counted } from "./sentences";

export function isolate({ id, isolation, delegations }: AgentFacts): Requirement[] {
  const at = { stage: "isolate", built: true, href: `/isolation/${id}` } as const;
  return [
    { ...at, id: "sandbox", title: "It runs in a sandbox where its data demands one", ...sandboxed(isolation) },
    { ...at, id: "canaries", title: "Canaries lately failed to get out", ...canaries(isolation) },
    {
      ...at,
      id: "delegation",
      title: "People signed off its delegations",
      ...delegating(delegations),
      href: `/agents/${id}#delegations`,
    },
  ];
}

function delegating({ waiting, signed }: AgentFacts["delegations"]): Verdict {
  const [first] = waiting;
  if (first) return unmet(`${counted(waiting.length, "delegation")} of it wait for signatures: ${first}.`);
  return signed > 0
    ? met(`The owners of both sides signed ${counted(signed, "delegation")} of it; no other is let through.`)
    : met("It acts through no other agent, and none through it.");
}

function sandboxed({ demands, calls }: AgentFacts["isolation"]): Verdict {
  if (calls > 0) return met(`${counted(calls, "call")} of the last 7 days came out of its sandbox.`);
  if (demands.length === 0) return met("Neither its tier, nor its data, nor what it does demands a sandbox.");
  return unmet(`${demands.join(" ")} No call of the last 7 days came out of a sandbox.`);
}

/** A run that passed counts for everyone; that nothing demands one is no proof of anything. */
function canaries({ demands, state, why }: AgentFacts["isolation"]): Verdict {
  if (state === "isolated") return met(why);
  return state === "never" && demands.length === 0 ? unmeasured(why) : unmet(why);
}
