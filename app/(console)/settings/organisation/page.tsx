import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { DemoSection } from "@/components/demo/demo-section";
import { OrganisationForm } from "@/components/identity/organisation-form";
import { SettingsTabs } from "@/components/identity/settings-tabs";
import { TrustKeys } from "@/components/identity/trust-keys";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader, Section } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { getDemoOp } from "@/lib/demo/contract";
import { getDemo } from "@/lib/demo/get-demo";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { getOrganisationOp } from "@/lib/identity/contract";
import { getOrganisation } from "@/lib/identity/get-organisation";
import { getTrust } from "@/lib/identity/get-trust";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Organisation" };

export default async function OrganisationPage() {
  const ctx = await pageContext("/settings/organisation");
  const { roles } = viewerOf(ctx);
  return pageOrRefusal("Organisation", async () => {
    const [state, trust] = await Promise.all([
      seeded(
        { options: optionsFor(getOrganisationOp, {}), data: getOrganisation(ctx, {}) },
        { options: optionsFor(getDemoOp, {}), data: getDemo(ctx, {}) },
      ),
      getTrust(ctx, {}),
    ]);
    return (
      <>
        <PageHeader
          title="Organisation"
          description="Its name, and the keys by which others check what it signs."
          tabs={<SettingsTabs current="organisation" roles={roles} />}
        />
        <HydrationBoundary state={state}>
          <Section title="About">
            <OrganisationForm mayEdit={can(roles, "organisation:edit")} />
          </Section>
          <DemoSection mayManage={can(roles, "demo:manage")} />
        </HydrationBoundary>
        <Section
          title="Signing keys"
          description="Bundles and grants are signed with the private half, which never leaves this console. The public half is no secret."
        >
          <TrustKeys keys={trust.keys} mayRotate={can(roles, "signingKey:rotate")} />
        </Section>
      </>
    );
  });
}
