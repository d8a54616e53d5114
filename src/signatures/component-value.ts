import { encodeBase64 } from '../structured-fields/base64.ts';
import { parseDictionary, parseItem, parseList } from '../structured-fields/parse.ts';
import { serialiseDictionary, serialiseList, serialiseMember } from '../structured-fields/serialise.ts';
import type { StructuredFieldType } from './component.ts';
import type { ComponentId } from './component-id.ts';
import { fieldLines } from './field-lines.ts';
import { isResponse, type Message, type RequestMessage } from './message.ts';
import { encodedParams } from './query-param.ts';
import { SignatureError } from './signature-error.ts';
import { type TargetParts, targetParts } from './target-parts.ts';

/** What components are taken from. @internal */
export interface MessageView {
  readonly message: Message;
  readonly fieldTypes: Readonly<Record<string, StructuredFieldType>>;
  /** Of the request, or of the one that is answered. Taken apart once. */
  readonly target: () => TargetParts;
  /** Of its query, encoded. Decoded once. */
  readonly params: () => ReadonlyMap<string, readonly string[]>;
}

/**
 * @param origin - Goes before the one that the message names.
 *
 * @internal
 */
export function viewOf(
  message: Message,
  origin?: string,
  fieldTypes: MessageView['fieldTypes'] = {},
): MessageView {
  let parts: TargetParts | undefined;
  const target = () => {
    parts ??= partsOf(message, origin);
    return parts;
  };
  let encoded: ReturnType<MessageView['params']> | undefined;
  const params = () => {
    encoded ??= encodedParams(target().query);
    return encoded;
  };
  return { message, fieldTypes, target, params };
}

function partsOf(message: Message, origin: string | undefined): TargetParts {
  const request = isResponse(message) ? message.request : message;
  if (request === undefined) throw missing('The request that is answered is not there');
  return targetParts(request.target, origin ?? request.origin);
}

/** Types of structured fields that are in use: by RFC 9421, 9530, 9218, 9211, 9209, 9440, 8942, 9213, and web-bot-auth. */
const KNOWN_TYPES: Readonly<Record<string, StructuredFieldType>> = {
  'accept-ch': 'list',
  'accept-signature': 'dictionary',
  'cache-status': 'list',
  'cdn-cache-control': 'dictionary',
  'client-cert': 'item',
  'client-cert-chain': 'list',
  'content-digest': 'dictionary',
  priority: 'dictionary',
  'proxy-status': 'list',
  'repr-digest': 'dictionary',
  signature: 'dictionary',
  'signature-agent': 'dictionary',
  'signature-input': 'dictionary',
  'want-content-digest': 'dictionary',
  'want-repr-digest': 'dictionary',
};

/** No control character but tab, and nothing beyond ASCII. */
const PLAIN = /^[\t -~]*$/;

/**
 * The value of a component (RFC 9421, section 2), fit to stand in a signature base: ASCII, and one line.
 *
 * @throws A {@link SignatureError} with code `component-missing`, `component-invalid` or `message-invalid`.
 *
 * @internal
 */
export function componentValue(id: ComponentId, view: MessageView): string {
  const value = id.name.startsWith('@') ? derivedValue(id, view) : fieldValue(id, view);
  if (PLAIN.test(value)) return value;
  throw new SignatureError({
    code: 'message-invalid',
    message: `${id.text} holds a character that a signature cannot cover, such as one beyond ASCII. Fields can be covered with bs.`,
  });
}

function derivedValue(id: ComponentId, view: MessageView): string {
  const { message } = view;
  if (id.name === '@status') {
    if (!isResponse(message)) throw unfit(id, 'is of responses only');
    return String(message.status);
  }
  const request = requestOf(id, message);
  switch (id.name) {
    case '@method':
      return request.method;
    case '@request-target':
      view.target();
      return request.target;
    case '@path':
      return view.target().path;
    case '@query':
      return `?${view.target().query}`;
    case '@query-param':
      return queryParam(id, view);
    case '@target-uri':
      return known(id, view.target().uri);
    case '@authority':
      return known(id, view.target().authority);
    case '@scheme':
      return known(id, view.target().scheme);
    default:
      throw unfit(id, 'is not known');
  }
}

function requestOf(id: ComponentId, message: Message): RequestMessage {
  const wantsRequest = id.parameters.has('req');
  if (!isResponse(message)) {
    if (wantsRequest) throw unfit(id, 'is of responses only');
    return message;
  }
  if (!wantsRequest) throw unfit(id, 'is of requests only. In a response, write it with req');
  if (message.request === undefined)
    throw missing(`${id.text} is of the request that is answered, which is not there`);
  return message.request;
}

function known(id: ComponentId, value: string | undefined): string {
  if (value !== undefined) return value;
  throw missing(`${id.text} cannot be told: nobody said at which origin the request arrived. Give origin`);
}

function queryParam(id: ComponentId, { params }: MessageView): string {
  const values = params().get(String(id.parameters.get('name')?.value)) ?? [];
  const [value] = values;
  if (value === undefined) throw missing(`${id.text} is not in the query`);
  if (values.length === 1) return value;
  throw missing(`${id.text} is in the query ${values.length} times`);
}

function fieldValue(id: ComponentId, view: MessageView): string {
  const { name, parameters } = id;
  const source = parameters.has('req') ? requestOf(id, view.message) : view.message;
  const lines = fieldLines((parameters.has('tr') ? source.trailers : source.headers) ?? [], name);
  if (lines === undefined) throw missing(`${id.text} is not in the message`);
  if (parameters.size === 0) return combined(lines);
  if (parameters.has('bs')) return lines.map((line) => wrapped(id, line)).join(', ');
  const key = parameters.get('key');
  if (key !== undefined) return memberValue(id, String(key.value), combined(lines), view);
  return parameters.has('sf') ? written(id, combined(lines), view) : combined(lines);
}

function combined(lines: readonly string[]): string {
  return lines.length === 1 ? (lines[0] ?? '') : lines.join(', ');
}

function wrapped(id: ComponentId, line: string): string {
  const octets = new Uint8Array(line.length);
  for (let index = 0; index < line.length; index += 1) {
    const code = line.charCodeAt(index);
    if (code > 0xff) {
      throw new SignatureError({ code: 'message-invalid', message: `${id.text} holds more than octets.` });
    }
    octets[index] = code;
  }
  return `:${encodeBase64(octets)}:`;
}

function typeOf(id: ComponentId, { fieldTypes }: MessageView): StructuredFieldType {
  const own = Object.hasOwn(fieldTypes, id.name) ? fieldTypes[id.name] : undefined;
  const type = own ?? (Object.hasOwn(KNOWN_TYPES, id.name) ? KNOWN_TYPES[id.name] : undefined);
  if (type !== undefined) return type;
  throw unfit(id, 'is of a field whose type is not known. Name it in fieldTypes');
}

function memberValue(id: ComponentId, key: string, text: string, view: MessageView): string {
  if (typeOf(id, view) !== 'dictionary') throw unfit(id, 'is of a field that is no dictionary');
  const member = structured(id, () => parseDictionary(text)).members.get(key);
  if (member === undefined) throw missing(`${id.text} is not in the message`);
  return serialiseMember(member);
}

function written(id: ComponentId, text: string, view: MessageView): string {
  switch (typeOf(id, view)) {
    case 'dictionary':
      return serialiseDictionary(structured(id, () => parseDictionary(text)));
    case 'list':
      return serialiseList(structured(id, () => parseList(text)));
    case 'item':
      return serialiseMember(structured(id, () => parseItem(text)));
  }
}

function structured<T>(id: ComponentId, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    const message = `${id.text} is of a field that is not structured as it should be.`;
    throw new SignatureError({ code: 'message-invalid', message, cause });
  }
}

function unfit(id: ComponentId, problem: string): SignatureError {
  return new SignatureError({ code: 'component-invalid', message: `${id.text} ${problem}.` });
}

function missing(problem: string): SignatureError {
  return new SignatureError({ code: 'component-missing', message: `${problem}.` });
}
