import { query } from "@/lib/audit/query";
import { listQuestionsOp } from "./question-contract";
import { showQuestions } from "./remarks";
import { readRow } from "./rows";

export const listQuestions = query(listQuestionsOp, async (ctx, { id }) => showQuestions(ctx, await readRow(ctx, id)));
