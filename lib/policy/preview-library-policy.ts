import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { fillEntry } from "./fill-entry";
import { previewLibraryPolicyOp } from "./library-contract";
import { knownEntry, surroundings } from "./library-rows";

export const previewLibraryPolicy = query(previewLibraryPolicyOp, async (ctx, { entry, slug, blanks }) =>
  fillEntry(knownEntry(entry), slug, blanks, await surroundings(ctx, await databaseNow(ctx.db))),
);
