/** How a point behaved over the whole run, whatever was being checked: its tokens, and the form of what it sent. */
const MOST_KEPT = 20;

export class Conduct {
  /** Requests that named their point well. */
  authenticated = 0;
  readonly badTokens: string[] = [];
  readonly malformed: string[] = [];
  /** Longest life of a token, in seconds. */
  longestToken = 0;

  badToken(what: string): void {
    if (this.badTokens.length < MOST_KEPT) this.badTokens.push(what);
  }

  malformedRequest(what: string): void {
    if (this.malformed.length < MOST_KEPT) this.malformed.push(what);
  }
}
