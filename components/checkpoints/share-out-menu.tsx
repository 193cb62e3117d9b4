"use client";

import { AlarmClock, AlarmClockOff, Ellipsis, Hand, HandHelping, UserRoundCheck } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { DropdownMenu, MenuItem, MenuLabel, MenuSeparator } from "@/components/ui/dropdown-menu";
import { ClockTime } from "@/components/ui/time";
import type { CheckpointSummary } from "@/lib/checkpoints/contract";
import { HandOverDialog } from "./hand-over-dialog";
import { snoozeTimes } from "./snooze-times";
import { useShareOut } from "./use-share-out";

type Props = {
  row: Pick<CheckpointSummary, "id" | "expiresAt" | "marks">;
  viewerId: string;
  /** Names what it is about, for screen readers. */
  label: string;
  look: "icon" | "button";
};

/** Who is on it, and when: none of it decides anything, and none of it keeps anybody from deciding. */
export function ShareOutMenu({ row, viewerId, label, look }: Props) {
  const share = useShareOut(row.id);
  const [handing, setHanding] = useState(false);
  const claimed = row.marks.claims.some(({ userId }) => userId === viewerId);
  return (
    <>
      <DropdownMenu
        label={label}
        trigger={
          look === "icon" ? (
            <Button variant="quiet" size="icon-sm" aria-label={label} loading={share.isPending}>
              <Ellipsis aria-hidden="true" />
            </Button>
          ) : (
            <Button loading={share.isPending}>
              <Hand aria-hidden="true" />
              Share out
            </Button>
          )
        }
      >
        <MenuItem icon={UserRoundCheck} onSelect={() => share.mutate({ act: claimed ? "unclaim" : "claim" })}>
          {claimed ? "I am not on it any more" : "I am on it"}
        </MenuItem>
        <MenuItem icon={HandHelping} onSelect={() => setHanding(true)}>
          Hand over to a colleague…
        </MenuItem>
        <MenuSeparator />
        {row.marks.snoozedUntil ? (
          <MenuItem icon={AlarmClockOff} onSelect={() => share.mutate({ act: "snooze", until: null })}>
            Bring it back
          </MenuItem>
        ) : (
          <SnoozeItems expiresAt={row.expiresAt} snooze={(until) => share.mutate({ act: "snooze", until })} />
        )}
      </DropdownMenu>
      <HandOverDialog id={row.id} viewerId={viewerId} open={handing} onOpenChange={setHanding} />
    </>
  );
}

/** Drawn when the menu opens, so that the times are counted from then. */
function SnoozeItems({ expiresAt, snooze }: { expiresAt: string; snooze: (until: string) => void }) {
  const [times] = useState(() => snoozeTimes(Date.now(), expiresAt));
  return (
    <>
      <MenuLabel>{times.length > 0 ? "Put aside, for me only" : "It ends too soon to be put aside"}</MenuLabel>
      {times.map(({ label, until }) => (
        <MenuItem key={label} icon={AlarmClock} onSelect={() => snooze(until)}>
          <span className="flex-1">{label}</span>
          <span className="text-faint text-xs">
            until <ClockTime at={until} />
          </span>
        </MenuItem>
      ))}
    </>
  );
}
