/** For integration tests: a sandbox's point, and what it would sign. */
import { randomUUID } from "node:crypto";
import type { Ctx } from "@/lib/db/ctx";
import { contextFor, nobody } from "@/lib/db/ctx";
import { enrolPoint } from "@/lib/enforcement/enrol-point";
import { invitePoint } from "@/lib/enforcement/invite-point";
import { generateSigningKey, type SigningKey, signCanonical } from "@/sdk/crypto";
import { Profile, profileDigest } from "@/sdk/sandbox/profile";
import type { CanaryInput, CanaryStatement } from "@/sdk/wire/canary";
import type { CanaryAttempt } from "@/sdk/wire/canary-attempt";

export type SandboxPoint = { point: Ctx; pepId: string; key: SigningKey; orgId: string };

export async function sandboxPoint(
  admin: Ctx,
  agents: string[],
  kind: "sandbox" | "sdk" = "sandbox",
): Promise<SandboxPoint> {
  const { token } = await invitePoint(admin, { name: "Sandbox", kind, agents });
  const key = generateSigningKey();
  const input = { token, publicKey: key.publicKeyPem, kind, name: "sandbox", version: "0" };
  const { pepId } = await enrolPoint(contextFor(nobody, ""), input);
  const point = contextFor({ kind: "pep", id: pepId, name: "Sandbox", agents }, admin.orgId);
  return { point, pepId, key, orgId: admin.orgId };
}

const families = ["files", "environment", "processes", "network", "kernel", "proxy", "secrets", "limits"] as const;

/** An attempt of each family, all of them contained, save those named. */
export const attempts = (escaped: readonly string[] = []): CanaryAttempt[] =>
  families.map((family) => {
    const got = escaped.includes(family);
    return {
      id: `${family}.try`,
      family,
      attempt: `Try ${family}`,
      control: { got: true, seen: "got it" },
      sandboxed: { got, seen: got ? "got it" : "refused" },
      verdict: got ? "escaped" : "contained",
    };
  });

export function signedRun(
  { pepId, key, orgId }: SandboxPoint,
  agentId: string,
  more: Partial<CanaryStatement> = {},
): CanaryInput {
  const profile = Profile.parse({ format: 1, name: "test", write: ["/srv/work"] });
  const at = new Date().toISOString();
  const statement: CanaryStatement = {
    format: 1,
    org: orgId,
    pep: pepId,
    agentId,
    runId: randomUUID(),
    startedAt: at,
    endedAt: at,
    profile,
    profileDigest: profileDigest(more.profile ?? profile),
    revision: 1,
    machine: { kernel: "6.1", arch: "x64", uid: 65_533 },
    lacks: [],
    result: "passed",
    reason: "8 of 8 attempts were contained, none got out.",
    attempts: attempts(),
    ...more,
  };
  const written: CanaryStatement = JSON.parse(JSON.stringify(statement));
  return { statement: written, signature: signCanonical(key, written).value };
}
