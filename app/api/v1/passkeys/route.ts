import { route } from "@/lib/http/route";
import { addPasskey } from "@/lib/identity/add-passkey";
import { listPasskeys } from "@/lib/identity/list-passkeys";

export const GET = route(listPasskeys);
export const POST = route(addPasskey);
