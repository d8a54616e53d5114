import { parseDictionary } from '../structured-fields/parse.ts';
import { serialiseDictionary } from '../structured-fields/serialise.ts';
import type { ComponentId } from './component-id.ts';
import { componentValue, type MessageView } from './component-value.ts';
import { fieldLines } from './field-lines.ts';
import { isResponse } from './message.ts';
import type { VerifiedView } from './verify-policy.ts';

/**
 * What of a message a signature covers. Made when it is first asked for: many verifiers want to know only who it was.
 *
 * @internal
 */
export function verifiedView(
  ids: readonly ComponentId[],
  view: MessageView,
  isBodyVerified: boolean,
): VerifiedView {
  const { message } = view;
  const ofRequest = !isResponse(message);
  const covers = (...names: readonly string[]) =>
    ofRequest && ids.some(({ name, parameters }) => names.includes(name) && !parameters.has('req'));
  const hasTarget = covers('@target-uri');
  const hasWholeQuery = hasTarget || covers('@query', '@request-target');
  return {
    method: ofRequest && covers('@method') ? message.method : undefined,
    url: hasTarget ? view.target().uri : undefined,
    authority: hasTarget || covers('@authority') ? view.target().authority : undefined,
    path: hasTarget || covers('@path', '@request-target') ? view.target().path : undefined,
    query: hasWholeQuery ? `?${view.target().query}` : undefined,
    queryParams: hasWholeQuery ? new URLSearchParams(`?${view.target().query}`) : coveredParams(ids, view),
    status: isResponse(message) && ids.some(({ name }) => name === '@status') ? message.status : undefined,
    headers: coveredFields(ids, view),
    body: isBodyVerified ? (message.body ?? new Uint8Array()) : undefined,
  };
}

function coveredParams(ids: readonly ComponentId[], view: MessageView): URLSearchParams {
  const covered = new URLSearchParams();
  for (const id of ids) {
    if (id.name !== '@query-param' || id.parameters.has('req')) continue;
    const name = decodeURIComponent(String(id.parameters.get('name')?.value));
    covered.append(name, decodeURIComponent(componentValue(id, view)));
  }
  return covered;
}

function coveredFields(ids: readonly ComponentId[], view: MessageView): Headers {
  const headers = new Headers();
  const members = new Map<string, Set<string>>();
  for (const { name, parameters } of ids) {
    if (name.startsWith('@') || parameters.has('req') || parameters.has('tr')) continue;
    const key = parameters.get('key')?.value;
    if (typeof key === 'string') {
      members.set(name, (members.get(name) ?? new Set()).add(key));
    } else {
      headers.delete(name);
      members.delete(name);
      for (const line of fieldLines(view.message.headers, name) ?? []) headers.append(name, line);
    }
  }
  for (const [name, keys] of members) {
    if (headers.has(name)) continue;
    const text = fieldLines(view.message.headers, name)?.join(', ') ?? '';
    const kept = [...parseDictionary(text).members].filter(([key]) => keys.has(key));
    headers.set(name, serialiseDictionary({ members: new Map(kept) }));
  }
  return headers;
}
