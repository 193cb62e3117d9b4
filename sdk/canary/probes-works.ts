/** What has to work inside: where nothing does, everything is refused, and nothing is proven. */
import type { Probe } from "./probe.ts";

export const worksProbes: readonly Probe[] = [
  {
    id: "works.write",
    family: "files",
    attempt: "write in the working directory",
    run: ({ fs }, { work }) => {
      fs.writeFileSync(`${work}/note`, "x");
      return "written";
    },
  },
  {
    id: "works.read",
    family: "files",
    attempt: "read the git settings of the working directory",
    run: ({ fs }, { work }) => fs.readFileSync(`${work}/.git/config`, "utf8"),
  },
  {
    id: "works.program",
    family: "processes",
    attempt: "run a program",
    run: ({ perl }) => perl('print "ran"'),
  },
  {
    id: "works.proxy",
    family: "proxy",
    attempt: "reach the allowed host through the proxy",
    run: ({ viaProxy }, { allowedHost, httpPort }) => {
      const host = `${allowedHost}:${httpPort}`;
      return viaProxy(`GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    },
  },
];
