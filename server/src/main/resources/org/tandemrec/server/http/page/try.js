import { del, get, path, post } from './requests.js';
import { LineChart } from './chart.js';
import { byId } from './dom.js';
import { ago, count, decimals, isNumber, whole } from './format.js';
import { HistoryStrip } from './history.js';
import { hasLifts } from './lists.js';
import { Pickers } from './pickers.js';
import { SideBySide } from './side-by-side.js';

/** How many items a list shows. */
const LENGTH = 10;
/** What a click is called. */
const TYPE = 'click';
/** How many states of a user the charts remember. */
const MEMORY = 60;

/** The view in which people click titles and watch the lists move. */
export class TryIt {
  constructor(notices) {
    this.notices = notices;
    this.user = null;
    this.turn = 0;
    this.queue = Promise.resolve();
    this.learnsRatings = false;
    this.lists = new SideBySide((entry, button) => this.click(entry, button.getBoundingClientRect()), (entry) => this.reasons(entry));
    this.strip = new HistoryStrip(byId('history'), (event) => this.takeBack(event));
    this.pickers = new Pickers({
      open: (userId) => this.open(userId),
      add: (option) => this.click({ Id: option.id, Title: option.label }, byId('title-input').getBoundingClientRect()),
      failed: (problem, again) => this.notices.problem('lists', problem, again),
    });
    const small = {
      height: 104, pieces: 2, formatX: (x) => 'after ' + count(x, 'event'), formatEnd: (x, isLast) => (isLast ? count(x, 'event') : whole(x)),
      format: (value) => decimals(value, 3),
    };
    this.theta = new LineChart(byId('theta-chart'), {
      ...small, title: 'Weight θ', series: [{ name: '', colour: 'fused' }],
    });
    this.drift = new LineChart(byId('drift-chart'), {
      ...small, title: 'Drift', series: [{ name: '', colour: 'plain' }],
    });
    setInterval(() => this.strip.tellTimes(), 30000);
  }

  /** The card of the model that serves: it says what the lists are made of and whether clicks carry ratings. */
  describe(card) {
    const parts = card.Parts ?? [];
    const configs = [card.Settings, ...parts.map((part) => part.Config)];
    this.learnsRatings = configs.some((config) => config?.feedback === 'explicit');
    byId('rating-field').hidden = !this.learnsRatings;
    this.lists.describe(card);
  }

  /** Shows the user that the address names, or the first one there is. */
  async enter(userId) {
    if (userId === this.user && userId !== null) {
      return;
    }
    if (userId !== null) {
      this.open(userId);
    } else if (this.user !== null) {
      this.pickers.tell(this.user);
    } else {
      await this.pickers.openFirst();
    }
  }

  open(userId) {
    this.user = userId;
    this.state = null;
    this.ours = new Set();
    this.trace = [];
    this.queue = Promise.resolve();
    this.notices.clear('event');
    byId('said').textContent = '\u00a0';
    this.pickers.tell(userId);
    this.lists.forget();
    this.refresh(false);
    this.tellAbout();
  }

  /**
   * Fetches the lists anew; {@code compare} says whether they are shown to move, which the first ones of a user never are. Returns
   * whether they are there.
   */
  async refresh(compare, origin = null) {
    if (this.user === null) {
      return false;
    }
    const turn = ++this.turn;
    try {
      const { answer, warning } = await get(`lists/${path(this.user)}?n=${LENGTH}`);
      if (turn !== this.turn) {
        return false;
      }
      this.answered = performance.now();
      this.notices.clear('lists');
      this.tellDegraded(warning);
      this.render(answer, compare && this.state !== null, origin);
      return true;
    } catch (problem) {
      if (turn === this.turn) {
        this.notices.problem('lists', problem, () => this.refresh(compare));
      }
      return false;
    }
  }

  render(state, compare, origin) {
    if (compare && JSON.stringify(state) === JSON.stringify(this.state)) {
      this.fresh = 0; // a second look at the same lists: what moved last stays marked
      return;
    }
    this.state = state;
    this.strip.show(state.Latest, {
      isOurs: (event) => event.FeedbackType === TYPE && this.ours.has(event.Id), moves: compare, origin,
    });
    byId('history-empty').hidden = state.Latest.length > 0;
    this.fresh = this.lists.show(state, compare);
    byId('bar-about').textContent = hasLifts(state.Fused)
      ? 'Bars: how far each part lifts a title above the average one; the tick is both together. Arrows: places gained or lost.'
      : 'Bars: the score. Arrows: places gained or lost.';
    this.tellEvents();
    this.follow(state);
  }

  follow(state) {
    const point = { x: state.Events, values: [state.Theta], drift: state.Drift };
    this.trace = this.trace.filter(({ x }) => x < point.x).slice(1 - MEMORY);
    this.trace.push(point);
    const fixed = this.trace.every(({ values: [theta] }) => !isNumber(theta) || (theta >= 0 && theta <= 1));
    Object.assign(this.theta.options, fixed ? { from: 0, to: 1 } : { from: undefined, to: undefined });
    Object.assign(this.drift.options, { from: 0, to: 1 });
    this.theta.set(this.trace.map(({ x, values }) => ({ x, values })));
    this.drift.set(this.trace.map(({ x, drift }) => ({ x, values: [drift] })));
  }

  /** Sends the event that a click on a title is, then shows what it changed. Clicks are sent one after the other. */
  click(entry, origin) {
    const user = this.user;
    if (user === null) {
      return;
    }
    this.lists.sending(entry.Id, true);
    const event = { FeedbackType: TYPE, UserId: user, ItemId: entry.Id };
    if (this.learnsRatings) {
      event.Value = Number(byId('rating').value);
    }
    this.queue = this.queue.then(() => this.deliver(user, entry, event, origin));
  }

  async deliver(user, entry, event, origin) {
    const start = performance.now();
    try {
      await post('feedback', [event]);
    } catch (problem) {
      this.lists.sending(entry.Id, false);
      this.notices.problem('event', problem, () => this.click(entry, origin), { ask: true });
      return;
    }
    const committed = performance.now();
    this.notices.clear('event');
    if (user !== this.user) {
      return;
    }
    this.ours.add(entry.Id);
    if (await this.refresh(true, origin)) {
      this.say(entry, committed - start, this.answered - committed);
    }
    this.lists.sending(entry.Id, false);
  }

  say(entry, commitMillis, listMillis) {
    const changed = this.fresh === 0 ? 'the same titles' : count(this.fresh, 'new title');
    byId('said').textContent = `“${entry.Title}”: committed in ${decimals(commitMillis, 0)} ms, new lists `
      + `${decimals(listMillis, 0)} ms later, with ${changed} among the first ${this.state.Fused.length}.`;
  }

  async takeBack(event) {
    try {
      await del(path('feedback', TYPE, this.user, event.Id));
    } catch (problem) {
      this.notices.problem('event', problem, () => this.takeBack(event), { ask: true });
      return;
    }
    this.ours.delete(event.Id);
    if (await this.refresh(true)) {
      byId('said').textContent = `“${event.Title}” is taken back, and the lists are what they would be without it.`;
      byId('strip').focus();
    }
  }

  async reasons(entry) {
    const { answer } = await get(`recommend/${path(this.user)}/explain?n=${LENGTH}`);
    return answer.Items.find(({ Id }) => Id === entry.Id) ?? null;
  }

  tellDegraded(warning) {
    if (warning === null) {
      this.notices.clear('degraded');
    } else {
      this.notices.show('degraded', { kind: 'wait', title: 'These lists may be behind.', detail: warning });
    }
  }

  tellEvents() {
    const { Events, Latest } = this.state;
    const last = Latest.length > 0 ? `, the latest ${ago(Date.parse(Latest[0].Timestamp))}` : '';
    byId('user-about').textContent = [Events === 0 ? 'No event so far' : count(Events, 'event') + last, this.origin]
      .filter(Boolean).join(' · ');
  }

  /** Says whether the model has seen the user in its training. */
  async tellAbout() {
    const user = this.user;
    this.origin = '';
    try {
      const { answer } = await get(`user/${path(user)}/state`);
      if (user === this.user) {
        this.origin = answer.InModel ? 'known from training' : 'never seen in training: folded in';
      }
    } catch (problem) {
      // The lists fail for the same reason and say so; a user without events may have no state.
      this.origin = problem.status === 404 ? 'never seen in training: folded in' : '';
    }
    if (user === this.user && this.state?.User === user) {
      this.tellEvents();
    }
  }
}
