import { recordAudit } from "@/lib/audit/record";
import { database } from "@/lib/db/client";
import { systemContext, transaction } from "@/lib/db/ctx";
import { loadDemo } from "@/lib/demo/load-demo";
import { removeDemo } from "@/lib/demo/remove-demo";
import { createOrganisation } from "@/lib/identity/create-organisation";
import type { AdminCommand } from "./admin-command";

/** The oldest organisation, or a first one that the first admin will join and may rename. */
async function organisation(): Promise<string> {
  const found = await database().organisation.findFirst({
    where: { rangeOf: null },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  if (found) return found.id;
  return transaction(systemContext("", "command line", database()), async (tx) => {
    const made = await createOrganisation(tx, { name: "Larkfield Insurance" });
    await recordAudit(tx, {
      action: "organisation.created",
      orgId: made.id,
      target: { kind: "organisation", ...made },
    });
    return made.id;
  });
}

export const demoLoad: AdminCommand = {
  summary: "Load the demo company; its live agents run while Gatehouse runs",
  usage: "demo-load",
  options: {},
  run: async () => {
    const { agents, people } = await loadDemo(systemContext(await organisation(), "command line"), {});
    console.log(`The demo company is loaded: ${agents} agents, ${people} people.`);
    return 0;
  },
};

export const demoRemove: AdminCommand = {
  summary: "Remove the demo company",
  usage: "demo-remove",
  options: {},
  run: async () => {
    await removeDemo(systemContext(await organisation(), "command line"), {});
    console.log("The demo company is removed. The audit log keeps what happened.");
    return 0;
  },
};
