import { query } from "@/lib/audit/query";
import { entries } from "./library/entries";
import { listLibraryOp } from "./library-contract";
import { listed } from "./library-rows";

export const listLibrary = query(listLibraryOp, async (ctx) => ({ items: await listed(ctx, entries) }));
