/** Something that happened to a call, told to whoever listens. */
export type CallEvent =
  | {
      /** All retries that were allowed have been used up, and the last attempt failed too. */
      readonly kind: 'gave-up';
      readonly origin: string;
      readonly attempts: number;
      /** Of the last answer, or of the last error. */
      readonly outcome: number | string;
    }
  | {
      /** A retry was due and not made: too much of the traffic is retries already. */
      readonly kind: 'budget-spent';
      readonly origin: string;
      readonly attempts: number;
      readonly outcome: number | string;
    };
