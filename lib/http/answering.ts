/** What answers outside of operations share: an id of the request, and a problem document for whatever is thrown. */
import { newId } from "@/lib/shared/ids";
import { problemResponse } from "./problem";

export async function answering(work: (requestId: string) => Promise<Response>): Promise<Response> {
  const requestId = newId("request");
  try {
    return await work(requestId);
  } catch (error) {
    return problemResponse(error, requestId);
  }
}
