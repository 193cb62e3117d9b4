import { NothingHere } from "@/components/shell/refused-page";

export default function IntegrationNotFound() {
  return <NothingHere what="integration" list="All integrations" href="/settings/integrations" />;
}
