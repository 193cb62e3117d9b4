"use client";

import Link from "next/link";
import { useMemo } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { JsonView } from "@/components/ui/json-view";
import { KeyValue } from "@/components/ui/key-value";
import { Sheet } from "@/components/ui/sheet";
import { Time } from "@/components/ui/time";
import { UntrustedText } from "@/components/ui/untrusted-text";
import type { AuditEntry } from "@/lib/audit/contract";
import { filterHref } from "@/lib/client/url-filters";
import { wordsOfAction } from "./action-words";
import { Actor, Target } from "./audit-columns";
import { EntrySeal } from "./entry-seal";

type Props = { entry: AuditEntry; mayErase: boolean; close: () => void };

/** One entry: what was recorded, the very bytes of it, and the hash that those bytes have. */
export function EntryPeek({ entry, mayErase, close }: Props) {
  const detail = useMemo(() => detailOf(entry.leaf), [entry.leaf]);
  return (
    <Sheet
      open
      peek
      onOpenChange={(open) => (open ? undefined : close())}
      title={wordsOfAction(entry.action)}
      description={<Time at={entry.at} absolute />}
    >
      <div className="space-y-6">
        <KeyValue
          items={[
            { label: "On what", value: <Target target={entry.target} /> },
            { label: "By whom", value: <Actor actor={entry.actor} /> },
            { label: "Entry", value: entry.seq },
            { label: "Action", value: entry.action, mono: true },
            { label: "Request", value: entry.requestId, mono: true },
          ]}
        />
        {detail === undefined ? null : (
          <section>
            <h3 className="mb-1 text-muted text-xs">What was recorded with it</h3>
            <JsonView value={detail} label="Detail" />
          </section>
        )}
        <EntrySeal entry={entry} mayErase={mayErase} />
        <section className="space-y-3">
          {entry.leaf ? (
            <>
              <h3 className="text-muted text-xs">Leaf: the bytes that the hash covers</h3>
              <UntrustedText text={entry.leaf} label="Canonical JSON" mono copy maxLines={6} maxChars={1200} />
            </>
          ) : null}
          <div>
            <p className="flex items-center justify-between gap-2 text-muted text-xs">
              RFC 6962 leaf hash, SHA-256
              <CopyButton text={entry.leafHash} label="Copy the hash" words />
            </p>
            <code className="block break-all font-mono text-xs">{entry.leafHash}</code>
          </div>
        </section>
        <p className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
          <span className="text-muted">More</span>
          <More href={filterHref("/audit", { targetId: entry.target.id, range: "all" })}>about this target</More>
          <More href={filterHref("/audit", { actorId: entry.actor.id, range: "all" })}>by the same</More>
          <More href={filterHref("/audit", { action: entry.action, range: "all" })}>of this kind</More>
        </p>
      </div>
    </Sheet>
  );
}

const More = ({ href, children }: { href: string; children: string }) => (
  <Link href={href} className="inline-flex min-h-6 items-center text-accent hover:underline">
    {children}
  </Link>
);

/** The facts beside who, what and when; nothing when there are none, or when an old leaf reads otherwise. */
function detailOf(leaf: string): unknown {
  try {
    const { detail } = JSON.parse(leaf);
    return detail && Object.keys(detail).length > 0 ? detail : undefined;
  } catch {
    return undefined;
  }
}
