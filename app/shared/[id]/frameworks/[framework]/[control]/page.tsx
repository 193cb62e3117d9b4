import type { Metadata } from "next";
import { ControlState } from "@/components/compliance/control-state";
import { sharedOrRefusal } from "@/components/outside/shared-page";
import { AsOf, Back, EvidenceRow } from "@/components/outside/shared-parts";
import { Badge } from "@/components/ui/badge";
import { PageHeader, Section } from "@/components/ui/page-header";
import { pageContext } from "@/lib/http/page-context";
import { getSharedControl } from "@/lib/outside/get-shared-control";

export const metadata: Metadata = { title: "Control" };

type Props = { params: Promise<{ id: string; framework: string; control: string }> };

export default async function SharedControlPage({ params }: Props) {
  const input = await params;
  const above = `/shared/${input.id}/frameworks/${input.framework}`;
  const ctx = await pageContext(`${above}/${input.control}`);
  return sharedOrRefusal(async () => {
    const control = await getSharedControl(ctx, input);
    return (
      <>
        <PageHeader
          trail={<Back href={above}>{control.framework.title}</Back>}
          title={`${control.id}: ${control.title}`}
          status={
            <>
              <ControlState state={control.state} look="pill" />
              {control.unconfirmed ? <Badge>source not confirmed</Badge> : null}
            </>
          }
          meta={<AsOf {...control} />}
        />
        <p className="mb-6 max-w-[68ch] text-sm">{control.requirement}</p>
        <Section title="Who answers for it">
          <p className="text-sm">{control.owner?.name ?? "Nobody yet."}</p>
        </Section>
        <Section title="Evidence">
          <ul className="border-line border-t">
            {control.evidence.map((evidence) => (
              <EvidenceRow key={evidence.kind} evidence={evidence} />
            ))}
          </ul>
        </Section>
        <Section title="Policies about it" description="Policies in force that name this control.">
          {control.policies.length > 0 ? (
            <ul className="font-mono text-xs">
              {control.policies.map((policy) => (
                <li key={policy}>{policy}</li>
              ))}
            </ul>
          ) : (
            <p className="text-sm">None.</p>
          )}
        </Section>
        <p className="text-muted text-xs">Source: {control.source}. A paraphrase for orientation, not legal advice.</p>
      </>
    );
  });
}
