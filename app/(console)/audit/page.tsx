import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { resolveRange } from "@/components/activity/time-range";
import { AuditView } from "@/components/audit/audit-view";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { AuditFilters, listAuditOp } from "@/lib/audit/contract";
import { getCheck } from "@/lib/audit/get-check";
import { getTree } from "@/lib/audit/get-tree";
import { listEntries } from "@/lib/audit/list-entries";
import { getCheckOp, getTreeOp } from "@/lib/audit/tree-contract";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, readFilters, type Search, TRAIL, trailOf } from "@/lib/client/url-filters";
import { rolesOf } from "@/lib/db/ctx";
import { pageContext } from "@/lib/http/page-context";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Audit log" };

export default async function AuditPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf("/audit", search));
  const { filters, ignored } = readFilters(AuditFilters, search, [TRAIL, "range", "peek"]);
  const named = typeof search.range === "string" ? search.range : "30d";
  const range = resolveRange({ range: named, from: filters.from, to: filters.to }, new Date());
  const resolved = { ...filters, from: range.from, to: range.to };
  const asked = { ...filters, range: range.name === "custom" ? undefined : range.name };
  return pageOrRefusal("Audit log", async () => {
    const data = listEntries(ctx, resolved);
    const state = await seeded(
      { options: optionsFor(listAuditOp, resolved), data },
      { options: optionsFor(getTreeOp, {}), data: getTree(ctx, {}) },
      { options: optionsFor(getCheckOp, {}), data: getCheck(ctx, {}) },
    );
    return (
      <>
        <PageHeader
          title="Audit log"
          description={
            <>
              Who changed or decided what. Entries are sealed into a signed tree; an export is checked with{" "}
              <code className="font-mono text-xs">npx gatehouse verify FILE --key KEY</code>, without trusting this
              console. Keep a head, and nobody can rewrite what came before it unseen.
            </>
          }
        />
        <IgnoredNote ignored={range.understood ? ignored : [...ignored, "range"]} />
        <HydrationBoundary state={state}>
          <AuditView
            place={{
              filters: resolved,
              asked,
              range: range.name,
              trail: trailOf(search),
              mayErase: can(rolesOf(ctx.actor), "audit:erase"),
            }}
          />
        </HydrationBoundary>
      </>
    );
  });
}
