import Link from "next/link";
import { DiffView } from "@/components/ui/diff-view";
import { InlineUntrusted } from "@/components/ui/revealed";
import type { TextChange } from "@/lib/policy/review-contract";
import { plainName } from "@/lib/shared/plain-name";

const kindWords: Record<TextChange["kind"], string> = { added: "New", changed: "Changed", removed: "Taken out" };

/** Every policy whose text in force changes, as a difference. */
export function TextChanges({ changes }: { changes: readonly TextChange[] }) {
  if (changes.length === 0) return <p className="border-line border-t py-3 text-sm">No policy changes.</p>;
  return (
    <ul className="space-y-5">
      {changes.map((change) => (
        <li key={change.policyId}>
          <p className="mb-1 flex flex-wrap items-baseline gap-x-3 text-sm">
            <span className="w-20 shrink-0 text-muted text-xs">{kindWords[change.kind]}</span>
            <Link
              href={`/policies/${encodeURIComponent(change.policyId)}`}
              className="font-medium underline decoration-edge-soft underline-offset-2 hover:decoration-current"
            >
              <InlineUntrusted text={change.title} max={160} />
            </Link>
            <code className="font-mono text-muted text-xs">{change.slug}</code>
            <span className="text-muted text-xs">{versionWords(change)}</span>
          </p>
          <DiffView before={change.before} after={change.after} label={`What changes in ${plainName(change.title)}`} />
        </li>
      ))}
    </ul>
  );
}

function versionWords({ from, to }: TextChange): string {
  if (from === null) return `version ${to}`;
  return to === null ? `version ${from} leaves` : `version ${from} to ${to}`;
}
