// Loaded by a thread before it is needed: what every run loads, and takes longest. Plain JavaScript, since Node reads it.
import '@mswjs/interceptors/fetch';
import 'msw/core/http';
import 'msw/node';
