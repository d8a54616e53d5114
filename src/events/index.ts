export { type EventListener, Events } from './events.ts';
