import { el } from './dom.js';

/** Messages above the view, each under a name: one that is there already is replaced. */
export class Notices {
  constructor(host) {
    this.host = host;
    this.shown = new Map();
  }

  /**
   * Shows a message: {@code title}, {@code detail}, and {@code action}, the label of a button and what it runs. With {@code seconds}
   * it counts down and then does so by itself.
   */
  show(name, { kind = 'error', title, detail = '', action = null, seconds = null }) {
    const notice = this.shown.get(name) ?? this.open(name);
    clearInterval(notice.timer);
    notice.element.className = 'notice ' + kind;
    write(notice.title, title);
    write(notice.detail, detail);
    write(notice.left, '');
    notice.button.hidden = action === null;
    write(notice.button, action?.label ?? '');
    notice.action = action;
    if (seconds !== null) {
      this.countDown(name, notice, seconds);
    }
  }

  open(name) {
    const notice = {
      title: el('strong'),
      detail: el('span'),
      left: el('span', { class: 'countdown', 'aria-live': 'off' }),
      button: el('button', { type: 'button', click: () => this.run(name) }),
    };
    notice.element = el('div', { 'data-notice': name },
      el('p', {}, notice.title, ' ', notice.detail, ' ', notice.left), notice.button);
    this.shown.set(name, notice);
    this.host.append(notice.element);
    return notice;
  }

  /** Says when something that is under way anyhow is tried again. */
  tellWait(name, seconds) {
    this.shown.get(name).left.textContent = seconds === null ? '' : `Next attempt in ${Math.ceil(seconds)} s.`;
  }

  /** Takes a message away. */
  clear(name) {
    const old = this.shown.get(name);
    if (old) {
      clearInterval(old.timer);
      old.element.remove();
      this.shown.delete(name);
    }
  }

  /**
   * Says why a request failed. Where it may succeed later, {@code again} is tried after the time that the server asks for; with
   * {@code ask} people decide when, since what they wanted to send may no longer be what they want.
   */
  problem(name, problem, again, { ask = false } = {}) {
    const wait = problem.retryAfterSeconds ?? 3;
    this.show(name, {
      kind: problem.passes ? 'wait' : 'error',
      title: headline(problem),
      detail: problem.message,
      action: { label: ask ? 'Send it again' : 'Try again now', run: again },
      seconds: problem.passes && !ask ? wait : null,
    });
  }

  run(name) {
    const { action } = this.shown.get(name);
    this.clear(name);
    action.run();
  }

  countDown(name, notice, seconds) {
    let rest = Math.max(1, Math.ceil(seconds));
    const tell = () => {
      notice.left.textContent = `Next attempt in ${rest} s.`;
    };
    tell();
    notice.timer = setInterval(() => {
      rest--;
      if (rest > 0) {
        tell();
      } else {
        clearInterval(notice.timer);
        notice.left.textContent = 'Trying …';
        notice.action.run();
      }
    }, 1000);
  }
}

/** Changes a text only where it is another one, so that a screen reader hears of a message once and not at every attempt. */
function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** A problem in a few words. */
export function headline(problem) {
  switch (problem.status) {
    case 0:
      return 'The server does not answer.';
    case 401:
      return 'This server wants an API key.';
    case 403:
      return 'This key does not allow that.';
    case 429:
      return 'Too many requests for this key.';
    case 503:
      return 'The server cannot do that right now.';
    default:
      return problem.title.replace(/[.]?$/, '.');
  }
}
