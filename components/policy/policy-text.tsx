"use client";

import { CircleCheck, LoaderCircle, TriangleAlert, WifiOff } from "lucide-react";
import dynamic from "next/dynamic";
import { useId } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { DropdownMenu, MenuItem } from "@/components/ui/dropdown-menu";
import { plural } from "@/components/ui/format-number";
import { DenyGlyph } from "@/components/ui/glyphs";
import { Skeleton } from "@/components/ui/skeleton";
import type { PolicyProblem } from "@/lib/policy/contract";
import { countOf, placeOf, sentence } from "./policy-problems";
import { type SnippetNames, snippets } from "./snippets";
import type { PolicyCheck } from "./use-policy-check";

/** Loaded apart from the page: an editor is a lot of code for those who only read. */
const CedarEditor = dynamic(() => import("./cedar-editor"), {
  ssr: false,
  loading: () => <Skeleton className="h-52 rounded-none" />,
});

type Props = {
  text: string;
  onChange: (text: string) => void;
  check: PolicyCheck;
  /** For the starters; without names there are none. */
  names?: SnippetNames;
  validWords?: string;
  readOnly?: boolean;
  nonce?: string;
};

/** A policy's text with what is wrong with it, said in words and marked in place. */
export function PolicyText(props: Props) {
  const { text, onChange, check, names, readOnly = false, nonce } = props;
  const problemsId = useId();
  const replace = (next: string, what: string) => {
    const before = text;
    onChange(next);
    if (before.trim()) toast(what, { action: { label: "Undo", onClick: () => onChange(before) } });
  };
  return (
    <div className="min-w-0 rounded-md border border-edge">
      <div className="flex min-h-10 flex-wrap items-center gap-2 border-line border-b px-3 py-1">
        <CheckState check={check} validWords={props.validWords ?? "Valid for the tools of the inventory"} />
        {readOnly ? null : (
          <div className="ml-auto flex flex-wrap gap-1">
            <Button
              variant="quiet"
              size="sm"
              disabled={!check.formatted || check.formatted === text}
              onClick={() => check.formatted && replace(check.formatted, "The text was formatted")}
            >
              Format
            </Button>
            {names ? (
              <DropdownMenu trigger={<Button size="sm">Insert a starter</Button>} label="Starters" className="max-w-80">
                {snippets.map((snippet) => (
                  <MenuItem
                    key={snippet.id}
                    className="py-1.5"
                    onSelect={() => replace(snippet.text(names), `The text was replaced by “${snippet.title}”`)}
                  >
                    <span>
                      <span className="block font-medium">{snippet.title}</span>
                      <span className="block text-muted text-xs">{snippet.explains}</span>
                    </span>
                  </MenuItem>
                ))}
              </DropdownMenu>
            ) : null}
          </div>
        )}
      </div>
      <CedarEditor
        value={text}
        onChange={onChange}
        problems={check.problems}
        label="Policy text in Cedar"
        describedBy={problemsId}
        readOnly={readOnly}
        nonce={nonce}
      />
      <div id={problemsId}>
        <ProblemList problems={check.problems} text={text} />
      </div>
    </div>
  );
}

function CheckState({ check, validWords }: { check: PolicyCheck; validWords: string }) {
  const errors = countOf(check.problems, "error");
  const warnings = countOf(check.problems, "warning");
  const looks = {
    empty: { icon: null, ink: "text-muted", words: "Nothing written yet" },
    checking: {
      icon: <LoaderCircle aria-hidden="true" className="size-3.5 animate-spin" />,
      ink: "text-muted",
      words: "Checking",
    },
    valid: {
      icon: <CircleCheck aria-hidden="true" className="size-3.5" />,
      ink: "text-allow",
      words: warnings > 0 ? `Valid, ${plural(warnings, "warning")}` : validWords,
    },
    invalid: {
      icon: <DenyGlyph className="size-3.5" />,
      ink: "text-deny",
      words: plural(errors, "error"),
    },
    unreachable: {
      icon: <WifiOff aria-hidden="true" className="size-3.5" />,
      ink: "text-unknown",
      words: "Could not be checked now; saving checks it again",
    },
  } as const;
  const { icon, ink, words } = looks[check.state];
  return (
    <p role="status" className={`inline-flex items-center gap-1.5 font-medium text-xs ${ink}`}>
      {icon}
      {words}
    </p>
  );
}

function ProblemList({ problems, text }: { problems: readonly PolicyProblem[]; text: string }) {
  if (problems.length === 0) return null;
  return (
    <ul className="max-h-56 overflow-y-auto border-line border-t">
      {problems.map((problem, index) => {
        const place = placeOf(problem, text);
        const error = problem.severity === "error";
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: each check replaces the whole list; two problems may read alike
          <li key={index} className="flex items-start gap-2 border-line border-b px-3 py-1.5 text-sm last:border-b-0">
            {error ? (
              <DenyGlyph className="mt-0.5 size-4 text-deny" />
            ) : (
              <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-hold" />
            )}
            <span className="min-w-0 flex-1 break-words">
              <span className="sr-only">{error ? "Error: " : "Warning: "}</span>
              {sentence(problem.message)}
              {problem.help ? <span className="block text-muted text-xs">{sentence(problem.help)}</span> : null}
            </span>
            {place ? (
              <span className="tabular shrink-0 text-faint text-xs">
                line {place.line}, column {place.column}
              </span>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
