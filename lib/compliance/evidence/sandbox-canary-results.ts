import { type Collector, found } from "./collector";

/** Nothing measures it yet, so it cannot be told. */
export const sandboxCanaryResults: Collector = {
  kind: "sandbox-canary-results",
  title: "Sandboxes and canaries",
  href: "/maturity",
  collect: async () =>
    found("unknown", "/maturity", {
      found: "No result of a sandbox or a canary is evidence here yet.",
      gap: "Whether agents can get out of where they run cannot be told.",
    }),
};
