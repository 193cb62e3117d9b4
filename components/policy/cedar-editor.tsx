"use client";

import { setDiagnostics } from "@codemirror/lint";
import { EditorView } from "@codemirror/view";
import CodeMirror, { type ReactCodeMirrorRef } from "@uiw/react-codemirror";
import { useEffect, useMemo, useRef } from "react";
import type { PolicyProblem } from "@/lib/policy/contract";
import { cedarColours, cedarLanguage } from "./cedar-language";
import { diagnosticsOf } from "./policy-problems";

export type CedarEditorProps = {
  value: string;
  onChange: (text: string) => void;
  problems: readonly PolicyProblem[];
  label: string;
  /** Id of what describes it: the list of problems. */
  describedBy?: string;
  readOnly?: boolean;
  /** Lets the editor's own styles pass a content security policy. */
  nonce?: string;
};

/** The page's own inks, so that the editor follows the theme without knowing it. */
const look = EditorView.theme({
  "&": { backgroundColor: "var(--surface)", color: "var(--ink)", fontSize: "0.8125rem" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-1px" },
  ".cm-scroller": { fontFamily: "var(--font-geist-mono), ui-monospace, monospace", lineHeight: "1.5rem" },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.5rem 0" },
  ".cm-content, .cm-gutter": { minHeight: "12rem" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--faint)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--hover) 60%, transparent)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--accent-soft) !important" },
  ".cm-matchingBracket": { backgroundColor: "var(--accent-soft)", outline: "1px solid var(--accent)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--deny)" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--hold)" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--edge-soft)" },
  ".cm-panels": { backgroundColor: "var(--sunken)", color: "var(--ink)" },
  "@media (width < 40rem)": { "&": { fontSize: "1rem" } },
});

/** Tab leaves the editor, so that nobody who works by keyboard is caught in it. */
export default function CedarEditor(props: CedarEditorProps) {
  const { value, onChange, problems, label, describedBy, readOnly = false, nonce } = props;
  const editor = useRef<ReactCodeMirrorRef>(null);
  const extensions = useMemo(
    () => [
      cedarLanguage,
      cedarColours,
      look,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({
        "aria-label": label,
        ...(describedBy ? { "aria-describedby": describedBy } : {}),
      }),
      ...(nonce ? [EditorView.cspNonce.of(nonce)] : []),
    ],
    [label, describedBy, nonce],
  );
  // CodeMirror keeps a document of its own: the marks are handed to it.
  useEffect(() => {
    const view = editor.current?.view;
    if (view) view.dispatch(setDiagnostics(view.state, diagnosticsOf(problems, view.state.doc.length)));
  }, [problems]);
  return (
    <CodeMirror
      ref={editor}
      value={value}
      onChange={onChange}
      readOnly={readOnly}
      theme="none"
      indentWithTab={false}
      extensions={extensions}
      basicSetup={{ foldGutter: false, autocompletion: false, highlightSelectionMatches: false }}
      onCreateEditor={(view) =>
        view.dispatch(setDiagnostics(view.state, diagnosticsOf(problems, view.state.doc.length)))
      }
    />
  );
}
