import type { Metadata } from "next";
import { pageContext } from "@/lib/http/page-context";
import { rulePage } from "../rule-page";

export const metadata: Metadata = { title: "Checkpoint rule" };

export default async function EditRulePage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const ctx = await pageContext(`/policies/rules/${encodeURIComponent(slug)}`);
  return rulePage(ctx, slug);
}
