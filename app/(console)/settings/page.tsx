import { redirect } from "next/navigation";
import { pageContext } from "@/lib/http/page-context";

export default async function SettingsPage() {
  await pageContext("/settings");
  redirect("/settings/organisation");
}
