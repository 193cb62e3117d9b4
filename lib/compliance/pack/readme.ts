/** The pack's own words: what is in it, how a stranger verifies it with common tools, and what it does not prove. Pure. */

export type ReadmeFacts = {
  org: string;
  framework: string;
  from: string;
  to: string;
  asOf: string;
  scope: string;
  keyId: string;
  fingerprint: string;
  treeSize: number;
  contents: readonly string[];
  notProven: readonly string[];
};

/** Names come from people: a line of theirs is one line here, and opens no block of code. */
const line = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Cf}]+/gu, " ").replaceAll("`", "'");

export const readmeOf = (facts: ReadmeFacts): string => `# Audit pack

${line(facts.org)}: ${line(facts.framework)}, ${facts.from} to ${facts.to}, ${line(facts.scope)}, as of ${facts.asOf}.

## How to verify it, without trusting us

You need \`sha256sum\` and OpenSSL 3, and the organisation's public key from somewhere else than this file. The key in here,
\`signing-key.pem\`, is for convenience: it proves nothing until its fingerprint is the one that the organisation gave you on a way
that you trust. The console shows it beside the pack; here it ought to be

    ${facts.fingerprint}

In the folder in which you unpacked the pack:

\`\`\`sh
# 1. The fingerprint of the key: compare it with what you were given.
openssl pkey -pubin -in signing-key.pem -outform DER | sha256sum

# 2. Who signed the list of hashes.
openssl pkeyutl -verify -pubin -inkey signing-key.pem -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig

# 3. Every file has the hash that was signed.
sha256sum --check --strict --quiet SHA256SUMS && echo "Every file is as it was signed."
\`\`\`

Files that \`SHA256SUMS\` does not name are no part of the pack. All of this, each audit entry's place in the signed tree of ${facts.treeSize}
entries, and each certificate are checked by \`npx gatehouse verify PACK.zip --key key.pem\`, which names the first bad file.
It also compares every byte between the files; with other tools, compare the SHA-256 of the ZIP with the one in the console.

One audit entry by hand: \`gunzip -k audit/entries.ndjson.gz\`; docs/verify.md of Gatehouse has the commands for a proof.

## What is in it

${facts.contents.map((entry) => `- ${entry}`).join("\n")}

Times are UTC. Tables are CSV: a cell that a spreadsheet would take for a formula begins with an apostrophe.
\`.ndjson\` files have one JSON document a line; \`.gz\` ones are unpacked with \`gunzip\`.

## What it does NOT prove

${facts.notProven.map((entry) => `- ${line(entry)}`).join("\n")}
`;
