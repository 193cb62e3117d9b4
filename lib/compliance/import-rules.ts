/** A framework from a file: in the catalogue's own shape, or an OSCAL catalog. All of it is understood, or none of it is taken. Pure. */
import { z } from "zod";
import { Refusal } from "@/lib/shared/errors";
import { type CatalogueControl, type Framework, keyOf } from "./catalogue-rules";
import { EvidenceKind } from "./contract";

export const MOST_CONTROLS = 2_000;
const MOST_DEPTH = 10;
/** The property of an OSCAL control that names a kind of evidence. */
const EVIDENCE = "gatehouse-evidence";

const text = (most: number) => z.string().trim().min(1).max(most);
const PlainControl = z.object({
  id: text(80),
  title: text(300),
  requirement: text(10_000),
  evidence: z.array(z.string()).default([]),
  source: text(1_000).optional(),
  unconfirmed: z.boolean().default(false),
});
const PlainFramework = z.object({
  title: text(200).optional(),
  publisher: text(200).default("your organisation"),
  source: text(1_000).optional(),
  dates: z
    .array(z.object({ on: z.iso.date(), what: text(300), unconfirmed: z.boolean().default(false) }))
    .max(50)
    .default([]),
  notes: z.array(text(1_000)).max(50).default([]),
  controls: z.array(z.unknown()),
});

type Named = { id: string; title: string };
type Loose = z.infer<typeof PlainControl>;

function refuse(message: string): never {
  throw new Refusal("invalid_input", `${message} Nothing was imported.`);
}

export function frameworkFrom(document: unknown, { id, title }: Named): Framework {
  const oscal = z.object({ catalog: z.unknown() }).safeParse(document);
  const plain = oscal.success ? fromOscal(oscal.data.catalog) : fromPlain(document);
  const { controls, ...head } = plain;
  if (controls.length === 0) refuse("The file holds no control.");
  if (controls.length > MOST_CONTROLS) refuse(`The file holds more than ${MOST_CONTROLS} controls.`);
  const whole = controls.map((control) => controlFrom(control, head.source ?? title));
  const keys = new Set<string>();
  for (const { key, id: name } of whole) {
    if (key === "") refuse(`The control ${JSON.stringify(name)} has no letter or digit in its id.`);
    if (keys.has(key)) refuse(`The control ${name} is there twice, but for marks and capitals.`);
    keys.add(key);
  }
  return {
    id,
    title,
    publisher: head.publisher,
    source: head.source ?? title,
    dates: head.dates,
    notes: head.notes,
    clocks: [],
    custom: true,
    controls: whole,
  };
}

function controlFrom(control: Loose, source: string): CatalogueControl {
  const known = control.evidence.map((kind) => {
    const parsed = EvidenceKind.safeParse(kind);
    return parsed.success
      ? parsed.data
      : refuse(
          `The control ${control.id} asks for evidence of the kind ${JSON.stringify(kind)}, which is none. Kinds are: ${EvidenceKind.options.join(", ")}.`,
        );
  });
  return {
    ...control,
    key: keyOf(control.id).slice(0, 100),
    source: control.source ?? source,
    evidence: [...new Set(known)],
  };
}

/** What is wrong with which control, in words. */
function each<T>(schema: z.ZodType<T>, values: readonly unknown[], what: string): T[] {
  return values.map((value, place) => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    return refuse(`${what} ${place + 1}: ${issue?.path.join(".") || "it"}: ${issue?.message ?? "is not understood"}.`);
  });
}

function fromPlain(document: unknown) {
  const framework = PlainFramework.safeParse(Array.isArray(document) ? { controls: document } : document);
  if (!framework.success) {
    const issue = framework.error.issues[0];
    return refuse(
      `The file is neither a list of controls, nor a framework with controls, nor an OSCAL catalog (${issue?.path.join(".") || "it"}: ${issue?.message}).`,
    );
  }
  return { ...framework.data, controls: each(PlainControl, framework.data.controls, "Control") };
}

const Prop = z.object({ name: z.string(), value: z.string() });
const Part = z.object({ name: z.string(), prose: z.string().optional(), parts: z.array(z.unknown()).default([]) });
const OscalControl = z.object({
  id: text(80),
  title: text(300),
  props: z.array(Prop).default([]),
  parts: z.array(z.unknown()).default([]),
  controls: z.array(z.unknown()).default([]),
});
const OscalGroup = z.object({ groups: z.array(z.unknown()).default([]), controls: z.array(z.unknown()).default([]) });
const OscalCatalog = OscalGroup.extend({
  uuid: z.string(),
  metadata: z.object({ title: text(1_000), version: z.string(), "oscal-version": z.string() }),
});

function fromOscal(value: unknown) {
  const catalog = OscalCatalog.safeParse(value);
  if (!catalog.success) {
    const issue = catalog.error.issues[0];
    return refuse(
      `The file says that it is an OSCAL catalog and is none (${issue?.path.join(".") || "it"}: ${issue?.message}).`,
    );
  }
  const { metadata } = catalog.data;
  return {
    publisher: "OSCAL catalog",
    source: `${metadata.title}, version ${metadata.version}`.slice(0, 1_000),
    dates: [],
    notes: [],
    controls: controlsIn(catalog.data, 0),
  };
}

function controlsIn({ groups, controls }: z.infer<typeof OscalGroup>, depth: number): Loose[] {
  if (depth > MOST_DEPTH) refuse("Its groups are nested more deeply than any catalog's.");
  const inGroups = each(OscalGroup, groups, "Group").flatMap((group) => controlsIn(group, depth + 1));
  const own = each(OscalControl, controls, "Control").flatMap((control) => [
    ...(isWithdrawn(control.props) ? [] : [plainOf(control)]),
    ...controlsIn({ groups: [], controls: control.controls }, depth + 1),
  ]);
  return [...own, ...inGroups];
}

const isWithdrawn = (props: readonly z.infer<typeof Prop>[]): boolean =>
  props.some(({ name, value }) => name === "status" && value.toLowerCase() === "withdrawn");

function plainOf({ id, title, props, parts }: z.infer<typeof OscalControl>): Loose {
  const prose = each(Part, parts, `Part of ${id}`).flatMap((part) =>
    part.name === "statement" ? proseOf(part, 0) : [],
  );
  const label = props.find(({ name }) => name === "label")?.value.trim();
  return {
    id: (label || id).slice(0, 80),
    title,
    requirement: prose.join(" ").slice(0, 10_000) || title,
    evidence: props.filter(({ name }) => name === EVIDENCE).map(({ value }) => value),
    unconfirmed: false,
  };
}

function proseOf({ prose, parts }: z.infer<typeof Part>, depth: number): string[] {
  if (depth > MOST_DEPTH) return [];
  return [...(prose ? [prose.trim()] : []), ...each(Part, parts, "Part").flatMap((part) => proseOf(part, depth + 1))];
}
