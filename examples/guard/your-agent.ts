/** What the snippet stands in for: functions of the application. */
export const done: string[] = [];

export const billing = {
  refund(invoice: string): string {
    done.push(`refund ${invoice}`);
    return `refunded ${invoice}`;
  },
};
