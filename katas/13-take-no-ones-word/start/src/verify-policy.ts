/** The other end's half of a key. It verifies, and cannot sign. */
export type VerifyKey = {
  keyId: string;
  algorithm: 'ed25519';
  verify(base: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>): boolean | Promise<boolean>;
};

/** Keeps an id for so long, and says true; or false, where it is being kept already. */
export type ReplayStore = { addIfAbsent(id: string, keepMs: number): boolean | Promise<boolean> };

export type VerifyPolicy = {
  keys: (keyId: string) => VerifyKey | undefined;
  replay: ReplayStore;
  origin: string;
  maxAgeMs: number;
  skewMs: number;
};

export type Verified = {
  keyId: string;
  view: { method: string; url: string; headers: Headers; body: Uint8Array | undefined };
};
