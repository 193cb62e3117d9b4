"use client";

import { formatCount, plural } from "@/components/ui/format-number";
import { KeyValue } from "@/components/ui/key-value";
import { Time } from "@/components/ui/time";
import type { Oversight } from "@/lib/oversight/contract";
import { percent } from "./oversight-words";

export function SettingFacts({ data: { setting, all } }: { data: Oversight }) {
  const { decoysPerHundred, days, leastCaught, fastSeconds, mostFast, longestStreak } = setting;
  return (
    <KeyValue
      columns={2}
      items={[
        {
          label: "Decoys",
          value: decoysPerHundred === 0 ? "none are made" : `${decoysPerHundred} for a hundred requests`,
        },
        { label: "Without an answer", value: plural(all.decoysUnanswered, "decoy") },
        {
          label: "Second reviewer",
          value: setting.secondReviewer
            ? `added for whoever falls under a limit within ${days} days, from the ${setting.helpingRole} role where a stage has nobody else`
            : "never added",
        },
        { label: "Was added to", value: plural(all.secondReviews, "request") },
        { label: "Limit for decoys", value: `${percent(leastCaught)} caught` },
        { label: "Limit for fast approvals", value: `${percent(mostFast)} in under ${fastSeconds} s` },
        { label: "Limit for approvals in a row", value: formatCount(longestStreak) },
        {
          label: "Set by",
          value: setting.updatedAt ? (
            <>
              {setting.updatedByName} <Time at={setting.updatedAt} />
            </>
          ) : (
            "nobody yet: these are the defaults"
          ),
        },
      ]}
    />
  );
}
