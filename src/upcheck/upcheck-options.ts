/** Options of `createClient({ upcheck })`. */
export interface UpcheckOptions {
  /**
   * Where the service says whether it is up: what a call would take, so `'/up'` is below `baseUrl`. An absolute URL for
   * one that is elsewhere.
   */
  readonly path: string;

  /** Default `'GET'`: some services answer 405 to a HEAD. */
  readonly method?: 'GET' | 'HEAD';

  /** How long the service may take until its headers, in milliseconds. Default 500. */
  readonly timeoutMs?: number;

  /**
   * For how long an answer goes for those who ask later, in milliseconds. Within one web request it goes for all of it:
   * see {@link requestScope}. 0: only for those who ask at the same time. Default 1 000.
   */
  readonly validForMs?: number;
}
