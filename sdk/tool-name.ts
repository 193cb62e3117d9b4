/** A tool's full name is its server's, a slash, and its own, which may hold further slashes. */
export function toolParts(tool: string): { server: string; name: string } {
  const slash = tool.indexOf("/");
  return slash < 0 ? { server: tool, name: "" } : { server: tool.slice(0, slash), name: tool.slice(slash + 1) };
}
