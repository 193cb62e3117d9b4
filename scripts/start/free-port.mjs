import net from "node:net";
import { Problem } from "./problem.mjs";

function listen(options) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(options, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** A port that nobody uses at this moment. */
export const freePort = (host = "127.0.0.1") => listen({ port: 0, host });

export async function portFree(port, host) {
  try {
    await listen({ port, host, exclusive: true });
    return true;
  } catch (error) {
    if (error.code === "EADDRINUSE") return false;
    throw error;
  }
}

/** Browsers try `localhost` in IPv6 first: whoever listens there would get the visitors that are meant for us. */
async function sixFree(port) {
  try {
    return await portFree(port, "::1");
  } catch {
    return true;
  }
}

/** Reads a port from the environment and makes sure that it can be listened on. */
export async function claimPort({ variable, fallback, host, purpose }) {
  const text = process.env[variable] ?? String(fallback);
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Problem(`${variable} is "${text}", which is no port.`, `Set ${variable} to a number from 1 to 65535.`);
  }
  const other = `${variable}=${port + 100} npm start`;
  let free;
  try {
    free = (await portFree(port, host)) && (host !== "127.0.0.1" || (await sixFree(port)));
  } catch (error) {
    throw new Problem(
      `The ${purpose} cannot listen on ${host} port ${port} (${error.code}).`,
      `Choose another port or address: ${other}, or HOST=… npm start`,
    );
  }
  if (free) return port;
  throw new Problem(
    `Port ${port}, which the ${purpose} needs, is taken by another program.`,
    `Stop that program, or choose another port: ${other}`,
  );
}
