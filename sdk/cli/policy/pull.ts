import { z } from "zod";
import { ask, consoleFrom } from "../console-client.ts";
import { Cases, Policies, Review } from "./answers.ts";
import { Inventory, writeFolder, writePublished } from "./files.ts";
import type { PolicyOptions } from "./options.ts";
import { PURPOSE } from "./purpose.ts";

const SignedBundle = z.object({ content: z.string() });

/** Writes the policies and cases that the console holds, with what testing them offline takes. */
export async function pull({ dir, console: address }: PolicyOptions): Promise<number> {
  const console = consoleFrom(address, PURPOSE);
  const { items, revision } = await ask(console, Policies, "GET /api/v1/policies");
  const { items: cases } = await ask(console, Cases, "GET /api/v1/policy-tests");
  const { published } = await ask(console, Review, "GET /api/v1/policies/review");
  const inventory = revision === null ? null : await inventoryOf(console, revision);
  const policies = items.map(({ slug, title, status, current }) => ({
    slug,
    title,
    status: status === "active" ? ("active" as const) : ("disabled" as const),
    text: current.text,
  }));
  await writeFolder(dir, policies, cases, inventory);
  await writePublished(dir, published);
  const from = published === null ? "nothing was ever published" : `the publication is revision ${published}`;
  process.stdout.write(`${policies.length} policies and ${cases.length} cases are in ${dir}; ${from}.\n`);
  if (!inventory) process.stdout.write("There is no bundle yet, so cases cannot be run offline.\n");
  return 0;
}

async function inventoryOf(console: ReturnType<typeof consoleFrom>, revision: number): Promise<Inventory> {
  const { content } = await ask(console, SignedBundle, `GET /api/v1/bundles/${revision}`);
  const { agents, tools, rules, offline } = JSON.parse(content) as { [name: string]: unknown };
  return Inventory.parse({ agents, tools, rules, offline });
}
