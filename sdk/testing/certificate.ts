/** A certificate for one name, signed by itself. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { temporaryDirectory } from "./temporary-directory.ts";

export function certificate(name: string): { key: string; cert: string; file: string } {
  const directory = temporaryDirectory();
  const [key, file] = [path.join(directory, "key.pem"), path.join(directory, "cert.pem")];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"];
  const subject = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`];
  execFileSync("openssl", ["req", "-x509", ...kind, "-keyout", key, "-out", file, ...subject], { stdio: "ignore" });
  return { key: readFileSync(key, "utf8"), cert: readFileSync(file, "utf8"), file };
}
