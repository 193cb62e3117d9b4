"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { CodeBlock } from "@/components/ui/code-block";
import { keyed } from "@/components/ui/keyed";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { optionsFor } from "@/lib/client/query-options";
import { type ControlView as Control, type Evidence, getControlOp } from "@/lib/compliance/contract";
import { AssignControl } from "./assign-control";
import { ControlState } from "./control-state";

type ControlViewProps = { framework: string; control: string; mayAssign: boolean };

/** One control: all that shows it, what is missing, and who answers for it. */
export function ControlView({ framework, control, mayAssign }: ControlViewProps) {
  const { data } = useSuspenseQuery(optionsFor(getControlOp, { framework, control }));
  return (
    <>
      <p className="mb-6 max-w-[68ch] text-sm">{data.requirement}</p>
      <Section title="Who answers for it">
        {mayAssign ? <AssignControl control={data} /> : <Owner control={data} />}
      </Section>
      <Section title="Evidence" description="What the live system says just now.">
        <ul className="border-line border-t">
          {data.evidence.map((evidence) => (
            <EvidenceRow key={evidence.kind} evidence={evidence} />
          ))}
        </ul>
      </Section>
      <Mapped control={data} />
      <p className="text-muted text-xs">Source: {data.source}. A paraphrase for orientation, not legal advice.</p>
    </>
  );
}

const Owner = ({ control: { owner } }: { control: Control }) => (
  <p className="text-sm">{owner ? `${owner.name}${owner.active ? "" : ", who is not active"}` : "Nobody yet."}</p>
);

function EvidenceRow({ evidence }: { evidence: Evidence }) {
  const { title, state, found, newest, gap, href, items, total } = evidence;
  return (
    <li className="border-line border-b py-3">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h3 className="min-w-0 flex-1 basis-60 font-medium text-sm">{title}</h3>
        <ControlState state={state} />
        <span className="text-muted text-xs">{newest ? <Time at={newest} /> : "no fact yet"}</span>
      </div>
      <p className="mt-1 text-sm">{found}</p>
      {gap && gap !== found ? <p className="mt-1 text-muted text-sm">{gap}</p> : null}
      <p className="mt-1 text-sm">
        <Link
          href={href}
          aria-label={`${state === "met" ? "Look at it" : "Mend it"}: ${title}`}
          className="text-accent underline"
        >
          {state === "met" ? "Look at it" : "Mend it"}
        </Link>
      </p>
      {items.length > 0 ? (
        <ul className="mt-2 space-y-1 text-xs">
          {keyed(items, ({ name, why, href }) => `${href} ${name} ${why}`).map(({ key, item }) => (
            <li key={key}>
              {item.href ? (
                <Link href={item.href} className="underline">
                  <InlineUntrusted text={item.name} max={80} />
                </Link>
              ) : (
                <InlineUntrusted text={item.name} max={80} />
              )}
              : <span className="text-muted">{item.why}</span>
            </li>
          ))}
          {total > items.length ? <li className="text-muted">and {total - items.length} more</li> : null}
        </ul>
      ) : null}
    </li>
  );
}

const Mapped = ({ control: { policies, reference } }: { control: Control }) => (
  <Section title="Policies about it" description="Policies in force that name this control.">
    {policies.length > 0 ? (
      <ul className="border-line border-t text-sm">
        {policies.map(({ id, slug, title, version }) => (
          <li key={id} className="border-line border-b py-2">
            <Link href={`/policies/${id}`} className="underline">
              {title}
            </Link>{" "}
            <span className="font-mono text-muted text-xs">
              {slug}@{version}
            </span>
          </li>
        ))}
      </ul>
    ) : (
      <div className="max-w-[40rem] space-y-2 text-sm">
        <p>None yet. Write this above a policy, and publish it:</p>
        <CodeBlock label="Annotation" code={`@control("${reference}")`} />
      </div>
    )}
  </Section>
);
