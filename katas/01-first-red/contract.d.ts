/**
 * Whether the service itself answers with a 2xx. A redirect is somebody else's address, and so a no. Where there is no
 * answer the promise gives `false`; it never rejects.
 */
export declare function isUp(url: string): Promise<boolean>;
