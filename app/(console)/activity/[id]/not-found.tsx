import { NothingHere } from "@/components/shell/refused-page";

export default function NoSuchCall() {
  return <NothingHere what="tool call" list="All activity" href="/activity" />;
}
