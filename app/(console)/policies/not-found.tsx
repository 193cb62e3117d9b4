import { NothingHere } from "@/components/policy/refused-page";

export default function PolicyNotFound() {
  return <NothingHere what="policy" list="All policies" href="/policies" />;
}
