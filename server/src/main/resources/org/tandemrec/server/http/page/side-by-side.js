import { byId, el } from './dom.js';
import { count, isNumber, NONE, signed } from './format.js';
import { hasLifts, RankedList, scaleOf } from './lists.js';
import { headline } from './notices.js';

const KEYS = { long: 'LongTerm', fused: 'Fused', short: 'ShortTerm' };
const ABOUT = {
  long: (events, kind) => events === 0 ? `No taste known yet${kind}` : `Who they are, from ${count(events, 'event')}${kind}`,
  fused: (events) => events === 0 ? 'Popular and new titles, until the first event' : 'Both, weighted by θ',
  short: (events, kind) => events === 0 ? `No intent known yet${kind}` : `What they are after, one step an event${kind}`,
};

/** The three lists of a user, one beside the other. */
export class SideBySide {
  /** {@code pick} gets an entry and its button, {@code reasons} promises why an entry is in the fused list. */
  constructor(pick, reasons) {
    this.reasons = reasons;
    this.kinds = { long: '', fused: '', short: '' };
    this.host = byId('lists');
    this.focus = null;
    this.lists = Object.fromEntries(Object.keys(KEYS).map((part) => [part, new RankedList(byId(`${part}-list`), {
      pick: (entry, button) => {
        this.focus = { part, place: this.lists[part].buttons.indexOf(button) };
        pick(entry, button);
      },
      why: part === 'fused' ? (entry, row, button) => this.explain(entry, row, button) : null,
    })]));
    this.host.addEventListener('keydown', (event) => this.key(event));
    for (const button of document.querySelectorAll('.switch button')) {
      button.addEventListener('click', () => this.narrowTo(button.dataset.shows));
    }
  }

  /** Says what the parts are. */
  describe(card) {
    const [long, short] = (card.Parts ?? []).map((part) => part.Kind);
    this.kinds = { long: long ? ` (${long})` : '', fused: '', short: short ? ` (${short})` : '' };
    if (this.events !== undefined) {
      this.tellAbout();
    }
  }

  /** Shows another user: nothing moves from one's lists to the other's. */
  forget() {
    this.focus = null;
    this.host.classList.add('loading');
  }

  /** Shows the lists of a state; returns how many titles are new in the fused one. */
  show(state, compare) {
    const scale = scaleOf([...state.Fused, ...state.LongTerm, ...state.ShortTerm]);
    const ids = (entries) => entries.map(({ Id }) => Id).join('\n');
    const single = !isNumber(state.Theta) && !hasLifts(state.Fused)
      && ids(state.LongTerm) === ids(state.Fused) && ids(state.ShortTerm) === ids(state.Fused);
    this.host.classList.toggle('single', single && state.Events > 0);
    this.host.classList.remove('loading');
    this.events = state.Events;
    this.tellAbout();
    const focus = this.host.contains(document.activeElement) ? this.focus : null;
    let fresh = [];
    for (const [part, list] of Object.entries(this.lists)) {
      const shown = list.show(state[KEYS[part]], hasLifts(state[KEYS[part]]) ? scale : scaleOf(state[KEYS[part]]), compare);
      fresh = part === 'fused' ? shown : fresh;
    }
    if (compare && (focus || (this.focus && document.activeElement === document.body))) {
      const { part, place } = this.focus;
      this.lists[part].setStop(place)?.focus({ preventScroll: true });
    }
    this.focus = null;
    return fresh.length;
  }

  /** Marks the rows of an item whose event is on its way. */
  sending(id, isSending) {
    for (const list of Object.values(this.lists)) {
      list.rows.get(id)?.element.classList.toggle('sending', isSending);
    }
  }

  tellAbout() {
    for (const part of Object.keys(KEYS)) {
      byId(`${part}-about`).textContent = ABOUT[part](this.events, this.kinds[part]);
    }
  }

  narrowTo(part) {
    this.host.dataset.shown = part;
    for (const button of document.querySelectorAll('.switch button')) {
      button.setAttribute('aria-pressed', String(button.dataset.shows === part));
    }
  }

  key(event) {
    const row = event.target.closest('li');
    const section = event.target.closest('[data-part]');
    if (!row || !section || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const part = section.dataset.part;
    const place = [...row.parentElement.children].indexOf(row);
    const target = this.target(event.key, part, place);
    if (target) {
      event.preventDefault();
      this.lists[target.part].setStop(target.place)?.focus();
    } else if (event.key === '?' && part === 'fused') {
      event.preventDefault();
      row.querySelector('.why').click();
    }
  }

  target(key, part, place) {
    const last = this.lists[part].entries.length - 1;
    const within = { ArrowUp: place - 1, ArrowDown: place + 1, Home: 0, End: last }[key];
    if (within !== undefined) {
      return { part, place: Math.max(0, Math.min(last, within)) };
    }
    const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (step === undefined) {
      return null;
    }
    const shown = Object.keys(KEYS).filter((name) => byId(`${name}-list`).offsetParent !== null && this.lists[name].entries.length > 0);
    const next = shown[shown.indexOf(part) + step];
    return next ? { part: next, place } : null;
  }

  async explain(entry, row, button) {
    const open = row.querySelector('.reasons');
    if (open) {
      open.remove();
      button.setAttribute('aria-expanded', 'false');
      return;
    }
    const box = el('div', { class: 'reasons', role: 'status' }, el('p', { class: 'soft' }, 'Looking …'));
    row.append(box);
    button.setAttribute('aria-expanded', 'true');
    try {
      const explained = await this.reasons(entry);
      box.replaceChildren(...(explained ? because(explained) : [el('p', { class: 'soft' }, 'It has just left the list.')]));
    } catch (problem) {
      box.replaceChildren(el('p', { class: 'soft' }, `${headline(problem)} ${problem.message}`));
    }
  }
}

function because(explained) {
  return [
    reasonsOf('long', 'Long term', explained.LongTerm, explained.LongTermReasons),
    reasonsOf('short', 'Short term', explained.ShortTerm, explained.ShortTermReasons),
  ];
}

function reasonsOf(part, name, lift, reasons) {
  const lines = (reasons ?? []).slice(0, 3).map((reason) =>
    el('li', {}, el('span', {}, reason.Title), ' ', el('b', {}, signed(reason.Contribution))));
  return el('div', { class: part },
    el('p', {}, el('i', { class: 'swatch ' + part, 'aria-hidden': 'true' }), `${name} ${isNumber(lift) ? signed(lift) : NONE}`),
    lines.length > 0 ? el('ul', {}, ...lines) : el('p', { class: 'soft' }, 'No event raises it.'));
}
