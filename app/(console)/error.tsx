"use client";

import { PageError, type PageErrorProps } from "@/components/shell/page-error";

/** Inside the shell, so that the way around stays when one page breaks. */
export default function ConsoleError(props: PageErrorProps) {
  return <PageError {...props} />;
}
