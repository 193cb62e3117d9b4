import { bundleOptions } from "./bundles.mjs";

/** Development only: builds the processes anew whenever a source changes, and restarts them on what came out. */
export async function watchProcesses(processes, say) {
  const { context } = await import("esbuild");
  let first = true;
  const restart = {
    name: "restart",
    setup(build) {
      build.onEnd(async ({ errors }) => {
        if (errors.length > 0)
          say(`[build] ${errors.length} errors; the processes keep running on the last good build`);
        else if (!first) await Promise.all(Object.values(processes).map((one) => one.running && one.restart()));
        first = false;
      });
    },
  };
  const watching = await context({ ...bundleOptions(), logLevel: "warning", plugins: [restart] });
  await watching.watch();
  return () => watching.dispose();
}
