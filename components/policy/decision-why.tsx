"use client";

import { useQuery } from "@tanstack/react-query";
import type { z } from "zod";
import { FormError } from "@/components/ui/form-error";
import { Section } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { explainDecisionOp } from "@/lib/policy/why-contract";
import { WhyView } from "./why-view";

/** Of the call that was asked about, by the revision in force at this moment. */
export function DecisionWhy({ request }: { request: z.input<typeof explainDecisionOp.input> }) {
  const why = useQuery({ ...optionsFor(explainDecisionOp, request), gcTime: 30_000 });
  return (
    <Section title="Why">
      <FormError problem={problemOf(why.error)} />
      {why.isPending ? <Skeleton className="h-24" /> : null}
      {why.data ? <WhyView explanation={why.data} /> : null}
    </Section>
  );
}
