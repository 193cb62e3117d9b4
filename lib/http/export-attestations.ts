/**
 * GET /agents/attestations/{id}/export: a campaign as a table, an access review that an auditor can keep. Behind a session or an
 * API key with the permission to read campaigns. That it was exported is itself an entry of the audit log.
 */
import { z } from "zod";
import { type Attestation, AttestationFilters, getCampaignOp } from "@/lib/attestations/contract";
import { csvOf } from "@/lib/attestations/export-csv";
import { getCampaign } from "@/lib/attestations/get-campaign";
import { listAttestations } from "@/lib/attestations/list-attestations";
import { recordedExport } from "./recorded-export";

const asked = z.strictObject({ id: AttestationFilters.shape.id });

export const exportAttestations = (request: Request, id: string): Promise<Response> =>
  recordedExport({ request, op: getCampaignOp, asked, members: { id } }, async (ctx, input) => {
    const campaign = await getCampaign(ctx, input);
    const rows: Attestation[] = [];
    let cursor: string | undefined;
    do {
      const page = await listAttestations(ctx, { ...input, cursor, limit: 200 });
      rows.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    return {
      name: `gatehouse-attestations-${campaign.createdAt.slice(0, 10)}.csv`,
      type: "text/csv; charset=utf-8; header=present",
      body: csvOf(campaign, rows),
      event: {
        action: "attestation.exported",
        target: { kind: "campaign", id: campaign.id, name: campaign.title },
        detail: { agents: rows.length },
      },
    };
  });
