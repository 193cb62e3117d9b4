/** Every operation there is. What is not listed here is served by nothing. */
import * as activity from "@/lib/activity/contract";
import * as explorer from "@/lib/activity/explorer-contract";
import * as applications from "@/lib/applications/contract";
import * as attestations from "@/lib/attestations/contract";
import * as audit from "@/lib/audit/contract";
import * as auditTree from "@/lib/audit/tree-contract";
import * as authzen from "@/lib/authzen/contract";
import * as accessRequests from "@/lib/authzen/request-contract";
import * as changes from "@/lib/changes/contract";
import * as checkpointContext from "@/lib/checkpoints/context-contract";
import * as checkpoints from "@/lib/checkpoints/contract";
import * as decisions from "@/lib/checkpoints/decisions-contract";
import * as floods from "@/lib/checkpoints/flood-contract";
import * as breakGlass from "@/lib/checkpoints/glass-contract";
import * as inbox from "@/lib/checkpoints/inbox-contract";
import * as outcomes from "@/lib/checkpoints/outcome-contract";
import * as holds from "@/lib/checkpoints/point-contract";
import * as questions from "@/lib/checkpoints/question-contract";
import * as receipts from "@/lib/checkpoints/receipt-contract";
import * as ruleSimulation from "@/lib/checkpoints/simulation-contract";
import * as standing from "@/lib/checkpoints/standing-contract";
import * as compliance from "@/lib/compliance/contract";
import * as packs from "@/lib/compliance/pack-contract";
import * as credentials from "@/lib/credentials/contract";
import * as delegations from "@/lib/delegations/contract";
import * as delivery from "@/lib/delivery/contract";
import * as demo from "@/lib/demo/contract";
import * as detections from "@/lib/detections/contract";
import * as discovery from "@/lib/discovery/contract";
import * as enforcement from "@/lib/enforcement/contract";
import * as enrolment from "@/lib/enforcement/enrolment-contract";
import * as fleet from "@/lib/enforcement/fleet-contract";
import * as proof from "@/lib/enforcement/proof-contract";
import * as release from "@/lib/enforcement/release-contract";
import * as stops from "@/lib/enforcement/stop-contract";
import * as findings from "@/lib/findings/contract";
import * as absences from "@/lib/identity/absence-contract";
import * as identity from "@/lib/identity/contract";
import * as signingKeys from "@/lib/identity/key-contract";
import * as passkeys from "@/lib/identity/passkey-contract";
import * as sessions from "@/lib/identity/session-contract";
import * as teams from "@/lib/identity/team-contract";
import * as imports from "@/lib/imports/contract";
import * as incidents from "@/lib/incidents/contract";
import * as inventory from "@/lib/inventory/contract";
import * as bulkEdit from "@/lib/inventory/edit-contract";
import * as inventoryImport from "@/lib/inventory/import-contract";
import * as tools from "@/lib/inventory/tool-contract";
import * as isolation from "@/lib/isolation/contract";
import * as canaries from "@/lib/isolation/report-operation";
import * as mail from "@/lib/mail/contract";
import * as maturity from "@/lib/maturity/contract";
import * as maturityHistory from "@/lib/maturity/history-contract";
import * as maturityStanding from "@/lib/maturity/standing-contract";
import * as messages from "@/lib/messages/contract";
import * as outside from "@/lib/outside/contract";
import * as oversight from "@/lib/oversight/contract";
import * as owners from "@/lib/owners/contract";
import * as plan from "@/lib/plan/contract";
import * as gates from "@/lib/plan/gate-contract";
import * as planTasks from "@/lib/plan/task-contract";
import * as policyCode from "@/lib/policy/code-contract";
import * as policyConflicts from "@/lib/policy/conflict-contract";
import * as policy from "@/lib/policy/contract";
import * as policyReview from "@/lib/policy/review-contract";
import * as policyTests from "@/lib/policy/test-contract";
import * as profiles from "@/lib/profiles/contract";
import * as sandboxes from "@/lib/profiles/report-operations";
import * as redteam from "@/lib/redteam/contract";
import * as replays from "@/lib/replay/contract";
import * as reports from "@/lib/reports/contract";
import * as rollOuts from "@/lib/rollouts/contract";
import * as scim from "@/lib/scim/connection-contract";
import * as scimUsers from "@/lib/scim/contract";
import * as scimGroups from "@/lib/scim/group-contract";
import type { Operation } from "@/lib/shared/operation";
import * as signon from "@/lib/signon/contract";
import * as reporters from "@/lib/telemetry/reporter-contract";
import * as views from "@/lib/views/contract";

const contracts: readonly Record<string, unknown>[] = [
  identity,
  signingKeys,
  passkeys,
  sessions,
  teams,
  absences,
  signon,
  scim,
  findings,
  detections,
  incidents,
  attestations,
  credentials,
  discovery,
  inventory,
  bulkEdit,
  imports,
  inventoryImport,
  tools,
  activity,
  explorer,
  reporters,
  audit,
  auditTree,
  changes,
  policy,
  policyReview,
  policyTests,
  policyCode,
  policyConflicts,
  applications,
  replays,
  rollOuts,
  checkpoints,
  decisions,
  outcomes,
  standing,
  questions,
  inbox,
  checkpointContext,
  holds,
  delegations,
  ruleSimulation,
  floods,
  receipts,
  breakGlass,
  enforcement,
  fleet,
  stops,
  release,
  proof,
  enrolment,
  redteam,
  maturity,
  maturityHistory,
  maturityStanding,
  plan,
  compliance,
  packs,
  outside,
  reports,
  gates,
  planTasks,
  delivery,
  messages,
  oversight,
  owners,
  isolation,
  canaries,
  profiles,
  sandboxes,
  mail,
  demo,
  views,
];

const isOperation = (name: string, value: unknown): value is Operation =>
  name.endsWith("Op") && typeof value === "object" && value !== null && "http" in value;

const operationsOf = (contract: Record<string, unknown>): Operation[] =>
  Object.entries(contract).flatMap(([name, value]) => (isOperation(name, value) ? [value] : []));

export const operations: readonly Operation[] = contracts.flatMap(operationsOf);

/** Apart from the others, because a standard says how they answer: `lib/http/authzen-route.ts` serves them. */
export const authzenOperations: readonly Operation[] = [authzen, accessRequests].flatMap(operationsOf);

/** Likewise: `lib/http/serve-scim.ts` serves them, to directories alone. */
export const scimOperations: readonly Operation[] = [scimUsers, scimGroups].flatMap(operationsOf);
