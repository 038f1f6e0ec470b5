import { el, svg } from './dom.js';
import { isNumber } from './format.js';

const LEFT = 40;
const RIGHT = 10;
const TOP = 8;
const BOTTOM = 22;

/** The smallest nice step (1, 2 or 5 times a power of ten) that cuts a spread into at most some pieces. */
export function niceStep(spread, pieces) {
  const least = spread / pieces;
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least * (1 - 1e-9));
}

/** The ends of an axis that holds all values and begins and ends on ticks, and the step between ticks. */
export function axis(values, pieces, from, to) {
  let low = from ?? Math.min(...values);
  let high = to ?? Math.max(...values);
  if (!(high - low > 1e-9 * Math.max(1, Math.abs(high)))) {
    const margin = Math.abs(high) * 0.1 || 1;
    low = from ?? low - margin;
    high += margin;
  }
  const step = niceStep(high - low, pieces);
  return {
    low: from ?? Math.floor(low / step + 1e-9) * step,
    high: to ?? Math.ceil(high / step - 1e-9) * step,
    step,
  };
}

/**
 * A line chart with its legend, which also reads out the values at the pointer (or, with the keyboard, at a point chosen by the arrow
 * keys), and else the latest ones.
 *
 * Takes {@code title}, {@code note}, {@code series} (each with {@code name} and {@code colour}, a class), {@code format} of a value,
 * {@code formatX} and, where the ends of the axis are to be shorter, {@code formatEnd}, the height, and the ends {@code from} and {@code to} of the vertical axis where they are fixed.
 */
export class LineChart {
  constructor(host, options) {
    this.options = { height: 150, pieces: 4, unit: '', formatEnd: options.formatX, ...options };
    this.points = [];
    this.chosen = null;
    this.svg = svg('svg', { class: 'plot', role: 'img', tabindex: '0' });
    this.values = this.options.series.map((line) => ({ line, value: el('b', {}, '') }));
    this.where = el('span', { class: 'where' });
    const legend = this.values.map(({ line, value }) =>
      el('span', { class: 'key ' + line.colour }, line.name ? el('i', { 'aria-hidden': 'true' }) : null,
        el('span', {}, line.name), ' ', value));
    host.replaceChildren(
      el('figcaption', {},
        el('span', { class: 'chart-title' }, this.options.title),
        el('span', { class: 'legend' }, ...legend, this.where)),
      this.svg,
      ...(this.options.note ? [el('p', { class: 'note' }, this.options.note)] : []));
    this.listen();
    new ResizeObserver(() => this.draw()).observe(this.svg);
  }

  /** Shows points, each with {@code x} and {@code values}, one for each line. */
  set(points) {
    this.points = points;
    if (this.chosen !== null && this.chosen >= points.length) {
      this.chosen = null;
    }
    this.draw();
  }

  listen() {
    this.svg.addEventListener('pointermove', (event) => this.choose(this.nearest(event)));
    this.svg.addEventListener('pointerleave', () => this.choose(null));
    this.svg.addEventListener('blur', () => this.choose(null));
    this.svg.addEventListener('keydown', (event) => {
      const last = this.points.length - 1;
      const at = this.chosen ?? last;
      const next = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last, Escape: null }[event.key];
      if (next === undefined || last < 0) {
        return;
      }
      event.preventDefault();
      this.choose(next === null ? null : Math.max(0, Math.min(last, next)));
    });
  }

  choose(index) {
    if (this.chosen !== index) {
      this.chosen = index;
      this.draw();
    }
  }

  nearest(event) {
    if (this.points.length === 0 || !this.x) {
      return null;
    }
    const at = event.clientX - this.svg.getBoundingClientRect().left;
    let best = 0;
    this.points.forEach((point, index) => {
      if (Math.abs(this.x(point.x) - at) < Math.abs(this.x(this.points[best].x) - at)) {
        best = index;
      }
    });
    return best;
  }

  draw() {
    this.readOut();
    const width = this.svg.clientWidth;
    if (width === 0) {
      return;
    }
    const { height } = this.options;
    this.svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    this.svg.setAttribute('height', height);
    const all = this.points.flatMap((point) => point.values).filter(isNumber);
    if (all.length === 0) {
      this.x = null;
      this.svg.replaceChildren(
        svg('text', { x: width / 2, y: height / 2, 'text-anchor': 'middle' }, 'nothing yet'));
      return;
    }
    this.svg.replaceChildren(...this.plot(width, height, all));
  }

  plot(width, height, all) {
    const { from, to, pieces } = this.options;
    const vertical = axis(all, pieces, from, to);
    const y = (value) => height - BOTTOM
      - ((value - vertical.low) / (vertical.high - vertical.low)) * (height - BOTTOM - TOP);
    const first = this.points[0].x;
    const span = this.points.at(-1).x - first;
    this.x = (value) => (span === 0 ? (LEFT + width - RIGHT) / 2
      : LEFT + 4 + ((value - first) / span) * (width - RIGHT - LEFT - 8));
    return [
      ...this.grid(vertical, y, width),
      ...this.ends(width, height),
      ...this.options.series.flatMap((line, index) => this.line(line, index, y)),
      ...(this.chosen === null ? [] : [this.cursor(height)]),
    ];
  }

  grid(vertical, y, width) {
    const places = Math.max(0, -Math.floor(Math.log10(vertical.step) + 1e-9));
    const parts = [];
    for (let k = 0; vertical.low + k * vertical.step <= vertical.high + vertical.step / 1e6; k++) {
      const value = vertical.low + k * vertical.step;
      const at = y(value);
      parts.push(
        svg('line', { class: k === 0 ? 'base' : 'grid', x1: LEFT, x2: width - RIGHT, y1: at, y2: at }),
        svg('text', { x: LEFT - 7, y: at + 4, 'text-anchor': 'end' }, value.toFixed(places)));
    }
    return parts;
  }

  ends(width, height) {
    const { formatEnd } = this.options;
    const first = this.points[0].x;
    const last = this.points.at(-1).x;
    const label = (x, anchor, text) => svg('text', { x, y: height - 5, 'text-anchor': anchor }, text);
    return first === last
      ? [label(this.x(first), 'middle', formatEnd(first, true))]
      : [label(LEFT, 'start', formatEnd(first, false)), label(width - RIGHT, 'end', formatEnd(last, true))];
  }

  line(line, index, y) {
    let path = '';
    let pen = false;
    for (const point of this.points) {
      const value = point.values[index];
      if (isNumber(value)) {
        path += `${pen ? 'L' : 'M'}${this.x(point.x).toFixed(1)} ${y(value).toFixed(1)}`;
      }
      pen = isNumber(value);
    }
    const shown = this.points[this.chosen ?? this.points.length - 1];
    const value = shown.values[index];
    const dot = isNumber(value)
      ? [svg('circle', { class: 'dot ' + line.colour, cx: this.x(shown.x), cy: y(value), r: 3.5 })]
      : [];
    return [svg('path', { class: 'line ' + line.colour, d: path }), ...dot];
  }

  cursor(height) {
    const at = this.x(this.points[this.chosen].x);
    return svg('line', { class: 'cursor', x1: at, x2: at, y1: TOP, y2: height - BOTTOM });
  }

  readOut() {
    const { format, formatX, unit, title } = this.options;
    const point = this.points[this.chosen ?? this.points.length - 1];
    const texts = this.values.map(({ line, value }, index) => {
      const number = point?.values[index];
      value.textContent = format(number) + (isNumber(number) ? unit : '');
      return `${line.name} ${value.textContent}`.trim();
    });
    this.where.textContent = this.chosen === null ? '' : formatX(point.x);
    const when = point ? ` at ${formatX(point.x)}` : '';
    this.svg.setAttribute('aria-label', `${title}: ${texts.join(', ')}${when}. Arrow keys read out other points.`);
  }
}
