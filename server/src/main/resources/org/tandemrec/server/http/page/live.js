import { open, Problem } from './requests.js';

/** How many seconds are remembered. */
export const MEMORY = 300;
const SILENCE_MILLIS = 6000;
const LONGEST_WAIT_SECONDS = 10;

/**
 * The server's figures, one set a second, for as long as the page is open. Dispatches {@code now} with a set of figures, {@code up}
 * when the stream is there (again) and {@code down} with a {@link Problem} and the seconds until the next attempt.
 *
 * The stream is read with fetch, since an EventSource cannot send a key.
 */
export class Live extends EventTarget {
  constructor() {
    super();
    this.past = [];
    this.isUp = false;
    this.wake = () => {};
  }

  /** The latest figures, or null. */
  get latest() {
    return this.past.at(-1) ?? null;
  }

  /** Reads for ever. */
  async run() {
    for (let failures = 0; ; failures++) {
      let problem;
      try {
        await this.read(() => {
          failures = 0;
        });
        problem = new Problem(0, 'The server does not answer', 'The connection to ' + location.host + ' has ended.');
      } catch (cause) {
        problem = cause instanceof Problem
          ? cause
          : new Problem(0, 'The server does not answer', 'Nothing has come from ' + location.host + ' for some seconds.');
      }
      this.isUp = false;
      const seconds = problem.retryAfterSeconds ?? Math.min(LONGEST_WAIT_SECONDS, 1 + failures);
      this.dispatchEvent(new CustomEvent('down', { detail: { problem, seconds } }));
      await this.pause(seconds);
    }
  }

  /** Ends the wait for the next attempt. */
  retry() {
    this.wake();
  }

  pause(seconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async read(succeeded) {
    const abort = new AbortController();
    let watch = setTimeout(() => abort.abort(), SILENCE_MILLIS);
    const heard = () => {
      clearTimeout(watch);
      watch = setTimeout(() => abort.abort(), SILENCE_MILLIS);
    };
    try {
      const response = await open('GET', 'stream', { signal: abort.signal });
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      const parser = new EventParser((type, data) => this.take(type, data));
      for (;;) {
        heard();
        const { value, done } = await reader.read();
        if (done) {
          return;
        }
        succeeded();
        parser.feed(value);
      }
    } finally {
      clearTimeout(watch);
      abort.abort();
    }
  }

  take(type, data) {
    if (type !== 'now') {
      return;
    }
    const figures = JSON.parse(data);
    this.past.push(figures);
    if (this.past.length > MEMORY) {
      this.past.shift();
    }
    if (!this.isUp) {
      this.isUp = true;
      this.dispatchEvent(new CustomEvent('up'));
    }
    this.dispatchEvent(new CustomEvent('now', { detail: figures }));
  }
}

/** Takes a stream of server-sent events apart, however it is cut into pieces. */
export class EventParser {
  constructor(take) {
    this.take = take;
    this.rest = '';
    this.type = '';
    this.data = [];
  }

  /** The next piece. */
  feed(piece) {
    const lines = (this.rest + piece).split('\n');
    this.rest = lines.pop();
    for (const line of lines) {
      this.line(line.endsWith('\r') ? line.slice(0, -1) : line);
    }
  }

  line(line) {
    if (line === '') {
      if (this.data.length > 0) {
        this.take(this.type || 'message', this.data.join('\n'));
      }
      this.type = '';
      this.data = [];
      return;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') {
      this.type = value;
    } else if (field === 'data') {
      this.data.push(value);
    }
  }
}
