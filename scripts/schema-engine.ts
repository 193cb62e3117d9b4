import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
} from "@prisma/driver-adapter-utils";
import type { SchemaContainer, SchemaEngine } from "@prisma/schema-engine-wasm";

type Bindings = { __wbg_set_wasm(exports: WebAssembly.Exports): void; SchemaEngine: typeof SchemaEngine };

/**
 * Loads Prisma's schema engine from its WebAssembly package. The package's own entry imports the .wasm file as a module,
 * which Node 20 cannot do without a flag, so the instance is made here.
 */
async function loadEngine(): Promise<Bindings> {
  const glue = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bindings: Bindings = await import(glue);
  const wasm = readFileSync(path.join(path.dirname(glue), "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(wasm, { "./schema_engine_bg.js": { ...bindings } });
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === "function") start();
  return bindings;
}

/** The glue module holds one instance; a second one would pull memory from under the first. */
let engine: Promise<Bindings> | undefined;

/**
 * Comparing two sets of schema files needs the dialect of a database, never its contents. The engine still asks once
 * whether the schema "public" exists and which version it talks to; this answers that and refuses everything else.
 */
function standInDatabase(): SqlDriverAdapter {
  const refuse = (): never => {
    throw new Error("The schema comparison tried to use a database. It works on files only.");
  };
  return {
    provider: "postgres",
    adapterName: "schema-files",
    getConnectionInfo: () => ({ schemaName: "public", supportsRelationJoins: true }),
    queryRaw: async ({ sql }) => {
      if (!sql.includes("server_version_num")) refuse();
      return {
        columnNames: ["exists", "version", "numeric_version"],
        columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
        rows: [[true, "PostgreSQL 15.0", 150000]],
      };
    },
    executeRaw: async () => refuse(),
    executeScript: async () => refuse(),
    startTransaction: async () => refuse(),
    dispose: async () => {},
  };
}

/** The SQL that leads from one set of schema files to another. An empty `from` stands for an empty database. */
export async function diffSchemas(from: SchemaContainer[], to: SchemaContainer[]): Promise<string> {
  engine ??= loadEngine();
  const { SchemaEngine: Engine } = await engine;
  const connect = async () => standInDatabase();
  const factory = { provider: "postgres", adapterName: "schema-files", connect, connectToShadowDb: connect } as const;
  const session = await Engine.new({ datamodels: undefined }, () => {}, bindMigrationAwareSqlAdapterFactory(factory));
  const { stdout } = await session.diff({
    from: from.length === 0 ? { tag: "empty" } : { tag: "schemaDatamodel", files: from },
    to: { tag: "schemaDatamodel", files: to },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return stdout ?? "";
}
