import { serveScim } from "@/lib/http/serve-scim";

export const GET = serveScim;
export const POST = serveScim;
export const PUT = serveScim;
export const PATCH = serveScim;
export const DELETE = serveScim;
