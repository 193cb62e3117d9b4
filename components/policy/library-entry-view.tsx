"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ThreatIds } from "@/components/detections/detection-looks";
import { operationClassWords } from "@/components/inventory/words";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { KeyValue } from "@/components/ui/key-value";
import { PageHeader, Section } from "@/components/ui/page-header";
import { Effect } from "@/components/ui/status";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { getLibraryEntryOp, type ListedEntry } from "@/lib/policy/library-contract";
import { LibraryForm } from "./library-form";
import { riskWords } from "./library-words";

const live = { audit: [getLibraryEntryOp.id], control: [getLibraryEntryOp.id] };

/** One ready policy: what it is against, what it cannot do, where it is adopted already, and the form that adopts it. */
export function LibraryEntryView({ entry, mayEdit }: { entry: string; mayEdit: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(getLibraryEntryOp, { entry }));
  useLive(live);
  return (
    <>
      <PageHeader
        trail={
          <Breadcrumb
            items={[
              { label: "Policies", href: "/policies" },
              { label: "Library", href: "/policies/library" },
              { label: data.title },
            ]}
          />
        }
        title={data.title}
        description={data.prevents}
        status={<Effect value={data.outcome} look="pill" />}
      />
      <div className="mb-8">
        <Facts entry={data} />
      </div>
      <Section title="Adopted" description="Policies that were made from it.">
        <AdoptedList entry={data} />
      </Section>
      <Section title="Adopt it" description="Fill in the blanks. What comes of them stands below as you go.">
        {mayEdit ? (
          <LibraryForm entry={data} />
        ) : (
          <p className="text-muted text-sm">Your roles do not write policies. Ask an admin or someone of security.</p>
        )}
      </Section>
    </>
  );
}

const Facts = ({ entry }: { entry: ListedEntry }) => (
  <KeyValue
    items={[
      { label: "What else it takes", value: entry.besides },
      {
        label: "Risks",
        value: (
          <span className="flex flex-wrap items-baseline gap-x-2">
            <ThreatIds ids={entry.risks} /> {entry.risks.map((risk) => riskWords[risk]).join(", ")}
          </span>
        ),
      },
      { label: "Operation classes", value: entry.classes.map((one) => operationClassWords[one].label).join(", ") },
      { label: "Controls", value: entry.controls.join(", "), mono: true },
      { label: "Version", value: entry.version },
    ]}
  />
);

function AdoptedList({ entry }: { entry: ListedEntry }) {
  if (entry.adopted.length === 0) return <p className="text-muted text-sm">None yet.</p>;
  return (
    <ul className="border-line border-t">
      {entry.adopted.map(({ id, title, slug, status, version, edited, inForce }) => (
        <li key={id} className="flex flex-wrap items-baseline gap-x-3 border-line border-b py-1.5 text-sm">
          <Link
            href={`/policies/${encodeURIComponent(id)}`}
            className="inline-flex min-h-6 items-center font-medium hover:underline"
          >
            {title}
          </Link>
          <code className="font-mono text-muted text-xs">{slug}</code>
          <span className="text-muted text-xs">
            {[
              inForce ? "in force" : status === "disabled" ? "disabled" : "a draft",
              ...(edited ? ["its text was changed since"] : []),
              ...(version < entry.version ? [`from version ${version}, and there is a newer one`] : []),
            ].join(", ")}
          </span>
        </li>
      ))}
    </ul>
  );
}
