import type { Metadata } from "next";
import { clockWords } from "@/components/compliance/compliance-words";
import { CoverageBar } from "@/components/compliance/control-state";
import { sharedOrRefusal } from "@/components/outside/shared-page";
import { AsOf, Back, ControlLines } from "@/components/outside/shared-parts";
import { formatCount } from "@/components/ui/format-number";
import { PageHeader, Section } from "@/components/ui/page-header";
import { pageContext } from "@/lib/http/page-context";
import { getSharedFramework } from "@/lib/outside/get-shared-framework";

export const metadata: Metadata = { title: "Framework" };

type Props = { params: Promise<{ id: string; framework: string }> };

export default async function SharedFrameworkPage({ params }: Props) {
  const input = await params;
  const here = `/shared/${input.id}/frameworks/${input.framework}`;
  const ctx = await pageContext(here);
  return sharedOrRefusal(async () => {
    const view = await getSharedFramework(ctx, input);
    return (
      <>
        <PageHeader
          trail={<Back href="/shared">Shared with you</Back>}
          title={view.framework.title}
          description={`${view.publisher}. A paraphrase for orientation, not legal advice.`}
          meta={<AsOf {...view} />}
        />
        <CoverageBar counts={view.counts} className="mb-8 w-full max-w-[26rem]" />
        <Section title="Controls">
          <ControlLines lines={view.items} href={(key) => `${here}/${key}`} />
        </Section>
        <Section
          title="On record of the period"
          description="How much there is of it; the records themselves are in packs."
        >
          <ul className="border-line border-t text-sm">
            {view.contents.map(({ title, count, unit }) => (
              <li key={title} className="flex flex-wrap justify-between gap-x-4 border-line border-b py-2">
                <span>{title}</span>
                <span className="tabular-nums">
                  {formatCount(count)} {unit}
                </span>
              </li>
            ))}
          </ul>
        </Section>
        {view.clocks.length > 0 ? (
          <Section title="Statutory clocks">
            <ul className="border-line border-t text-sm">
              {view.clocks.map((clock) => (
                <li key={clock.id} className="border-line border-b py-2">
                  {clock.title} ({clock.control}), {clockWords(clock)}. <span className="text-muted">{clock.now}</span>
                </li>
              ))}
            </ul>
          </Section>
        ) : null}
      </>
    );
  });
}
