import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { Explanation } from "@/lib/policy/why-contract";
import { WhyView } from "./why-view";

const HOSTILE = "<img src=x onerror=alert(1)>\u202e";
const explanation: Explanation = {
  decision: {
    ...{ effect: "deny", code: "forbidden", reason: HOSTILE },
    ...{ policies: ["p"], rules: [], observed: [], revision: 1 },
  },
  policies: [
    {
      ...{ slug: "p", id: "pol_1", title: HOSTILE, version: 1 },
      ...{ effect: "forbid", checkpoint: null, role: "determined" },
    },
  ],
  values: [{ name: `context.args.${HOSTILE}`, value: JSON.stringify(HOSTILE), redacted: false }],
  changes: [
    {
      steps: [
        { kind: "withoutPolicy", policy: "p", title: HOSTILE },
        { kind: "argument", name: HOSTILE, value: JSON.stringify(HOSTILE) },
        { kind: "agent", agentId: "a", agentName: HOSTILE, attribute: "team", value: HOSTILE },
        { kind: "principal", agentId: "a", agentName: HOSTILE },
        { kind: "onBehalfOf", value: JSON.stringify(HOSTILE) },
      ],
      ...{ effect: "allow", code: "permitted", reason: HOSTILE, alike: 0 },
    },
  ],
  untold: [HOSTILE],
  search: { evaluations: 7, depth: 2, complete: false },
};

test("whatever agents, policies and calls are named, it is shown as text with its hidden characters written out", () => {
  const html = renderToStaticMarkup(<WhyView explanation={explanation} />);
  expect(html).not.toContain("<img");
  expect(html).not.toContain("\u202e");
  expect(html.split("⟦U+202E⟧").length - 1).toBe(12);
});

test("a policy that is here leads to its page, and a search that stopped early says so", () => {
  const html = renderToStaticMarkup(<WhyView explanation={explanation} />);
  expect(html).toContain('href="/policies/pol_1"');
  expect(html).toContain("stopped at its bound");
});
