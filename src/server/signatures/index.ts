export { fromNode, type RawNodeRequest } from './from-node.ts';
export { type FromRequestOptions, fromRequest } from './from-request.ts';
export { type SignResponseOptions, signResponse } from './sign-response.ts';
export { type SignatureProblemOptions, signatureProblem } from './signature-problem.ts';
