import { NothingHere } from "@/components/policy/refused-page";

export default function NoSuchCall() {
  return <NothingHere what="tool call" list="All activity" href="/activity" />;
}
