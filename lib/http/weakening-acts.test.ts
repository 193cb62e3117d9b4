/** Whoever adds an act says whether it can weaken enforcement: nothing is left out of the tables by being forgotten. */
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { guardedErrors } from "@/lib/audit/contract";
import { ChangeKind } from "@/lib/changes/contract";
import { guardedActs } from "@/lib/confirmations/acts";
import { permissions } from "@/lib/shared/permissions";
import { operations } from "./operations";
import { oneIsEnough, takesTwo } from "./weakening-acts";

/** Machines report under permissions that no person and no key of theirs has. */
const people = ["admin", "security", "owner", "approver", "compliance", "executive", "auditor", "anonymous"];
const acts = operations.filter(
  ({ http, permission }) => !http.startsWith("GET ") && permissions[permission].some((one) => people.includes(one)),
);
/** By how they answer or refuse: see `lib/changes/guarded-command.ts`. */
const isGuarded = ({ output, errors }: (typeof acts)[number]): boolean =>
  guardedErrors.some((error) => errors.includes(error)) ||
  (output instanceof z.ZodObject && "done" in output.shape && "request" in output.shape);
const listed = oneIsEnough.flatMap((reason) => reason.acts);
const guarded = acts.filter(isGuarded).map(({ id }) => id);

describe("every act of people", () => {
  test("is guarded by the table of weakenings, or stands in the other with why one person is enough", () => {
    const unknown = acts.map(({ id }) => id).filter((id) => !guarded.includes(id) && !listed.includes(id));
    expect(unknown).toEqual([]);
  });
  test("stands there once, and nothing else does", () => {
    expect(listed.filter((id, at) => listed.indexOf(id) !== at)).toEqual([]);
    expect(listed.filter((id) => guarded.includes(id))).toEqual([]);
    expect(listed.filter((id) => !acts.some((act) => act.id === id))).toEqual([]);
  });
  test("that is guarded says why it is wanted, and belongs to a kind of change", () => {
    expect(Object.keys(takesTwo).sort()).toEqual([...guarded].sort());
    expect(new Set(Object.values(takesTwo))).toEqual(new Set(ChangeKind.options));
    for (const { id, input } of acts.filter(isGuarded))
      expect(input instanceof z.ZodObject && "reason" in input.shape, id).toBe(true);
  });
  test("that waits is carried out by the same act when it is confirmed", () => {
    const waiting = acts.filter(({ errors }) => errors.includes("reason_required")).map(({ id }) => id);
    expect([...guardedActs.keys()].sort()).toEqual(waiting.sort());
  });
});
