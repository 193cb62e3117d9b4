/** What a framework is made of. Pure. */
import { z } from "zod";
import { EvidenceKind, FrameworkId } from "./contract";

export const CatalogueControl = z.object({
  key: z.string(),
  id: z.string(),
  title: z.string(),
  requirement: z.string(),
  evidence: z.array(EvidenceKind),
  source: z.string(),
  unconfirmed: z.boolean(),
});
export type CatalogueControl = z.infer<typeof CatalogueControl>;

export const Framework = z.object({
  id: FrameworkId,
  title: z.string(),
  publisher: z.string(),
  source: z.string(),
  dates: z.array(z.object({ on: z.iso.date(), what: z.string(), unconfirmed: z.boolean().default(false) })),
  notes: z.array(z.string()),
  clocks: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(["report", "keep"]),
      days: z.int().positive(),
      control: z.string(),
      title: z.string(),
    }),
  ),
  custom: z.boolean(),
  controls: z.array(CatalogueControl),
});
export type Framework = z.infer<typeof Framework>;

/** `Art 14(4)(e)` as it stands in an address: `art-14-4-e`. */
export const keyOf = (id: string): string =>
  id
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
