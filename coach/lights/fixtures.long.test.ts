import { allFixtures, tryFixtures } from './try-fixtures.ts';

tryFixtures(allFixtures);
