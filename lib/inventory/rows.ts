/** Private to this folder: rows of agents and tools, as the contract shows them. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma, type Tool as StoredTool } from "@/lib/db/generated/client";
import { notFound, Refusal } from "@/lib/shared/errors";
import { Agent, Tool } from "./contract";

const person = { select: { id: true, name: true, email: true, status: true } } as const;
export const withOwners = { owner: person, backupOwner: person } as const;
type AgentRow = Prisma.AgentGetPayload<{ include: typeof withOwners }>;
type PersonRow = NonNullable<AgentRow["owner"]>;

const personOf = (row: PersonRow | null) =>
  row && { id: row.id, name: row.name, email: row.email, active: row.status === "active" };

export const agentOf = (row: AgentRow): Agent =>
  Agent.parse({
    ...row,
    owner: personOf(row.owner),
    backupOwner: personOf(row.backupOwner),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    retiredAt: row.retiredAt?.toISOString() ?? null,
  });

export async function loadAgent(ctx: Ctx, id: string): Promise<Agent> {
  const row = await ctx.db.agent.findUnique({ where: { id_orgId: { id, orgId: ctx.orgId } }, include: withOwners });
  if (!row) throw notFound("agent");
  return agentOf(row);
}

export type ToolRow = Omit<StoredTool, "orgId" | "pinnedById" | "updatedAt" | "signsEdition">;
export const toolOf = (row: ToolRow, definitionOmitted = false): Tool =>
  Tool.parse({
    ...row,
    definitionOmitted,
    pinnedAt: row.pinnedAt?.toISOString() ?? null,
    seenAt: row.seenAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  });

export async function loadTool(ctx: Ctx, id: string): Promise<Tool> {
  const row = await ctx.db.tool.findUnique({ where: { id_orgId: { id, orgId: ctx.orgId } } });
  if (!row) throw notFound("tool");
  return toolOf(row);
}

/** Loads a tool and keeps others from changing it until the transaction ends. */
export async function loadToolLocked(ctx: Ctx, id: string): Promise<Tool> {
  await ctx.db.$queryRaw(Prisma.sql`SELECT "id" FROM "Tool" WHERE "id" = ${id} AND "orgId" = ${ctx.orgId} FOR UPDATE`);
  return loadTool(ctx, id);
}

export const toolTarget = ({ id, server, name }: Pick<Tool, "id" | "server" | "name">) =>
  ({ kind: "tool", id, name: `${server}/${name}` }) as const;

/** Runs a write that a unique key may refuse, and says so in words. */
export async function refusingTaken<T>(write: Promise<T>, message: string): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002") {
      throw new Refusal("conflict", message, { cause: error });
    }
    throw error;
  }
}

/** `%`, `_` and `\` are characters to look for, not wildcards. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;
