import Link from "next/link";
import { cn } from "@/components/ui/cn";
import { formatCount } from "@/components/ui/format-number";
import type { PackPreview } from "@/lib/compliance/pack-contract";
import { CoverageBar } from "./control-state";

/** What a pack would hold, what it would show to be missing, and what it would not prove. */
export function PackPreviewView({ preview, stale }: { preview: PackPreview; stale: boolean }) {
  const { framework, counts, contents, gaps, notProven } = preview;
  return (
    <section
      aria-label="Preview"
      aria-busy={stale}
      className={cn("space-y-4 border-line border-y py-4", stale && "opacity-60")}
    >
      <CoverageBar counts={counts} className="max-w-[26rem]" />
      <div className="grid gap-x-10 gap-y-4 lg:grid-cols-2">
        <div>
          <h3 className="mb-1 font-medium text-sm">Contents</h3>
          <ul className="text-sm">
            {contents.map(({ title, count, unit }) => (
              <li key={unit} className="flex justify-between gap-4 border-line border-b py-1.5">
                <span>{title}</span>
                <span className="tabular-nums">{formatCount(count)}</span>
              </li>
            ))}
          </ul>
        </div>
        <div>
          <h3 className="mb-1 font-medium text-sm">
            {gaps.length === 0 ? "Nothing is missing" : `Missing for ${gaps.length} of the controls`}
          </h3>
          <ul className="max-h-72 overflow-y-auto text-sm">
            {gaps.map(({ key, id, gap, owner }) => (
              <li key={key} className="border-line border-b py-1.5">
                <Link href={`/compliance/${framework.id}/${key}`} className="font-mono text-xs underline">
                  {id}
                </Link>{" "}
                {gap}{" "}
                <span className="text-muted">{owner ? `${owner} answers for it.` : "Nobody answers for it."}</span>
              </li>
            ))}
          </ul>
        </div>
      </div>
      <details className="text-sm">
        <summary className="cursor-pointer text-muted">What it will not prove</summary>
        <ul className="mt-2 max-w-[68ch] list-disc space-y-1 pl-5">
          {notProven.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </details>
    </section>
  );
}
