/**
 * What a denial was about, in its own id: a code that only this installation can make binds the id to caller, question and
 * end. Nothing is kept of denials that nobody follows up.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { derivedKey } from "@/lib/env";
import { canonicalJson, digestOf } from "@/sdk/canonical";
import type { Evaluation } from "./contract";

/** How long a denial can be followed up. */
export const DENIAL_MS = 10 * 60_000;

export type Bound = { orgId: string; keyId: string; bindingHash: string; expiresAt: string };

/**
 * Null when the question has no exact form. Whole objects count, so an approval is for nothing else; only `act` may be left
 * out, as the profile lets callers move it. Gatehouse judges by nothing in `context`, so none of it is bound.
 */
export function bindingHash({ subject, action, resource }: Pick<Evaluation, "subject" | "action" | "resource">) {
  const { properties: { act: _, ...properties } = {}, ...named } = subject;
  const bare = Object.keys(properties).length > 0 ? { ...named, properties } : named;
  try {
    return digestOf({ subject: bare, action, resource, context: {} });
  } catch {
    return null;
  }
}

export const boundId = (id: string, bound: Bound): string => `${id}.${codeOf(id, bound)}`;

export function isBound(evaluationId: string, bound: Bound): boolean {
  const dot = evaluationId.indexOf(".");
  const given = Buffer.from(evaluationId.slice(dot + 1));
  const right = Buffer.from(codeOf(evaluationId.slice(0, dot), bound));
  return given.length === right.length && timingSafeEqual(given, right);
}

/** 128 bits of it: an event's id has no room for more. */
const codeOf = (id: string, { orgId, keyId, bindingHash: hash, expiresAt }: Bound): string =>
  createHmac("sha256", derivedKey("authzen denial"))
    .update(canonicalJson([id, orgId, keyId, hash, expiresAt]))
    .digest()
    .subarray(0, 16)
    .toString("base64url");
