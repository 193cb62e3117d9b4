import { Fragment } from "react";
import { Time } from "@/components/ui/time";

const instant = /(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z)/;

/** A sentence of the server's with its instants as the reader's own clock says them. */
export function WithTimes({ text }: { text: string }) {
  return text.split(instant).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence have no identity but their place
    <Fragment key={index}>{instant.test(part) ? <Time at={part} absolute /> : part}</Fragment>
  ));
}
