/** The entry of the library that a policy was made from, and the version that the entry had. */
import { z } from "zod";

export const Origin = z.object({ entry: z.string(), version: z.int() });
export type Origin = z.infer<typeof Origin>;
