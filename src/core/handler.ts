import type { Call } from './call.ts';

/** Answers a call. The innermost one is the transport. */
export type Handler = (call: Call) => Promise<Response>;
