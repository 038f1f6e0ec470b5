import { get, post } from './requests.js';
import { LineChart } from './chart.js';
import { byId, el } from './dom.js';
import { decimals, duration, isNumber, moment, NONE, whole, words } from './format.js';
import { headline } from './notices.js';

const STATES = {
  none: 'No training since the server started.',
  running: 'Training',
  succeeded: 'The last training succeeded',
  failed: 'The last training failed',
};

/** The view of the model that serves: what it is, how it was trained, and how to train it anew. */
export class ModelView {
  /** {@code changed} gets a card that is another model's than the one before, and whether it is the first one. */
  constructor(notices, changed) {
    this.notices = notices;
    this.changed = changed;
    this.card = null;
    this.curve = new LineChart(byId('curve-chart'), {
      title: 'Training', height: 210, formatX: (epoch) => `epoch ${epoch}`, format: (value) => decimals(value, 4),
      series: [{ name: 'value', colour: 'fused' }], note: 'Measured on a held-out part of the data after every epoch.',
    });
    byId('train').addEventListener('click', () => this.train());
    byId('swap').addEventListener('submit', (event) => {
      event.preventDefault();
      this.swap(byId('swap-path').value.trim());
    });
  }

  /** Fetches the card. */
  async refresh() {
    try {
      const { answer } = await get('model');
      this.notices.clear('model');
      this.show(answer);
    } catch (problem) {
      this.notices.problem('model', problem, () => this.refresh());
    }
  }

  show(card) {
    const isFirst = this.card === null;
    const isOther = isFirst || this.card.Name !== card.Name || this.card.Created !== card.Created;
    this.card = card;
    const parts = (card.Parts ?? []).map((part) => part.Kind);
    byId('model-context').textContent = 'The model that serves';
    byId('model-title').textContent = card.Name ?? card.Kind;
    byId('model-lead').textContent = parts.length > 1
      ? `${card.Kind}: ${parts.join(' and ')}, fused${isNumber(card.Theta) ? ' with θ = ' + decimals(card.Theta, 3) : ''}.`
      : `${card.Kind}.`;
    byId('model-tiles').replaceChildren(...tiles(card));
    this.showCurve(card);
    byId('model-tables').replaceChildren(...tables(card));
    if (card.Training) {
      this.tellTraining(card.Training);
    }
    if (isOther) {
      this.changed(card, isFirst);
    }
  }

  showCurve(card) {
    const points = (card.Curve ?? []).map(({ Epoch, Value }) => ({ x: Epoch, values: [Value] }));
    byId('curve-chart').hidden = points.length === 0;
    const [value] = this.curve.values;
    value.line.name = card.Metric ?? 'value';
    value.value.parentElement.querySelector('span').textContent = value.line.name;
    this.curve.set(points);
  }

  /** Follows a training; the card is fetched anew when there is another bundle. */
  tellTraining(training) {
    const { State, Progress, Message, Started, Bundle } = training;
    const running = State === 'running';
    const before = this.training;
    this.training = training;
    const text = [STATES[State] ?? State, running && Started ? `since ${moment(Date.parse(Started))}` : '',
      Message && State !== 'none' ? `: ${Message}` : '', Bundle && !running ? ` (${Bundle})` : ''].filter(Boolean).join(' ')
      .replace(' :', ':');
    const state = byId('training-state');
    if (state.textContent !== text) {
      state.textContent = text;
    }
    byId('training-progress').hidden = !running;
    byId('training-progress').value = Progress ?? 0;
    byId('train').disabled = running;
    byId('train').textContent = running ? `Training … ${Math.round((Progress ?? 0) * 100)} %` : 'Train now';
    if (before && before.State === 'running' && !running) {
      this.refresh();
    }
  }

  async train() {
    byId('train').disabled = true;
    try {
      const { answer } = await post('admin/train', undefined, { admin: true });
      this.notices.clear('train');
      this.tellTraining(answer);
    } catch (problem) {
      byId('train').disabled = false;
      byId('training-state').textContent = `${headline(problem)} ${problem.message}`;
    }
  }

  async swap(name) {
    const said = byId('swap-state');
    said.textContent = 'Loading and warming …';
    try {
      const { answer } = await post('admin/model', { Path: name }, { admin: true });
      said.textContent = `${answer.Name ?? name} serves now.`;
      this.show(answer);
    } catch (problem) {
      said.textContent = `${headline(problem)} ${problem.message} The model before goes on serving.`;
    }
  }
}

function tiles(card) {
  return [
    ['Items', whole(card.Items)],
    ['Users in training', whole(card.Users)],
    ['Candidates', whole(card.Candidates)],
    ['θ', decimals(card.Theta, 3)],
    ['Epochs', whole(card.Epochs)],
    ['Trained in', duration(card.TrainSeconds)],
  ].filter(([, value]) => value !== NONE).map(([name, value]) => el('div', { class: 'tile' }, el('dt', {}, name), el('dd', {}, value)));
}

function tables(card) {
  const provenance = {
    name: card.Name, kind: card.Kind, created: card.Created ? moment(Date.parse(card.Created)) : null, split: card.Split,
    seed: isNumber(card.Seed) ? String(card.Seed) : null, ...card.Provenance,
  };
  const isPart = (value) => value !== null && typeof value === 'object' && 'kind' in value && 'config' in value;
  const settings = Object.entries(card.Settings ?? {}).filter(([, value]) => !isPart(value));
  return [
    table('Provenance', provenance),
    table('Data', card.Data),
    ...(card.Parts ?? []).map((part) => table(part.Kind, part.Config)),
    table('Settings', Object.fromEntries(settings)),
  ].filter((section) => section !== null);
}

function table(title, values) {
  const rows = flat(values, '');
  return rows.length === 0 ? null : el('section', {},
    el('h2', {}, title),
    el('table', {}, el('tbody', {}, ...rows.map(([key, value]) =>
      el('tr', {}, el('th', { scope: 'row' }, key), el('td', {}, value))))));
}

/** The values of an object of objects as rows, each with its path. */
function flat(value, prefix) {
  if (value === null || value === undefined) {
    return [];
  }
  if (typeof value === 'object' && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([key, inner]) => flat(inner, prefix === '' ? words(key) : `${prefix} › ${words(key)}`));
  }
  return [[prefix, textOf(value)]];
}

function textOf(value) {
  if (Array.isArray(value)) {
    return value.map(textOf).join(', ');
  }
  if (typeof value === 'boolean') {
    return value ? 'yes' : 'no';
  }
  return Number.isInteger(value) && Math.abs(value) >= 10000 ? whole(value) : String(value);
}
