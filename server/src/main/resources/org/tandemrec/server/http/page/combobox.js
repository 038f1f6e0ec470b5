import { el } from './dom.js';

const PAUSE_MILLIS = 120;

/**
 * A text field with suggestions, as the ARIA combobox pattern has it: arrow keys walk, Enter chooses, Escape closes.
 *
 * {@code suggest} returns options for a text, each with {@code id}, {@code label} and {@code hint}; {@code choose} gets the one chosen.
 */
export class Combobox {
  constructor(input, list, { suggest, choose, failed }) {
    Object.assign(this, { input, list, suggest, choose, failed });
    this.options = [];
    this.active = -1;
    this.asked = 0;
    input.addEventListener('input', () => this.later());
    input.addEventListener('focus', () => {
      input.select();
      this.ask();
    });
    input.addEventListener('click', () => this.list.hidden && this.ask());
    input.addEventListener('blur', () => this.close());
    input.addEventListener('keydown', (event) => this.key(event));
    list.addEventListener('pointerdown', (event) => event.preventDefault());
    list.addEventListener('click', (event) => {
      const chosen = event.target.closest('[role=option]');
      if (chosen) {
        this.take(this.options[[...this.list.children].indexOf(chosen)]);
      }
    });
  }

  /** Closes the list; what was asked for and comes later does not open it. */
  close() {
    this.asked++;
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE_MILLIS);
  }

  async ask() {
    clearTimeout(this.timer);
    const asked = ++this.asked;
    try {
      const options = await this.suggest(this.input.value.trim());
      if (asked === this.asked) {
        this.show(options);
      }
      return asked === this.asked;
    } catch (problem) {
      this.failed(problem);
      return false;
    }
  }

  show(options) {
    this.options = options;
    this.list.replaceChildren(...options.map((option, index) =>
      el('li', { role: 'option', id: `${this.list.id}-${index}`, 'aria-selected': 'false' },
        el('span', {}, option.label),
        option.hint ? el('small', {}, option.hint) : null)));
    this.list.hidden = options.length === 0;
    this.input.setAttribute('aria-expanded', String(options.length > 0));
    this.mark(-1);
  }

  mark(index) {
    this.list.children[this.active]?.setAttribute('aria-selected', 'false');
    this.active = index;
    const option = this.list.children[index];
    if (option) {
      option.setAttribute('aria-selected', 'true');
      option.scrollIntoView({ block: 'nearest' });
      this.input.setAttribute('aria-activedescendant', option.id);
    } else {
      this.input.removeAttribute('aria-activedescendant');
    }
  }

  key(event) {
    const size = this.options.length;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (this.list.hidden) {
        this.ask();
      } else if (size > 0) {
        const step = event.key === 'ArrowDown' ? 1 : -1;
        this.mark(this.active < 0 && step < 0 ? size - 1 : (this.active + step + size) % size);
      }
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.enter();
    } else if (event.key === 'Escape' && !this.list.hidden) {
      event.stopPropagation();
      this.close();
    }
  }

  /** Takes the option that is marked, or the first one that fits what is typed by now. */
  async enter() {
    if (this.active >= 0) {
      this.take(this.options[this.active]);
    } else if (this.input.value.trim() !== '' && (await this.ask()) && this.options.length > 0) {
      this.take(this.options[0]);
    }
  }

  take(option) {
    this.close();
    this.choose(option);
  }
}
