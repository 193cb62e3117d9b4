/** Finds the command, runs it, and turns what went wrong into one sentence and an exit code: 1 for a failure, 2 for a wrong use. */
import { messageOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { VERSION } from "../pep/version.ts";
import { Misused } from "./misused.ts";

type Command = { run(argv: string[]): Promise<number> };

/** Loaded one at a time: a proxy should not pay for the commands that it is not. */
const COMMANDS = {
  mcp: (): Promise<Command> => import("./mcp.ts"),
  run: (): Promise<Command> => import("./run.ts"),
  canary: (): Promise<Command> => import("./canary.ts"),
  redteam: (): Promise<Command> => import("./redteam.ts"),
  verify: (): Promise<Command> => import("./verify.ts"),
  kill: (): Promise<Command> => import("./kill.ts"),
  release: (): Promise<Command> => import("./release.ts"),
  status: (): Promise<Command> => import("./status.ts"),
  discover: (): Promise<Command> => import("./discover.ts"),
  policy: (): Promise<Command> => import("./policy.ts"),
  conformance: (): Promise<Command> => import("./conformance.ts"),
};

const HELP = `gatehouse ${VERSION}

  gatehouse mcp --agent ID [options] -- CMD ARGS…   stand before MCP servers and let through what policy permits
  gatehouse run --agent ID [options] -- CMD ARGS…   run an agent in a sandbox that only its profile and policy let it out of
  gatehouse canary --agent ID [options]             try to get out of that sandbox, and report what came of it
  gatehouse redteam [options]                       attack through the real enforcement path, and hand in what came of it
  gatehouse verify FILE [options]                   check an audit pack, an exported audit log, a signed bundle, a grant, or a containment certificate
  gatehouse kill AGENT|SCOPE [options]              stop an agent, or all that a scope names, and show where it has stopped
  gatehouse release ORDER --reason TEXT             ask that a stop order be lifted; a second person confirms
  gatehouse status [options]                        show what the enforcement points of this user hold
  gatehouse discover PATH [options]                 look through a directory for agents, MCP servers and keys of models
  gatehouse policy pull|test|diff|push|status       keep policies and their cases in a repository
  gatehouse conformance --against CMD|URL [options] check an enforcement point, in any language, by playing the gateway to it

mcp
  --agent ID      the agent that makes the calls (required)
  --server NAME   name of the server in policies (recommended; otherwise the name that it gives itself)
  --upstream URL  instead of -- CMD: a server that is reached by streamable HTTP
  --header LINE   "Name: value" for --upstream; \${NAME} is taken from the environment; may be repeated
  --server NAME=X instead of -- CMD, repeated: several servers, X a command or an address; tools go by NAME__TOOL
  --config FILE   several servers from a file: {"mcpServers": {"NAME": {"command": …, "args": […]}, "NAME": {"url": …}}}
  --listen PLACE  serve clients by streamable HTTP at HOST:PORT/mcp, or on a PORT of this machine, instead of standard streams;
                  with GATEHOUSE_MCP_TOKEN in the environment, clients have to show it as a bearer token
  --allow-origin ORIGIN  with --listen: web pages of this origin may connect; may be repeated
  --allow-method METHOD  pass on a method that is not MCP's own, though policy does not see it; may be repeated
  --credential NAME  the credential that the servers are called with, by name or fingerprint: once it is revoked, nothing is called
  --url URL       gateway (GATEHOUSE_URL, default http://localhost:3001)
  --enroll TOKEN  one-time enrolment token, for the first start (GATEHOUSE_ENROL_TOKEN)
  --state DIR     what the point keeps between starts (GATEHOUSE_STATE_DIR, default ~/.gatehouse/points/AGENT-SERVER)
  --name NAME     name of the point in the console

run, canary (Linux with bubblewrap; docs/isolation.md)
  --agent ID      the agent (required)
  --profile X     its boundary: a file, or the name of one in ~/.gatehouse/profiles; without it, nothing is reached and nothing kept
  --local         canary: only show the outcome, and report nothing
  --every HOURS   canary: run again and again, each so many hours after the one before, and as soon as the profile is another
  --json          canary: for machines
  --url, --enroll, --state, --name as for mcp

redteam (docs/red-team.md; exit code 1 when an attack passed through, 3 when nothing is proven)
  --only PREFIX   only attacks whose id begins so, as ASI04; may be repeated
  --scenario FILE an attack of your own; may be repeated
  --list          show the attacks, and make none
  --json          for machines
  --out FILE      also write the signed statement's content into a file
  --report DIR    also have the console write its penetration-test report, and save it there: PDF, HTML, JSON, with signatures and key
  --console URL   console (GATEHOUSE_CONSOLE_URL, default http://localhost:3000)
                  The key is taken from GATEHOUSE_API_KEY; it needs the role security or admin.

verify
  --key FILE      public key (PEM) that you trust; may be repeated
  --trust FILE    JSON with the keys that you trust, as the console serves it under /api/v1/organisation/trust
  --head FILE     tree head of the audit log that you kept earlier; may be repeated (docs/verify.md)

kill (instead of AGENT, one scope; what it would stop is shown first, and its name has to be typed)
  --provider NAME, --server NAME, --tool SERVER/TOOL, --credential NAME, --owner EMAIL, --delegation FROM:TO, --everything
  --yes           do not ask; needed where nobody is there to be asked
  --reason TEXT   why (kept in the audit log)
  --wait          wait until every point has confirmed, and fail if one has not
  --console URL   console (GATEHOUSE_CONSOLE_URL, default http://localhost:3000)
                  The key is taken from GATEHOUSE_API_KEY.

status
  --state DIR     one point, instead of all under ~/.gatehouse/points
  --json          for machines

discover (docs/discovery.md; secrets are never shown nor sent, only their fingerprints)
  --json          for machines
  --report        hand what was found to the console, where it waits to be confirmed, merged or rejected
  --repository X  by which name, instead of the address of its origin
  --check         end with 4 while anything that was found waits (with --report), or is found at all
  --console URL   as for kill; the key is taken from GATEHOUSE_API_KEY, and the role reporter is enough
                  ends with 0, 3 when a bound was reached and not all was looked at, 1 for a failure

policy (docs/policy-as-code.md)
  --dir DIR       folder of the policies (default policies)
  --repository URL, --commit HASH  where they are from; taken from git, or from what GitHub Actions says
  --base N        push, diff: the publication that was seen; default what pull wrote; current: whichever is in force
  --adopt         push, diff: also take over what the console owns under the same names
  --draft         push: make drafts only, and publish nothing
  --rings         push: bring it to one ring of points after the other, under the terms of roll-out.json in the folder
  --note TEXT, --reason TEXT  push: kept with the publication; why, where it weakens enforcement
  --console URL   as for kill; the key is taken from GATEHOUSE_API_KEY
                  push ends with 0 published, 3 waits for a second person, 4 somebody else's change is in the way, 1 anything else;
                  status with 0 nothing is under way, 3 a roll-out is, 1 the newest was rolled back

conformance (docs/protocol.md says what the command or address has to do)
  --against X     a command, or an address that begins with http; a command with quotes goes last, after two dashes
  --only PREFIX   only checks whose name begins so; may be repeated
  --json          the scorecard for machines
  --out FILE      also write the scorecard into a file
  --report        hand the scorecard to the gateway as the point: with --state DIR, or with --point ID --key FILE --url URL
  --vectors       print the shared decision cases, and check nothing
`;

export async function main(argv: string[]): Promise<number> {
  const [name = "--help", ...rest] = argv;
  try {
    if (name === "--help" || name === "-h" || name === "help") return print(HELP);
    if (name === "--version" || name === "-v") return print(`${VERSION}\n`);
    if (!isCommand(name)) throw new Misused(`There is no command "${printable(name, 100)}".`);
    const before = rest.includes("--") ? rest.slice(0, rest.indexOf("--")) : rest;
    if (before.includes("--help") || before.includes("-h")) return print(HELP);
    const command = await COMMANDS[name]();
    return await command.run(rest);
  } catch (error) {
    const misused = error instanceof Misused;
    process.stderr.write(`gatehouse: ${messageOf(error)}${misused ? " See gatehouse --help." : ""}\n`);
    return misused ? 2 : 1;
  }
}

const isCommand = (name: string): name is keyof typeof COMMANDS => Object.hasOwn(COMMANDS, name);

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}
