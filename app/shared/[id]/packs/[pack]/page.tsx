import { Download } from "lucide-react";
import type { Metadata } from "next";
import { FileFacts, HowToVerify } from "@/components/compliance/pack-view";
import { sharedOrRefusal } from "@/components/outside/shared-page";
import { Back } from "@/components/outside/shared-parts";
import { Button } from "@/components/ui/button";
import { PageHeader, Section } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { pageContext } from "@/lib/http/page-context";
import { getSharedPack } from "@/lib/outside/get-shared-pack";

export const metadata: Metadata = { title: "Audit pack" };

type Props = { params: Promise<{ id: string; pack: string }> };

export default async function SharedPackPage({ params }: Props) {
  const input = await params;
  const here = `/shared/${input.id}/packs/${input.pack}`;
  const ctx = await pageContext(here);
  return sharedOrRefusal(async () => {
    const pack = await getSharedPack(ctx, input);
    return (
      <>
        <PageHeader
          trail={<Back href="/shared">Shared with you</Back>}
          title={pack.title}
          description={`Audit pack, ${pack.from} to ${pack.to}.`}
          meta={
            <>
              <span>
                Built <Time at={pack.finishedAt} absolute />
              </span>
              <span>
                Open to you until <Time at={pack.until} absolute />
              </span>
            </>
          }
        />
        <Section
          title="The file"
          description="That you download it is recorded."
          actions={
            <Button asChild variant="primary">
              <a href={`${here}/download`} download>
                <Download aria-hidden="true" />
                Download
              </a>
            </Button>
          }
        >
          <FileFacts {...pack} />
        </Section>
        <HowToVerify />
        <p className="max-w-[68ch] text-muted text-sm">
          This page is served by the organisation itself. Compare the fingerprint with one that you got on another way,
          and read in the pack what it does not prove.
        </p>
      </>
    );
  });
}
