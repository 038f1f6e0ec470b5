import { get, path, post } from './requests.js';
import { Combobox } from './combobox.js';
import { byId } from './dom.js';

/** How many users the list of suggestions knows; any other one is found by its whole id. */
const KNOWN = 1000;
const SHOWN = 8;
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** The fields in which a user and a title are picked. */
export class Pickers {
  /** {@code open} gets a user, {@code add} a title's option, {@code failed} a problem and what to try again. */
  constructor({ open, add, failed }) {
    Object.assign(this, { open, failed });
    this.users = null;
    this.userBox = new Combobox(byId('user-input'), byId('user-options'), {
      suggest: (text) => this.suggestUsers(text),
      choose: (option) => this.take(option.id),
      failed: (problem) => failed(problem, () => this.userBox.ask()),
    });
    this.titleBox = new Combobox(byId('title-input'), byId('title-options'), {
      suggest: suggestTitles,
      choose: (option) => {
        byId('title-input').value = '';
        add(option);
      },
      failed: (problem) => failed(problem, () => this.titleBox.ask()),
    });
    byId('user-input').addEventListener('blur', () => this.tell(this.user ?? ''));
    byId('new-user').addEventListener('click', () => this.create(inventedId()));
  }

  /** Shows who is picked, in the field and in the address. */
  tell(userId) {
    this.user = userId;
    byId('user-input').value = userId;
    if (userId !== '' && !byId('view-try').hidden) {
      history.replaceState(null, '', '#try/' + path(userId));
    }
  }

  /** Opens the first user that the server knows; where it knows nobody, somebody new. */
  async openFirst() {
    try {
      const users = await this.known();
      if (users.length > 0) {
        this.open(users[0].UserId);
      } else {
        await this.create(inventedId());
      }
    } catch (problem) {
      this.failed(problem, () => this.openFirst());
    }
  }

  async known() {
    if (this.users === null) {
      const { answer } = await get(`users?n=${KNOWN}`);
      this.users = answer.Users;
      this.hasMore = answer.Cursor !== '';
    }
    return this.users;
  }

  async suggestUsers(typed) {
    const users = await this.known();
    const text = typed === this.user ? '' : typed;
    const starting = users.filter(({ UserId }) => UserId.startsWith(text));
    const containing = text === '' ? []
      : users.filter((user) => !user.UserId.startsWith(text) && `${user.UserId} ${user.Comment}`.includes(text));
    const options = [...starting, ...containing].slice(0, SHOWN)
      .map((user) => ({ id: user.UserId, label: user.UserId, hint: user.Comment || '' }));
    if (text !== '' && !options.some(({ id }) => id === text)) {
      options.push({ id: text, label: `“${text}”`, hint: this.hasMore ? 'open or create' : 'create' });
    }
    const exact = options.findIndex(({ id }) => id === text);
    return exact > 0 ? [options[exact], ...options.slice(0, exact), ...options.slice(exact + 1)] : options;
  }

  async take(userId) {
    if (this.users?.some((user) => user.UserId === userId)) {
      this.open(userId);
      return;
    }
    try {
      await get(`user/${path(userId)}`);
      this.open(userId);
    } catch (problem) {
      if (problem.status === 404) {
        await this.create(userId);
      } else {
        this.failed(problem, () => this.take(userId));
      }
    }
  }

  async create(userId) {
    try {
      await post('user', { UserId: userId, Labels: null, Comment: '' });
    } catch (problem) {
      this.failed(problem, () => this.create(userId));
      return;
    }
    this.users?.unshift({ UserId: userId, Comment: '' });
    this.open(userId);
  }
}

async function suggestTitles(text) {
  if (text === '') {
    return [];
  }
  const { answer } = await get(`search?q=${path(text)}&n=${SHOWN}`);
  return answer.map(({ Id, Title }) => ({ id: Id, label: Title, hint: Title === Id ? '' : Id }));
}

function inventedId() {
  const bytes = crypto.getRandomValues(new Uint8Array(5));
  return 'guest-' + [...bytes].map((byte) => LETTERS[byte % LETTERS.length]).join('');
}
