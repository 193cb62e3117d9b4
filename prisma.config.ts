import path from "node:path";
import { defineConfig } from "prisma/config";

// Every Prisma command first looks for the native schema engine and tries to download it. We only ever generate the
// client (its compiler is WebAssembly inside the packages) and apply migrations with lib/db/migrate.ts, so the path of
// any existing file satisfies that look and keeps the build free of downloads.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= path.join(import.meta.dirname, "package.json");
process.env.CHECKPOINT_DISABLE ??= "1";
process.env.PRISMA_HIDE_UPDATE_MESSAGE ??= "1";

export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "" },
});
