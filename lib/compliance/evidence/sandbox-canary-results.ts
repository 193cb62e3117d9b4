import { type Collector, found } from "./collector";

/** Results are on the page for isolation and are not asked here yet, so for controls it cannot be told. */
export const sandboxCanaryResults: Collector = {
  kind: "sandbox-canary-results",
  title: "Sandboxes and canaries",
  href: "/isolation",
  collect: async () =>
    found("unknown", "/isolation", {
      found: "Results of canaries stand on the page for isolation, and are not evidence for controls yet.",
      gap: "It does not count for controls yet.",
    }),
};
