/** Which agents must be isolated, which are, and what their canaries came to. Browser-safe; what points report is in `report-operation.ts`. */
import { z } from "zod";
import { changeReason } from "@/lib/audit/contract";
import { guarded } from "@/lib/changes/contract";
import { SandboxRun } from "@/lib/profiles/contract";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation } from "@/lib/shared/operation";
import { CanaryAttempt, CanaryResult } from "@/sdk/wire/canary-attempt";
import { AgentStatus, Instant, OperationClass, RiskTier } from "@/sdk/wire/words";

/** `isolated`: a run passed within the hours that count. All others are not isolated. */
export const IsolationState = z.enum(["isolated", "escaped", "void", "unreviewed", "overdue", "never"]);
export type IsolationState = z.infer<typeof IsolationState>;

export const CanaryRunLine = z.object({
  id: z.string(),
  result: CanaryResult,
  reason: z.string(),
  at: Instant,
  contained: z.int(),
  escaped: z.int(),
  voided: z.int(),
  profileName: z.string(),
  profileDigest: z.string(),
  revision: z.int(),
  pepId: z.string(),
  pepName: z.string(),
});
export type CanaryRunLine = z.infer<typeof CanaryRunLine>;

export const AgentIsolation = z.object({
  agentId: z.string(),
  agentName: z.string(),
  riskTier: RiskTier,
  status: AgentStatus,
  /** Why it must be isolated, in sentences; empty when nothing demands it. */
  demands: z.array(z.string()),
  state: IsolationState,
  /** One sentence. */
  why: z.string(),
  last: CanaryRunLine.nullable(),
});
export type AgentIsolation = z.infer<typeof AgentIsolation>;

const said = "a whole number of hours from 1 to 720";
const settings = {
  dataClasses: z.array(z.string().trim().min(1).max(60)).max(50),
  operationClasses: z.array(OperationClass).max(OperationClass.options.length),
  everyHours: z.int(said).min(1, said).max(720, said),
  suspendOnEscape: z.boolean(),
  /** Only runs under a profile of the console, in the version in force, count. */
  reviewedOnly: z.boolean(),
};
export const IsolationSetting = z.object({
  ...settings,
  version: z.int(),
  updatedAt: Instant.nullable(),
  updatedByName: z.string().nullable(),
});
export type IsolationSetting = z.infer<typeof IsolationSetting>;

/** The most that are listed: those that must be isolated and are not come first. */
export const MOST_LISTED = 500;

export const Isolation = z.object({
  asOf: Instant,
  setting: IsolationSetting,
  /** Of active agents. */
  demanded: z.int(),
  isolated: z.int(),
  total: z.int(),
  items: z.array(AgentIsolation),
});
export type Isolation = z.infer<typeof Isolation>;

export const listIsolationOp = operation({
  id: "isolation.listIsolation",
  http: "GET /v1/isolation",
  permission: "isolation:read",
  summary: "List which agents must be isolated, and which are by the last run of their canaries",
  input: Nothing,
  output: Isolation,
});

/** What the profile of a run lets the agent do. */
export const Boundary = z.object({
  name: z.string(),
  digest: z.string(),
  read: z.array(z.string()),
  write: z.array(z.string()),
  variables: z.array(z.string()),
  egress: z.array(
    z.object({
      host: z.string(),
      port: z.int(),
      as: z.enum(["http", "https", "tunnel"]),
      methods: z.array(z.string()).nullable(),
      paths: z.array(z.string()).nullable(),
      addresses: z.array(z.string()),
      /** Name of the secret that the proxy puts in, and the header that it goes into. */
      secret: z.object({ name: z.string(), header: z.string() }).nullable(),
    }),
  ),
  limits: z.object({
    memoryMb: z.int(),
    processes: z.int(),
    cpuSeconds: z.int(),
    wallSeconds: z.int(),
    fileMb: z.int(),
    tmpMb: z.int(),
  }),
});
export type Boundary = z.infer<typeof Boundary>;

export const WholeRun = CanaryRunLine.extend({
  machine: z.object({ kernel: z.string(), arch: z.string(), uid: z.int().nullable() }),
  lacks: z.array(z.string()),
  attempts: z.array(CanaryAttempt),
  boundary: Boundary,
  /** Canonical JSON, exactly as the point signed it, with the signature (Ed25519, base64) and the key that it enrolled. */
  statement: z.string(),
  signature: z.string(),
  publicKey: z.string().nullable(),
});
export type WholeRun = z.infer<typeof WholeRun>;

export const getIsolationOp = operation({
  id: "isolation.getIsolation",
  http: "GET /v1/isolation/{agentId}",
  permission: "isolation:read",
  summary: "Read the boundary of an agent, and the runs of its canaries",
  input: z.strictObject({ agentId: idOf("agent") }),
  output: AgentIsolation.extend({
    runs: z.array(CanaryRunLine),
    newest: WholeRun.nullable(),
    /** What its runners last reported. */
    sandboxes: z.array(SandboxRun),
  }),
});
export type AgentBoundary = z.infer<(typeof getIsolationOp)["output"]>;

export const getCanaryRunOp = operation({
  id: "isolation.getCanaryRun",
  http: "GET /v1/canary-runs/{id}",
  permission: "isolation:read",
  summary: "Read one run of canaries, attempt by attempt, as it was signed",
  input: z.strictObject({ id: idOf("canaryRun") }),
  output: WholeRun,
});

export const setIsolationOp = operation({
  id: "isolation.setIsolation",
  http: "PUT /v1/isolation/setting",
  permission: "isolation:manage",
  summary:
    "Set which agents must be isolated, how often canaries run, and what follows when one gets out; what weakens it is proposed to a second person, with the reason",
  input: z.strictObject({ version: z.int(), ...settings, reason: changeReason }),
  output: guarded(IsolationSetting),
});
