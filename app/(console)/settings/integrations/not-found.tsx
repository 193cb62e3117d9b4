import { NothingHere } from "@/components/policy/refused-page";

export default function IntegrationNotFound() {
  return <NothingHere what="integration" list="All integrations" href="/settings/integrations" />;
}
