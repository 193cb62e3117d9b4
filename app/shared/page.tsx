import type { Metadata } from "next";
import Link from "next/link";
import { sharedOrRefusal } from "@/components/outside/shared-page";
import { PageHeader, Section } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { pageContext } from "@/lib/http/page-context";
import type { SharedAccess } from "@/lib/outside/contract";
import { listShared } from "@/lib/outside/list-shared";

export const metadata: Metadata = { title: "Shared with you" };

export default async function SharedPage() {
  const ctx = await pageContext("/shared");
  return sharedOrRefusal(async () => {
    const { organisation, items, over } = await listShared(ctx, {});
    return (
      <>
        <PageHeader
          title="Shared with you"
          description={`${organisation} shares this with you for an audit. What you open and download is recorded.`}
        />
        {items.map((access) => (
          <Access key={access.id} access={access} />
        ))}
        {over.map((sentence) => (
          <p key={sentence} className="text-muted text-sm">
            {sentence}
          </p>
        ))}
      </>
    );
  });
}

function Access({ access: { id, frameworks, packs, reports, from, to, until, createdBy } }: { access: SharedAccess }) {
  const here = `/shared/${id}`;
  return (
    <Section
      title={`${from} to ${to}`}
      description={
        <>
          Given by {createdBy}. Open until <Time at={until} absolute />.
        </>
      }
    >
      <ul className="border-line border-t text-sm">
        {frameworks.map((framework) => (
          <Line
            key={framework.id}
            what="Framework"
            href={`${here}/frameworks/${framework.id}`}
            title={framework.title}
          />
        ))}
        {packs.map((pack) => (
          <Line
            key={pack.id}
            what="Audit pack"
            href={`${here}/packs/${pack.id}`}
            title={`${pack.title}, ${pack.from} to ${pack.to}`}
          />
        ))}
        {reports.map((report) => (
          <li key={report.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-line border-b py-2.5">
            <span className="w-28 text-muted text-xs">Report</span>
            <span className="min-w-0 flex-1 basis-60">
              {report.title}, <Time at={report.asOf} absolute />
            </span>
            {report.files.map((name) => (
              <a key={name} href={`${here}/reports/${report.id}/${name}`} download className="text-accent underline">
                {name}
              </a>
            ))}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Never fetched before it is asked for: each read is on record as this person's. */
const Line = ({ what, href, title }: { what: string; href: string; title: string }) => (
  <li className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-line border-b py-2.5">
    <span className="w-28 text-muted text-xs">{what}</span>
    <Link href={href} prefetch={false} className="min-w-0 flex-1 basis-60 text-accent underline">
      {title}
    </Link>
  </li>
);
