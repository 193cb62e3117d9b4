import { query } from "@/lib/audit/query";
import { checkTerms } from "./check-terms";
import { checkApplicationOp } from "./contract";

export const checkApplication = query(checkApplicationOp, async (_, terms) => {
  const { kept, ...told } = checkTerms(terms);
  return { valid: kept !== null, ...told };
});
