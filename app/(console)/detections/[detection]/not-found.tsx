import { NothingHere } from "@/components/shell/refused-page";

export default function NoSuchDetection() {
  return <NothingHere what="detection" list="All detections" href="/detections" />;
}
