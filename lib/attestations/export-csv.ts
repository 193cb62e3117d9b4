/** A campaign as an access review. Pure; RFC 4180, and safe in a spreadsheet. */
import { csvTable } from "@/lib/shared/csv-cell";
import type { Attestation, Campaign } from "./contract";

const columns = [
  "campaign",
  "due",
  "agent_id",
  "agent",
  "team",
  "risk_tier",
  "status",
  "owner",
  "backup_owner",
  "needed",
  "owner_right",
  "scope_right",
  "note",
  "unused_tools",
  "answered_by",
  "answered_at",
] as const;

const yesNo = (value: boolean | undefined): string => (value === undefined ? "" : value ? "yes" : "no");

export function csvOf(campaign: Campaign, rows: readonly Attestation[]): string {
  const lines = rows.map(({ agent, answer }) => [
    campaign.title,
    campaign.dueAt,
    agent.id,
    agent.name,
    agent.team,
    agent.riskTier,
    agent.status,
    agent.owner?.email ?? "",
    agent.backupOwner?.email ?? "",
    yesNo(answer?.needed),
    yesNo(answer?.mine),
    yesNo(answer?.scopeRight),
    answer?.note ?? "",
    answer?.unused.join("; ") ?? "",
    answer?.byName ?? "",
    answer?.at ?? "",
  ]);
  return csvTable([columns, ...lines]);
}
