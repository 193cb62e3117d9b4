import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { SharedPackFile } from "@/components/compliance/shared-pack-file";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { openShareLink } from "@/lib/http/open-share-link";
import { Refusal } from "@/lib/shared/errors";

export const metadata: Metadata = { title: "Audit pack" };
/** A link that is revoked opens nothing from the next request on. */
export const dynamic = "force-dynamic";

export default async function SharePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const share = await openShareLink(token, await headers()).catch((error: unknown) => {
    if (error instanceof Refusal && error.code === "rate_limited") return "too often" as const;
    throw error;
  });
  if (share === "too often")
    return <PageHeader title="Wait a moment" description="Too many links were tried from your address." />;
  if (!share) notFound();
  const { pack, organisation, recipient, expiresAt } = share;
  return (
    <>
      <PageHeader
        title="Audit pack"
        description={`${organisation}: ${pack.framework}, ${pack.from} to ${pack.to}.`}
        meta={
          <>
            <span>For {recipient}</span>
            <span>
              Built <Time at={pack.finishedAt} absolute />
            </span>
            <span>
              This link opens until <Time at={expiresAt} absolute />
            </span>
          </>
        }
      />
      <SharedPackFile
        pack={pack}
        href={`/share/${token}/download`}
        recorded={`That you download it is recorded by ${organisation}.`}
      />
    </>
  );
}
