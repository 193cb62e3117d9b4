/** Who and what the demo company is made of. Names are invented. */
import { z } from "zod";
import { RegisterAgentInput } from "@/lib/inventory/contract";
import type { Role } from "@/lib/shared/permissions";
import agents from "./agents.json";

export const demoPeople = [
  ["mira", "Mira Okafor", ["admin", "security"]],
  ["jonas", "Jonas Lindqvist", ["owner", "approver"]],
  ["aiko", "Aiko Tanabe", ["owner"]],
  ["tomas", "Tomás Herrera", ["owner"]],
  ["lena", "Lena Brandt", ["owner", "approver"]],
  ["dev", "Dev Raman", ["owner"]],
  ["sofia", "Sofia Marchetti", ["compliance"]],
  ["paul", "Paul Nwosu", ["executive"]],
] as const satisfies readonly (readonly [string, string, readonly Role[]])[];
export type PersonKey = (typeof demoPeople)[number][0];

const DemoPersonKey = z.enum(["mira", "jonas", "aiko", "tomas", "lena", "dev", "sofia", "paul"]);

/** Facts as anybody would register them, with owners by their key. */
const DemoAgent = RegisterAgentInput.omit({ ownerId: true, backupOwnerId: true }).extend({
  owner: DemoPersonKey.nullable(),
  backup: DemoPersonKey.nullable(),
});

/** The four that really run. */
export const liveAgents = {
  invoices: "Invoice clerk",
  support: "Support memory keeper",
  release: "Release helper",
  refunds: "Refund desk",
} as const;

export const demoAgents = z.array(DemoAgent).parse(agents);
