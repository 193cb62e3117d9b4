import { recordCredential } from "@/lib/credentials/record-credential";
import { route } from "@/lib/http/route";

export const POST = route(recordCredential);
