/** What the stage enforce asks of an agent. Pure, browser-safe. */
import type { Requirement } from "./contract";
import {
  type AgentFacts,
  FRESH_MINUTES,
  met,
  type PointFacts,
  type SinkFacts,
  unmeasured,
  unmet,
  type Verdict,
} from "./requirements";
import { named, silence } from "./sentences";

export function enforce(facts: AgentFacts): Requirement[] {
  const at = { stage: "enforce", built: true } as const;
  const { points, newestRevision } = facts;
  return [
    {
      ...at,
      id: "identity",
      title: "A credential of its own",
      ...identified(facts),
      href: `/agents/${facts.id}#credentials`,
    },
    {
      ...at,
      id: "point",
      title: "Its points enforce",
      ...enforcing(points),
      href: points.length > 0 ? "/points" : "/points/new",
    },
    { ...at, id: "connected", title: "Its points are connected", ...connected(points), href: "/points" },
    {
      ...at,
      id: "revision",
      title: "Its points run the newest policy",
      ...current(points, newestRevision),
      href: newestRevision === null ? "/policies" : "/points",
    },
    { ...at, id: "highRisk", title: "High-risk operations are held or denied", ...highRisk(facts), href: "/policies" },
    { ...at, id: "siem", title: "Its calls reach the SIEM", ...delivered(facts.sinks), href: "/settings/integrations" },
  ];
}

const wrong = {
  shared: "is held by another agent too: what one does cannot be told from what the other does",
  expired: "has expired",
  due: "was not rotated in time",
} as const;

/** A key of its own counts once it was seen at work. What people recorded can only take away: it is their word. */
function identified({ identity: { own, open, recorded }, calls }: AgentFacts): Verdict {
  for (const { name, state } of recorded) if (state !== "held") return unmet(`${name} ${wrong[state]}.`);
  if (open.length > 0) {
    const which = open.map((name) => ({ name }));
    return unmet(
      `Its calls of the last 7 days came through ${named(which)} too, which may act for other agents: which of them called is only said.`,
    );
  }
  if (own.length > 0) {
    const which = own.map((name) => ({ name }));
    return met(`It calls with the key of ${named(which)}, which speaks for no other agent.`);
  }
  const [first] = recorded;
  if (first)
    return unmeasured(
      `${first.name} is on record, by a person's word. No call of the last 7 days showed a key of its own.`,
    );
  return calls.seen === 0
    ? unmeasured("There were no calls in the last 7 days.")
    : unmet("No call of the last 7 days came with a key that speaks for it alone.");
}

const noPoint = "No enforcement point may act for it.";

function enforcing(points: readonly PointFacts[]): Verdict {
  if (points.length === 0) return unmet(noPoint);
  const watching = points.filter(({ mode }) => mode !== "enforce");
  return watching.length === 0
    ? met(`${named(points)} ${points.length === 1 ? "enforces" : "enforce"}.`)
    : unmet(`${named(watching)} only ${watching.length === 1 ? "observes" : "observe"}.`);
}

function connected(points: readonly PointFacts[]): Verdict {
  if (points.length === 0) return unmeasured(noPoint);
  const away = points.filter((point) => !point.connected);
  return away.length === 0
    ? met(`${named(points)} ${points.length === 1 ? "is" : "are"} connected.`)
    : unmet(silence(away));
}

function current(points: readonly PointFacts[], newest: number | null): Verdict {
  if (newest === null) return unmet("No policy was ever published.");
  if (points.length === 0) return unmeasured(noPoint);
  const behind = points.filter((point) => point.behind ?? point.revision !== newest);
  return behind.length === 0
    ? met(`${named(points)} acknowledged revision ${newest}, the newest.`)
    : unmet(`${named(behind)} has not acknowledged revision ${newest}, the newest.`);
}

function delivered(sinks: readonly SinkFacts[]): Verdict {
  if (sinks.length === 0) return unmet("No integration sends tool calls to a SIEM.");
  const fresh = sinks.filter((sink) => sink.fresh);
  return fresh.length > 0
    ? met(
        `${named(fresh)} ${fresh.length === 1 ? "has" : "have"} what happened until ${FRESH_MINUTES} minutes ago, or later.`,
      )
    : unmet(`${named(sinks)} took nothing in the last ${FRESH_MINUTES} minutes, though calls wait.`);
}

function highRisk({ calls }: AgentFacts): Verdict {
  if (calls.highRisk === 0) return unmeasured("It tried no irreversible high-risk operation in the last 7 days.");
  return calls.unheld === 0
    ? met(
        `All ${calls.highRisk} irreversible high-risk operations that it tried in the last 7 days were held or denied.`,
      )
    : unmet(
        `${calls.unheld} of ${calls.highRisk} irreversible high-risk operations of the last 7 days were allowed without people.`,
      );
}
