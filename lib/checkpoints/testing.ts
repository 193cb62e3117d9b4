/** For integration tests: a broken glass whose passkey nobody will look at. */
import { database } from "@/lib/db/client";
import type { TestOrg } from "@/lib/identity/testing";
import { newId } from "@/lib/shared/ids";

export async function brokenGlass(org: TestOrg, checkpointId: string, reviewDueAt = new Date()): Promise<string> {
  const { agentId, agentName, tool, digest } = await database().checkpoint.findUniqueOrThrow({
    where: { id: checkpointId },
  });
  const { id } = await database().breakGlass.create({
    data: {
      id: newId("breakGlass"),
      orgId: org.orgId,
      checkpointId,
      agentId,
      agentName,
      tool,
      digest,
      reason: "test",
      grantedById: org.users.admin.id,
      grantedByName: org.users.admin.name,
      at: new Date(),
      stepUp: {},
      reviewDueAt,
    },
  });
  return id;
}
