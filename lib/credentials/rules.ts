/** How a credential stands, and what must not be recorded. Pure, browser-safe. */
import type { CredentialState } from "./contract";

const DAY_MS = 86_400_000;

type Held = {
  recordedAt: Date;
  expiresAt: Date | null;
  rotateDays: number | null;
  endedAt: Date | null;
  sharing: number;
};

export const rotateByOf = ({ recordedAt, rotateDays }: Pick<Held, "recordedAt" | "rotateDays">): Date | null =>
  rotateDays === null ? null : new Date(recordedAt.getTime() + rotateDays * DAY_MS);

export function credentialStateOf(credential: Held, now: Date): CredentialState {
  if (credential.endedAt) return "ended";
  if (credential.sharing > 0) return "shared";
  if (credential.expiresAt && credential.expiresAt <= now) return "expired";
  const rotateBy = rotateByOf(credential);
  return rotateBy && rotateBy <= now ? "due" : "held";
}

/** SHA-256 of nothing: whoever pastes an empty field has no credential. */
const EMPTY = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** What is wrong with these, by field; empty where they can be recorded. */
export function problemsOf(
  { fingerprint, expiresAt }: { fingerprint: string; expiresAt: string | null },
  now: Date,
): { path: string; message: string }[] {
  const problems: { path: string; message: string }[] = [];
  if (fingerprint === EMPTY) problems.push({ path: "fingerprint", message: "This is the fingerprint of nothing." });
  if (expiresAt && new Date(expiresAt) <= now)
    problems.push({ path: "expiresAt", message: "It has expired already: record the one that is in use." });
  return problems;
}
