import { expect, test } from 'vitest';
import { errorsIn } from './check-types.ts';

const face = `.coach/face.ts(5,8): error TS1360: Type 'typeof import("/x/src/index")' does not satisfy the expected type.
  Types of property 'createClient' are incompatible.
    Type 'string' is not assignable to type 'Promise<Response>'.`;
const own = `src/index.ts(3,7): error TS2304: Cannot find name 'ErrorCode'.`;

test('one line for each error of the learner, with its place', () => {
  expect(errorsIn(`${face}\n${own}\n`, 'katas/02/contract.d.ts')).toEqual([
    "src/index.ts:3:7  Cannot find name 'ErrorCode'.",
  ]);
});

test('where only the face does not fit, the contract is named, and what does not fit', () => {
  expect(errorsIn(`${face}\n`, 'katas/02/contract.d.ts')).toEqual([
    "src/index.ts does not fit katas/02/contract.d.ts: Type 'string' is not assignable to type 'Promise<Response>'.",
  ]);
});

test('the same of a compiler that ends its lines as on Windows', () => {
  for (const output of [`${face}\n`, `${face}\n${own}\n`])
    expect(errorsIn(output.replaceAll('\n', '\r\n'), 'c.d.ts')).toEqual(errorsIn(output, 'c.d.ts'));
});

test('nothing where the compiler says nothing', () => {
  expect(errorsIn('', 'katas/02/contract.d.ts')).toEqual([]);
});
