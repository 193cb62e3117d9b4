import { query } from "@/lib/audit/query";
import { notFound } from "@/lib/shared/errors";
import { getLibraryEntryOp } from "./library-contract";
import { knownEntry, listed } from "./library-rows";

export const getLibraryEntry = query(getLibraryEntryOp, async (ctx, { entry }) => {
  const [found] = await listed(ctx, [knownEntry(entry)]);
  if (!found) throw notFound("entry of the library");
  return found;
});
