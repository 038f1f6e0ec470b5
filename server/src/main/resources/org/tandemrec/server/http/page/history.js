import { el, mayMove } from './dom.js';
import { ago, moment } from './format.js';

const MOVE = { duration: 560, easing: 'cubic-bezier(.22,.8,.24,1)' };

/** The latest events of a user as a strip, the newest first. */
export class HistoryStrip {
  /** {@code takeBack} gets an event that this page has sent. */
  constructor(host, takeBack) {
    this.host = host;
    this.takeBack = takeBack;
    this.chips = new Map();
  }

  /**
   * Shows events. Those for which {@code isOurs} can be taken back. Where {@code moves} is set, new ones come in from where they were
   * clicked ({@code origin}, a rectangle), and the others make way.
   */
  show(events, { isOurs, moves, origin }) {
    const before = new Map([...this.chips].map(([key, chip]) => [key, chip.getBoundingClientRect()]));
    const chips = new Map();
    const seen = new Map();
    for (const event of events) {
      const same = `${event.Id}\n${event.FeedbackType}\n${event.Timestamp}`;
      seen.set(same, (seen.get(same) ?? 0) + 1);
      const key = same + '\n' + seen.get(same);
      chips.set(key, this.chips.get(key) ?? this.chip(event, isOurs(event)));
    }
    this.chips = chips;
    this.host.replaceChildren(...chips.values());
    this.tellTimes();
    if (moves) {
      this.host.parentElement.scrollTo({ left: 0 });
    }
    if (moves && mayMove()) {
      this.play(before, origin);
    }
  }

  /** Writes anew how long ago everything was. */
  tellTimes() {
    for (const time of this.host.querySelectorAll('time')) {
      time.textContent = ago(Date.parse(time.dateTime));
    }
  }

  chip(event, ours) {
    const type = event.FeedbackType === 'click' ? null : event.FeedbackType;
    const about = [type, event.Value > 0 ? '★ ' + event.Value : null].filter(Boolean).join(' ');
    return el('li', { class: 'chip' },
      el('span', { class: 'title', title: event.Title }, event.Title),
      el('small', {},
        el('time', { datetime: event.Timestamp, title: moment(Date.parse(event.Timestamp)) }),
        about ? ', ' + about : ''),
      ours
        ? el('button', {
          type: 'button', class: 'undo', 'aria-label': `Take back “${event.Title}”`, title: 'Take back', click: () => this.takeBack(event),
        }, '×')
        : null);
  }

  play(before, origin) {
    for (const [key, chip] of this.chips) {
      const now = chip.getBoundingClientRect();
      const old = before.get(key) ?? origin;
      if (!old) {
        chip.animate([{ opacity: 0 }, { opacity: 1 }], MOVE);
        continue;
      }
      const x = old.left - now.left;
      const y = old.top - now.top;
      if (x !== 0 || y !== 0) {
        if (before.has(key)) {
          chip.animate([{ transform: `translate(${x}px,${y}px)` }, { transform: 'none' }], MOVE);
        } else {
          fly(chip, now, x, y);
        }
      }
    }
  }
}

/** Lets a double of a chip, which nothing cuts off, come to the chip's place. */
function fly(chip, rect, x, y) {
  const double = chip.cloneNode(true);
  double.className += ' flying';
  double.inert = true;
  double.setAttribute('aria-hidden', 'true');
  double.style.left = rect.left + 'px';
  double.style.top = rect.top + 'px';
  double.style.width = rect.width + 'px';
  document.body.append(double);
  chip.animate([{ opacity: 0 }, { opacity: 0 }], MOVE.duration);
  double.animate([{ transform: `translate(${x}px,${y}px)`, opacity: 0.3 }, { transform: 'none', opacity: 1 }], MOVE)
    .finished.finally(() => double.remove());
}
