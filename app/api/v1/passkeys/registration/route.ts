import { route } from "@/lib/http/route";
import { beginPasskey } from "@/lib/identity/begin-passkey";

export const POST = route(beginPasskey);
