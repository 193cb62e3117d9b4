/** The one Prisma client of a process. */
import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "@/lib/env";
import { type Prisma, PrismaClient } from "./generated/client";

export type Db = PrismaClient | Prisma.TransactionClient;

const holder = globalThis as { gatehouseDb?: PrismaClient };

/** Made at first use and kept across hot reloads of the development server. */
export function database(): PrismaClient {
  holder.gatehouseDb ??= clientFor(env.databaseUrl);
  return holder.gatehouseDb;
}

/** Ends its connections. Whoever asks for it afterwards gets a new one, to where DATABASE_URL points by then. */
export async function closeDatabase(): Promise<void> {
  const client = holder.gatehouseDb;
  holder.gatehouseDb = undefined;
  await client?.$disconnect();
}

export function clientFor(databaseUrl: string): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl, max: 12 }) });
}
