/** For integration tests: asks a route of the console as a program does. */
type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
type Sent = {
  headers?: Record<string, string>;
  raw?: string;
  params?: Record<string, string>;
  method?: "GET" | "POST";
};

export const asking =
  (secret: string) =>
  (handler: Handler, body: object, { headers = {}, raw, params = {}, method = "POST" }: Sent = {}): Promise<Response> =>
    handler(
      new Request("http://localhost:3000/access/v1", {
        method,
        headers: { authorization: `Bearer ${secret}`, "content-type": "application/json", ...headers },
        ...(method === "GET" ? {} : { body: raw ?? JSON.stringify(body) }),
      }),
      { params: Promise.resolve(params) },
    );
