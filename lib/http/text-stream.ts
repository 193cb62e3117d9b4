/** A body that is made as it is read: memory holds one piece of it, whatever its length. */
import type { Ctx } from "@/lib/db/ctx";
import { errorFields, log } from "@/lib/log";

export function streamOf(pieces: AsyncGenerator<string>, brokeOff: string, ctx: Ctx): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      try {
        const { value, done } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(bytes.encode(value));
      } catch (error) {
        // Breaking off fails the download; ending would pass a part for all of it.
        log.error(brokeOff, { requestId: ctx.requestId, ...errorFields(error) });
        controller.error(error);
      }
    },
    cancel: async () => void (await pieces.return(undefined)),
  });
}
