/** Who reports, and how much. */
import { z } from "zod";
import { Nothing, operation } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";

export const listReportersOp = operation({
  id: "telemetry.listReporters",
  http: "GET /v1/telemetry/reporters",
  permission: "activity:read",
  summary: "What each API key and point sent as telemetry in the last seven days",
  input: Nothing,
  output: z.object({
    items: z.array(
      z.object({
        reporterId: z.string(),
        reporterName: z.string(),
        lastAt: Instant,
        /** Spans and log records. */
        received: z.int(),
        /** Of these, kept as tool calls. */
        calls: z.int(),
        duplicates: z.int(),
        rejected: z.int(),
      }),
    ),
  }),
});
