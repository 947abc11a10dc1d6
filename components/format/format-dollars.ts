/** US dollars, cents where there are any: most questions to AWS cost less than one. */
export function formatDollars(amount: number): string {
  return amount < 0.01 ? "less than $0.01" : `$${amount.toFixed(2)}`;
}
