/** The event stream of one browser: what changed, a sign of life, and an end as soon as its session ends. */
import { listen } from "@/lib/db/listen";
import { resolveSession } from "@/lib/identity/resolve-session";
import { liveEvents } from "@/lib/shared/live";
import { createLiveHub, type LiveHub } from "./live-hub";

export const HEARTBEAT_MS = 15_000;
export const SESSION_CHECK_MS = 30_000;
/** A browser that stopped reading is cut off rather than remembered: it comes back and looks again. */
const MOST_UNREAD = 64;

const holder = globalThis as { gatehouseLiveHub?: LiveHub };

/** One for the process, kept across hot reloads of the development server. */
function liveHub(): LiveHub {
  holder.gatehouseLiveHub ??= createLiveHub(listen);
  return holder.gatehouseLiveHub;
}

type Session = { token: string; sessionId: string; orgId: string };
type Deps = { hub: LiveHub; stillSignedIn: (session: Session) => Promise<boolean> };

const bytes = new TextEncoder();
const frame = (event: string, data: unknown) => bytes.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

async function sessionStands({ token, orgId }: Session): Promise<boolean> {
  return (await resolveSession(token))?.orgId === orgId;
}

/** Opens the stream, or null when the session has too many open. */
export function openLiveStream(
  session: Session,
  signal: AbortSignal,
  deps: Deps = { hub: liveHub(), stillSignedIn: sessionStands },
): ReadableStream<Uint8Array> | null {
  const out = outlet();
  const leave = deps.hub.subscribe({
    orgId: session.orgId,
    sessionId: session.sessionId,
    onChange: (change) => out.send(frame(liveEvents.change, change)),
    onResync: () => out.send(frame(liveEvents.resync, {})),
  });
  if (!leave) return null;
  const beat = setInterval(() => out.send(frame(liveEvents.beat, {})), HEARTBEAT_MS);
  const check = setInterval(() => void checkSession(), SESSION_CHECK_MS);
  const checkSession = async () => {
    // When the database cannot say, nobody is let stay on a guess: the browser comes back and is asked again.
    const stands = await deps.stillSignedIn(session).catch(() => null);
    if (stands === false) out.send(frame(liveEvents.signedOut, {}));
    if (!stands) out.close();
  };
  out.onClose(() => {
    clearInterval(beat);
    clearInterval(check);
    leave();
  });
  if (signal.aborted) out.close();
  signal.addEventListener("abort", out.close, { once: true });
  return out.stream;
}

/** A stream that can be written from outside, closes once, and closes itself when its reader does not keep up. */
function outlet() {
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  let closed = false;
  let whenClosed: () => void = () => undefined;
  const close = () => {
    if (closed) return;
    closed = true;
    whenClosed();
    try {
      controller?.close();
    } catch {
      // The reader has gone and taken the stream with it.
    }
  };
  const stream = new ReadableStream<Uint8Array>(
    {
      start: (made) => {
        controller = made;
        made.enqueue(bytes.encode("retry: 2000\n\n"));
      },
      cancel: close,
    },
    new CountQueuingStrategy({ highWaterMark: MOST_UNREAD }),
  );
  const send = (chunk: Uint8Array) => {
    if (closed || !controller) return;
    if ((controller.desiredSize ?? 0) <= 0) close();
    else controller.enqueue(chunk);
  };
  return {
    stream,
    send,
    close,
    onClose: (act: () => void) => {
      whenClosed = act;
    },
  };
}
