import { askKeysWith } from './requests.js';
import { byId } from './dom.js';

const TEXT = {
  client: {
    title: 'This server wants an API key',
    about: 'Whoever runs it has the key. It is kept until this browser tab is closed, and goes to this server alone.',
  },
  admin: {
    title: 'This needs the administrator’s key',
    about: 'Training and changing the model have a key of their own. It is kept until this browser tab is closed.',
  },
};

let declined = false;

/** Has the page ask for keys in a dialog. Who has closed it without a key is not asked again until {@link reconsider}. */
export function installKeyDialog() {
  askKeysWith(async (kind, why) => {
    if (declined && kind === 'client') {
      return null;
    }
    const key = await ask(kind, why);
    declined = key === null && kind === 'client';
    return key;
  });
}

/** Allows the question for the key once more. */
export function reconsider() {
  declined = false;
}

function ask(kind, why) {
  const dialog = byId('key-dialog');
  const input = byId('key-input');
  byId('key-title').textContent = TEXT[kind].title;
  byId('key-about').textContent = TEXT[kind].about;
  byId('key-why').textContent = why;
  input.value = '';
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      const key = input.value.trim();
      input.value = '';
      resolve(dialog.returnValue === 'use' && key !== '' ? key : null);
    }, { once: true });
  });
}
