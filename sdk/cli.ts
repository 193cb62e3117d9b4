/** The `gatehouse` command. */
import { main } from "./cli/main.ts";

process.exitCode = await main(process.argv.slice(2));
// A client that keeps its end of a pipe open must not keep a finished command alive.
process.stdin.unref?.();
