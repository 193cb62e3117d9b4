/** What would differ, in words. Values that an agent or a policy wrote are shown escaped. */
import Link from "next/link";
import { InlineUntrusted } from "@/components/ui/revealed";
import type { Explanation, Step } from "@/lib/policy/why-contract";
import { isEdgeRule } from "@/sdk/wire/edge-rule";
import { RuleLink } from "./policy-looks";

const attributeWords: Record<Extract<Step, { kind: "agent" }>["attribute"], string> = {
  status: "status",
  riskTier: "risk tier",
  environment: "environment",
  provider: "provider",
  framework: "framework",
  team: "team",
  autonomy: "autonomy",
  dataClasses: "data",
};

const Value = ({ text }: { text: string }) => <InlineUntrusted text={text} max={200} className="font-mono text-xs" />;

export function StepWords({ step, policies }: { step: Step; policies: Explanation["policies"] }) {
  switch (step.kind) {
    case "withoutPolicy": {
      const id = policies.find(({ slug }) => slug === step.policy)?.id ?? null;
      return (
        <>
          without the policy <PolicyName id={id} title={step.title} />
        </>
      );
    }
    case "argument":
      return (
        <>
          with <Value text={step.name} /> {step.value === null ? "left out" : <Value text={step.value} />}
        </>
      );
    case "met":
      return isEdgeRule(step.rule) ? (
        <>with the delegation signed off</>
      ) : (
        <>
          with the people of <RuleLink slug={step.rule} /> in agreement
        </>
      );
    case "agent":
      return (
        <>
          with the {attributeWords[step.attribute]} of <InlineUntrusted text={step.agentName} max={60} />{" "}
          {step.value === "" ? "empty" : <Value text={step.value} />}
        </>
      );
    case "principal":
      return (
        <>
          called by <InlineUntrusted text={step.agentName} max={60} />
        </>
      );
    case "direct":
      return <>called by the agent itself, and through nobody</>;
    case "onBehalfOf":
      return step.value === null ? (
        <>on behalf of nobody</>
      ) : (
        <>
          on behalf of <Value text={step.value} />
        </>
      );
    case "asApproved":
      return <>with the tool defined as it was approved</>;
    case "withoutOrder":
      return <>without the order that stops it</>;
  }
}

export function PolicyName({ id, title }: { id: string | null; title: string }) {
  const name = <InlineUntrusted text={title} max={120} />;
  return id === null ? (
    name
  ) : (
    <Link
      href={`/policies/${encodeURIComponent(id)}`}
      className="inline-flex min-h-6 items-center underline decoration-edge-soft underline-offset-2 hover:decoration-current"
    >
      {name}
    </Link>
  );
}
