/** What a browser keeps between leaving for the provider and coming back: sealed, so that nobody reads or writes it. */
import { z } from "zod";
import { derivedKey, env } from "@/lib/env";
import { seal, unseal } from "@/lib/identity/seal";

const PURPOSE = "sign-on-flow";
export const FLOW_SECONDS = 600;

const Kept = z.strictObject({
  orgId: z.string(),
  /** Of the settings that the sign-in was begun with. */
  version: z.int(),
  state: z.string().min(20),
  nonce: z.string().min(20),
  verifier: z.string().min(43),
  next: z.string(),
  /** Milliseconds by the database's clock. */
  until: z.int(),
});
export type Kept = z.infer<typeof Kept>;

export const flowCookieName = (): string =>
  env.appUrl.startsWith("https:") ? "__Host-gatehouse.sign-on" : "gatehouse.sign-on";

export const sealFlow = (kept: Kept): string =>
  Buffer.from(seal(derivedKey(PURPOSE), Buffer.from(JSON.stringify(kept)), PURPOSE)).toString("base64url");

/** Null for whatever we did not seal. */
export function openFlow(text: string): Kept | null {
  try {
    return Kept.parse(JSON.parse(unseal(derivedKey(PURPOSE), Buffer.from(text, "base64url"), PURPOSE).toString()));
  } catch {
    return null;
  }
}
