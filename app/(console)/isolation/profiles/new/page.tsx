import type { Metadata } from "next";
import { headers } from "next/headers";
import { NewProfile } from "@/components/profiles/new-profile";
import { EmptyState } from "@/components/ui/empty-state";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "New sandbox profile" };

export default async function NewProfilePage() {
  const ctx = await pageContext("/isolation/profiles/new");
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  if (can(viewerOf(ctx).roles, "isolation:manage")) return <NewProfile nonce={nonce} />;
  return <EmptyState title="Your roles do not make sandbox profiles">Ask an admin or someone of security.</EmptyState>;
}
