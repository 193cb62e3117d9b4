"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { ArrowRight, Bot, type LucideIcon, Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { type ReactNode, useDeferredValue, useState } from "react";
import { veilClass } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { flatNav, type NavGroup } from "./nav";
import type { PaletteAct, PaletteSearch } from "./palette-types";
import { useShell } from "./shell-context";

type CommandPaletteProps = { groups: readonly NavGroup[]; search?: PaletteSearch; searchLabel?: string };

/** One box to go anywhere, do what the page offers, and find agents. */
export function CommandPalette(props: CommandPaletteProps) {
  const { palette, setPalette } = useShell();
  return (
    <Dialog.Root open={palette} onOpenChange={setPalette}>
      <Dialog.Portal>
        <Dialog.Overlay className={veilClass} />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-2 top-2 z-50 mx-auto flex max-h-[70dvh] max-w-xl flex-col overflow-hidden rounded-lg border border-edge-soft bg-raised shadow-float focus:outline-none data-[state=open]:animate-arrive sm:top-[14dvh]"
        >
          <Dialog.Title className="sr-only">Search, go, do</Dialog.Title>
          <PaletteBody {...props} close={() => setPalette(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteBody({ groups, search, searchLabel = "Agents", close }: CommandPaletteProps & { close: () => void }) {
  const router = useRouter();
  const { acts } = useShell();
  const [query, setQuery] = useState("");
  const pages: PaletteAct[] = flatNav(groups).map(({ id, label, href, icon }) => ({ id, label, href, icon }));
  const follow = (act: PaletteAct) => {
    close();
    if ("href" in act) router.push(act.href);
    else act.run();
  };
  return (
    <Command label="Search, go, do" className="flex min-h-0 flex-col" loop>
      <div className="flex items-center gap-2.5 border-line border-b px-4">
        <Search aria-hidden="true" className="size-4 shrink-0 text-faint" />
        <Command.Input
          value={query}
          onValueChange={setQuery}
          placeholder="A page, an act, an agent"
          className="h-12 w-full bg-transparent text-[1rem] outline-none placeholder:text-faint sm:text-base"
        />
        <Kbd>Esc</Kbd>
      </div>
      <Command.List className="min-h-0 overflow-y-auto overscroll-contain p-1.5">
        <Command.Empty className="px-3 py-6 text-center text-muted">Nothing is called that here.</Command.Empty>
        {acts.length > 0 ? <ActGroup heading="On this page" acts={acts} follow={follow} /> : null}
        <ActGroup heading="Go to" acts={pages} follow={follow} />
        {search ? <HitGroup heading={searchLabel} query={query} search={search} follow={follow} /> : null}
      </Command.List>
    </Command>
  );
}

const headingClass =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:text-faint";

type ActGroupProps = { heading: string; acts: readonly PaletteAct[]; follow: (act: PaletteAct) => void };

function ActGroup({ heading, acts, follow }: ActGroupProps) {
  return (
    <Command.Group heading={heading} className={headingClass}>
      {acts.map((act) => (
        <Row
          key={act.id}
          value={act.id}
          keywords={[act.label, ...(act.words ?? [])]}
          icon={act.icon}
          onSelect={() => follow(act)}
        >
          {act.label}
        </Row>
      ))}
    </Command.Group>
  );
}

type HitGroupProps = { heading: string; query: string; search: PaletteSearch; follow: (act: PaletteAct) => void };

function HitGroup({ heading, query, search, follow }: HitGroupProps) {
  const settled = useDeferredValue(query.trim());
  const { data: hits, isError } = useQuery({
    queryKey: ["palette", heading, settled],
    queryFn: ({ signal }) => search(settled, signal),
    enabled: settled.length >= 2,
    placeholderData: keepPreviousData,
  });
  if (settled.length < 2) return null;
  if (isError) return <p className="px-2.5 py-2 text-muted text-xs">{heading} could not be searched just now.</p>;
  if (!hits?.length) return null;
  return (
    <Command.Group heading={heading} className={headingClass}>
      {hits.map((hit) => (
        <Row
          key={hit.id}
          value={`hit:${hit.id}`}
          keywords={[hit.label, settled]}
          icon={Bot}
          onSelect={() => follow(hit)}
        >
          <bdi className="truncate">{hit.label}</bdi>
          {hit.detail ? <span className="truncate text-muted text-xs">{hit.detail}</span> : null}
        </Row>
      ))}
    </Command.Group>
  );
}

type RowProps = { value: string; keywords: string[]; icon?: LucideIcon; onSelect: () => void; children: ReactNode };

function Row({ value, keywords, icon: Icon = ArrowRight, onSelect, children }: RowProps) {
  return (
    <Command.Item
      value={value}
      keywords={keywords}
      onSelect={onSelect}
      className="flex h-9 items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-hover data-[selected=true]:text-ink"
    >
      <Icon aria-hidden="true" strokeWidth={1.75} className="size-4 shrink-0 text-muted" />
      {children}
    </Command.Item>
  );
}
