/** A file of one event a line in the data directory, for a collector on the same machine. On disk before it counts as sent. */
import { mkdir, open } from "node:fs/promises";
import path from "node:path";
import { env } from "@/lib/env";
import { bodyOf, type Sender } from "./message";

/** The folder is the organisation's own: two organisations never write into one file. */
export function fileSender({ file }: { file: string }, orgId: string): Sender {
  const folder = path.join(env.dataDir, "deliveries", orgId);
  return {
    send: async ({ sinkId, items }) => {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await append(path.join(folder, path.basename(file)), items.map((item) => `${bodyOf(item, sinkId)}\n`).join(""));
        return { kind: "accepted" };
      } catch (error) {
        return {
          kind: "failed",
          reason: `The file cannot be written: ${error instanceof Error ? error.message : error}`,
        };
      }
    },
    close: () => undefined,
  };
}

/** A line that a crash cut off is ended first, so that it spoils no other. */
async function append(file: string, text: string): Promise<void> {
  const handle = await open(file, "a+", 0o600);
  try {
    const { size } = await handle.stat();
    const last = size > 0 ? (await handle.read(Buffer.alloc(1), 0, 1, size - 1)).buffer.toString() : "\n";
    await handle.appendFile(last === "\n" ? text : `\n${text}`);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}
