import { NothingHere } from "@/components/policy/refused-page";

export default function NoSuchFinding() {
  return <NothingHere what="finding" list="All findings" href="/findings" />;
}
