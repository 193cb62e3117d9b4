/**
 * Who may do what: the one table. A role is a row of people's work (see the design's "People and access"), and `pep`, `system`
 * and `anonymous` are what machines and strangers are.
 */
import { z } from "zod";

export const Role = z.enum([
  "admin",
  "security",
  "owner",
  "approver",
  "compliance",
  "executive",
  "auditor",
  "reporter",
  "outsider",
]);
export type Role = z.infer<typeof Role>;
/**
 * What people of the house can be. `reporter` is for API keys alone: a program that may only report. `outsider` is an auditor
 * from outside, who comes by an access that was given (lib/outside), and never by an edit, a group or a directory.
 */
export const PersonRole = Role.exclude(["reporter", "outsider"]);
export type PersonRole = z.infer<typeof PersonRole>;
/** What a program with an API key can be. */
export const KeyRole = Role.exclude(["outsider"]);
export type KeyRole = z.infer<typeof KeyRole>;

type Holder = Role | "pep" | "scim" | "system" | "anonymous";

const everyone = ["admin", "security", "owner", "approver", "compliance", "executive", "auditor"] as const;
const operators = ["admin", "security"] as const;

export const permissions = {
  "organisation:set-up": ["anonymous"],
  "organisation:read": everyone,
  "organisation:edit": ["admin"],
  "signingKey:rotate": ["admin"],
  "demo:manage": ["admin", "system"],
  "person:read": everyone,
  "person:invite": ["admin"],
  "person:edit": ["admin"],
  "team:edit": ["admin"],
  /** Making and ending accounts for a directory; its token is good for nothing else. */
  "scim:provision": ["scim"],
  /** The identity provider, what its groups give, and whether passwords are still taken. */
  "signOn:manage": ["admin"],
  "absence:own": everyone,
  /** Whoever says that somebody else is away does not decide in their place: the verb checks it. */
  "absence:others": ["admin"],
  "invite:accept": ["anonymous"],
  "session:create": ["anonymous"],
  "session:own": everyone,
  "apiKey:manage": ["admin"],
  "agent:read": everyone,
  /** Owners may edit the agents that they own: the verb checks the object. */
  "agent:edit": [...operators, "owner"],
  /** How long an agent goes on without its owner. */
  "agent:ownership": operators,
  "agent:register": [...operators, "owner"],
  "agent:retire": operators,
  "agent:stop": [...operators, "owner"],
  "agent:release": operators,
  "discovery:read": everyone,
  /** Saying what was found in a directory, and nothing else. */
  "discovery:report": [...operators, "reporter"],
  /** Reading a card at an address, merging, rejecting. Confirming is registering: `agent:register`. */
  "discovery:review": operators,
  "stop:certify": [...operators, "owner", "system"],
  "drill:run": [...operators, "system"],
  "delegation:read": everyone,
  "delegation:request": [...operators, "owner"],
  /** Whose signature counts is the delegation's matter: the verb checks it. */
  "delegation:decide": [...operators, "owner", "approver"],
  "attestation:read": everyone,
  "attestation:manage": [...operators, "compliance"],
  /** For agents that are theirs: the verb checks it. */
  "attestation:answer": [...operators, "owner", "approver"],
  "tool:read": everyone,
  "tool:edit": operators,
  "policy:read": everyone,
  "policy:edit": operators,
  "policy:publish": [...operators, "system"],
  "rule:edit": operators,
  "change:read": everyone,
  /** Never by whoever asked: the verb checks it. */
  "change:decide": operators,
  "checkpoint:read": everyone,
  /** Who may really decide is the rule's matter: the verb checks it. */
  "checkpoint:decide": ["admin", "security", "owner", "approver"],
  /** Letting one request through without the people whom it waits for; the review is for another person. */
  "checkpoint:breakGlass": operators,
  "breakGlass:review": [...operators, "compliance"],
  "checkpoint:sweep": ["system"],
  "finding:read": everyone,
  "finding:manage": operators,
  "detection:read": everyone,
  "detection:manage": operators,
  "incident:read": everyone,
  "incident:manage": [...operators, "compliance"],
  "point:read": everyone,
  "point:manage": operators,
  "activity:read": everyone,
  /** Tool calls from a file, as history that nothing here saw. */
  "activity:import": operators,
  "audit:read": ["admin", "security", "compliance", "executive", "auditor"],
  "audit:erase": ["admin"],
  "sink:read": ["admin", "security", "compliance", "auditor"],
  "sink:manage": operators,
  "message:own": everyone,
  /** One's own views of lists, and those that colleagues share. */
  "view:own": everyone,
  "oversight:read": ["admin", "security", "compliance", "executive", "auditor"],
  "oversight:manage": operators,
  "isolation:read": everyone,
  "isolation:manage": operators,
  "redteam:read": everyone,
  /** Attacking a range, which is an organisation made for it, and reporting what came of it. */
  "redteam:run": [...operators, "system"],
  /** How often exercises run, and who answers for what they find. */
  "redteam:manage": operators,
  "maturity:read": everyone,
  "plan:read": everyone,
  /** Starting, re-planning and ending it, and every task of it. */
  "plan:manage": [...operators, "executive"],
  /** Whoever is no manager works on their own tasks: the verb checks it. */
  "plan:work": [...operators, "executive", "owner", "approver", "compliance"],
  /** Carrying a risk for the organisation, as a person with a name. */
  "risk:accept": ["security", "executive"],
  /** What is shown of each framework, and the packs that were built: all that an auditor of the house may see. */
  "compliance:read": ["admin", "security", "compliance", "executive", "auditor"],
  /** Owners of controls, packs, links for auditors from outside, frameworks of one's own. */
  "compliance:manage": ["admin", "compliance"],
  /** Accesses for auditors from outside: who may see which frameworks, of which time, until when. */
  "outside:manage": ["admin", "compliance"],
  /** What was shared with an auditor from outside, and nothing else: which of it, and until when, the verb checks. */
  "shared:read": ["outsider"],
  /** The event stream that keeps open pages current. */
  "live:follow": everyone,
  /** Reports for board and regulator: they name what is exposed, across the organisation. */
  "report:read": ["admin", "security", "compliance", "executive"],
  "report:make": ["admin", "security", "compliance", "executive"],
  /** Asking for decisions about any agent, in its name: as much trust as an enforcement point has. */
  "decision:ask": operators,
  "point:enrol": ["anonymous"],
  "point:report": ["pep"],
  /** Saying that a tool was called, and nothing else. */
  "telemetry:report": [...operators, "reporter", "pep"],
} as const satisfies Record<string, readonly Holder[]>;

export type Permission = keyof typeof permissions;

/** True when any of the roles holds the permission. Browser-safe: the server uses the very same function. */
export function can(roles: readonly Holder[], permission: Permission): boolean {
  const holders: readonly Holder[] = permissions[permission];
  return roles.some((role) => holders.includes(role));
}
