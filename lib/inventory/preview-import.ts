import { query } from "@/lib/audit/query";
import { previewImportOp } from "./import-contract";
import { countsOf, readImport } from "./read-import";

export const previewImport = query(previewImportOp, async (ctx, input) => {
  const { columns, rows, digest } = await readImport(ctx, input);
  return { digest, columns, counts: countsOf(rows), rows: rows.map(({ write: _, ...row }) => row) };
});
