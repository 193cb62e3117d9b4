/** A request that the proxy does not pass on, with the status that the agent is told. */
export class Refused extends Error {
  override name = "Refused";
  readonly status: number;
  constructor(status: number, reason: string) {
    super(reason);
    this.status = status;
  }
}
