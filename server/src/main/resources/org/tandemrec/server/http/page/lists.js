import { el, mayMove } from './dom.js';
import { decimals, isNumber, signed } from './format.js';

const MOVE = { duration: 560, easing: 'cubic-bezier(.22,.8,.24,1)' };
const ENTER = { duration: 380, delay: 180, easing: 'ease-out', fill: 'backwards' };
const LEAVE = { duration: 170, easing: 'ease-in', fill: 'forwards' };

/** The lifts of an entry, stacked from zero: negative ones to the left, positive ones to the right. */
function reach(entry) {
  const lifts = [entry.LongTerm, entry.ShortTerm].filter(isNumber);
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  return { low: sum(lifts.filter((lift) => lift < 0)), high: sum(lifts.filter((lift) => lift > 0)) };
}

/** Whether the entries say what lifts them. */
export function hasLifts(entries) {
  return entries.some((entry) => isNumber(entry.LongTerm) || isNumber(entry.ShortTerm));
}

/** The scale on which the bars of some lists can be compared: of lifts, or of plain scores where there are none. */
export function scaleOf(entries) {
  if (hasLifts(entries)) {
    const all = entries.map(reach);
    return { low: Math.min(0, ...all.map(({ low }) => low)), high: Math.max(1e-9, ...all.map(({ high }) => high)) };
  }
  const scores = entries.map((entry) => entry.Score).filter(isNumber);
  return { low: Math.min(0, ...scores), high: Math.max(1e-9, ...scores) };
}

/**
 * A list of titles with bars. Rows keep their identity from one state to the next, so that they can be seen to move: each one is
 * drawn where it was and glides to where it is (first, last, invert, play).
 */
export class RankedList {
  /** {@code pick} gets the entry and its button; {@code why}, if there is one, gets the entry, its row and the button. */
  constructor(host, { pick, why = null }) {
    this.host = host;
    this.pick = pick;
    this.why = why;
    this.rows = new Map();
    this.entries = [];
  }

  /** Shows entries; {@code compare} says whether rows move and tell how far they came. Returns the ids that are new. */
  show(entries, scale, compare) {
    const places = new Map(this.entries.map((entry, index) => [entry.Id, index]));
    const tops = this.positions();
    const moves = compare && mayMove();
    this.dropOthers(new Set(entries.map((entry) => entry.Id)), moves);
    const rows = entries.map((entry, index) => {
      const row = this.rows.get(entry.Id) ?? this.newRow(entry);
      this.update(row, entry, index, scale, compare ? places.get(entry.Id) : index);
      return row.element;
    });
    rows.forEach((row, index) => {
      if (this.host.children[index] !== row) {
        this.host.insertBefore(row, this.host.children[index] ?? null);
      }
    });
    this.entries = entries;
    if (moves) {
      this.play(tops);
    }
    this.setStop(0);
    return compare ? entries.filter((entry) => !places.has(entry.Id)).map((entry) => entry.Id) : [];
  }

  /** The buttons with the titles, in order. */
  get buttons() {
    return this.entries.map((entry) => this.rows.get(entry.Id).button);
  }

  /** Makes the row at a place, and no other one, a stop of the Tab key; returns its button. */
  setStop(place) {
    const { buttons } = this;
    const stop = Math.min(place, buttons.length - 1);
    this.entries.forEach((entry, index) => {
      const row = this.rows.get(entry.Id);
      row.button.tabIndex = index === stop ? 0 : -1;
      if (row.why) {
        row.why.tabIndex = row.button.tabIndex;
      }
    });
    return buttons[stop];
  }

  positions() {
    return new Map([...this.rows].map(([id, row]) => [id, row.element.getBoundingClientRect().top]));
  }

  dropOthers(staying, moves) {
    const frame = this.host.getBoundingClientRect();
    for (const [id, row] of this.rows) {
      row.element.querySelector('.reasons')?.remove();
      row.why?.setAttribute('aria-expanded', 'false');
      if (!staying.has(id)) {
        this.rows.delete(id);
        if (moves) {
          this.leave(row.element, frame);
        }
        row.element.remove();
      }
    }
  }

  leave(element, frame) {
    const rect = element.getBoundingClientRect();
    const ghost = element.cloneNode(true);
    ghost.className += ' ghost';
    ghost.inert = true;
    ghost.setAttribute('aria-hidden', 'true');
    ghost.style.top = rect.top - frame.top + 'px';
    ghost.style.width = rect.width + 'px';
    const layer = this.host.parentElement.querySelector('.ghosts');
    layer.append(ghost);
    ghost.animate([{ opacity: 0.7 }, { opacity: 0, transform: 'translateX(-1.25rem)' }], LEAVE)
      .finished.finally(() => ghost.remove());
  }

  play(tops) {
    for (const [id, row] of this.rows) {
      row.element.getAnimations().forEach((animation) => animation.cancel());
      const before = tops.get(id);
      if (before === undefined) {
        row.element.animate([{ opacity: 0, transform: 'translateX(1.25rem)' }, { opacity: 1, transform: 'none' }], ENTER);
        continue;
      }
      const distance = before - row.element.getBoundingClientRect().top;
      if (distance !== 0) {
        const lift = distance > 0 ? 2 : 1;
        row.element.animate(
          [{ transform: `translateY(${distance}px)`, zIndex: lift }, { transform: 'none', zIndex: lift }], MOVE);
      }
    }
  }

  newRow(entry) {
    const row = {
      place: el('span', { class: 'place', 'aria-hidden': 'true' }),
      title: el('span', { class: 'title' }),
      moved: el('span', { class: 'moved', 'aria-hidden': 'true' }),
      about: el('span', { class: 'hidden' }),
      long: el('i', { class: 'lift long' }),
      short: el('i', { class: 'lift short' }),
      net: el('i', { class: 'net' }),
      why: null,
    };
    row.bar = el('span', { class: 'bar', 'aria-hidden': 'true' }, el('i', { class: 'zero' }), row.long, row.short, row.net);
    row.button = el('button', { type: 'button', class: 'item', click: () => this.pick(row.entry, row.button) },
      row.place, el('span', { class: 'line' }, row.title, row.moved), row.bar, row.about);
    row.element = el('li', { 'data-id': entry.Id }, row.button);
    if (this.why) {
      row.why = el('button', {
        type: 'button', class: 'why', 'aria-expanded': 'false', click: () => this.why(row.entry, row.element, row.why),
      }, '?');
      row.element.append(row.why);
    }
    this.rows.set(entry.Id, row);
    return row;
  }

  update(row, entry, index, scale, before) {
    row.entry = entry;
    row.place.textContent = index + 1;
    row.title.textContent = entry.Title;
    row.title.title = entry.Title;
    row.why?.setAttribute('aria-label', `Why “${entry.Title}”?`);
    const moved = before === undefined ? null : before - index;
    row.moved.textContent = moved === null ? 'new' : moved === 0 ? '' : (moved > 0 ? '↑' : '↓') + Math.abs(moved);
    row.moved.className = 'moved ' + (moved === null ? 'new' : moved > 0 ? 'up' : 'down');
    const lifts = hasLifts([entry])
      ? `long term ${signed(entry.LongTerm)}, short term ${signed(entry.ShortTerm)}`
      : `score ${decimals(entry.Score, 2)}`;
    const way = moved === null ? ', new' : moved === 0 ? '' : `, ${moved > 0 ? 'up' : 'down'} ${Math.abs(moved)}`;
    row.about.textContent = `, place ${index + 1}${way}, ${lifts}`;
    row.bar.title = lifts;
    drawBar(row, entry, scale);
  }
}

function drawBar(row, entry, scale) {
  const span = scale.high - scale.low;
  const at = (value) => ((value - scale.low) / span) * 100;
  const place = (part, from, to) => {
    part.style.left = at(Math.min(from, to)) + '%';
    part.style.width = (Math.abs(to - from) / span) * 100 + '%';
  };
  row.bar.firstChild.style.left = at(0) + '%';
  const plain = !hasLifts([entry]);
  row.bar.classList.toggle('plain', plain);
  if (plain) {
    place(row.long, 0, entry.Score);
    place(row.short, 0, 0);
    return;
  }
  const long = isNumber(entry.LongTerm) ? entry.LongTerm : 0;
  const short = isNumber(entry.ShortTerm) ? entry.ShortTerm : 0;
  const sameSide = long * short > 0;
  place(row.long, 0, long);
  place(row.short, sameSide ? long : 0, sameSide ? long + short : short);
  row.net.style.left = at(long + short) + '%';
}
