/** What a command has to say, and the exit code it ends with. */
export type Answer = { exit: number; lines: string[] };

/** As in sysexits.h: called wrongly. Kept apart from the codes of the lights. */
export const usageExit = 64;
