import { HydrationBoundary } from "@tanstack/react-query";
import { Download } from "lucide-react";
import type { Metadata } from "next";
import { CheckpointTabs } from "@/components/checkpoints/checkpoint-tabs";
import { OversightView } from "@/components/oversight/oversight-view";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { LinkBoxes } from "@/components/ui/tabs";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, readFilters, type Search } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { getOversightOp } from "@/lib/oversight/contract";
import { getOversight } from "@/lib/oversight/get-oversight";

export const metadata: Metadata = { title: "Oversight" };

const windows = [7, 30, 90, 365];

export default async function OversightPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf("/checkpoints/oversight", search));
  const { roles } = viewerOf(ctx);
  const { filters, ignored } = readFilters(getOversightOp.input, search);
  const input = filters.days === undefined ? {} : { days: filters.days };
  return pageOrRefusal("Oversight", async () => {
    const oversight = await getOversight(ctx, input);
    const state = await seeded({ options: optionsFor(getOversightOp, input), data: Promise.resolve(oversight) });
    const file = (format: string) => `/checkpoints/oversight/export?days=${oversight.days}&format=${format}`;
    return (
      <>
        <PageHeader
          title="Oversight"
          description="How well people decide, and whether they still look. Evidence for Article 14(4)(b) of the EU AI Act."
          actions={["csv", "json"].map((format) => (
            <Button asChild size="sm" key={format}>
              <a href={file(format)} download>
                <Download aria-hidden="true" />
                {format.toUpperCase()}
              </a>
            </Button>
          ))}
          tabs={<CheckpointTabs current="oversight" roles={roles} />}
        />
        <LinkBoxes
          label="Window"
          current={String(oversight.days)}
          tabs={windows.map((days) => ({
            id: String(days),
            label: `${days} days`,
            href: `/checkpoints/oversight?days=${days}`,
          }))}
        />
        <IgnoredNote ignored={ignored} />
        <HydrationBoundary state={state}>
          <OversightView days={filters.days} roles={roles} />
        </HydrationBoundary>
      </>
    );
  });
}
