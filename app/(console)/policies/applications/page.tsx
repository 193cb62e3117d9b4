import { HydrationBoundary } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { ApplicationsView } from "@/components/applications/applications-view";
import { PolicyTabs } from "@/components/policy/policy-tabs";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { listApplicationsOp } from "@/lib/applications/contract";
import { listApplications } from "@/lib/applications/list-applications";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Applications" };

export default async function ApplicationsPage() {
  const ctx = await pageContext("/policies/applications");
  const mayEdit = can(viewerOf(ctx).roles, "policy:publish");
  return pageOrRefusal("Applications", async () => {
    const applications = await listApplications(ctx, {});
    const state = await seeded({ options: optionsFor(listApplicationsOp, {}), data: Promise.resolve(applications) });
    return (
      <>
        <PageHeader
          title="Policies"
          description="Systems of your own that ask through AuthZEN who may do what with their records."
          actions={
            mayEdit && applications.items.length > 0 ? (
              <Button asChild variant="primary">
                <Link href="/policies/applications/new">
                  <Plus aria-hidden="true" />
                  New application
                </Link>
              </Button>
            ) : null
          }
          tabs={<PolicyTabs current="applications" />}
        />
        <HydrationBoundary state={state}>
          <ApplicationsView mayEdit={mayEdit} />
        </HydrationBoundary>
      </>
    );
  });
}
