import { LineChart } from './chart.js';
import { byId, el } from './dom.js';
import { brief, clock, decimals, whole } from './format.js';
import { MEMORY } from './live.js';

const PARTS = [
  { key: 'Fused', name: 'fused', colour: 'fused' },
  { key: 'LongTerm', name: 'long term', colour: 'long' },
  { key: 'ShortTerm', name: 'short term', colour: 'short' },
];

/** The view of what happens right now. */
export class NowView {
  constructor(live) {
    this.live = live;
    const common = { formatX: clock, height: 170, from: 0 };
    this.charts = [
      chart('rate-chart', { ...common, title: 'A second', format: brief, series: [
        { name: 'requests', colour: 'plain', value: (now) => now.RequestsPerSecond },
        { name: 'events', colour: 'accent', value: (now) => now.EventsPerSecond },
      ] }),
      chart('latency-chart', { ...common, title: 'Latency', unit: ' ms', format: brief, series: [
        { name: 'p99', colour: 'accent', value: (now) => now.LatencyMillis?.P99 },
        { name: 'p50', colour: 'plain', value: (now) => now.LatencyMillis?.P50 },
      ] }),
      quality('hit-chart', common, 'HR@10', 'HitRate',
        'Each event that came in was looked for in the list just before it: how often it was among the first ten.'),
      quality('ndcg-chart', common, 'NDCG@10', 'Ndcg', 'The same, counting more where it stood higher up.'),
    ];
    live.addEventListener('now', () => this.show());
  }

  /** Draws, if the view is shown. */
  show() {
    if (byId('view-now').hidden || this.live.latest === null) {
      return;
    }
    const past = this.live.past.map((now) => ({ now, x: Date.parse(now.Time) }));
    for (const { line, series } of this.charts) {
      line.set(past.map(({ now, x }) => ({ x, values: series.map(({ value }) => value(now)) })));
    }
    this.tellTotals(this.live.latest);
  }

  tellTotals(now) {
    byId('now-lead').textContent = this.live.past.length < MEMORY
      ? 'One point a second, up to five minutes of them, since this page was opened.'
      : 'The last five minutes, one point a second.';
    const quality = now.Quality ?? {};
    byId('now-tiles').replaceChildren(...[
      ['Events stored', whole(now.EventsStored)],
      ['Users in memory', whole(now.UsersCached)],
      ['Events in the quality window', whole(quality.Events)],
      ['Events not measured', whole(quality.Skipped)],
    ].filter(([, value]) => /\d/.test(value)).map(([name, value]) => el('div', { class: 'tile' }, el('dt', {}, name), el('dd', {}, value))));
  }
}

function chart(id, options) {
  return { line: new LineChart(byId(id), options), series: options.series };
}

function quality(id, common, title, key, note) {
  return chart(id, {
    ...common, title, note, format: (value) => decimals(value, 3),
    series: PARTS.map((part) => ({ ...part, value: (now) => now.Quality?.[part.key]?.[key] })),
  });
}
