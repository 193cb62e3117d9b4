import type { z } from "zod";
import { CodeBlock } from "@/components/ui/code-block";
import { DataTable } from "@/components/ui/data-table";
import { AllowGlyph, DenyGlyph, UnknownGlyph } from "@/components/ui/glyphs";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { getPointOp } from "@/lib/enforcement/fleet-contract";

type Scorecard = NonNullable<z.output<typeof getPointOp.output>["scorecard"]>;
type Check = Scorecard["checks"][number];

const looks = {
  passed: { tone: "allow", icon: AllowGlyph, label: "Passed" },
  failed: { tone: "deny", icon: DenyGlyph, label: "Failed" },
  skipped: { tone: "unknown", icon: UnknownGlyph, label: "Skipped" },
} as const;
const order = ["failed", "skipped", "passed"];

/** Each check of the newest run, what went wrong first. */
export function PointScorecard({ scorecard, reportedAt }: { scorecard: Scorecard | null; reportedAt: string | null }) {
  if (!scorecard) return <NeverChecked />;
  const checks = [...scorecard.checks].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  return (
    <>
      <p className="mb-2 text-muted text-sm">
        {scorecard.conformant ? "Conformant" : "Not conformant"}: {scorecard.passed} passed, {scorecard.failed} failed,{" "}
        {scorecard.skipped} skipped, by kit <InlineUntrusted text={scorecard.kit} max={40} />
        {reportedAt ? (
          <>
            , handed in <Time at={reportedAt} />
          </>
        ) : null}
        .
      </p>
      <DataTable
        caption="Checks of the conformance kit"
        rows={checks}
        rowKey={(check) => check.id}
        columns={[
          { id: "id", header: "Check", width: "13rem", cell: (check) => <InlineUntrusted text={check.id} max={60} /> },
          { id: "status", header: "Result", width: "8rem", cell: (check) => <Status {...looks[check.status]} /> },
          { id: "proves", header: "What it shows", wrap: true, cell: (check) => <What check={check} /> },
        ]}
      />
    </>
  );
}

function What({ check }: { check: Check }) {
  const also = check.reason ?? check.seen;
  return (
    <>
      <InlineUntrusted text={check.proves} max={300} />
      {check.mandatory ? null : <span className="text-faint"> Not mandatory.</span>}
      {also ? (
        <span className="block text-muted text-xs">
          <InlineUntrusted text={also} max={300} />
        </span>
      ) : null}
    </>
  );
}

const COMMAND = 'npx gatehouse conformance --against "COMMAND" --report --state DIRECTORY';

function NeverChecked() {
  return (
    <div className="max-w-2xl space-y-3 text-sm">
      <p>
        <span className="font-medium">Never checked.</span>{" "}
        <span className="text-muted">
          The kit plays the gateway to a point and tries what must not work: forged bundles, replayed grants, a lease
          that is over. Run it where the point runs, and hand the result in.
        </span>
      </p>
      <CodeBlock label="Command" code={COMMAND} copyText={COMMAND} wrap />
    </div>
  );
}
