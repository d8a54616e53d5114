// Other clients on loopback, with retries and timeouts, each as its own documentation sets it up.
import { Agent } from 'node:http';
import axios from 'axios';
import axiosRetry from 'axios-retry';
import gotClient from 'got';
import kyClient from 'ky';
import fetchHappen from 'make-fetch-happen';
import Opossum from 'opossum';
import pRetry from 'p-retry';
import { cockatielWrap, ffetchCall } from './peers.mjs';

const SOCKETS = 32;

export const got = () => {
  const agent = { http: new Agent({ keepAlive: true, maxSockets: SOCKETS }) };
  const client = gotClient.extend({ agent, retry: { limit: 2 }, timeout: { request: 10_000 } });
  return (url) => client(url).text();
};

export const axiosAndRetry = () => {
  const httpAgent = new Agent({ keepAlive: true, maxSockets: SOCKETS });
  const client = axios.create({ httpAgent, timeout: 10_000, responseType: 'text' });
  axiosRetry(client, { retries: 2 });
  return async (url) => (await client.get(url)).data;
};

export const kyOverFetch = () => {
  const client = kyClient.create({ timeout: 10_000, retry: 2 });
  return (url) => client(url).text();
};

export const makeFetchHappen = () => {
  const client = fetchHappen.defaults({ retry: { retries: 2 }, timeout: 10_000, maxSockets: SOCKETS });
  return async (url) => (await client(url)).text();
};

// A policy is over when its function is, and aborts what is read afterwards: so this function reads to the end.
const read = async (url, init) => (await fetch(url, init)).text();

export const opossumAndPRetry = () => {
  const breaker = new Opossum(read, { timeout: 10_000, errorThresholdPercentage: 50, volumeThreshold: 20 });
  return (url) => pRetry(() => breaker.fire(url), { retries: 2 });
};

export const cockatielOverFetch = () => cockatielWrap(read);

export const ffetchOverFetch = () => {
  const call = ffetchCall(fetch);
  return async (url) => (await call(url)).text();
};
