import Link from "next/link";
import { ControlState } from "@/components/compliance/control-state";
import { keyed } from "@/components/ui/keyed";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import type { SharedEvidence, SharedFramework, SharedLine } from "@/lib/outside/contract";

/** The way back. Never fetched before it is asked for: each read is on record as this person's. */
export const Back = ({ href, children }: { href: string; children: string }) => (
  <Link
    href={href}
    prefetch={false}
    className="inline-flex min-h-6 items-center text-muted text-xs hover:text-ink hover:underline"
  >
    {children}
  </Link>
);

/** Of when it is, and whence. */
export const AsOf = ({ asOf, pack, from, to }: Pick<SharedFramework, "asOf" | "pack" | "from" | "to">) => (
  <>
    <span>
      Period {from} to {to}
    </span>
    <span>
      {pack ? "As the pack that was shared says, of " : "As the live system says, at "}
      <Time at={asOf} absolute />
    </span>
  </>
);

export const ControlLines = ({ lines, href }: { lines: readonly SharedLine[]; href: (key: string) => string }) => (
  <ul className="border-line border-t text-sm">
    {lines.map(({ key, id, title, state, gap, owner }) => (
      <li key={key} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-line border-b py-2.5">
        <Link href={href(key)} prefetch={false} className="min-w-0 flex-1 basis-60 text-accent underline">
          <span className="font-mono text-xs">{id}</span> {title}
        </Link>
        <ControlState state={state} />
        <span className="min-w-0 basis-72 text-muted">
          {gap ?? "Nothing is missing."} {owner ? `${owner.name} answers for it.` : ""}
        </span>
      </li>
    ))}
  </ul>
);

export const EvidenceRow = ({ evidence }: { evidence: SharedEvidence }) => {
  const { title, state, found, newest, gap, items, total } = evidence;
  return (
    <li className="border-line border-b py-3">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h3 className="min-w-0 flex-1 basis-60 font-medium text-sm">{title}</h3>
        <ControlState state={state} />
        <span className="text-muted text-xs">{newest ? <Time at={newest} absolute /> : "no fact yet"}</span>
      </div>
      <p className="mt-1 text-sm">{found}</p>
      {gap && gap !== found ? <p className="mt-1 text-muted text-sm">{gap}</p> : null}
      {items.length > 0 ? (
        <ul className="mt-2 space-y-1 text-xs">
          {keyed(items, ({ name, why }) => `${name} ${why}`).map(({ key, item }) => (
            <li key={key}>
              <InlineUntrusted text={item.name} max={80} />: <span className="text-muted">{item.why}</span>
            </li>
          ))}
          {total > items.length ? <li className="text-muted">and {total - items.length} more</li> : null}
        </ul>
      ) : null}
    </li>
  );
};
