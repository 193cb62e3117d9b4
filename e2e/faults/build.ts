import { buildProcesses } from "@/scripts/start/build-steps.mjs";

/** The faults are done to what is shipped: the processes as `npm start` builds them. */
export default async function setup(): Promise<void> {
  await buildProcesses(process.stderr);
}
