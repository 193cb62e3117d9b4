/** What came of one attempt to leave a sandbox, and of a run of them. Browser-safe. */
import { z } from "zod";

export const CanaryVerdict = z.enum(["contained", "escaped", "void"]);
export type CanaryVerdict = z.infer<typeof CanaryVerdict>;

/** `void`: nothing is proven, because the sandbox or the controls did not work. It never counts as passed. */
export const CanaryResult = z.enum(["passed", "failed", "void"]);
export type CanaryResult = z.infer<typeof CanaryResult>;

const Seen = z.strictObject({ got: z.boolean(), seen: z.string().max(400) });

export const CanaryAttempt = z.strictObject({
  id: z.string().min(1).max(100),
  family: z.enum(["files", "environment", "processes", "network", "kernel", "proxy", "secrets", "limits"]),
  attempt: z.string().max(300),
  /** Outside the sandbox, where it has to succeed; null when it was not run. */
  control: Seen.nullable(),
  sandboxed: Seen.nullable(),
  verdict: CanaryVerdict,
});
export type CanaryAttempt = z.infer<typeof CanaryAttempt>;
