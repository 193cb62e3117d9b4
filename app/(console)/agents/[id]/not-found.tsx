import { NothingHere } from "@/components/shell/refused-page";

export default function NoSuchAgent() {
  return <NothingHere what="agent" list="All agents" href="/agents" />;
}
