/** The disk under the database runs full: nothing is acknowledged that is not stored, and it goes on when there is space. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, test } from "vitest";
import { expectEveryCallOnce, Load } from "./load";
import { until } from "./processes";
import { faultStack } from "./stack";

/** A file system of its own in memory, or null where this account may not mount one. */
function smallDisk(megabytes: number): string | null {
  const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-fault-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=0711`, "tmpfs", folder], { stdio: "pipe" });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
}

const disk = smallDisk(200);
afterAll(() => {
  if (!disk) return;
  execFileSync("umount", ["--lazy", disk]);
  rmSync(disk, { recursive: true, force: true });
});
const settings = { max_wal_size: "48MB", min_wal_size: "32MB", wal_recycle: "off" };
const stack = disk ? await faultStack({ dataDir: disk, settings }) : null;

// Only root may mount a file system of a given size; elsewhere nothing can be said about a full disk.
test.skipIf(!stack)("a full disk: reports are refused with 503 and none is lost", async () => {
  if (!stack || !disk) return;
  const load = new Load(stack);
  load.start();
  await load.acknowledges(50);
  await stack.rows("CREATE TABLE filler (bytes text)");
  const fill = () =>
    stack.rows("INSERT INTO filler SELECT string_agg(md5(random()::text), '') FROM generate_series(1, 100000)");
  const failed = () =>
    fill().then(
      () => false,
      () => true,
    );
  await until("the disk is full", failed);
  await until("a report is refused", () => load.refusals.has(503));
  execFileSync("mount", ["-o", "remount,size=600m", disk]);
  // Where the log of the database itself found no room, its server has ended and is started again.
  await stack.startPostgres();
  await load.acknowledges(50);
  await load.stop();
  await expectEveryCallOnce(stack, load);
});
