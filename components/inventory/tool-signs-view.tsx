import { SeverityMark } from "@/components/findings/finding-looks";
import { plural } from "@/components/ui/format-number";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import type { Tool } from "@/lib/inventory/contract";
import { signAnchor } from "./marked-definition";
import type { NumberedSign } from "./sign-marks";

/** What stands out, before the definition itself: a reader decides by what comes first. */
export function ToolSigns({ signs }: { signs: readonly NumberedSign[] }) {
  if (signs.length === 0) return null;
  const grave = signs.filter(({ severity }) => severity !== "low").length;
  return (
    <Section
      title={grave > 0 ? `${plural(grave, "sign")} of manipulation` : "What stands out"}
      description="Found by rules, and marked below where each stands. Rules miss things: no sign does not mean that a definition is honest."
    >
      <ol className="border-line border-t">
        {signs.map((sign) => (
          <li
            key={sign.number}
            id={signAnchor(sign.number)}
            className="grid grid-cols-[1.5rem_minmax(0,1fr)] border-line border-b py-2 target:bg-hover"
          >
            <span className="text-muted text-sm tabular-nums">{sign.number}</span>
            <div className="min-w-0 text-sm">
              <p className="flex flex-wrap items-baseline gap-x-3">
                <SeverityMark value={sign.severity} />
                <InlineUntrusted text={sign.what} max={300} className="min-w-0 flex-1 basis-56 font-medium" />
              </p>
              <p className="text-muted">{sign.why}</p>
              <p className="mt-0.5 text-xs">
                <span className="text-muted">
                  {sign.inName ? "in the name " : "in "}
                  <InlineUntrusted text={sign.at || "the whole"} max={120} className="font-mono" />
                </span>
                {sign.excerpt ? (
                  <>
                    : <InlineUntrusted text={sign.excerpt} max={160} className="font-mono" />
                  </>
                ) : null}
              </p>
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** The gravest sign, for a list; nothing when nothing stands out. */
export const SignBadge = ({ tool }: { tool: Pick<Tool, "signSeverity" | "signs"> }) =>
  tool.signSeverity === null ? (
    <span className="text-faint text-xs">None</span>
  ) : (
    <span className="inline-flex items-center gap-1.5">
      <SeverityMark value={tool.signSeverity} />
      <span className="text-muted text-xs tabular-nums">{tool.signs.length}</span>
    </span>
  );
