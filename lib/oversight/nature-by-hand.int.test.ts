/** The commands in docs/decision-quality.md, run as they stand there. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { denyCheckpoint } from "@/lib/checkpoints/deny-checkpoint";
import { getReceipt } from "@/lib/checkpoints/get-receipt";
import { testFleet } from "@/lib/enforcement/testing";
import { temporaryDirectory } from "@/sdk/testing/temporary-directory";
import { decoyIn, entriesOf } from "./testing";

await testDatabase();
const commands = /```sh\n([\s\S]*?)```/.exec(
  readFileSync(path.join(import.meta.dirname, "../../docs/decision-quality.md"), "utf8"),
)?.[1];

type Files = { opened: string; told: string };
let decoy: Files;
let decoyReceipt: Files;
let real: Files;

beforeAll(async () => {
  const fleet = await testFleet();
  const { id, digest, from } = await decoyIn(fleet);
  expect((await getReceipt(fleet.ctx, { id })).nature).toBeNull();
  await denyCheckpoint(fleet.as("owner"), { id, digest, reason: "too much" });
  const leafOf = async (about: string, action: string) =>
    (await entriesOf(about)).find((one) => one.action === action)?.leaf ?? "";
  const opened = await leafOf(id, "checkpoint.opened");
  decoy = { opened, told: await leafOf(id, "checkpoint.natureTold") };
  decoyReceipt = { opened, told: JSON.stringify(await getReceipt(fleet.ctx, { id })) };
  real = {
    opened: await leafOf(from, "checkpoint.opened"),
    told: JSON.stringify(await getReceipt(fleet.ctx, { id: from })),
  };
});

function run({ opened, told }: Files) {
  const directory = temporaryDirectory();
  for (const [name, text] of Object.entries({ "nature.sh": commands ?? "", "opened.json": opened, "told.json": told }))
    writeFileSync(path.join(directory, name), text);
  const { status, stdout } = spawnSync("sh", ["nature.sh", "opened.json", "told.json"], {
    cwd: directory,
    encoding: "utf8",
  });
  return { status, said: stdout.trim() };
}

describe("an outsider sees with jq and openssl", () => {
  test.each([
    ["a decoy by its last entry", () => decoy, "decoy"],
    ["a decoy by its receipt", () => decoyReceipt, "decoy"],
    ["a real request by its receipt", () => real, "request"],
  ])("%s", (_, files, word) => {
    expect(run(files())).toEqual({ status: 0, said: `From its first entry on it was a ${word}.` });
  });
  test.each([
    ["a decoy passed off as a request", (text: string) => text.replace('"nature":"decoy"', '"nature":"request"')],
    ["another salt", (text: string) => text.replace(/"salt":"./, '"salt":"x')],
  ])("%s", (_, forge) => {
    for (const { opened, told } of [decoy, decoyReceipt]) {
      expect(forge(told)).not.toBe(told);
      expect(run({ opened, told: forge(told) })).toEqual({ status: 1, said: "NOT what was committed to." });
    }
  });
  test("the salt of another request, and an entry that does not open one", () => {
    expect(run({ opened: real.opened, told: decoy.told }).said).toBe("The two files are about different requests.");
    expect(run({ opened: decoy.told, told: decoy.told }).said).toBe(
      "The first file is not the entry that opens a request.",
    );
  });
});
