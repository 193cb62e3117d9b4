import pg from "pg";
import { expect, test } from "vitest";
import { emptyDatabase, testDatabase } from "@/e2e/support/test-database";
import { diffSchemas } from "@/scripts/schema-engine";
import { schemaFiles } from "@/scripts/schema-sql";

/**
 * What Prisma's schema can say, one line a fact. Triggers, functions, check constraints, grants, and indexes that are
 * partial or over an expression are SQL only: the schema has no words for them, so they are not compared. Partitions stand in a schema of
 * their own; that a table has some is SQL only as well.
 */
const FACTS = `
  SELECT format('table %s', c.relname) FROM pg_class c
   WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  UNION ALL
  SELECT format('column %s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                CASE WHEN a.attnotnull THEN ' not null' ELSE '' END,
                coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), ''))
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
   WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
  SELECT format('constraint %s.%s %s', c.relname, k.conname, pg_get_constraintdef(k.oid))
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
   WHERE k.connamespace = 'public'::regnamespace AND k.contype IN ('p', 'u', 'f')
  UNION ALL
  SELECT format('index %s', replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON '))
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
   WHERE c.relnamespace = 'public'::regnamespace AND i.indpred IS NULL AND i.indexprs IS NULL
  UNION ALL
  SELECT format('enum %s %s', t.typname, string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder))
    FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid
   WHERE t.typnamespace = 'public'::regnamespace GROUP BY t.typname`;

async function factsOf(databaseUrl: string, prepare = "SELECT"): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(prepare);
    const { rows } = await client.query<{ format: string }>(FACTS);
    return rows
      .map(({ format }) => format)
      .filter((fact) => !fact.includes("_prisma_migrations"))
      .sort();
  } finally {
    await client.end();
  }
}

test("the migrations and prisma/schema describe the same database", async () => {
  const migrated = await factsOf(await testDatabase());
  const described = await factsOf(await emptyDatabase(), await diffSchemas([], schemaFiles()));
  expect(described.length).toBeGreaterThan(0);
  expect(migrated).toEqual(described);
});

test("a column that only one of them has is found", async () => {
  const schema = await diffSchemas([], schemaFiles());
  const described = await factsOf(await emptyDatabase(), schema);
  const changed = await factsOf(await emptyDatabase(), `${schema}; ALTER TABLE "Agent" ADD COLUMN "stray" text`);
  expect(changed.filter((fact) => !described.includes(fact))).toEqual(["column Agent.stray text"]);
});
