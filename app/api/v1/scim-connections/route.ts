import { route } from "@/lib/http/route";
import { createScimConnection } from "@/lib/scim/create-connection";
import { listScimConnections } from "@/lib/scim/list-connections";

export const GET = route(listScimConnections);
export const POST = route(createScimConnection);
