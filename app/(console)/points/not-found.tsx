import { NothingHere } from "@/components/shell/refused-page";

export default function PointNotFound() {
  return <NothingHere what="enforcement point" list="All enforcement points" href="/points" />;
}
