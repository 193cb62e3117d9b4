/** What a verb is: an operation that can be called with a context. `query` and `command` make them. */
import type { z } from "zod";
import { type Ctx, rolesOf, transaction } from "@/lib/db/ctx";
import { errorFields, log } from "@/lib/log";
import { type InvalidParam, Refusal } from "@/lib/shared/errors";
import type { Operation } from "@/lib/shared/operation";
import { can } from "@/lib/shared/permissions";
import { recordAudit } from "./record";
import { refuseWhole } from "./units";
import { unstorableIn } from "./unstorable";

export type Verb<In extends z.ZodType = z.ZodType, Out extends z.ZodType = z.ZodType> = {
  (ctx: Ctx, input: z.input<In>): Promise<z.output<Out>>;
  operation: Operation<In, Out>;
};

/** Any verb, as those see it that only pass on what came from outside. */
export type AnyVerb = { (ctx: Ctx, input: never): Promise<unknown>; operation: Operation };

/** What comes from outside has no type yet: the verb itself parses it, strictly. */
export const callWith = (verb: AnyVerb, ctx: Ctx, input: unknown): Promise<unknown> => verb(ctx, input as never);

/** Refuses whoever lacks the operation's permission; a refusal of someone known is itself recorded. */
export async function authorise(ctx: Ctx, op: Operation): Promise<void> {
  if (can(rolesOf(ctx.actor), op.permission)) return refuseWhole(ctx, op);
  if (ctx.actor.kind === "anonymous") {
    throw new Refusal("unauthenticated", "Sign in, or send an API key as `Authorization: Bearer`.");
  }
  await recordRefusal(ctx, op);
  throw new Refusal(
    "forbidden",
    `This needs the permission ${op.permission}, which ${ctx.actor.name} does not have. Ask an admin.`,
  );
}

async function recordRefusal(ctx: Ctx, op: Operation): Promise<void> {
  try {
    await transaction(ctx, (tx) =>
      recordAudit(tx, {
        action: "access.refused",
        target: { kind: "operation", id: op.id, name: op.summary },
        detail: { permission: op.permission },
      }),
    );
  } catch (error) {
    // The refusal stands either way; that it went unrecorded must still be seen.
    log.error("a refusal could not be recorded", { operation: op.id, ...errorFields(error) });
  }
}

/** Parses input strictly; says which member is wrong and why. */
export function parseInput<In extends z.ZodType>(op: Operation<In>, input: unknown): z.output<In> {
  const parsed = op.input.safeParse(input);
  if (!parsed.success) {
    throw invalid(parsed.error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join("."), message })));
  }
  const unstorable = unstorableIn(parsed.data, op.verbatim);
  if (unstorable.length > 0) throw invalid(unstorable);
  return parsed.data;
}

function invalid(invalidParams: InvalidParam[]): Refusal {
  const first = invalidParams[0];
  const what = `${first?.path ? `${first.path}: ` : ""}${first?.message ?? "unknown"}`;
  return new Refusal("invalid_input", `The input is not valid: ${what}.`, { invalidParams });
}

/** Drops what nobody declared and catches what should not be there before it leaves. */
export function parseOutput<Out extends z.ZodType>(op: Operation<z.ZodType, Out>, output: unknown): z.output<Out> {
  const parsed = op.output.safeParse(output);
  if (parsed.success) return parsed.data;
  throw new Refusal("internal", "The answer could not be built.", { internal: `${op.id}: ${parsed.error.message}` });
}
