import { Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { CodeBlock, Identifier } from "@/components/ui/code-block";
import { formatBytes } from "@/components/ui/format-number";
import { Section } from "@/components/ui/page-header";
import type { Report } from "@/lib/reports/contract";

const words = { "report.pdf": "PDF", "report.html": "HTML", "report.json": "JSON" } as const;

const commands = `openssl pkey -pubin -in signing-key.pem -outform DER | sha256sum
openssl pkeyutl -verify -pubin -inkey signing-key.pem -rawin -in report.pdf -sigfile report.pdf.sig`;

/** The files that were signed, and how a stranger checks it. */
export function ReportFiles({ report }: { report: Report }) {
  const base = `/reports/${encodeURIComponent(report.id)}/files`;
  return (
    <Section title="Files and signatures">
      <ul className="mb-4 divide-y divide-line border-line border-y">
        {report.files.map(({ name, bytes, sha256 }) => (
          <li key={name} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2 text-sm">
            <Button asChild size="sm">
              <a href={`${base}/${name}`}>
                <Download aria-hidden="true" />
                {words[name]}
              </a>
            </Button>
            <a href={`${base}/${name}.sig`} className="text-accent hover:underline">
              {words[name]} signature
            </a>
            <span className="text-muted tabular-nums">{formatBytes(bytes)}</span>
            <span className="min-w-0 text-muted">
              <Identifier value={sha256} keep={12} copy />
            </span>
          </li>
        ))}
      </ul>
      <details className="text-sm">
        <summary className="cursor-pointer text-muted">Verify it without this console</summary>
        <div className="mt-2 max-w-[80ch] space-y-2">
          <p>
            Take a file, its signature and{" "}
            <a href={`${base}/signing-key.pem`} className="text-accent hover:underline">
              the public key
            </a>
            . The key proves nothing until its fingerprint, which the first command prints, is the one that you were
            given elsewhere:
          </p>
          <p className="break-all font-mono text-xs">{report.fingerprint}</p>
          <CodeBlock label="Commands" code={commands} />
        </div>
      </details>
    </Section>
  );
}
