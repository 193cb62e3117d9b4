import { NothingHere } from "@/components/shell/refused-page";

export default function RuleNotFound() {
  return <NothingHere what="checkpoint rule" list="All checkpoint rules" href="/policies/rules" />;
}
