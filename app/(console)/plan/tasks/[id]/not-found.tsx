import { NothingHere } from "@/components/shell/refused-page";

export default function NoSuchTask() {
  return <NothingHere what="task" list="The plan" href="/plan" />;
}
