/** Which rule of the profile lets a request through. Pure. */
import type { EgressRule } from "../sandbox/profile.ts";
import type { Authority } from "./host-name.ts";
import type { Asked } from "./read-request.ts";
import { Refused } from "./refused.ts";

/** The rule, or a refusal that says what the profile lacks. */
export function ruleFor(rules: readonly EgressRule[], asked: Asked): EgressRule {
  const there = rules.filter(({ host }) => host === asked.host);
  const rule = there.find(({ port, as }) => port === asked.port && as !== "tunnel");
  if (!rule) throw new Refused(403, unlisted(there, asked, "requests"));
  const { methods, paths } = rule;
  if (methods && !methods.some((method) => method === asked.method))
    throw new Refused(403, `The profile does not let the agent send ${asked.method} to ${asked.host}.`);
  if (paths && !paths.some((path) => path === asked.path || (path.endsWith("/") && asked.path.startsWith(path))))
    throw new Refused(403, `The profile does not let the agent ask ${asked.host} for this path.`);
  return rule;
}

export function tunnelTo(rules: readonly EgressRule[], asked: Authority): EgressRule {
  const there = rules.filter(({ host }) => host === asked.host);
  const rule = there.find(({ port, as }) => port === asked.port && as === "tunnel");
  if (!rule) throw new Refused(403, unlisted(there, asked, "a tunnel"));
  return rule;
}

export const isTunnel = (rules: readonly EgressRule[], { host, port }: Authority): boolean =>
  rules.some((rule) => rule.host === host && rule.port === port && rule.as === "tunnel");

function unlisted(there: readonly EgressRule[], { host, port }: Authority, what: string): string {
  if (there.length === 0) return `${host} is not in the profile.`;
  return `The profile has no rule for ${what} to port ${port} of ${host}.`;
}
