// ts-node as an ES module loader: `ts-node --esm` itself does not work on Node 20.
import { register } from 'node:module';

process.env.TS_NODE_TRANSPILE_ONLY = 'true';
register('ts-node/esm', import.meta.url);
