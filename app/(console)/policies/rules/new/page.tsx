import type { Metadata } from "next";
import { pageContext } from "@/lib/http/page-context";
import { rulePage } from "../rule-page";

export const metadata: Metadata = { title: "New checkpoint rule" };

export default async function NewRulePage() {
  const ctx = await pageContext("/policies/rules/new");
  return rulePage(ctx, null);
}
