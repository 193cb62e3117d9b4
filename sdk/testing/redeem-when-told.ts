/** A process that makes one kept call when it is told to, and says what came of it. Arguments: address, state directory, call, where the tool is. */
import { createInterface } from "node:readline";
import { connect } from "../pep/connect.ts";
import { Denied } from "../pep/denied.ts";

const [url = "", stateDir = "", call = "", tool = ""] = process.argv.slice(2);
const point = await connect({ url, stateDir, kind: "sdk" });
process.stdout.write("ready\n");
for await (const _ of createInterface({ input: process.stdin })) {
  const run = async (args: unknown): Promise<string> => {
    await fetch(tool, { method: "POST", body: JSON.stringify(args) });
    return "ran";
  };
  const outcome = await point
    .call(JSON.parse(call), run, { hold: { key: "once" } })
    .catch((error: unknown) => (error instanceof Denied ? error.decision.code : String(error)));
  process.stdout.write(`${outcome}\n`);
  break;
}
process.exit();
