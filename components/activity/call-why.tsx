"use client";

import { useQuery } from "@tanstack/react-query";
import { WhyView } from "@/components/policy/why-view";
import { FormError } from "@/components/ui/form-error";
import { Section } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { explainCallOp } from "@/lib/policy/why-contract";

/** Worked out when the page asks: under the bundle that decided, from what is recorded. */
export function CallWhy({ id }: { id: string }) {
  const why = useQuery(optionsFor(explainCallOp, { id }));
  return (
    <Section
      title="What decided it"
      description="Worked out again under the revision that decided, from what is recorded."
    >
      <FormError problem={problemOf(why.error)} />
      {why.isPending ? <Skeleton className="h-24" /> : null}
      {why.data ? <WhyView explanation={why.data} /> : null}
    </Section>
  );
}
