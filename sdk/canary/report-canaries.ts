/** Hands the outcome of the canaries to the gateway, signed with the key of the agent's point. */
import { randomUUID } from "node:crypto";
import { release } from "node:os";
import { z } from "zod";
import { readSigningKey, type SigningKey, signCanonical, signToken, TOKEN_AUDIENCE } from "../crypto.ts";
import type { Enrolment } from "../pep/identity.ts";
import { messageOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import type { StateDir } from "../pep/state-dir.ts";
import { type Profile, profileDigest } from "../sandbox/profile.ts";
import { SignedBundle } from "../wire/bundle.ts";
import type { CanaryInput, CanaryStatement } from "../wire/canary.ts";
import type { CanaryRun } from "./run-canaries.ts";

const ANSWER_WITHIN_MS = 15_000;
const LIFE_SECONDS = 120;

export type Reporter = { enrolment: Enrolment; key: SigningKey; revision: number };

/** The point that a directory holds. It may be running meanwhile: nothing of it is touched. */
export function reporterIn(directory: StateDir, enrolment: Enrolment): Reporter {
  const pem = directory.readText("key.pem");
  if (pem === null) throw new Error(`${directory.path} holds no key: enrol the point again.`);
  const bundle = directory.readJson("bundle.json", SignedBundle);
  return { enrolment, key: readSigningKey(pem), revision: bundle?.manifest.revision ?? 0 };
}

type Times = { startedAt: Date; endedAt: Date };

export function signCanaries(
  { enrolment, key, revision }: Reporter,
  agentId: string,
  profile: Profile,
  { uid, lacks, result, reason, attempts, startedAt, endedAt }: CanaryRun & Times,
): CanaryInput {
  const statement: CanaryStatement = {
    format: 1,
    org: enrolment.org,
    pep: enrolment.pepId,
    agentId,
    runId: randomUUID(),
    startedAt: startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    profile,
    profileDigest: profileDigest(profile),
    revision,
    machine: { kernel: release(), arch: process.arch, uid },
    lacks,
    result,
    reason,
    attempts,
  };
  // As it will be read back: what JSON leaves out is not signed either.
  const written: CanaryStatement = JSON.parse(JSON.stringify(statement));
  return { statement: written, signature: signCanonical(key, written).value };
}

export async function reportCanaries({ enrolment, key }: Reporter, input: CanaryInput): Promise<void> {
  const iat = Math.floor(Date.now() / 1000);
  const claims = {
    iss: enrolment.pepId,
    aud: TOKEN_AUDIENCE,
    iat,
    exp: iat + LIFE_SECONDS,
    jti: randomUUID(),
  } as const;
  const headers = { authorization: `Bearer ${signToken(key, claims)}`, "content-type": "application/json" };
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const url = new URL("/v1/pep/canaries", enrolment.gateway);
  let response: Response;
  try {
    response = await fetch(url, { method: "POST", headers, body: JSON.stringify(input), signal, redirect: "error" });
  } catch (error) {
    const cause = error instanceof Error && error.cause ? error.cause : error;
    throw new Error(`The gateway at ${url.origin} cannot be reached (${printable(messageOf(cause), 300)}).`);
  }
  if (response.ok) return;
  const problem = z.object({ detail: z.string() }).safeParse(await response.json().catch(() => null));
  const detail = problem.success ? problem.data.detail : `it answered ${response.status} without an explanation.`;
  throw new Error(`The gateway did not take the outcome: ${printable(detail, 500)}`);
}
