/**
 * What a call wants of the cache, as `fetch` has it.
 *
 * | mode | means |
 * |---|---|
 * | `default` | what is kept, as long as it is fresh |
 * | `no-store` | nothing of what is kept, and nothing is kept |
 * | `reload` | a new answer, which is kept |
 * | `no-cache` | what is kept, if the service confirms it |
 * | `force-cache` | what is kept, however old; a new answer where nothing is |
 * | `only-if-cached` | what is kept, however old; a 504 where nothing is |
 */
export type CacheMode = 'default' | 'no-store' | 'reload' | 'no-cache' | 'force-cache' | 'only-if-cached';
