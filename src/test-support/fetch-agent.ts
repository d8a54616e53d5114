/** What decides how Node's fetch makes its connections. */
export type Dispatcher = NonNullable<RequestInit['dispatcher']>;

/** An agent for Node's fetch. Node shows its class of them only by a symbol, which is there from the first call on. */
export async function fetchAgent(options: object = {}): Promise<Dispatcher> {
  await fetch('data:,');
  const global: object = Reflect.get(globalThis, Symbol.for('undici.globalDispatcher.1'));
  const agent: Dispatcher = Reflect.construct(global.constructor, [options]);
  return agent;
}
