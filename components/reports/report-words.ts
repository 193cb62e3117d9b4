import type { ReportKind } from "@/lib/reports/document-contract";

export const kindWords: Record<ReportKind, { title: string; about: string }> = {
  baseline: {
    title: "Baseline report",
    about: "Which agents there are, whose they are, what they call and what is exposed. After day 30 of the plan.",
  },
  enforcement: {
    title: "Enforcement report",
    about: "Whether what is decided is what happens, at every point, and how fast an agent is stopped. After day 60.",
  },
  penetration: {
    title: "Penetration-test report",
    about:
      "How the attacks of the last red-team exercise and the canaries ended, and what was not tried. After day 86.",
  },
  "risk-summary": {
    title: "Compliance-level risk summary",
    about: "Where you stand, what is exposed, who carries which risk, and the rules it touches. After day 90.",
  },
};
