import { byId } from './dom.js';
import { brief, clock } from './format.js';
import { installKeyDialog, reconsider } from './keys.js';
import { Live } from './live.js';
import { ModelView } from './model.js';
import { headline, Notices } from './notices.js';
import { NowView } from './now.js';
import { TryIt } from './try.js';

const VIEWS = ['try', 'model', 'now'];
const notices = new Notices(byId('notices'));
const live = new Live();
const tryIt = new TryIt(notices);
const model = new ModelView(notices, (card, isFirst) => {
  tryIt.describe(card);
  if (!isFirst) {
    tryIt.refresh(true);
  }
});
const now = new NowView(live);
let wasDown = false;

/** Shows the view that the address names: #try, #try/USER, #model or #now. */
function route(moveFocus) {
  const [name, user] = location.hash.slice(1).split('/');
  const view = VIEWS.includes(name) ? name : 'try';
  for (const other of VIEWS) {
    byId('view-' + other).hidden = other !== view;
  }
  for (const link of document.querySelectorAll('nav a')) {
    if (link.dataset.view === view) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  }
  document.title = { try: 'Try it', model: 'Model', now: 'Now' }[view] + ' · Tandem';
  if (moveFocus) {
    byId(view + '-title').focus({ preventScroll: true });
    scrollTo(0, 0);
  }
  if (view === 'try') {
    tryIt.enter(user ? decode(user) : null);
  }
  now.show();
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function tellPulse(state, text) {
  const pulse = byId('pulse');
  pulse.dataset.state = state;
  if (pulse.lastElementChild.textContent !== text) {
    pulse.lastElementChild.textContent = text;
  }
}

live.addEventListener('now', ({ detail }) => {
  if (detail.Ready) {
    notices.clear('ready');
    tellPulse('ready', `${brief(detail.EventsPerSecond)} events/s`);
  } else {
    tellPulse('waiting', 'not ready');
    notices.show('ready', { kind: 'wait', title: 'The server is not ready yet.', detail: 'It loads and warms a model.' });
  }
  if (detail.Training) {
    model.tellTraining(detail.Training);
  }
});

live.addEventListener('up', () => {
  notices.clear('server');
  if (model.card === null) {
    model.refresh();
  }
  if (wasDown && tryIt.user === null) {
    route(false);
  } else if (wasDown) {
    tryIt.refresh(true);
  }
  wasDown = false;
});

live.addEventListener('down', ({ detail: { problem, seconds } }) => {
  wasDown = true;
  tellPulse('away', problem.status === 0 ? 'away' : 'waiting');
  const last = live.latest === null ? '' : ` What is shown is from ${clock(Date.parse(live.latest.Time))}.`;
  const wantsKey = problem.status === 401;
  notices.show('server', {
    kind: problem.passes ? 'wait' : 'error',
    title: headline(problem),
    detail: problem.message + last,
    action: wantsKey
      ? { label: 'Enter the key', run: enterKey }
      : { label: 'Try again now', run: () => live.retry() },
  });
  notices.tellWait('server', wantsKey ? null : seconds);
});

function enterKey() {
  reconsider();
  live.retry();
}

function toggleTheme() {
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const next = (document.documentElement.dataset.theme ?? system) === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset.theme = next;
  localStorage.setItem('tandem-theme', next);
}

byId('theme').addEventListener('click', toggleTheme);
byId('skip').addEventListener('click', (event) => {
  event.preventDefault();
  byId('main').focus();
});
addEventListener('hashchange', () => route(true));
document.addEventListener('keydown', (event) => {
  const typing = event.target.matches('input, select, textarea');
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !byId('view-try').hidden) {
    event.preventDefault();
    byId('title-input').focus();
  }
});

installKeyDialog();
route(false);
model.refresh();
live.run();
