import { query } from "@/lib/audit/query";
import { checkedOrRefused, loadApplication } from "./check-terms";
import { tryApplicationOp } from "./contract";
import { judgeApplication } from "./judge";

export const tryApplication = query(tryApplicationOp, async (_, { terms, question }) => {
  const { policies } = checkedOrRefused(terms);
  return judgeApplication(loadApplication("tried", 0, terms, policies), question);
});
