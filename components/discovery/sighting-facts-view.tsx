import type { z } from "zod";
import { KeyValue } from "@/components/ui/key-value";
import { keyed } from "@/components/ui/keyed";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { UntrustedText } from "@/components/ui/untrusted-text";
import type { CardFacts, getSightingOp } from "@/lib/discovery/contract";
import type { Found, Place } from "@/sdk/wire/discovery";
import { signatureWords } from "./discovery-words";

type Whole = z.output<typeof getSightingOp.output>;
type Row = { what: string; detail: string; where: string };

const placeOf = ({ file, line }: Place): string => (line === null ? file : `${file}:${line}`);
const placesOf = (places: readonly Place[]): string => places.map(placeOf).join(", ");

/** Everything that a source told, as it told it. */
export function SightingFactsView({ sighting: { facts } }: { sighting: Whole }) {
  const { found, card, commit, reporters } = facts;
  return (
    <>
      {reporters ? (
        <Section title="Who told of it">
          <Rows rows={reporters.map(({ name }) => ({ what: name, detail: "", where: "" }))} />
        </Section>
      ) : null}
      {card ? <Card card={card} /> : null}
      {found ? <Findings found={found} commit={commit ?? null} /> : null}
    </>
  );
}

const ways = { declared: "", imported: "imported, in no manifest", locked: "in a lock file alone" } as const;

function Findings({ found, commit }: { found: Found; commit: string | null }) {
  const { frameworks, variables, servers, secrets, card, path } = found;
  return (
    <>
      <p className="mb-4 text-muted text-sm">
        In <InlineUntrusted text={path} max={300} className="font-mono text-xs" />
        {commit === null ? null : (
          <>
            {" "}
            at commit <code className="text-xs">{commit.slice(0, 12)}</code>
          </>
        )}
      </p>
      <Part
        title="Secrets that stand in files"
        rows={secrets.map(({ what, fingerprint, place }) => ({ what, detail: fingerprint, where: placeOf(place) }))}
        note="Only the fingerprint was reported. Whoever can read the file holds the secret: revoke it where it was issued, then take it out."
      />
      <Part
        title="Built with"
        rows={frameworks.map(({ name, version, how, places }) => ({
          what: version === null ? name : `${name} ${version}`,
          detail: ways[how],
          where: placesOf(places),
        }))}
      />
      <Part
        title="MCP servers"
        rows={servers.map(({ name, url, command, variables, place }) => ({
          what: name,
          detail: `${url ?? command ?? "nothing said"}${variables.length > 0 ? ` with ${variables.join(", ")}` : ""}`,
          where: placeOf(place),
        }))}
      />
      <Part
        title="Keys of models that it names"
        rows={variables.map(({ name, provider, places }) => ({
          what: name,
          detail: provider,
          where: placesOf(places),
        }))}
      />
      {card ? (
        <Section title="What its card says">
          <UntrustedText label="Description" text={card.description} />
          <Rows rows={card.skills.map((what) => ({ what, detail: "", where: "" }))} />
        </Section>
      ) : null}
    </>
  );
}

function Part({ title, rows, note }: { title: string; rows: readonly Row[]; note?: string }) {
  if (rows.length === 0) return null;
  return (
    <Section title={title} {...(note ? { description: note } : {})}>
      <Rows rows={rows} />
    </Section>
  );
}

const Rows = ({ rows }: { rows: readonly Row[] }) => (
  <ul className="border-line border-t">
    {keyed(rows, ({ what, detail, where }) => `${what} ${detail} ${where}`).map(({ key, item }) => (
      <li key={key} className="border-line border-b py-2 text-sm">
        <span className="font-medium">
          <InlineUntrusted text={item.what} max={200} />
        </span>
        {item.detail === "" ? null : (
          <span className="block break-all text-muted text-xs">
            <InlineUntrusted text={item.detail} max={400} />
          </span>
        )}
        {item.where === "" ? null : (
          <span className="block break-all font-mono text-faint text-xs">
            <InlineUntrusted text={item.where} max={300} />
          </span>
        )}
      </li>
    ))}
  </ul>
);

function Card({ card }: { card: CardFacts }) {
  const said = (text: string | null) =>
    text === null || text === "" ? (
      <span className="text-faint">not said</span>
    ) : (
      <InlineUntrusted text={text} max={300} />
    );
  return (
    <>
      <Section title="Signature">
        <p className="text-sm">
          <strong className="font-medium">{signatureWords[card.signature]}.</strong> {card.signatureWhy}
        </p>
      </Section>
      <Section title="What it says of itself" description="None of it is checked, and no policy goes by it.">
        <UntrustedText label="Description" text={card.description} className="mb-3" />
        <KeyValue
          items={[
            { label: "Reached at", value: said(card.endpoint) },
            { label: "By", value: said(card.provider) },
            { label: "Version", value: said(card.version) },
            { label: "A2A version", value: said(card.protocol) },
            { label: "Asks for", value: said(card.security.join(", ")) },
          ]}
        />
      </Section>
      <Section title="Skills that it claims">
        <Rows
          rows={card.skills.map(({ name, description, tags }) => ({
            what: name,
            detail: description,
            where: tags.join(", "),
          }))}
        />
      </Section>
    </>
  );
}
