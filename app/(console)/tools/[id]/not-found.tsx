import { NothingHere } from "@/components/policy/refused-page";

export default function NoSuchTool() {
  return <NothingHere what="tool" list="All tools" href="/tools" />;
}
