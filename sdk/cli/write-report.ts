/** A report of the console, written now and saved with its signatures and the key: what `openssl` needs to check it. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { sha256 } from "../canonical.ts";
import { ask, type Console } from "./console-client.ts";

const Written = z.object({
  id: z.string().regex(/^[A-Za-z0-9_]+$/),
  files: z.array(z.object({ name: z.enum(["report.pdf", "report.html", "report.json"]), sha256: z.string() })).min(1),
});

/** The files that were saved. */
export async function writeReport(console: Console, kind: "penetration", directory: string): Promise<string[]> {
  const { id, files } = await ask(console, Written, "POST /api/v1/reports", { kind });
  mkdirSync(directory, { recursive: true });
  const saved: string[] = [];
  for (const name of [...files.flatMap((file) => [file.name, `${file.name}.sig`]), "signing-key.pem"]) {
    const bytes = await fileOf(console, `/reports/${id}/files/${name}`);
    const wanted = files.find((file) => file.name === name)?.sha256;
    if (wanted !== undefined && sha256(bytes) !== `sha256:${wanted}`)
      throw new Error(`${name} is not the file that the console signed.`);
    const place = path.join(directory, name);
    writeFileSync(place, bytes);
    saved.push(place);
  }
  return saved;
}

async function fileOf({ url, key }: Console, place: string): Promise<Buffer> {
  const response = await fetch(new URL(place, url), { headers: { authorization: `Bearer ${key}` }, redirect: "error" });
  if (!response.ok) throw new Error(`The console did not give ${place}: it answered ${response.status}.`);
  return Buffer.from(await response.arrayBuffer());
}
