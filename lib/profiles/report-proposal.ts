import { intake } from "@/lib/audit/intake";
import { storable } from "@/lib/audit/record";
import { notify } from "@/lib/db/notify";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { readText } from "./read-text";
import { reportProposalOp } from "./report-operations";
import { speaksFor } from "./speaks-for";

export const reportProposal = intake(reportProposalOp, async (tx, { runId, agentId, profile, seen, unseen }) => {
  const pep = await speaksFor(tx, agentId);
  const text = JSON.stringify(profile, null, 2);
  if (storable(text) !== text) throw new Refusal("invalid_input", "The proposal holds characters that cannot be kept.");
  const found = readText(text);
  if ("faults" in found)
    throw new Refusal(
      "invalid_input",
      `The proposal is no profile: ${found.faults[0]?.message ?? "it cannot be read"}`,
    );
  const { count } = await tx.db.profileProposal.createMany({
    data: [
      {
        ...{ id: newId("profileProposal", tx.now.getTime()), orgId: tx.orgId, pepId: pep.id, pepName: pep.name },
        ...{ agentId, runId, profileName: found.read.profile.name, text, receivedAt: tx.now },
        ...{ seen: seen.map(storable), unseen: unseen.map(storable) },
      },
    ],
    skipDuplicates: true,
  });
  await notify(tx.db, { orgId: tx.orgId, topic: "points", ref: pep.id });
  return { accepted: count };
});
