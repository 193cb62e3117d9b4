/** Agents as the table that the import reads, and what only we say of them behind it. Pure; safe in a spreadsheet. */
import { csvTable } from "@/lib/shared/csv-cell";
import type { Agent } from "./contract";
import { ImportField } from "./import-contract";

const columns = [...ImportField.options, "id", "status", "registered"] as const;

const rowOf = (agent: Agent): Record<(typeof columns)[number], string> => ({
  name: agent.name,
  purpose: agent.purpose,
  provider: agent.provider,
  framework: agent.framework,
  environment: agent.environment,
  team: agent.team,
  dataClasses: agent.dataClasses.join("; "),
  tags: agent.tags.join("; "),
  autonomy: agent.autonomy,
  riskTier: agent.riskTier,
  owner: agent.owner?.email ?? "",
  backupOwner: agent.backupOwner?.email ?? "",
  id: agent.id,
  status: agent.status,
  registered: agent.createdAt,
});

export const csvOf = (agents: readonly Agent[]): string =>
  csvTable([columns, ...agents.map(rowOf).map((row) => columns.map((column) => row[column]))]);
