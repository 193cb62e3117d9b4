import Link from "next/link";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { DiffView } from "@/components/ui/diff-view";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import type { ProfileVersion, WholeProfile } from "@/lib/profiles/contract";

type Props = { profile: WholeProfile; compare: number | null; take: ((version: ProfileVersion) => void) | null };

/** Every version there was. Which one is compared stands in the address. */
export function ProfileVersions({ profile, compare, take }: Props) {
  const { versions, version: current } = profile;
  const path = `/isolation/profiles/${encodeURIComponent(profile.id)}`;
  const compared = versions.find(({ version }) => version === compare && version !== current);
  return (
    <Section title="Versions" description="A version never changes. Going back makes a new one with its text.">
      <DataTable
        caption="Versions"
        rows={versions}
        rowKey={({ version }) => String(version)}
        isCurrent={({ version }) => version === compare}
        columns={[
          { id: "version", header: "Version", width: "6rem", cell: ({ version }) => `${version}` },
          {
            id: "note",
            header: "Note",
            wrap: true,
            cell: ({ note }) => <InlineUntrusted text={note || "none"} max={300} />,
          },
          { id: "by", header: "By", width: "10rem", wrap: true, cell: ({ savedByName }) => savedByName },
          { id: "at", header: "Saved", width: "8rem", cell: ({ savedAt }) => <Time at={savedAt} /> },
          {
            id: "act",
            header: "Compare",
            hideHeader: true,
            width: "13rem",
            align: "end",
            cell: ({ version }) =>
              version === current ? null : (
                <Link
                  scroll={false}
                  href={version === compare ? path : `${path}?compare=${version}`}
                  className="inline-flex min-h-6 items-center text-accent hover:underline"
                >
                  {version === compare ? "Close comparison" : `Compare with version ${current}`}
                </Link>
              ),
          },
        ]}
      />
      {compared ? (
        <div className="mt-4">
          <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
            <h3 className="text-sm">
              From version {compared.version} to version {current}
            </h3>
            {take ? (
              <Button size="sm" onClick={() => take(compared)}>
                Edit from version {compared.version}
              </Button>
            ) : null}
          </div>
          <DiffView before={compared.text} after={profile.text} label={`From version ${compared.version}`} />
        </div>
      ) : null}
    </Section>
  );
}
