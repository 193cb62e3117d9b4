import { NothingHere } from "@/components/shell/refused-page";

export default function NoSuchFinding() {
  return <NothingHere what="finding" list="All findings" href="/findings" />;
}
