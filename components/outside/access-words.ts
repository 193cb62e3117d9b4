/** States of accesses in words. */
import type { AccessState, OutsideAccess } from "@/lib/outside/contract";

export const accessWords: Record<AccessState, string> = {
  invited: "Invited",
  open: "Open",
  ended: "Ended",
  revoked: "Revoked",
};

/** "2 frameworks, 1 pack, 0 reports": what somebody sees by an access. */
export function sharedWords({ frameworks, packs, reports }: Pick<OutsideAccess, "frameworks" | "packs" | "reports">) {
  const many = (count: number, one: string) => (count === 0 ? [] : [`${count} ${one}${count === 1 ? "" : "s"}`]);
  return [
    ...many(frameworks.length, "framework"),
    ...many(packs.length, "pack"),
    ...many(reports.length, "report"),
  ].join(", ");
}
