import type { Metadata } from "next";
import { headers } from "next/headers";
import { NewApplication } from "@/components/applications/new-application";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "New application" };

export default async function NewApplicationPage() {
  const ctx = await pageContext("/policies/applications/new");
  const may = can(viewerOf(ctx).roles, "policy:publish");
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  const trail = [
    { label: "Policies", href: "/policies" },
    { label: "Applications", href: "/policies/applications" },
    { label: "New" },
  ];
  return (
    <>
      <PageHeader
        trail={<Breadcrumb items={trail} />}
        title="New application"
        description="What is asked about, the policies that decide, and the users and records that they speak of."
      />
      {may ? (
        <NewApplication nonce={nonce} />
      ) : (
        <EmptyState title="Your roles do not change what is in force">Ask an admin or someone of security.</EmptyState>
      )}
    </>
  );
}
