"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { CircleCheck, CircleDashed, LogIn } from "lucide-react";
import { toast } from "sonner";
import { roleWords } from "@/components/identity/role-words";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { EmptyState } from "@/components/ui/empty-state";
import { KeyValue } from "@/components/ui/key-value";
import { Section } from "@/components/ui/page-header";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { call } from "@/lib/client/call";
import { useLive } from "@/lib/client/live";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { getSignOnOp, removeSignOnOp, type SignOn } from "@/lib/signon/contract";
import { GroupRolesForm } from "./group-roles-form";
import { RequireSignOn } from "./require-sign-on";
import { ScimSection } from "./scim-section";
import { SignOnDialog } from "./sign-on-dialog";

const live = { audit: [getSignOnOp.id] };

/** The identity provider, whether it is proven and required, and what its groups give. */
export function SignOnView() {
  const { data } = useSuspenseQuery(optionsFor(getSignOnOp, {}));
  useLive(live);
  const { signOn } = data;
  return (
    <>
      {signOn ? (
        <>
          <Facts signOn={signOn} />
          <RequireSignOn signOn={signOn} admins={data.adminsWithPassword} />
        </>
      ) : (
        <EmptyState
          title="No single sign-on yet"
          icon={<LogIn aria-hidden="true" />}
          action={<SignOnDialog signOn={null} trigger={<Button variant="primary">Set it up</Button>} />}
        >
          People sign in with a password of their own here. With OpenID Connect they come in through your identity
          provider: Entra, Okta, Google, Keycloak or any other.
        </EmptyState>
      )}
      <Section
        className="mt-8"
        title="For the provider’s settings"
        description="Register Gatehouse there as a web application."
      >
        <CodeBlock label="Redirect URI" code={data.redirectUri} wrap />
      </Section>
      <GroupRolesForm key={JSON.stringify(data.groupRoles)} stored={data.groupRoles} claim={signOn?.groupsClaim} />
      <ScimSection />
    </>
  );
}

function Facts({ signOn }: { signOn: SignOn }) {
  const { newcomerRole } = signOn;
  return (
    <Section
      title={signOn.name}
      actions={
        signOn.required ? null : (
          <>
            <RemoveSignOn />
            <SignOnDialog signOn={signOn} trigger={<Button size="sm">Change</Button>} />
          </>
        )
      }
    >
      <KeyValue
        columns={2}
        items={[
          { label: "State", value: <Proof signOn={signOn} /> },
          { label: "Issuer", value: signOn.issuer, mono: true },
          { label: "Client id", value: signOn.clientId, mono: true },
          { label: "Client secret", value: signOn.hasSecret ? "stored sealed" : "none" },
          { label: "E-mail domains", value: signOn.domains.join(", "), mono: true },
          { label: "Addresses", value: signOn.trustsAddress ? "taken unless said to be unverified" : "only verified" },
          {
            label: "People whom nobody invited",
            value: signOn.newcomers
              ? `come in, as ${newcomerRole ? roleWords[newcomerRole].label : "their groups say"}`
              : "are refused",
          },
          { label: "Groups claim", value: signOn.groupsClaim ?? "none" },
          { label: "People linked", value: signOn.linked },
          {
            label: "Set",
            value: (
              <>
                <Time at={signOn.updatedAt} /> by {signOn.updatedByName}
              </>
            ),
          },
        ]}
      />
    </Section>
  );
}

function Proof({ signOn: { proven } }: { signOn: SignOn }) {
  if (!proven) return <Status tone="hold" icon={CircleDashed} label="Not proven: no admin came in through it yet" />;
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <Status tone="allow" icon={CircleCheck} label={`Proven by ${proven.by}`} />
      <Time at={proven.at} />
    </span>
  );
}

function RemoveSignOn() {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call(removeSignOnOp, {}),
    onSuccess: () => toast.success("Single sign-on is removed"),
    onError: (error) => toast.error(problemOf(error)?.detail),
    onSettled: () => queries.invalidateQueries({ queryKey: [getSignOnOp.id] }),
  });
  return (
    <AlertDialog
      trigger={
        <Button size="sm" variant="danger-outline">
          Remove
        </Button>
      }
      title="Remove single sign-on?"
      description="Nobody comes in through the provider any more. People without a password here cannot sign in until it is set up again."
      act="Remove it"
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    />
  );
}
