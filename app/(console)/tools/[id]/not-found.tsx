import { NothingHere } from "@/components/shell/refused-page";

export default function NoSuchTool() {
  return <NothingHere what="tool" list="All tools" href="/tools" />;
}
