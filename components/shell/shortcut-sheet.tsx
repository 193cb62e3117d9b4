"use client";

import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { useShortcutSetting } from "@/components/ui/shortcut-setting";
import { Switch } from "@/components/ui/switch";
import { flatNav, type NavGroup } from "./nav";
import { useShell } from "./shell-context";

const everywhere = [
  { keys: ["⌘ or Ctrl", "K"], does: "Search, go, do" },
  { keys: ["/"], does: "Search on this page" },
  { keys: ["J"], does: "Next row" },
  { keys: ["K"], does: "Previous row" },
  { keys: ["Enter"], does: "Open the row" },
  { keys: ["X"], does: "Choose the row, in the inbox" },
  { keys: ["D"], does: "Deny, on a request" },
  { keys: ["Esc"], does: "Close, drop the choice" },
  { keys: ["?"], does: "This sheet" },
];

/** All shortcuts, and the switch that turns the single letters off. */
export function ShortcutSheet({ groups }: { groups: readonly NavGroup[] }) {
  const { sheet, setSheet } = useShell();
  const [on, setOn] = useShortcutSetting();
  const going = flatNav(groups).flatMap((item) =>
    item.letter ? [{ keys: ["G", item.letter.toUpperCase()], does: item.label }] : [],
  );
  return (
    <Dialog title="Keyboard shortcuts" open={sheet} onOpenChange={setSheet} size="lg">
      <div className="grid gap-x-10 gap-y-5 sm:grid-cols-2">
        <ShortcutList title="Everywhere" rows={everywhere} />
        <ShortcutList title="Go to" rows={going} />
      </div>
      <div className="mt-5 border-line border-t pt-4">
        <Switch
          label="Single-letter shortcuts"
          hint="Kept in this browser. ⌘K, Enter and Esc always work."
          checked={on}
          onCheckedChange={setOn}
        />
      </div>
    </Dialog>
  );
}

function ShortcutList({ title, rows }: { title: string; rows: readonly { keys: readonly string[]; does: string }[] }) {
  return (
    <section>
      <h3 className="mb-1 text-muted text-xs">{title}</h3>
      <dl className="border-line border-t">
        {rows.map((row) => (
          <div key={row.does} className="flex h-8 items-center justify-between border-line border-b">
            <dt>{row.does}</dt>
            <dd className="flex gap-1">
              {row.keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
