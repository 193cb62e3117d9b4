"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Check } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Section } from "@/components/ui/page-header";
import { listCallsOp } from "@/lib/activity/contract";
import { listCheckpointsOp } from "@/lib/checkpoints/contract";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { listPointsOp } from "@/lib/enforcement/contract";
import { listToolsOp } from "@/lib/inventory/contract";
import { getOverviewOp } from "@/lib/maturity/contract";
import { listBundlesOp } from "@/lib/policy/contract";
import { onboardingCookie, onboardingInputs } from "./onboarding-inputs";
import { onboardingSteps, type Step } from "./onboarding-steps";

const live = {
  audit: [getOverviewOp.id, listPointsOp.id, listToolsOp.id, listBundlesOp.id, listCheckpointsOp.id],
  activity: [listCallsOp.id],
  points: [listPointsOp.id],
};

/** First steps, each checked against the data. Gone once the last is done; hidden when somebody does not want it. */
export function Onboarding() {
  const [hidden, setHidden] = useState(false);
  const router = useRouter();
  const steps = useSteps();
  useLive(live);
  const done = steps.filter((step) => step.done).length;
  if (hidden || done === steps.length) return null;
  const hide = async () => {
    setHidden(true);
    // Where the browser keeps no cookies of scripts, it is hidden until the next visit.
    const value = { name: onboardingCookie, value: "hidden", path: "/", sameSite: "lax" } as const;
    await globalThis.cookieStore?.set({ ...value, expires: Date.now() + 365 * 86_400_000 });
    // The page leaves out its figures while the steps stand for them.
    router.refresh();
  };
  const next = steps.find((step) => !step.done);
  return (
    <Section
      title="First steps"
      description={`${done} of ${steps.length} done. Each is checked against what is stored.`}
      actions={
        <Button variant="quiet" size="sm" onClick={hide}>
          Hide
        </Button>
      }
    >
      {done > 0 ? <DoneSteps steps={steps} /> : null}
      <ol className="border-line border-t">
        {steps.map((step, index) =>
          step.done ? null : <StepRow key={step.id} step={step} number={index + 1} next={step === next} />,
        )}
      </ol>
    </Section>
  );
}

function useSteps(): Step[] {
  const { data: overview } = useSuspenseQuery(optionsFor(getOverviewOp, onboardingInputs.overview));
  const { data: points } = useSuspenseQuery(optionsFor(listPointsOp, onboardingInputs.points));
  const { data: tools } = useSuspenseQuery(optionsFor(listToolsOp, onboardingInputs.tools));
  const { data: bundles } = useSuspenseQuery(optionsFor(listBundlesOp, onboardingInputs.bundles));
  const { data: calls } = useSuspenseQuery(optionsFor(listCallsOp, onboardingInputs.calls));
  const { data: closed } = useSuspenseQuery(optionsFor(listCheckpointsOp, onboardingInputs.closed));
  return onboardingSteps({
    agents: overview.agents.total,
    points: points.items,
    tools: tools.items,
    bundles: bundles.items,
    calls: calls.items,
    closed: closed.items,
  });
}

/** What is done needs no room of its own: it only has to be seen. */
function DoneSteps({ steps }: { steps: readonly Step[] }) {
  return (
    <ul aria-label="Done" className="mb-3 flex flex-wrap gap-x-5 gap-y-1">
      {steps.map((step) =>
        step.done ? (
          <li key={step.id} className="flex items-center gap-1.5 text-muted text-xs">
            <Check aria-hidden="true" className="size-3.5 text-allow" />
            {step.title}
          </li>
        ) : null,
      )}
    </ul>
  );
}

function StepRow({ step, number, next }: { step: Step; number: number; next: boolean }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-b py-2.5">
      <span
        aria-hidden="true"
        className={cn(
          "grid size-6 shrink-0 place-items-center rounded-full border text-xs tabular-nums",
          next ? "border-accent text-accent" : "border-edge-soft text-faint",
        )}
      >
        {number}
      </span>
      <div className="min-w-0 flex-1 basis-40">
        <p className="font-medium text-sm">{step.title}</p>
        <p className="text-muted text-xs">{step.how}</p>
      </div>
      <Button asChild size="sm" variant={next ? "primary" : "secondary"}>
        <Link href={step.href}>{step.act}</Link>
      </Button>
    </li>
  );
}
