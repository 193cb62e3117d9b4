/** A point that sends what cannot be read is remembered in the audit log, once in a while and not for each request. */
import { recordAudit } from "@/lib/audit/record";
import { type Ctx, transaction } from "@/lib/db/ctx";
import { errorFields, log } from "@/lib/log";
import { type ErrorCode, Refusal } from "@/lib/shared/errors";
import type { Operation } from "@/lib/shared/operation";

const unreadable: ReadonlySet<ErrorCode> = new Set([
  "malformed_body",
  "unsupported_media_type",
  "payload_too_large",
  "invalid_input",
]);
/** One entry for a point and kind of refusal in this time: a broken point repeats itself, and would bury the log. */
const QUIET_MS = 10 * 60_000;
const MOST_REMEMBERED = 20_000;
const lastAt = new Map<string, number>();

export function recordBadInput(ctx: Ctx, op: Operation, error: unknown, now: number = performance.now()): void {
  if (!(error instanceof Refusal) || !unreadable.has(error.code) || ctx.actor.kind !== "pep") return;
  const { id, name } = ctx.actor;
  const key = `${id} ${op.id} ${error.code}`;
  const last = lastAt.get(key);
  if (last !== undefined && now - last < QUIET_MS) return;
  if (lastAt.size >= MOST_REMEMBERED) lastAt.clear();
  lastAt.set(key, now);
  const detail = { operation: op.id, code: error.code, reason: error.message.slice(0, 500) };
  transaction(ctx, (tx) =>
    recordAudit(tx, { action: "access.refused", target: { kind: "point", id, name }, detail }),
  ).catch((failure: unknown) => {
    lastAt.delete(key);
    log.error("a refusal could not be recorded", { operation: op.id, ...errorFields(failure) });
  });
}
