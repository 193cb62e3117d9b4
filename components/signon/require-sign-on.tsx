"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { AskSecond } from "@/components/changes/ask-second";
import { changeHref, tellProposed } from "@/components/changes/tell-proposed";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/checkbox";
import { Section } from "@/components/ui/page-header";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { getSignOnOp, requireSignOnOp, type SignOn, type SignOnStanding } from "@/lib/signon/contract";

type Props = { signOn: SignOn; admins: SignOnStanding["adminsWithPassword"] };

/** Whether passwords are refused, and whose are not: nobody can shut everybody out from here. */
export function RequireSignOn({ signOn, admins }: Props) {
  const queries = useQueryClient();
  const router = useRouter();
  const { required } = signOn;
  const [named, setNamed] = useState<readonly string[]>(signOn.breakGlass);
  const change = useMutation({
    mutationFn: (reason: string) =>
      call(requireSignOnOp, {
        version: signOn.version,
        required: !required,
        breakGlass: required ? [] : [...named],
        reason,
      }),
    onSuccess: ({ request }) => {
      if (!request) return toast.success(required ? "Passwords are taken again" : "Single sign-on is required now");
      tellProposed(request);
      router.push(changeHref(request));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: [getSignOnOp.id] }),
  });
  const waits = !required && (!signOn.proven || named.length === 0);
  return (
    <Section
      title="Require single sign-on"
      description="Passwords are refused then, but for the admins named here. Sessions that are open run on to their end."
    >
      <div className="flex max-w-prose flex-col gap-3">
        {required ? (
          <Callout tone="note" title="Required">
            The settings above stay as they are until passwords are taken again.
          </Callout>
        ) : null}
        {!required && !signOn.proven ? (
          <Callout tone="hold" title="Not yet">
            Sign out and come in through {signOn.name} as an admin first: what nobody has used must not be the only way
            in.
          </Callout>
        ) : null}
        <fieldset className="flex flex-col gap-2" disabled={required}>
          <legend className="mb-2 font-medium text-sm">Who may go on to use a password</legend>
          {admins.length === 0 ? <p className="text-muted text-sm">No active admin has a password.</p> : null}
          {admins.map(({ id, name, email }) => (
            <Checkbox
              key={id}
              label={name}
              hint={email}
              disabled={required}
              checked={(required ? signOn.breakGlass : named).includes(id)}
              onCheckedChange={(on) => setNamed(on === true ? [...named, id] : named.filter((one) => one !== id))}
            />
          ))}
        </fieldset>
        <AskSecond
          problem={problemOf(change.error)}
          busy={change.isPending}
          onAsk={(reason) => change.mutate(reason)}
        />
        <div>
          <Button
            variant={required ? "secondary" : "primary"}
            disabled={waits}
            loading={change.isPending}
            onClick={() => change.mutate("")}
          >
            {required ? "Take passwords again" : "Require single sign-on"}
          </Button>
        </div>
      </div>
    </Section>
  );
}
