export { parseDictionary, parseItem, parseList } from './parse.ts';
export { serialiseDictionary, serialiseList, serialiseMember } from './serialise.ts';
export { StructuredFieldError } from './structured-field-error.ts';
export type { BareItem, Dictionary, InnerList, Item, List, Member, Parameters } from './types.ts';
