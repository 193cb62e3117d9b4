"use client";

import { PageError, type PageErrorProps } from "@/components/shell/page-error";
import { Wordmark } from "@/components/ui/mark";

export default function ErrorPage(props: PageErrorProps) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center px-5 py-10">
      <Wordmark />
      <PageError {...props} />
    </main>
  );
}
