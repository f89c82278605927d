// Of many values, the one that a share of them does not exceed.

/** Of values that are in order already. */
export const ofSorted = (sorted, quantile) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * quantile))];

export const at = (values, quantile) =>
  ofSorted(
    [...values].sort((a, b) => a - b),
    quantile,
  );
