/** Findings: something wrong, found by a rule, a probe or a person. */
import { z } from "zod";

export const Severity = z.enum(["low", "medium", "high", "critical"]);
export type Severity = z.infer<typeof Severity>;

/** Every kind of finding that a rule of the product can open. */
export const FindingKind = z.enum([
  "tool.changed",
  "tool.suspicious",
  "tool.shadowing",
  "point.weak",
  "point.drift",
  "point.stale",
  "point.gap",
  "point.skew",
  "point.dishonest",
  "point.nonconformant",
  "stop.unconfirmed",
  "stop.probe-failed",
  "drill.failed",
]);
export type FindingKind = z.infer<typeof FindingKind>;

export const FindingStatus = z.enum(["open", "resolved", "dismissed"]);
