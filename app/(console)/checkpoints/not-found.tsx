import { NothingHere } from "@/components/shell/refused-page";

export default function CheckpointNotFound() {
  return <NothingHere what="request" list="All requests" href="/checkpoints?box=all" />;
}
