/** What narrows the library, in the address. */
import { z } from "zod";
import { Risk } from "@/lib/policy/library-contract";
import { OperationClass } from "@/sdk/wire/words";

export const LibraryFilters = z.strictObject({
  risk: Risk.optional(),
  class: OperationClass.optional(),
  adopted: z.enum(["yes", "no"]).optional(),
});
export type LibraryFilters = z.output<typeof LibraryFilters>;
