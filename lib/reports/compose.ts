/** Private to this folder: the document of a kind from facts. Pure. */
import { baselineSections, baselineVerdict } from "./baseline";
import type { ReportDocument, ReportKind, Section } from "./document-contract";
import { enforcementSections, enforcementVerdict } from "./enforcement";
import { penetrationSections, penetrationVerdict } from "./penetration";
import type { ReportFacts } from "./read-facts";
import { riskSections, riskVerdict } from "./risk-summary";

type Writer = {
  title: string;
  verdict: (facts: ReportFacts) => string;
  sections: (facts: ReportFacts) => Section[];
};

const writers: Record<ReportKind, Writer> = {
  baseline: { title: "Baseline report", verdict: baselineVerdict, sections: baselineSections },
  enforcement: { title: "Enforcement report", verdict: enforcementVerdict, sections: enforcementSections },
  penetration: { title: "Penetration-test report", verdict: penetrationVerdict, sections: penetrationSections },
  "risk-summary": { title: "Compliance-level risk summary", verdict: riskVerdict, sections: riskSections },
};

export function composeReport(
  { id, kind, madeBy, keyId }: Pick<ReportDocument, "id" | "kind" | "madeBy" | "keyId">,
  facts: ReportFacts,
): ReportDocument {
  const { title, verdict, sections } = writers[kind];
  return {
    format: "gatehouse.report/1",
    id,
    kind,
    title,
    organisation: facts.organisation,
    asOf: facts.now.toISOString(),
    madeBy,
    keyId,
    verdict: verdict(facts),
    sections: sections(facts),
  };
}
