/** Whoever adds an act says whether it can weaken enforcement: nothing is left out of the tables by being forgotten. */
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { ChangeKind } from "@/lib/changes/contract";
import { permissions } from "@/lib/shared/permissions";
import { operations } from "./operations";
import { oneIsEnough } from "./weakening-acts";

/** Machines report under permissions that no person and no key of theirs has. */
const people = ["admin", "security", "owner", "approver", "compliance", "executive", "auditor", "anonymous"];
const acts = operations.filter(
  ({ http, permission }) => !http.startsWith("GET ") && permissions[permission].some((one) => people.includes(one)),
);
const isGuarded = ({ output }: (typeof acts)[number]): boolean =>
  output instanceof z.ZodObject && "done" in output.shape && "request" in output.shape;
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
    const kinds: Record<string, ChangeKind> = {
      "policy.publishBundle": "publication",
      "policy.revertBundle": "publication",
      "policy.saveRule": "rule",
      "checkpoints.setHoldLimits": "holdLimits",
      "oversight.setOversightSetting": "oversight",
      "inventory.setToolServer": "toolServer",
      "profiles.saveProfile": "sandboxProfile",
      "isolation.setIsolation": "isolation",
      "detections.setDetection": "detection",
      "applications.createApplication": "application",
      "applications.editApplication": "application",
      "signon.requireSignOn": "signOn",
    };
    expect(Object.keys(kinds).sort()).toEqual([...guarded].sort());
    expect(new Set(Object.values(kinds))).toEqual(new Set(ChangeKind.options));
    for (const { id, input } of acts.filter(isGuarded))
      expect(input instanceof z.ZodObject && "reason" in input.shape, id).toBe(true);
  });
});
