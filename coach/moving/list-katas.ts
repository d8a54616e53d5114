import { tellStory } from '../journal-page/tell-story.ts';
import type { Session } from '../session/session.ts';
import type { Answer } from './answer.ts';
import { readEvents } from './read-events.ts';
import { renderList } from './render-list.ts';

/** The katas, and how far one is. */
export function listKatas({ katas, state, places }: Session): Answer {
  const stories = tellStory(readEvents(places.client), katas).katas;
  return {
    exit: 0,
    lines: [
      ...renderList(katas, { state, stories }),
      '',
      '> here   + finished   o started    "npm run coach -- start N" begins any of them.',
    ],
  };
}
