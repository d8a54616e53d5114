import type { Bug } from '../../coach/kata/kata.ts';

export const bugs: Bug[] = [
  {
    id: 'any-answer-is-up',
    says: 'any answer counts as up, also a 503',
    hint: 'Which answers mean no?',
    file: 'index.ts',
    find: '    return response.ok;',
    replace: '    return response.status > 0;',
    breaks: 'isUp',
  },
  {
    id: 'only-200-is-up',
    says: 'a 204 counts as down: only 200 is a yes',
    hint: 'Which statuses say that all is well?',
    file: 'index.ts',
    find: '    return response.ok;',
    replace: '    return response.status === 200;',
    breaks: 'isUp',
  },
  {
    id: 'missing-page-is-up',
    says: 'a 404 counts as up: at least the server is there',
    hint: 'The server is there, but is the service? What does a 404 say?',
    file: 'index.ts',
    find: '    return response.ok;',
    replace: '    return response.ok || Math.floor(response.status / 100) === 4;',
    breaks: 'isUp',
  },
  {
    id: 'throws-when-down',
    says: 'a refused connection is thrown at the caller',
    hint: 'What does a caller get when nobody is there to answer?',
    file: 'index.ts',
    find: '    return false;',
    replace: "    throw new Error('not up');",
    breaks: 'isUp',
  },
  {
    id: 'believes-the-login-page',
    says: 'a redirect is followed, and whoever answers there counts',
    hint: 'The service sends you elsewhere, and there is a 200. Who said it?',
    file: 'index.ts',
    find: "{ redirect: 'manual' }",
    replace: '{}',
    breaks: 'isUp',
  },
];
