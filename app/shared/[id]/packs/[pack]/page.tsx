import type { Metadata } from "next";
import { SharedPackFile } from "@/components/compliance/shared-pack-file";
import { sharedOrRefusal } from "@/components/outside/shared-page";
import { Back } from "@/components/outside/shared-parts";
import { PageHeader } from "@/components/ui/page-header";
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
        <SharedPackFile pack={pack} href={`${here}/download`} recorded="That you download it is recorded." />
      </>
    );
  });
}
