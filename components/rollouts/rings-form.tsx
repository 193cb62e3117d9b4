"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/form-error";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { MOST_RINGS } from "@/lib/policy/ring-contract";
import { getRingsOp, saveRingsOp } from "@/lib/rollouts/contract";
import { draftOf, type RingDraft, ringOfDraft } from "./ring-draft";
import { RingFields } from "./ring-fields";

/** The rings as they are to be. The last one takes whatever fits none. */
export function RingsForm() {
  const { data } = useSuspenseQuery(optionsFor(getRingsOp, {}));
  const queries = useQueryClient();
  const router = useRouter();
  const [rings, setRings] = useState<RingDraft[]>(() => data.rings.map(draftOf));
  const save = useMutation({
    mutationFn: () =>
      call(saveRingsOp, {
        version: data.version,
        rings: rings.map((ring, place) => ringOfDraft(ring, place === rings.length - 1)),
      }),
    onSuccess: () => {
      toast.success("The rings are saved", { description: "The next roll-out begins with them." });
      router.push("/policies/rollouts");
    },
    onSettled: () => queries.invalidateQueries({ queryKey: [getRingsOp.id] }),
  });
  const last = rings.length - 1;
  const put = (place: number, ring: RingDraft) => setRings(rings.map((one, at) => (at === place ? ring : one)));
  const swap = (place: number) =>
    setRings(rings.map((one, at) => (at === place - 1 ? rings[place] : at === place ? rings[place - 1] : one) ?? one));
  return (
    <form
      className="max-w-[44rem] space-y-6"
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending) save.mutate();
      }}
    >
      <ol className="space-y-6">
        {rings.map((ring, place) => (
          <li key={ring.key}>
            <RingFields
              ring={ring}
              place={place}
              last={place === last}
              onChange={(next) => put(place, next)}
              onRemove={rings.length > 2 && place < last ? () => setRings(rings.filter((one) => one !== ring)) : null}
              onUp={place > 0 && place < last ? () => swap(place) : null}
            />
          </li>
        ))}
      </ol>
      {rings.length < MOST_RINGS ? (
        <Button
          size="sm"
          onClick={() =>
            setRings([
              ...rings.slice(0, last),
              draftOf({ name: "", members: { points: [], environments: [], teams: [], percent: 0 } }),
              ...rings.slice(last),
            ])
          }
        >
          <Plus aria-hidden="true" />
          Another ring before the last
        </Button>
      ) : null}
      <FormError problem={problemOf(save.error)} />
      <p className="mt-4">
        <Button type="submit" variant="primary" loading={save.isPending || save.isSuccess}>
          Save the rings
        </Button>
      </p>
    </form>
  );
}
