import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ControlState } from "@/components/compliance/control-state";
import { ControlView } from "@/components/compliance/control-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Badge } from "@/components/ui/badge";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { getControlOp } from "@/lib/compliance/contract";
import { getControl } from "@/lib/compliance/get-control";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listPeopleOp } from "@/lib/identity/contract";
import { listPeople } from "@/lib/identity/list-people";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Control" };

type Props = { params: Promise<{ framework: string; control: string }> };

export default async function ControlPage({ params }: Props) {
  const input = await params;
  const ctx = await pageContext(`/compliance/${input.framework}/${input.control}`);
  const { roles } = viewerOf(ctx);
  return pageOrRefusal("Control", async () => {
    const control = await getControl(ctx, input);
    const { framework } = control;
    const state = await seeded(
      { options: optionsFor(getControlOp, input), data: Promise.resolve(control) },
      { options: optionsFor(listPeopleOp, {}), data: listPeople(ctx, {}) },
    );
    return (
      <>
        <PageHeader
          trail={
            <Breadcrumb
              items={[
                { label: "Compliance", href: "/compliance" },
                { label: framework.title, href: `/compliance/${framework.id}` },
                { label: control.id },
              ]}
            />
          }
          title={`${control.id}: ${control.title}`}
          status={
            <>
              <ControlState state={control.state} look="pill" />
              {control.unconfirmed ? <Badge>source not confirmed</Badge> : null}
            </>
          }
          meta={
            <span>
              As of <Time at={control.asOf} />
            </span>
          }
        />
        <HydrationBoundary state={state}>
          <ControlView {...input} mayAssign={can(roles, "compliance:manage")} />
        </HydrationBoundary>
      </>
    );
  });
}
