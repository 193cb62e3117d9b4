import { command } from "@/lib/audit/command";
import type { Prisma } from "@/lib/db/generated/client";
import { Refusal } from "@/lib/shared/errors";
import { sha256 } from "@/sdk/canonical";
import { builtIn } from "./catalogue";
import { importFrameworkOp } from "./contract";
import { frameworkFrom } from "./import-rules";
import { headOf, judgeAll } from "./judge-framework";
import { readEvidence } from "./read-evidence";
import { mappedPolicies } from "./read-mapping";

/** Pages of the console that stand where a framework's page would. */
const TAKEN = ["packs"];

/** A framework is taken over whole, under an id that is free. */
export const importFramework = command(importFrameworkOp, async (tx, { id, title, document }) => {
  const framework = frameworkFrom(document, { id, title });
  if (TAKEN.includes(id) || builtIn.some((one) => one.id === id))
    throw new Refusal("conflict", `The id ${id} is taken. Choose another.`);
  const { db, orgId } = tx;
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`frameworks ${orgId}`}, 0))`;
  if (await db.customFramework.findUnique({ where: { orgId_id: { orgId, id } }, select: { id: true } }))
    throw new Refusal("conflict", `There is a framework ${id} already. Remove it first, or choose another id.`);
  const digest = sha256(JSON.stringify(document));
  await db.customFramework.create({
    data: {
      orgId,
      id,
      title,
      body: framework as Prisma.InputJsonObject,
      digest,
      importedByName: tx.actor.name,
      importedAt: tx.now,
    },
    select: { id: true },
  });
  const judged = judgeAll(framework, await readEvidence(tx, tx.now), await mappedPolicies(tx));
  return {
    result: headOf(framework, judged),
    event: {
      action: "framework.imported",
      target: { kind: "framework", id, name: title },
      detail: { digest, controls: framework.controls.length },
    },
  };
});
