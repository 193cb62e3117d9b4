import { KeyValue } from "@/components/ui/key-value";
import { InlineUntrusted } from "@/components/ui/revealed";
import type { Boundary } from "@/lib/isolation/contract";

type Rule = Boundary["egress"][number];

/** What an agent may read, write and reach, and with which secret. */
export function BoundaryFacts({ boundary }: { boundary: Boundary }) {
  const { read, write, variables, egress, limits } = boundary;
  return (
    <KeyValue
      items={[
        { label: "Profile", value: <InlineUntrusted text={boundary.name} max={120} /> },
        { label: "Digest", value: boundary.digest, mono: true },
        { label: "May read", value: <Lines lines={read} none="only programs of the system" /> },
        { label: "May write", value: <Lines lines={write} none="only its own temporary directory" /> },
        { label: "May reach", value: <Lines lines={egress.map(ruleLine)} none="nothing" /> },
        { label: "Variables", value: <Lines lines={variables} none="none of the machine's" /> },
        {
          label: "Limits",
          value: `${limits.memoryMb} MB of memory, ${limits.processes} processes, ${limits.cpuSeconds} s of CPU each, ${limits.wallSeconds} s in all, ${limits.fileMb} MB a file, ${limits.tmpMb} MB of temporary files`,
        },
      ]}
    />
  );
}

function ruleLine({ host, port, as, methods, paths, addresses, secret }: Rule): string {
  return [
    `${host}:${port} (${as === "tunnel" ? "tunnel, unseen" : as})`,
    methods ? methods.join(", ") : null,
    paths ? `under ${paths.join(", ")}` : null,
    addresses.length > 0 ? `at ${addresses.join(", ")}` : null,
    secret ? `with the secret ${secret.name} in ${secret.header}, which it never holds` : null,
  ]
    .filter((part) => part !== null)
    .join("; ");
}

const Lines = ({ lines, none }: { lines: readonly string[]; none: string }) =>
  lines.length === 0 ? (
    <span className="text-muted">{none}</span>
  ) : (
    <ul>
      {lines.map((line) => (
        <li key={line} className="break-all">
          <InlineUntrusted text={line} max={600} />
        </li>
      ))}
    </ul>
  );
