/** An attack, what came of it, and the parts that many of them share. */
import type { Evidence, RangeRecords, Seen } from "../wire/redteam.ts";
import type { Stage } from "./stage.ts";
import type { ScenarioSetting } from "./target.ts";

export type Outcome = { control: Seen; observed: Seen; evidence: Evidence[] };

export type Scenario = ScenarioSetting & { run(stage: Stage): Promise<Outcome> };

/** Lets the scenario's agent use all of its server's tools; what must not happen is forbidden beside it. */
export const permitServer = {
  slug: "permit",
  title: "The exercise's agent works with its server",
  text: 'permit (principal == Agent::"{agent}", action, resource == Server::"{server}");',
};

export const forbid = (slug: string, title: string, tool: string, when = "") => ({
  slug,
  title,
  text: `forbid (principal, action == Action::"{server}/${tool}", resource)${when};`,
});

/** Calls of the tool that were refused, as evidence. */
export const refusedCalls =
  (tool: string, ...codes: string[]) =>
  ({ calls }: RangeRecords): Evidence[] =>
    calls
      .filter((one) => one.tool.endsWith(`/${tool}`) && one.effect === "deny")
      .filter(({ code }) => codes.length === 0 || (code !== null && codes.includes(code)))
      .map(({ id, digest, code, reason }) => ({ kind: "call", id, digest, says: `${code}: ${reason}`.slice(0, 400) }));

export const findingsOf =
  (...kinds: string[]) =>
  ({ findings }: RangeRecords): Evidence[] =>
    findings
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ id, digest, kind, title }) => ({ kind: "finding", id, digest, says: `${kind}: ${title}`.slice(0, 400) }));

export const checkpointsOf =
  (...statuses: string[]) =>
  ({ checkpoints }: RangeRecords): Evidence[] =>
    checkpoints
      .filter(({ status }) => statuses.includes(status))
      .map(({ id, digest, tool, status }) => ({ kind: "checkpoint", id, digest, says: `${tool}: ${status}` }));

export const auditOf =
  (action: string, by: { actorId?: string; targetId?: string } = {}) =>
  ({ audit }: RangeRecords): Evidence[] =>
    audit
      .filter((one) => one.action === action)
      .filter(({ actorId }) => by.actorId === undefined || actorId === by.actorId)
      .filter(({ targetId }) => by.targetId === undefined || targetId === by.targetId)
      .map(({ id, digest, actorName, targetId }) => ({
        kind: "audit",
        id,
        digest,
        says: `${action} by ${actorName} on ${targetId}`.slice(0, 400),
      }));
