/** A report as one HTML file that needs nothing else: no script, no font, no picture from anywhere. Pure. */
import { codeLabel } from "@/lib/shared/reveal";
import type { Block, ReportDocument } from "./document-contract";

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Names come from people and agents: no markup of theirs, and nothing invisible or turned around stays so. */
export const escapeHtml = (text: string): string =>
  text.replaceAll(
    /[&<>"']|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (found) => escapes[found] ?? `&lt;${codeLabel(found.codePointAt(0) ?? 0)}&gt;`,
  );

const style = `
body{font:14px/1.5 system-ui,sans-serif;color:#1b1f24;background:#fff;max-width:62rem;margin:2.5rem auto;padding:0 1.25rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .25rem}h2{font-size:1.15rem;margin:2.5rem 0 .5rem;border-top:2px solid #1b1f24;padding-top:.75rem}
.meta{color:#57606a}.verdict{font-size:1.1rem;max-width:46rem}
dl{display:flex;flex-wrap:wrap;gap:1rem 2.5rem;margin:1rem 0}dt{color:#57606a;font-size:.8rem}dd{margin:0;font-size:1.4rem;font-variant-numeric:tabular-nums}
dd small{display:block;color:#57606a;font-size:.75rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:.75rem 0;font-size:.85rem}
caption{text-align:left;font-weight:600;padding:.25rem 0}th,td{text-align:left;vertical-align:top;padding:.3rem .75rem .3rem 0;border-bottom:1px solid #d0d7de;overflow-wrap:anywhere}
@media print{body{margin:0;max-width:none}h2{break-after:avoid}tr{break-inside:avoid}}`;

export function htmlOf({ title, organisation, asOf, madeBy, keyId, verdict, sections }: ReportDocument): string {
  const body = sections.map(
    ({ heading, blocks }) =>
      `<section>\n<h2>${escapeHtml(heading)}</h2>\n${blocks.map(blockOf).join("\n")}\n</section>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(`${title}: ${organisation}`)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<p class="meta">${escapeHtml(organisation)}. As of ${escapeHtml(asOf)}, written for ${escapeHtml(madeBy)}, signed with key ${escapeHtml(keyId)}.</p>
<p class="verdict">${escapeHtml(verdict)}</p>
${body.join("\n")}
</body>
</html>
`;
}

function blockOf(block: Block): string {
  if (block.kind === "text") return `<p>${escapeHtml(block.text)}</p>`;
  if (block.kind === "figures") {
    const items = block.items.map(
      ({ label, value, note }) =>
        `<div><dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}${note ? `<small>${escapeHtml(note)}</small>` : ""}</dd></div>`,
    );
    return `<dl>${items.join("")}</dl>`;
  }
  if (block.rows.length === 0) return `<p>${escapeHtml(block.empty)}</p>`;
  const head = block.columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`).join("");
  const rows = block.rows.map((row) => `<tr>${row.map((cell) => `<td>${escapeHtml(cell)}</td>`).join("")}</tr>`);
  const more = block.more > 0 ? `\n<p class="meta">${block.more} more are not shown here.</p>` : "";
  return `<div class="scroll"><table>\n<caption>${escapeHtml(block.caption)}</caption>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${rows.join("\n")}\n</tbody>\n</table></div>${more}`;
}
