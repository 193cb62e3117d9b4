import { ArrowDown } from "lucide-react";
import Link from "next/link";
import { Section } from "@/components/ui/page-header";
import { Effect, RiskTier } from "@/components/ui/status";
import type { ChainLink } from "@/lib/checkpoints/chain-contract";
import type { Checkpoint } from "@/lib/checkpoints/contract";

/** Through whom the call comes, from the console's records: what each of them holds, and which step people have not signed off. */
export function ChainDrawn({ request }: { request: Checkpoint }) {
  if (request.chain.length === 0) return null;
  return (
    <Section
      title="Through other agents"
      description="Each acts through the one below it; the last makes the call. Nobody gets more than all of them hold."
    >
      <ol className="text-sm">
        {request.chain.map((link) => (
          <li key={link.agentId}>
            <div className="rounded border border-line px-3 py-2">
              <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
                <Link
                  href={`/agents/${encodeURIComponent(link.agentId)}`}
                  className="min-w-0 flex-1 basis-40 break-words font-medium hover:underline"
                >
                  {link.name}
                </Link>
                {link.riskTier ? <RiskTier value={link.riskTier} /> : null}
              </div>
              <p className="text-muted text-xs">
                {link.ownerName ? `Owner: ${link.ownerName}` : "No owner"}
                {link.status === "active" ? "" : `; ${link.status}`}
              </p>
              {link.holds ? (
                <p className="mt-1 flex flex-wrap items-baseline gap-x-2 break-words text-xs">
                  <Effect value={link.holds.effect} /> on its own: {link.holds.reason}
                </p>
              ) : null}
            </div>
            {link.edge ? <Step link={link} edge={link.edge} /> : null}
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Step({ link, edge }: { link: ChainLink; edge: NonNullable<ChainLink["edge"]> }) {
  return (
    <p className={`flex items-center gap-2 px-3 py-1.5 text-xs ${edge.lacking ? "text-hold" : "text-muted"}`}>
      <ArrowDown aria-label="acts through" className="size-3.5 shrink-0" />
      <Link href={`/agents/${encodeURIComponent(link.agentId)}#delegations`} className="hover:underline">
        {stepWords(edge)}
      </Link>
    </p>
  );
}

function stepWords({ lacking, status }: NonNullable<ChainLink["edge"]>): string {
  if (!lacking) return status === "signed" ? "signed off" : "signed off when the call was held";
  if (status === "signed") return "signed off, but not for this call";
  return status === "requested" ? "not signed off: it waits for signatures" : "not signed off";
}
