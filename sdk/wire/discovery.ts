/**
 * What `gatehouse discover` found in a directory, as it reports it. It never holds a secret: of a secret its fingerprint alone, the
 * SHA-256 that docs/credentials.md defines.
 */
import { z } from "zod";
import { Digest } from "./words.ts";

const Text = (max: number) => z.string().min(1).max(max);

/** Of a file below the directory that was looked through; lines count from 1. */
export const Place = z.strictObject({ file: Text(500), line: z.int().positive().nullable() });
export type Place = z.infer<typeof Place>;

/** declared: a manifest names it. imported: code does. locked: only a lock file does, so it may come with something else. */
export const FoundFramework = z.strictObject({
  id: Text(40),
  name: Text(80),
  kind: z.enum(["framework", "model"]),
  version: Text(60).nullable(),
  how: z.enum(["declared", "imported", "locked"]),
  places: z.array(Place).min(1).max(5),
});
export type FoundFramework = z.infer<typeof FoundFramework>;

export const FoundServer = z.strictObject({
  name: Text(100),
  transport: z.enum(["stdio", "http", "unknown"]),
  /** The command with its arguments, what may be secret in it left out; null for servers that are reached by address. */
  command: Text(1000).nullable(),
  /** Without what stands before @ and after ?. */
  url: Text(1000).nullable(),
  /** Names of variables and headers that it is given. */
  variables: z.array(Text(100)).max(50),
  place: Place,
});
export type FoundServer = z.infer<typeof FoundServer>;

/** A variable that a model's key is commonly kept in, and that is named here. */
export const FoundVariable = z.strictObject({
  name: Text(100),
  provider: Text(40),
  places: z.array(Place).min(1).max(5),
});
export type FoundVariable = z.infer<typeof FoundVariable>;

/** A secret that stands in a file as it is. */
export const FoundSecret = z.strictObject({
  what: Text(100),
  fingerprint: Digest,
  place: Place,
});
export type FoundSecret = z.infer<typeof FoundSecret>;

export const FoundCard = z.strictObject({
  name: Text(200),
  description: z.string().max(1000),
  url: Text(1000).nullable(),
  version: z.string().max(60),
  skills: z.array(z.string().max(200)).max(50),
  signed: z.boolean(),
});
export type FoundCard = z.infer<typeof FoundCard>;

export const Found = z.strictObject({
  /** The same at each look: what it is, and where. */
  key: Text(600),
  /** project: code that uses a framework or a model. client: an MCP client's configuration. card: an A2A agent card. */
  kind: z.enum(["project", "client", "card"]),
  name: Text(120),
  path: Text(500),
  frameworks: z.array(FoundFramework).max(40),
  variables: z.array(FoundVariable).max(40),
  servers: z.array(FoundServer).max(100),
  secrets: z.array(FoundSecret).max(50),
  card: FoundCard.nullable(),
});
export type Found = z.infer<typeof Found>;

export const MOST_FOUND = 500;
export const ScanReport = z.strictObject({
  format: z.literal(1),
  /** Where it was looked: a repository's address without credentials, or a name that was given. */
  repository: Text(300),
  commit: z
    .string()
    .regex(/^[0-9a-f]{7,64}$/)
    .nullable(),
  /** False when a bound was reached: then what is missing here is not known to be gone. */
  complete: z.boolean(),
  found: z.array(Found).max(MOST_FOUND),
});
export type ScanReport = z.infer<typeof ScanReport>;

/** What the console made of it. */
export const ScanOutcome = z.object({
  items: z.array(
    z.object({ key: z.string(), id: z.string(), state: z.enum(["waiting", "confirmed", "merged", "rejected"]) }),
  ),
  /** Of this repository, known from before and no longer found. */
  gone: z.int(),
  isNew: z.int(),
});
export type ScanOutcome = z.infer<typeof ScanOutcome>;
