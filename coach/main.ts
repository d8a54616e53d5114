import { version } from 'node:process';
const x: string = version;
console.log(x);
