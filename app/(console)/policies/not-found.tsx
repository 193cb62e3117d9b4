import { NothingHere } from "@/components/shell/refused-page";

export default function PolicyNotFound() {
  return <NothingHere what="policy" list="All policies" href="/policies" />;
}
