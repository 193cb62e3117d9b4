import { NothingHere } from "@/components/shell/refused-page";

export default function NoSuchTrace() {
  return <NothingHere what="trace" list="All activity" href="/activity" />;
}
