/** Private to this folder: a view as the contract shows it, and whose it is. */
import type { Ctx } from "@/lib/db/ctx";
import type { SavedView as Row } from "@/lib/db/generated/client";
import { SavedView } from "./contract";

export const viewOf = ({ ownerId, ownerName, updatedAt, ...row }: Row): SavedView =>
  SavedView.parse({ ...row, owner: { id: ownerId, name: ownerName }, updatedAt: updatedAt.toISOString() });

/** Null for a program, which is nobody's own. */
export const personOf = ({ actor }: Ctx): { id: string; name: string } | null => (actor.kind === "user" ? actor : null);
