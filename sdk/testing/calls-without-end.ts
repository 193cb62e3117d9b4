/** A process that makes a call after another until it is killed, and says how many it has made. Arguments: address, state directory. */
import { connect } from "../pep/connect.ts";

const [url = "", stateDir = ""] = process.argv.slice(2);
const point = await connect({ url, stateDir, kind: "sdk" });
for (let number = 0; ; number += 1) {
  const call = { agentId: "agent-1", tool: "fs/read", arguments: { number } };
  await point.call(call, () => null);
  process.stdout.write(`${number + 1}\n`);
  if (number % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
}
