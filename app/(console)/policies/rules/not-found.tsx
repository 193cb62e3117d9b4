import { NothingHere } from "@/components/policy/refused-page";

export default function RuleNotFound() {
  return <NothingHere what="checkpoint rule" list="All checkpoint rules" href="/policies/rules" />;
}
