/** Every requirement there is, by asking the rules themselves, so that no list can forget one. Pure, browser-safe. */
import type { Requirement } from "./contract";
import { enforce } from "./enforce-requirements";
import { isolate } from "./isolate-requirements";
import { type AgentFacts, observe } from "./requirements";

const blank: AgentFacts = {
  id: "",
  name: "",
  riskTier: "low",
  status: "active",
  owner: null,
  backupOwner: null,
  calls: { seen: 0, permitted: 0, ended: 0, highRisk: 0, unheld: 0 },
  points: [],
  lost: 0,
  unmediated: 0,
  sinks: [],
  newestRevision: null,
  identity: { own: [], open: [], recorded: [] },
  delegations: { waiting: [], signed: 0 },
  isolation: { demands: [], state: "never", why: "", calls: 0 },
};

export type Asked = Pick<Requirement, "id" | "stage" | "title" | "built">;

export const catalogue: readonly Asked[] = [...observe(blank), ...enforce(blank), ...isolate(blank)].map(
  ({ id, stage, title, built }) => ({ id, stage, title, built }),
);
