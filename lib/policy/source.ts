/** The place in a repository that a policy comes from. */
import { z } from "zod";
import { isStorable, notStorable } from "@/lib/audit/contract";

const line = (most: number) => z.string().min(1).max(most).refine(isStorable, notStorable);

export const PolicySource = z.object({
  repository: line(300),
  commit: z.string().regex(/^[0-9a-f]{7,64}$/, "the commit's hash, in hexadecimal"),
  path: line(500),
});
export type PolicySource = z.infer<typeof PolicySource>;
