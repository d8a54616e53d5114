export type { BreakerOptions } from './breaker-options.ts';
export type { CircuitChange } from './circuit-change.ts';
export { type Breaker, createBreaker } from './create-breaker.ts';
export type { Health } from './health.ts';
export { breaker } from './layer.ts';
export type { CircuitState, OpenReason } from './machine.ts';
export { type SharedTrips, type ShareTripsOptions, shareTrips } from './share-trips.ts';
export type { CircuitTrip } from './trip-votes.ts';
