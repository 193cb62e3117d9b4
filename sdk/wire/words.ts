/** The closed word lists of the domain. Order matters where it is stated. */
import { z } from "zod";

export const OperationClass = z.enum([
  "read",
  "data.write",
  "data.export",
  "money.move",
  "code.execute",
  "credential.use",
  "agent.delegate",
  "config.change",
]);
export type OperationClass = z.infer<typeof OperationClass>;

export const Reversibility = z.enum(["reversible", "compensable", "irreversible"]);
export type Reversibility = z.infer<typeof Reversibility>;

/** From least to most; a later tier is never treated more leniently than an earlier one. */
export const RiskTier = z.enum(["low", "medium", "high", "critical"]);
export type RiskTier = z.infer<typeof RiskTier>;

export const AgentStatus = z.enum(["active", "suspended", "killed", "retired"]);
export type AgentStatus = z.infer<typeof AgentStatus>;

export const PepKind = z.enum(["sdk", "mcp-proxy", "sandbox", "authzen", "opa", "ext-authz"]);
export type PepKind = z.infer<typeof PepKind>;

/** How hard an enforcement point is to step around: in the agent's own process, in another one, or no other way out. */
export const Strength = z.enum(["cooperative", "mediated", "mandatory"]);
export type Strength = z.infer<typeof Strength>;

export const Mode = z.enum(["enforce", "observe"]);
export type Mode = z.infer<typeof Mode>;

export const Effect = z.enum(["allow", "deny", "hold"]);
export type Effect = z.infer<typeof Effect>;

export const Outcome = z.enum(["succeeded", "failed", "unknown"]);
export type Outcome = z.infer<typeof Outcome>;

/** `sha256:` and 64 hex digits. */
export const Digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);

/** An instant in UTC, ISO 8601 with milliseconds. */
export const Instant = z.iso.datetime({ offset: false });

/** A tool's name as policies write it: `server/tool`. */
export const ToolName = z
  .string()
  .min(3)
  .max(300)
  .regex(/^[^/\s]+\/.+$/u, "a tool is written server/tool");

export const JsonObject = z.record(z.string(), z.json());
