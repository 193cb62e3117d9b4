import { NothingHere } from "@/components/shell/refused-page";

export default function NoSuchIncident() {
  return <NothingHere what="incident" list="All incidents" href="/incidents" />;
}
